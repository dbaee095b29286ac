// The one thing out of at least five of a kind, in one phase or group, that does not state a property which all others state.
// Counted here and not by a query: a query would have to join every triple with every container.
import type { NamedNode } from '@rdfjs/types';
import type { Graphs } from '../store/graphs.ts';
import { namedNode } from '../vocabulary/factory.ts';
import { integer } from '../vocabulary/literals.ts';
import { read, sx } from '../vocabulary/terms.ts';
import type { Properties } from './properties.ts';
import type { Fact } from './reach.ts';
import type { Thing, Things } from './things.ts';

const SIBLINGS_MIN = 5;
/** Kinds whose things are described alike; of tasks one measures and another documents. */
const ALIKE: ReadonlySet<string> = new Set(
  [sx.Agent, sx.Gate, sx.Phase, sx.Metric, sx.Risk, sx.Bottleneck, sx.ConflictRule, sx.Milestone].map(
    ({ value }) => value,
  ),
);

/** `thing read:leavesOut omission`; the graphs hold kinds and roles already. Linear in the size. */
export function outlierFacts(graphs: Graphs, things: Things, properties: Properties): Fact[] {
  const facts: Fact[] = [];
  for (const [key, siblings] of siblingsOf(graphs, things)) {
    if (siblings.size < SIBLINGS_MIN) continue;
    const stating = new Map<string, Set<Thing>>();
    for (const sibling of siblings)
      for (const { predicate } of sibling.statements)
        if (properties.get(predicate.value).foreign) {
          const those = stating.get(predicate.value) ?? new Set();
          stating.set(predicate.value, those.add(sibling));
        }
    for (const [property, those] of stating) {
      if (those.size !== siblings.size - 1) continue;
      const outlier = [...siblings].find((sibling) => !those.has(sibling))!;
      if (saysSomethingElse(outlier, stating)) continue;
      const [first] = those;
      const omission = namedNode(`urn:spec-exec:reading/omission/${facts.length}`);
      facts.push(
        [outlier.node, read.leavesOut, omission],
        [omission, read.property, namedNode(property)],
        [omission, read.count, integer(those.size)],
        [omission, read.among, namedNode(key.slice(0, key.indexOf(' ')))],
        [omission, read.like, first!.node],
      );
    }
  }
  return facts;
}

/** Whether a thing alone of its siblings states some property: it is of another sort, and need not be like them. */
function saysSomethingElse(outlier: Thing, stating: ReadonlyMap<string, ReadonlySet<Thing>>): boolean {
  return [...stating.values()].some((those) => those.size === 1 && those.has(outlier));
}

/** Foreign things by container and kind. */
function siblingsOf(graphs: Graphs, things: Things): Map<string, Set<Thing>> {
  const found = new Map<string, Set<Thing>>();
  const put = (container: NamedNode['value'], member: string): void => {
    const thing = things.get(member);
    if (!thing || thing.ours || thing.kind === undefined || !ALIKE.has(thing.kind)) return;
    const key = `${container} ${thing.kind}`;
    found.set(key, (found.get(key) ?? new Set()).add(thing));
  };
  for (const { subject, object } of graphs.match(null, sx.inPhase)) put(object.value, subject.value);
  for (const { subject, object } of graphs.match(null, read.hasPart)) put(subject.value, object.value);
  return found;
}
