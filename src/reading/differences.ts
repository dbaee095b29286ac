// Where two documents give one thing two values: of a property that has one value wherever else it stands. Names and notes in
// the vocabularies that everybody uses may be said twice; a property of the author's own may not.
import type { Literal, NamedNode, Quad } from '@rdfjs/types';
import { read } from '../vocabulary/terms.ts';
import type { Facts } from './facts.ts';
import type { Properties } from './properties.ts';
import type { Thing, Things } from './things.ts';

const SHARED_VOCABULARIES = /^https?:\/\/(?:purl\.org\/|www\.w3\.org\/|schema\.org\/|xmlns\.com\/)/;

interface Difference {
  readonly thing: Thing;
  readonly later: Quad;
  readonly earlier: Quad;
}

/** `thing read:differs ?d`, with the property, the value of the later document and the other value. */
export function stateDifferences(facts: Facts, things: Things, properties: Properties): void {
  const found = things.all.flatMap((thing) => differencesOf(thing, properties));
  if (found.length === 0) return;
  const many = severalValued(things, new Set(found.map(({ later }) => later.predicate.value)));
  for (const { thing, later, earlier } of found) {
    if (many.has(later.predicate.value)) continue;
    const node = facts.node('difference');
    facts.add(thing.node, read.differs, node, later);
    facts.add(node, read.property, later.predicate as NamedNode);
    facts.add(node, read.value, later.object);
    facts.add(node, read.otherValue, earlier.object);
  }
}

function differencesOf(thing: Thing, properties: Properties): Difference[] {
  if (thing.documents.size < 2) return [];
  const first = new Map<string, Quad>();
  const found: Difference[] = [];
  for (const quad of thing.statements) {
    const { predicate, object, graph } = quad;
    if (object.termType !== 'Literal' || SHARED_VOCABULARIES.test(predicate.value)) continue;
    const { foreign, prose } = properties.get(predicate.value);
    if (!foreign || prose) continue;
    const before = first.get(predicate.value);
    if (!before) first.set(predicate.value, quad);
    else if (!before.graph.equals(graph) && differ(before.object as Literal, object))
      found.push({ thing, later: quad, earlier: before });
  }
  return found;
}

function differ(a: Literal, b: Literal): boolean {
  if (a.language !== b.language || a.value.trim() === b.value.trim()) return false;
  return !(a.value.trim() !== '' && Number(a.value) === Number(b.value));
}

/** Which of these properties some document gives some thing twice. */
function severalValued(things: Things, asked: ReadonlySet<string>): Set<string> {
  const many = new Set<string>();
  for (const { statements } of things.all) {
    const seen = new Set<string>();
    for (const { predicate, graph } of statements) {
      if (!asked.has(predicate.value)) continue;
      const key = `${graph.value} ${predicate.value}`;
      if (seen.has(key)) many.add(predicate.value);
      seen.add(key);
    }
  }
  return many;
}
