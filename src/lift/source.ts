// Where the triple stands that something was lifted from. Queries speak of it in the dialect's words (`?task word:depends ?earlier`);
// the author wrote a property of his own namespace, and perhaps a list that the value is a member of.
import type { Quad, Term } from '@rdfjs/types';
import type { LoadedFiles } from '../store/load.ts';
import type { TriplePlaces } from '../store/locations.ts';
import { rdf } from '../vocabulary/borrowed.ts';
import { localName } from './names.ts';
import { LINES, WORD } from './words.ts';

/** Where a row was read from. */
export interface Source {
  readonly subject: Term;
  readonly value: Term | undefined;
  readonly places: TriplePlaces;
}

/**
 * The source of a row: the triple of the subject with that property and value; with several of them the first; the member where
 * the value is one of a list; where there is no such triple (anymore), the subject's declaration. Undefined for what stands nowhere.
 */
export function sourceAt(
  { graphs, locations }: LoadedFiles,
  subject: Term,
  property: Term | undefined,
  value: Term | undefined,
): Source | undefined {
  for (const one of property ? graphs.match(subject) : []) {
    if (!isProperty(one, property!)) continue;
    const places = locations.ofTriple(one.subject, one.predicate, one.object);
    if (!places) continue;
    if (value === undefined) return { subject, value, places: { ...places, object: places.predicate } };
    if (property!.value.startsWith(LINES) || one.object.equals(value)) return { subject, value, places };
    const member = memberPlace({ graphs, locations }, one.object, value);
    if (member) return { subject, value, places: { ...places, object: member } };
  }
  const declared = locations.ofSubject(subject);
  return declared && { subject, value, places: { subject: declared, predicate: declared, object: declared } };
}

/** Where the author says the same of the thing, with a property of his own: a lifted text stands there, whatever else its row was read from. */
export function writtenAs({ graphs, locations }: LoadedFiles, { subject, object }: Quad): Source | undefined {
  for (const one of object.termType === 'Literal' ? graphs.match(subject, null, object) : []) {
    const places = locations.ofTriple(one.subject, one.predicate, one.object);
    if (places) return { subject, value: object, places };
  }
  return undefined;
}

function isProperty({ predicate }: Quad, property: Term): boolean {
  if (predicate.equals(property)) return true;
  const word = [WORD, LINES].find((namespace) => property.value.startsWith(namespace));
  return word !== undefined && localName(predicate.value) === property.value.slice(word.length);
}

function memberPlace({ graphs, locations }: Pick<LoadedFiles, 'graphs' | 'locations'>, list: Term, value: Term) {
  const seen = new Set<string>();
  for (let cell: Term | undefined = list; cell?.termType === 'BlankNode' && !seen.has(cell.value);) {
    seen.add(cell.value);
    const first = graphs.object(cell, rdf.first);
    if (first?.equals(value)) return locations.ofTriple(cell, rdf.first, first)?.object;
    cell = graphs.object(cell, rdf.rest);
  }
  return undefined;
}

/** Where a lifted triple stands: its subject where the author has it as subject or value, else where it was read from. */
export function placesOf(lifted: Quad, { subject, value, places }: Source): TriplePlaces {
  const isSubject = lifted.subject.equals(subject);
  return {
    subject: isSubject || value === undefined ? places.subject : places.object,
    predicate: places.predicate,
    object: places.object,
  };
}
