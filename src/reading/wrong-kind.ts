// Properties whose name speaks of one kind of things (`unblocksTasks`, `agents`) and whose values on a thing are all of
// another. Values of no known kind may be of any, unless they name things of that kind as their own: what has an agent is none.
import type { Quad } from '@rdfjs/types';
import { literal, namedNode } from '../vocabulary/factory.ts';
import { xsd } from '../vocabulary/borrowed.ts';
import { read, sx } from '../vocabulary/terms.ts';
import type { Ground } from './kinds.ts';
import type { Properties } from './properties.ts';
import type { Fact } from './reach.ts';
import type { Member, Thing, Things } from './things.ts';
import { keyOf, localName, splitWords } from './words.ts';

/** Kinds that are told apart in every plan; a milestone may be a gate to some, and a deliverable anything. */
const CLEAR: ReadonlySet<string> = new Set([sx.Task, sx.Gate, sx.Phase, sx.Agent].map(({ value }) => value));

/** `thing read:misnames use`, one use for each property of a thing; the kinds of things are known already. */
export function wrongKindFacts(things: Things, properties: Properties, grounds: ReadonlyMap<Thing, Ground>): Fact[] {
  const facts: Fact[] = [];
  for (const thing of things.foreign) {
    const uses = new Map<string, { meant: string; members: Member[]; quad: Quad }>();
    for (const quad of thing.statements) {
      const meant = meantKind(quad.predicate.value, properties);
      if (meant === undefined) continue;
      const use = uses.get(quad.predicate.value) ?? { meant, members: [], quad };
      use.members.push(...things.membersOf(quad));
      uses.set(quad.predicate.value, use);
    }
    for (const { meant, members, quad } of uses.values()) {
      const [first] = members;
      if (!first || !members.every(({ term }) => isOther(things.get(term.value), meant, properties, grounds))) continue;
      const found = things.get(first.term.value)?.kind;
      const use = namedNode(`urn:spec-exec:reading/use/${facts.length}`);
      facts.push(
        [thing.node, read.misnames, use],
        [use, read.property, quad.predicate],
        [use, read.value, first.term],
        [use, read.count, literal(String(members.length), xsd.integer)],
        [use, read.ofKind, namedNode(meant)],
      );
      if (found !== undefined) facts.push([use, read.found, namedNode(found)]);
    }
  }
  return facts;
}

/** The kind that the last word of a property's name is the very word for. */
function meantKind(predicate: string, properties: Properties): string | undefined {
  const { foreign, naming, numbered, prose, words, ofKind } = properties.get(predicate);
  if (!foreign || naming || numbered || prose || ofKind === undefined || !CLEAR.has(ofKind)) return undefined;
  return keyOf(words.slice(-1)) === keyOf(splitWords(localName(ofKind))) ? ofKind : undefined;
}

function isOther(
  thing: Thing | undefined,
  meant: string,
  properties: Properties,
  grounds: ReadonlyMap<Thing, Ground>,
): boolean {
  if (thing === undefined || thing.ours) return false;
  if (thing.kind !== undefined)
    return thing.kind !== meant && CLEAR.has(thing.kind) && grounds.get(thing) !== 'Reference';
  return thing.statements.some(({ predicate }) => {
    const { foreign, senses } = properties.get(predicate.value);
    return foreign && senses.some(({ refersTo }) => refersTo === meant);
  });
}
