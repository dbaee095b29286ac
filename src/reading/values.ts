// What single values say: quantities, dates, claimed counts, paths of files. Each value, or member of a list, is looked at once.
import type { Literal, NamedNode } from '@rdfjs/types';
import { sx } from '../vocabulary/terms.ts';
import { Amounts } from './amounts.ts';
import { stateClaims } from './claims.ts';
import { stateDate } from './dates.ts';
import type { Facts } from './facts.ts';
import { stateFile } from './files.ts';
import type { Lexicon } from './lexicon.ts';
import type { Properties, Property } from './properties.ts';
import type { Member, ReadableSpec, Thing, Things } from './things.ts';

/** One literal of a thing, and how it is to be understood. */
export interface Value {
  readonly thing: Thing;
  readonly property: Property;
  readonly predicate: NamedNode;
  readonly literal: Literal;
  readonly member: Member;
  /** IRI of the property of ours that it is, or was read as. */
  readonly role: string | undefined;
}

export function stateValues(
  facts: Facts,
  spec: ReadableSpec,
  things: Things,
  properties: Properties,
  lexicon: Lexicon,
): void {
  const amounts = new Amounts(facts, properties);
  for (const thing of things.all) {
    for (const quad of thing.statements) {
      const property = properties.get(quad.predicate.value);
      if (property.prose || property.naming || property.identifying) continue;
      const role = thing.ours ? property.iri : properties.senseOf(property, thing, false)?.property;
      for (const member of things.membersOf(quad)) {
        if (member.term.termType !== 'Literal') continue;
        const predicate = quad.predicate as NamedNode;
        const value: Value = { thing, property, predicate, literal: member.term, member, role };
        if (amounts.state(value) || stateDate(facts, value)) continue;
        // Our artifacts say their paths as such; nothing compares them with other texts.
        if (!thing.ours && stateFile(facts, value, spec.documents)) continue;
        if (property.iri !== sx.prompt.value) stateClaims(facts, value, lexicon);
      }
    }
  }
}
