// Numbers that a property says are counts of a kind: `totalTasks 73`, `phaseCount 5`. What is counted is what the thing lists, at
// any depth; what its documents hold, or the whole specification, where that agrees better. Only a number that fits none of
// these is worth a word.
import type { Literal, NamedNode, Term } from '@rdfjs/types';
import { rdf } from '../vocabulary/borrowed.ts';
import { integer } from '../vocabulary/literals.ts';
import { namedNode } from '../vocabulary/factory.ts';
import { read } from '../vocabulary/terms.ts';
import type { Facts } from './facts.ts';
import type { Lexicon } from './lexicon.ts';
import type { Properties } from './properties.ts';
import type { Thing, Things } from './things.ts';

/** Names of a property that make its number the number of all. `phaseNumber` is none of them, nor is `parallelAgents`. */
const COUNTING = [
  /^(?:total|overall)(?: number of)? (?<kind>.+)$/,
  /^(?:has )?(?:number|count|num) of (?<kind>.+)$/,
  /^num (?<kind>.+s)$/,
  /^(?<kind>.+) (?:count|total)$/,
];

/** `thing read:counts ?c`, with property, value, kind and, as `read:things`, how many there are: the nearest number. */
export function stateCounted(facts: Facts, things: Things, properties: Properties, lexicon: Lexicon): void {
  const inDocuments = countsInDocuments(facts);
  for (const thing of things.foreign)
    for (const quad of thing.statements) {
      const { object, predicate } = quad;
      if (object.termType !== 'Literal' || !/^\d{1,6}$/.test(object.value)) continue;
      const kind = countedKind(properties.get(predicate.value).words, lexicon);
      if (kind === undefined) continue;
      const own = membersNamed(thing, kind, things, properties);
      const found = nearestCount(Number(object.value), [
        ...(own > 0 ? [own] : []),
        ...countsOf(facts, thing, namedNode(kind), inDocuments),
      ]);
      if (found === undefined) continue;
      const node = facts.node('counted');
      facts.add(thing.node, read.counts, node, quad);
      facts.add(node, read.property, predicate as NamedNode);
      facts.add(node, read.value, object as Literal);
      facts.add(node, read.ofKind, namedNode(kind));
      facts.add(node, read.count, integer(Number(object.value)));
      facts.add(node, read.things, integer(found));
    }
}

function countedKind(words: readonly string[], lexicon: Lexicon): string | undefined {
  const name = words.join(' ');
  for (const pattern of COUNTING) {
    const named = pattern.exec(name)?.groups?.['kind'];
    const kind = named === undefined ? undefined : lexicon.kindExactly(named.split(' '));
    if (kind !== undefined) return kind;
  }
  return undefined;
}

/** How many values of the thing stand under a property that is called by the kind: steps may be texts. */
function membersNamed(thing: Thing, kind: string, things: Things, properties: Properties): number {
  return thing.statements
    .filter(({ predicate }) => properties.get(predicate.value).ofKind === kind)
    .reduce((sum, quad) => sum + (/^\d+$/.test(quad.object.value) ? 0 : things.membersOf(quad).length), 0);
}

/** In how many ways the things of a kind may be counted; nothing where there are none at all. */
function countsOf(
  { graphs }: Facts,
  thing: Thing,
  kind: NamedNode,
  inDocuments: ReadonlyMap<string, number>,
): number[] {
  const parts = new Map<string, Term>([[thing.iri, thing.node]]);
  for (const part of parts.values())
    for (const inner of graphs.objects(part, read.hasPart)) parts.set(inner.value, inner);
  parts.delete(thing.iri);
  const listed = [...parts.values()].filter((part) => graphs.has(part, rdf.type, kind)).length;
  const whole = [read.things, read.fewest].map((count) => Number(graphs.object(kind, count)?.value ?? 0));
  const inOwn = [...thing.documents].map((document) => inDocuments.get(`${kind.value} ${document}`) ?? 0);
  return [listed, ...whole, ...inOwn].filter((count) => count > 0);
}

/** How many things of each kind each document has. */
function countsInDocuments({ graphs }: Facts): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { subject, object } of graphs.match(null, read.thingsIn))
    counts.set(
      `${graphs.object(subject, read.ofKind)?.value} ${graphs.object(subject, read.document)?.value}`,
      Number(object.value),
    );
  return counts;
}

function nearestCount(stated: number, counts: readonly number[]): number | undefined {
  return counts.toSorted((a, b) => Math.abs(a - stated) - Math.abs(b - stated))[0];
}
