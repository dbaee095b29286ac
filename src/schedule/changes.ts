// What was changed between two states of a specification, triple by triple. Comments, formatting, the order of triples and the
// document that states them are no change, and neither are the labels of blank nodes.
import type { NamedNode, Quad, Quad_Object, Term } from '@rdfjs/types';
import { createHash } from 'node:crypto';
import { queryOfGraph } from '../derive/names.ts';
import type { Graphs } from '../store/graphs.ts';
import { isOfSnapshot } from '../store/snapshot.ts';
import { isSkolem } from '../store/skolem.ts';
import { rdf } from '../vocabulary/borrowed.ts';
import { namedNode } from '../vocabulary/factory.ts';
import { sx } from '../vocabulary/terms.ts';
import { termKey } from '../vocabulary/term-key.ts';
import { about } from './record.ts';

/** A triple that one state has and the other has not. */
export interface Change {
  readonly kind: 'added' | 'removed';
  readonly triple: Quad;
}

/** The specification's own triples: neither what was derived of them nor what happened. */
export function stated(graphs: Graphs): Quad[] {
  return [...graphs.match(null, null, null, null)].filter(
    (one) => isOfSnapshot(one) && queryOfGraph(one.graph.value) === undefined,
  );
}

/** Removed ones, then added ones, by subject, predicate and object. */
export function changesBetween(former: readonly Quad[], revised: readonly Quad[]): Change[] {
  const [before, now] = [keyed(former), keyed(revised)];
  const only = (kind: Change['kind'], mine: ReadonlyMap<string, Quad>, other: ReadonlyMap<string, Quad>): Change[] =>
    [...mine]
      .filter(([key]) => !other.has(key))
      .map(([key, triple]) => ({ key, kind, triple }))
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .map(({ kind: of, triple }) => ({ kind: of, triple }));
  return [...only('removed', before, now), ...only('added', now, before)];
}

/** On record: each change a node, its name below `base`. */
export function changeQuads(run: string, base: string, changes: readonly Change[]): Quad[] {
  return changes.flatMap(({ kind, triple }, index) =>
    about(
      run,
      changeIri(base, index),
      [rdf.type, kind === 'added' ? sx.AddedTriple : sx.RemovedTriple],
      [rdf.subject, triple.subject as Quad_Object],
      [rdf.predicate, triple.predicate as Quad_Object],
      [rdf.object, triple.object],
    ),
  );
}

/** The node of one change, by its place among all. */
export function changeIri(base: string, index: number): NamedNode {
  return namedNode(`${base}/change/${index + 1}`);
}

/** Each triple once, by a key in which a node that had no name goes by what is said of it. */
function keyed(quads: readonly Quad[]): Map<string, Quad> {
  const nameless = new Map<string, Quad[]>();
  for (const quad of quads)
    if (isSkolem(quad.subject)) {
      const known = nameless.get(quad.subject.value);
      if (known) known.push(quad);
      else nameless.set(quad.subject.value, [quad]);
    }
  const contents = new Map<string, string>();
  const above = new Set<string>();
  let looped = false;
  const keyOf = (term: Term): string => {
    if (!isSkolem(term)) return termKey(term);
    const known = contents.get(term.value);
    if (known !== undefined) return known;
    // A node that leads back to itself is told by its place in that loop alone.
    if (above.has(term.value)) {
      looped = true;
      return 'loop';
    }
    above.add(term.value);
    const said = (nameless.get(term.value) ?? []).map((one) => `${one.predicate.value} ${keyOf(one.object)}`);
    above.delete(term.value);
    const content = `node ${createHash('sha256')
      .update([...new Set(said)].sort().join('\n'))
      .digest('hex')}`;
    if (!looped) contents.set(term.value, content);
    if (above.size === 0) looped = false;
    return content;
  };
  return new Map(quads.map((one) => [`${keyOf(one.subject)} ${one.predicate.value} ${keyOf(one.object)}`, one]));
}
