// Reads single facts of the graph by direct matching, in an order that does not depend on the order of the triples.
import type { BlankNode, Literal, NamedNode, Term } from '@rdfjs/types';
import { durationMs } from '../base/duration.ts';
import type { Graphs } from '../store/graphs.ts';
import { dcterms, rdf, rdfs } from '../vocabulary/borrowed.ts';
import { blankNode, namedNode } from '../vocabulary/factory.ts';
import { byName, localName } from './names.ts';
import type { Iri } from './plan.ts';

/** A node as text: an IRI as it is, a blank node as `_:label`. Runs hold no blank nodes; a specification may, for demands and criteria. */
export function nodeName(term: Term): Iri {
  return term.termType === 'BlankNode' ? `_:${term.value}` : term.value;
}

/** The node of a text that `nodeName` gave. */
export function node(name: Iri): NamedNode | BlankNode {
  return name.startsWith('_:') ? blankNode(name.slice(2)) : namedNode(name);
}

/** Subjects of a class, sorted by name. */
export function members(graphs: Graphs, kind: Term): Iri[] {
  return sorted(graphs.subjects(rdf.type, kind).map(nodeName));
}

/** The IRIs that a subject's property points at, sorted by name, each once. */
export function iris(graphs: Graphs, subject: Iri, predicate: Term): Iri[] {
  return sorted(
    graphs.objects(node(subject), predicate).flatMap((term) => (term.termType === 'Literal' ? [] : [nodeName(term)])),
  );
}

/** The IRIs whose property points at an object, sorted by name. */
export function irisTo(graphs: Graphs, predicate: Term, object: Iri): Iri[] {
  return sorted(graphs.subjects(predicate, node(object)).map(nodeName));
}

export function iri(graphs: Graphs, subject: Iri, predicate: Term): Iri | undefined {
  return iris(graphs, subject, predicate)[0];
}

/** The texts of a subject's property, sorted. */
export function texts(graphs: Graphs, subject: Iri, predicate: Term): string[] {
  return literals(graphs, subject, predicate).map((term) => term.value);
}

export function text(graphs: Graphs, subject: Iri, predicate: Term): string | undefined {
  return texts(graphs, subject, predicate)[0];
}

/** A finite number; undefined where there is none. */
export function number(graphs: Graphs, subject: Iri, predicate: Term): number | undefined {
  const value = text(graphs, subject, predicate);
  return value === undefined || value.trim() === '' || !Number.isFinite(Number(value)) ? undefined : Number(value);
}

export function boolean(graphs: Graphs, subject: Iri, predicate: Term): boolean | undefined {
  const value = text(graphs, subject, predicate);
  return value === undefined ? undefined : value === 'true' || value === '1';
}

export function duration(graphs: Graphs, subject: Iri, predicate: Term): number | undefined {
  const value = text(graphs, subject, predicate);
  return value === undefined ? undefined : durationMs(value);
}

/** What people call it: its title, else its label, else its identifier. */
export function title(graphs: Graphs, subject: Iri): string {
  return text(graphs, subject, dcterms.title) ?? text(graphs, subject, rdfs.label) ?? identifier(graphs, subject);
}

/** Its short name: dcterms:identifier, else the last part of its IRI. */
export function identifier(graphs: Graphs, subject: Iri): string {
  return text(graphs, subject, dcterms.identifier) ?? localName(subject);
}

// Texts without a language, then English, then the others.
function literals(graphs: Graphs, subject: Iri, predicate: Term): Literal[] {
  const found = graphs.objects(node(subject), predicate).filter((term) => term.termType === 'Literal');
  return found.sort((a, b) => rank(a) - rank(b) || byName(a.language, b.language) || byName(a.value, b.value));
}

function rank(literal: Literal): number {
  return literal.language === '' ? 0 : literal.language.startsWith('en') ? 1 : 2;
}

function sorted(found: readonly Iri[]): Iri[] {
  return [...new Set(found)].sort(byName);
}
