// The two datasets that shacl-engine is given: the shapes and the specification, with what it would misread under names of ours.
// A sh:sparql condition it does not see at all (it would drop the path of the shape's other conditions), and a path nested more
// deeply than it can follow is one property of ours, whose values we find.
import type { DatasetCore, Quad, Term } from '@rdfjs/types';
import type { Graphs } from '../store/graphs.ts';
import { sh } from '../vocabulary/borrowed.ts';
import { namedNode, quad } from '../vocabulary/factory.ts';
import { follow, isPlain, pathOf, type Path } from './paths.ts';
import { sparql } from './sparql-constraints.ts';

/** Stands for sh:sparql. */
export const ourSparql = namedNode('urn:spec-exec:sparql');

export interface EngineViews {
  readonly shapes: DatasetCore;
  readonly data: DatasetCore;
  /** The path for which a property of ours stands. */
  readonly pathBehind: (property: Term) => Path | undefined;
}

export function engineViews(shapes: Graphs, data: Graphs): EngineViews {
  const nested = new Map<string, { readonly path: Path; readonly property: ReturnType<typeof namedNode> }>();
  const behind = new Map<string, Path>();
  for (const { object } of shapes.match(null, sh.path)) {
    const path = pathOf(shapes, object);
    if (!path || isPlain(path) || nested.has(object.value)) continue;
    const property = namedNode(`urn:spec-exec:path:${nested.size + 1}`);
    nested.set(object.value, { path, property });
    behind.set(property.value, path);
  }
  const changes = nested.size > 0 || !isEmpty(shapes.match(null, sparql));
  const shown = (one: Quad): Quad => {
    if (one.predicate.equals(sparql)) return quad(one.subject, ourSparql, one.object);
    const known = one.predicate.equals(sh.path) ? nested.get(one.object.value) : undefined;
    return known ? quad(one.subject, one.predicate, known.property) : one;
  };
  return {
    pathBehind: (property) => behind.get(property.value),
    shapes: datasetOf(shapes.size, function* (subject, predicate, object) {
      if (!changes) yield* shapes.match(subject, predicate, object);
      else if (!predicate?.equals(sparql))
        for (const one of shapes.match(subject, predicate?.equals(ourSparql) ? sparql : predicate, object))
          yield shown(one);
    }),
    data: datasetOf(data.size, (subject, predicate, object) => {
      const path = predicate && behind.get(predicate.value);
      if (!path) return data.match(subject, predicate, object);
      if (!subject || object) throw new Error('a nested path is followed from its start');
      return follow(data, path, subject).map((value) =>
        quad(subject as Quad['subject'], predicate as Quad['predicate'], value as Quad['object']),
      );
    }),
  };
}

type Pattern = [subject?: Term | null, predicate?: Term | null, object?: Term | null];

/** The part of a dataset that the engine uses; each triple once, whichever documents say it. */
function datasetOf(size: number, find: (...pattern: Pattern) => Iterable<Quad>): DatasetCore {
  const match = (subject?: Term | null, predicate?: Term | null, object?: Term | null) => ({
    [Symbol.iterator]: () => find(subject, predicate, object)[Symbol.iterator](),
    // Of sh:disjoint the engine asks for no more than the number.
    get size() {
      let count = 0;
      for (const _ of find(subject, predicate, object)) count++;
      return count;
    },
  });
  return { size, match } as unknown as DatasetCore;
}

function isEmpty(found: Iterable<unknown>): boolean {
  for (const _ of found) return false;
  return true;
}
