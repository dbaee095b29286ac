// Which of our kinds a foreign thing is. Its type says so, else the property that names it (`taskName`), else the properties
// that refer to it (`assignedTo`). What is in doubt has no kind: a wrong reading cries wolf.
import { read } from '../vocabulary/terms.ts';
import type { Lexicon } from './lexicon.ts';
import type { Properties } from './properties.ts';
import type { Referents } from './referents.ts';
import type { Thing, Things } from './things.ts';
import { keyOf, localName, splitWords } from './words.ts';

export type Ground = 'Type' | 'NamingProperty' | 'Reference' | 'Properties';

/** Properties and agents refer to one another in turn: agents are found by tasks, phases by agents. */
const ROUNDS_MAX = 5;

/** Types of OWL and RDF Schema, which say nothing of what a thing is. */
const UNTELLING = /^http:\/\/www\.w3\.org\/(?:2002\/07\/owl|2000\/01\/rdf-schema)#/;

interface Evidence {
  /** By the names of its types. */
  readonly type: string | undefined;
  /** By its naming properties. */
  readonly naming: string | undefined;
  /** Whether another thing has the same name by the same property. */
  readonly shared: boolean;
  /** Properties that things of one kind alone have, by kind. */
  readonly telling: ReadonlyMap<string, ReadonlySet<string>>;
  /** Whether it has a type of its own, though none that the lexicon knows. */
  readonly typed: boolean;
  /** Kinds that it is not by mere reference: an agent has no agent. */
  readonly unlike: ReadonlySet<string>;
}

/** Gives every foreign thing its kind, as far as there is one; says on what ground. */
export function readKinds(
  things: Things,
  properties: Properties,
  referents: Referents,
  lexicon: Lexicon,
): Map<Thing, Ground> {
  const grounds = new Map<Thing, Ground>();
  const evidence = new Map(things.foreign.map((thing) => [thing, { ...ownEvidence(thing, properties, lexicon) }]));
  markShared(things, properties, evidence);
  for (const [thing, found] of evidence) thing.kind = found.type ?? found.naming;
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const referred = references(things, properties, referents, evidence);
    let changed = false;
    for (const [thing, found] of evidence) {
      const [kind, ground] = decide(found, referred.get(thing));
      if (kind !== thing.kind) changed = true;
      thing.kind = kind;
      if (kind === undefined) grounds.delete(thing);
      else grounds.set(thing, ground);
    }
    if (!changed) break;
  }
  return grounds;
}

function decide(found: Evidence, referred: ReadonlySet<string> | undefined): [string | undefined, Ground] {
  if (found.type !== undefined) return [found.type, 'Type'];
  const candidates = [...(referred ?? [])].filter((kind) => !found.unlike.has(kind));
  const told = candidates.filter((kind) => found.telling.has(kind));
  const reference = told.length === 1 ? told[0] : candidates.length === 1 ? candidates[0] : undefined;
  if (found.naming === undefined && reference !== undefined) return [reference, 'Reference'];
  if (found.naming === undefined) return [found.typed ? undefined : toldKind(found), 'Properties'];
  // An agent that carries the name of its gate is an agent: others call it one, and the name is another thing's.
  const borrowed = reference !== undefined && reference !== found.naming && !found.telling.has(found.naming);
  if (borrowed && (found.shared || found.telling.has(reference))) return [reference, 'Reference'];
  return [found.naming, 'NamingProperty'];
}

/** The one kind that at least two properties tell. */
function toldKind({ telling }: Evidence): string | undefined {
  const told = [...telling].filter(([, properties]) => properties.size > 1);
  return told.length === 1 ? told[0]![0] : undefined;
}

function ownEvidence(thing: Thing, properties: Properties, lexicon: Lexicon): Evidence {
  const byType = new Set(
    thing.types.map((type) => lexicon.kindNamed(splitWords(localName(type)))).filter((kind) => kind !== undefined),
  );
  const naming = new Set<string>();
  const telling = new Map<string, Set<string>>();
  const unlike = new Set<string>();
  for (const { predicate } of thing.statements) {
    const property = properties.get(predicate.value);
    if (property.names !== undefined) naming.add(property.names);
    for (const sense of property.senses) {
      if (sense.of.size === 1) {
        const [kind] = sense.of as Set<string>;
        const known = telling.get(kind!) ?? new Set();
        telling.set(kind!, known.add(sense.property));
      }
      if (sense.refersTo !== undefined && !property.numbered) unlike.add(sense.refersTo);
    }
  }
  // A task with an agentName is no agent: a name that another of its kinds has as a role is a reference.
  const own = [...naming].filter(
    (kind) =>
      naming.size === 1 || !thing.statements.some(({ predicate }) => isRoleOf(predicate.value, kind, properties)),
  );
  return {
    type: byType.size === 1 ? [...byType][0] : undefined,
    naming: own.length === 1 ? own[0] : undefined,
    shared: false,
    telling,
    typed: thing.types.some((type) => !UNTELLING.test(type)),
    unlike,
  };
}

function isRoleOf(predicate: string, kind: string, properties: Properties): boolean {
  const property = properties.get(predicate);
  return property.names === kind && property.senses.some(({ refersTo }) => refersTo === kind);
}

function markShared(things: Things, properties: Properties, evidence: Map<Thing, Evidence>): void {
  const named = new Map<string, Set<Thing>>();
  for (const thing of things.foreign)
    for (const { predicate, object } of thing.statements)
      if (object.termType === 'Literal' && properties.get(predicate.value).names !== undefined) {
        const key = `${predicate.value} ${keyOf(splitWords(object.value))}`;
        const holders = named.get(key) ?? new Set();
        named.set(key, holders.add(thing));
      }
  for (const holders of named.values())
    if (holders.size > 1) for (const thing of holders) evidence.set(thing, { ...evidence.get(thing)!, shared: true });
}

/** The kinds as which things are referred to, by what is known of kinds so far. */
function references(
  things: Things,
  properties: Properties,
  referents: Referents,
  evidence: ReadonlyMap<Thing, Evidence>,
): Map<Thing, Set<string>> {
  const referred = new Map<Thing, Set<string>>();
  for (const thing of things.foreign) {
    const parts = referents.hasParts(thing);
    for (const quad of thing.statements) {
      const property = properties.get(quad.predicate.value);
      if (property.numbered) continue;
      const sense = properties.senseOf(property, thing, parts);
      if (!sense) continue;
      const kind = sense.property === read.hasPart.value ? property.ofKind : sense.refersTo;
      if (kind === undefined) continue;
      for (const member of things.membersOf(quad))
        for (const other of referents.of(member.term, (one) => maybe(evidence.get(one), kind))) {
          const kinds = referred.get(other) ?? new Set();
          referred.set(other, kinds.add(kind));
        }
    }
  }
  return referred;
}

/** Whether a string may name this thing where a thing of that kind is meant. */
function maybe(found: Evidence | undefined, kind: string): boolean {
  return found !== undefined && (found.type === undefined || found.type === kind) && !found.unlike.has(kind);
}
