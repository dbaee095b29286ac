// The facts of a reading: triples in a graph of their own beside the documents', each with the place that it was read from.
import type { NamedNode, Quad, Quad_Object, Quad_Predicate, Quad_Subject, Term } from '@rdfjs/types';
import type { Span } from '../base/diagnostic.ts';
import { Graphs } from '../store/graphs.ts';
import { namedNode, quad as makeQuad } from '../vocabulary/factory.ts';
import { read } from '../vocabulary/terms.ts';
import type { ReadableSpec } from './things.ts';
import type { Value } from './values.ts';

export const READING_GRAPH = 'urn:spec-exec:reading';

export class Facts {
  /** The documents' triples and the facts. */
  readonly graphs = new Graphs();
  readonly #graph = namedNode(READING_GRAPH);
  readonly #sources = new Map<string, Quad>();
  #count = 0;

  constructor(spec: ReadableSpec) {
    for (const quad of spec.graphs.source.readQuads(null, null, null, null) as Iterable<Quad>)
      this.graphs.source.addQuad(quad);
  }

  /** States a fact; `source` is the triple whose object it was read from. Says it once, with its first source. */
  add(subject: Quad_Subject, predicate: Quad_Predicate, object: Quad_Object, source?: Quad, statement = source): void {
    this.graphs.add(makeQuad(subject, predicate, object, this.#graph));
    if (!source) return;
    this.#remember(factKey(subject, predicate, object), source);
    if (statement) this.#remember(factKey(subject, predicate), statement);
  }

  /** A node for something that is said of a thing, such as a quantity. */
  node(what: string): NamedNode {
    return namedNode(`${READING_GRAPH}/${what}/${++this.#count}`);
  }

  /** A node for what a value of a thing says, with the property and the value; `how` is what leads from the thing to it. */
  about({ thing, predicate, literal }: Value, how: NamedNode, what: string, source: Quad | undefined): NamedNode {
    const node = this.node(what);
    this.add(thing.node, how, node, source);
    this.add(node, read.property, predicate);
    this.add(node, read.value, literal);
    return node;
  }

  /** The triple that a fact was read from; without a value, the first that the property was read from. */
  sourceOf(subject: Term, predicate: Term, object?: Term): Quad | undefined {
    return this.#sources.get(factKey(subject, predicate, object));
  }

  #remember(key: string, source: Quad): void {
    if (!this.#sources.has(key)) this.#sources.set(key, source);
  }
}

/** The place of a fact in the documents: where it is said in so many words, else where it was read from, else its thing's. */
export function placeOfFact(
  spec: ReadableSpec,
  facts: Facts,
  membersOf: (quad: Quad) => readonly { readonly term: Term; readonly quad: Quad }[],
  focus: Term,
  predicate?: Term,
  value?: Term,
): Span | undefined {
  const { locations } = spec;
  const said = (quad: Quad): Span | undefined => locations.ofQuad(quad)?.[value ? 'object' : 'predicate'];
  if (predicate || value)
    for (const quad of spec.graphs.match(focus, predicate ?? null, value ?? null)) {
      const at = said(quad);
      if (at) return at;
    }
  if (predicate) {
    const source = facts.sourceOf(focus, predicate, value);
    const at = source && said(source);
    if (at) return at;
  }
  if (value)
    for (const quad of spec.graphs.match(focus, predicate ?? null))
      for (const member of membersOf(quad))
        if (member.term.equals(value)) {
          const at = locations.ofQuad(member.quad)?.object;
          if (at) return at;
        }
  if (predicate && value) {
    const at = placeOfFact(spec, facts, membersOf, focus, predicate);
    if (at) return at;
  }
  const declared = locations.ofSubject(focus);
  if (declared) return declared;
  for (const quad of spec.graphs.match(null, null, focus)) {
    const at = locations.ofQuad(quad)?.object;
    if (at) return at;
  }
  return undefined;
}

function factKey(subject: Term, predicate: Term, object?: Term): string {
  return object === undefined
    ? `${subject.value} ${predicate.value}`
    : `${subject.value} ${predicate.value} ${object.termType} ${object.value}`;
}
