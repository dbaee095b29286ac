// The one in-memory dataset: named graphs, and a default graph that is always their union.
// Comunica does not merge graphs (a triple in two documents counts twice under several FROM), so the union is
// kept as data: a triple is in the default graph once, as long as at least one named graph holds it.
import type { Quad, Quad_Graph, Quad_Object, Quad_Subject, Term } from '@rdfjs/types';
import { rdf } from '../vocabulary/borrowed.ts';
import { defaultGraph, quad as makeQuad } from '../vocabulary/factory.ts';
import { newStore, type QuadStore } from './quad-store.ts';

const union = defaultGraph();

/** So many quads wait to be indexed, some 60 MB; beyond that they are, whether somebody reads or not. */
const LATER_MAX = 250_000;

export class Graphs {
  readonly #store: QuadStore = newStore();
  #due: (() => void) | undefined;
  #later: (readonly Quad[])[] = [];
  #laterCount = 0;

  /** What queries read: an RDF/JS source whose default graph is the union. Ask for it anew each time. */
  get source(): QuadStore {
    this.#takeIn();
    const due = this.#due;
    this.#due = undefined;
    due?.();
    return this.#store;
  }

  #takeIn(): void {
    const later = this.#later.reverse();
    [this.#later, this.#laterCount] = [[], 0];
    for (let quads = later.pop(); quads; quads = later.pop()) this.addAll(quads);
  }

  /** Puts a step off until somebody reads: what nobody looks at meanwhile need not be written. The last one put off counts. */
  beforeReading(step: () => void): void {
    this.#due = step;
  }

  /** Adds a quad of a named graph; the default graph gets it too, once. Says whether it was new. */
  add(quad: Quad): boolean {
    if (quad.graph.termType === 'DefaultGraph')
      throw new Error('quads live in named graphs; the default graph is their union');
    if (!this.#store.addQuad(quad)) return false;
    this.#store.addQuad(makeQuad(quad.subject, quad.predicate, quad.object, union));
    return true;
  }

  /** As `addAll`, by the time that somebody reads: most of the work of an index is for those who look into it. */
  addLater(quads: readonly Quad[]): void {
    this.#later.push(quads);
    this.#laterCount += quads.length;
    if (this.#laterCount > LATER_MAX) this.#takeIn();
  }

  addAll(quads: Iterable<Quad>): void {
    for (const quad of quads) this.add(quad);
  }

  /** Removes a quad from its named graph, and from the union where no other graph holds it. */
  delete(quad: Quad): void {
    this.#takeIn();
    if (!this.#store.removeQuad(quad)) return;
    for (const other of this.#store.readQuads(quad.subject, quad.predicate, quad.object, null))
      if (other.graph.termType !== 'DefaultGraph') return;
    this.#store.removeQuad(makeQuad(quad.subject, quad.predicate, quad.object, union));
  }

  /** Matching quads of one named graph, or of the union where no graph is given. */
  match(
    subject?: Term | null,
    predicate?: Term | null,
    object?: Term | null,
    graph: Quad_Graph | null = union,
  ): Iterable<Quad> {
    return this.source.readQuads(subject ?? null, predicate ?? null, object ?? null, graph) as Iterable<Quad>;
  }

  has(subject: Term, predicate: Term, object: Term, graph: Quad_Graph = union): boolean {
    for (const _ of this.match(subject, predicate, object, graph)) return true;
    return false;
  }

  /** The objects of a subject's property in the union, in the store's order. */
  objects(subject: Term, predicate: Term): Quad_Object[] {
    return Array.from(this.match(subject, predicate), (quad) => quad.object);
  }

  /** The first object of a subject's property; undefined where there is none. */
  object(subject: Term, predicate: Term): Quad_Object | undefined {
    for (const quad of this.match(subject, predicate)) return quad.object;
    return undefined;
  }

  subjects(predicate: Term, object: Term): Quad_Subject[] {
    return Array.from(this.match(null, predicate, object), (quad) => quad.subject);
  }

  /** Number of triples in the union. */
  get size(): number {
    return this.source.countQuads(undefined, undefined, undefined, union);
  }
}

/** The members of an RDF list in order; undefined where it is not a well-formed list. */
export function listMembers(graphs: Graphs, head: Term): Quad_Object[] | undefined {
  const members: Quad_Object[] = [];
  const seen = new Set<string>();
  let cell: Term = head;
  while (!cell.equals(rdf.nil)) {
    if (seen.has(cell.value)) return undefined;
    seen.add(cell.value);
    const first = graphs.object(cell, rdf.first);
    const rest = graphs.object(cell, rdf.rest);
    if (!first || !rest) return undefined;
    members.push(first);
    cell = rest;
  }
  return members;
}
