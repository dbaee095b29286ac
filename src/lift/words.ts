// What a specification says, with its author's namespace left out and its lists taken apart: `ex:task ex:depends ( ex:a ex:b )`
// becomes `ex:task word:depends ex:a , ex:b`. Lift queries are asked of it beside the specification itself, so that they are
// short, and hold for every specification of the dialect, whatever namespace it has for its own.
import type { Quad, Quad_Object, Quad_Subject, Term } from '@rdfjs/types';
import { listMembers, type Graphs } from '../store/graphs.ts';
import { prefixes, rdf, rdfs, xsd } from '../vocabulary/borrowed.ts';
import { literal, namedNode, quad } from '../vocabulary/factory.ts';
import { localName } from './names.ts';

/** Of a property or class in the author's namespace: its local name. */
export const WORD = 'https://w3id.org/spec-exec/word#';
/** Of a property with texts for values: all texts of one subject in one literal, a line each, in the author's order. */
export const LINES = 'https://w3id.org/spec-exec/lines#';

/** Of the members of a list that a property has for value: the place of each in it, from 1. */
export const PLACE = 'https://w3id.org/spec-exec/place#';

/** The class of things that have a label and no property of the author's own: what is only named, and said nothing of. */
export const ONLY_NAMED = 'https://w3id.org/spec-exec/word#only-named';

/** The graph of these facts, in the dataset that lift queries are asked of. */
export const wordsGraph = namedNode('urn:spec-exec:words');

const known = Object.values(prefixes);

/** Whether an IRI is of a vocabulary of the author's own, and not of one that everybody knows. */
export function isForeign(iri: string): boolean {
  return !known.some((namespace) => iri.startsWith(namespace));
}

/** Facts about every foreign property and class in use. A blank node of which nothing is said (`[]`) is no value. */
export function wordFacts(graphs: Graphs): Quad[] {
  const facts: Quad[] = [];
  const named = new Map<string, Quad_Subject>();
  const spoken = new Set<string>();
  const texts = new Map<string, { subject: Quad_Subject; word: string; lines: string[] }>();
  for (const { subject, predicate, object } of graphs.match()) {
    if (predicate.equals(rdf.type) && object.termType === 'NamedNode' && isForeign(object.value))
      facts.push(quad(subject, rdf.type, namedNode(WORD + localName(object.value)), wordsGraph));
    if (predicate.equals(rdfs.label)) named.set(subject.value, subject);
    if (!isForeign(predicate.value)) continue;
    spoken.add(subject.value);
    const word = localName(predicate.value);
    for (const [index, value] of valuesOf(graphs, object).entries()) {
      facts.push(quad(subject, namedNode(WORD + word), value, wordsGraph));
      if (value.termType === 'NamedNode' && object.termType === 'BlankNode')
        facts.push(quad(value, namedNode(PLACE + word), literal(String(index + 1), xsd.integer), wordsGraph));
      if (value.termType !== 'Literal') continue;
      const key = `${subject.termType} ${subject.value} ${word}`;
      const known = texts.get(key);
      if (known) known.lines.push(value.value);
      else texts.set(key, { subject, word, lines: [value.value] });
    }
  }
  for (const [iri, thing] of named)
    if (!spoken.has(iri)) facts.push(quad(thing, rdf.type, namedNode(ONLY_NAMED), wordsGraph));
  for (const { subject, word, lines } of texts.values())
    facts.push(quad(subject, namedNode(LINES + word), literal(lines.join('\n')), wordsGraph));
  return facts;
}

/** The members of a list, those of lists in it too; any other value as it is. Nothing of a list that holds itself. */
export function valuesOf(graphs: Graphs, value: Quad_Object, within: readonly string[] = []): Quad_Object[] {
  if (value.equals(rdf.nil)) return [];
  if (value.termType !== 'BlankNode') return [value];
  if (within.includes(value.value) || isUnsaid(graphs, value)) return [];
  const members = graphs.object(value, rdf.first) && listMembers(graphs, value);
  return members ? members.flatMap((member) => valuesOf(graphs, member, [...within, value.value])) : [value];
}

function isUnsaid(graphs: Graphs, node: Term): boolean {
  for (const _ of graphs.match(node)) return false;
  return true;
}
