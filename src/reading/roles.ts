// What foreign things say of one another, as triples with our properties: lists flattened, strings that name a thing replaced
// by the thing.
import type { NamedNode } from '@rdfjs/types';
import { rdf } from '../vocabulary/borrowed.ts';
import { namedNode } from '../vocabulary/factory.ts';
import { read, sx } from '../vocabulary/terms.ts';
import type { Facts } from './facts.ts';
import type { Ground } from './kinds.ts';
import type { Properties } from './properties.ts';
import type { Referents } from './referents.ts';
import type { Thing, Things } from './things.ts';

/** Properties whose values are things: a string there is a name. */
const RELATIONS: ReadonlySet<string> = new Set(
  [sx.requires, sx.unblocks, sx.assignedTo, sx.owner, sx.between, sx.inPhase, read.hasPart].map(({ value }) => value),
);

/** The type of what has none. */
const UNTYPED = 'http://www.w3.org/2000/01/rdf-schema#Resource';

export function stateKinds(facts: Facts, grounds: ReadonlyMap<Thing, Ground>): void {
  for (const [thing, ground] of grounds) {
    facts.add(thing.node, rdf.type, namedNode(thing.kind!));
    facts.add(thing.node, rdf.type, read.Foreign);
    facts.add(thing.node, read.kindBy, read[ground]);
    for (const type of thing.types.length > 0 ? thing.types : [UNTYPED])
      facts.add(thing.node, read.typed, namedNode(type));
  }
}

/** Relations that mean an order where they name things, and something else (the libraries of a program) where they never do. */
const ORDERS: ReadonlySet<string> = new Set([sx.requires, sx.unblocks].map(({ value }) => value));

export function stateRoles(facts: Facts, things: Things, properties: Properties, referents: Referents): void {
  const spoken = new Set<string>();
  const naming = namingProperties(things, properties, referents);
  for (const thing of things.foreign) {
    const parts = referents.hasParts(thing);
    for (const quad of thing.statements) {
      const property = properties.get(quad.predicate.value);
      const numbered = referents.isPartList(property.iri, quad);
      const sense = numbered ? undefined : property.numbered ? undefined : properties.senseOf(property, thing, parts);
      const ours = numbered ? read.hasPart : sense && namedNode(sense.property);
      if (property.foreign && property.ofKind !== undefined && !spoken.has(property.iri)) {
        spoken.add(property.iri);
        facts.add(quad.predicate as NamedNode, read.ofKind, namedNode(property.ofKind));
      }
      if (!ours || (ORDERS.has(ours.value) && !naming.has(property.iri))) continue;
      if (!spoken.has(`${property.iri} ${ours.value}`)) {
        spoken.add(`${property.iri} ${ours.value}`);
        facts.add(quad.predicate as NamedNode, read.role, ours);
      }
      const kind = sense?.refersTo ?? (ours.equals(read.hasPart) ? property.ofKind : undefined);
      const fits = (one: Thing): boolean => kind === undefined || one.kind === undefined || one.kind === kind;
      const members = things.membersOf(quad);
      if (members.length === 0) facts.add(thing.node, read.saysNone, ours);
      for (const { term, quad: source } of members) {
        if (term.termType === 'Literal' && term.value.trim() === '') continue;
        if (term.termType === 'BlankNode' && RELATIONS.has(ours.value)) continue;
        const named =
          term.termType === 'Literal' && RELATIONS.has(ours.value)
            ? referents.of(term, (one) => one !== thing && fits(one))
            : [];
        if (named.length === 0) facts.add(thing.node, ours, term, source, quad);
        for (const one of named) facts.add(thing.node, ours, one.node, source, quad);
      }
    }
  }
  stateGroups(facts, things);
}

/** The foreign properties whose values name a thing at least once. */
function namingProperties(things: Things, properties: Properties, referents: Referents): Set<string> {
  const naming = new Set<string>();
  for (const thing of things.foreign)
    for (const quad of thing.statements) {
      const { iri, senses } = properties.get(quad.predicate.value);
      if (naming.has(iri) || !senses.some(({ property }) => ORDERS.has(property))) continue;
      const named = things
        .membersOf(quad)
        .some(({ term }) => term.termType === 'NamedNode' || referents.of(term, (one) => one !== thing).length > 0);
      if (named) naming.add(iri);
    }
  return naming;
}

/** A group or phase with one agent gives it to the tasks that it lists. */
function stateGroups(facts: Facts, things: Things): void {
  for (const group of things.foreign) {
    if (group.kind === sx.Task.value) continue;
    const agents = facts.graphs.objects(group.node, sx.assignedTo);
    if (agents.length !== 1) continue;
    for (const part of facts.graphs.objects(group.node, read.hasPart))
      if (part.termType === 'NamedNode' && things.get(part.value)?.kind === sx.Task.value)
        facts.add(part, read.assignedThrough, group.node, facts.sourceOf(group.node, read.hasPart, part));
  }
}
