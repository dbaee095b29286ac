// Several descriptions of one thing, in several files and under several names, made one: a query says `?other owl:sameAs ?kept`, and
// whatever is lifted of the other is said of the kept one.
import type { Quad, Term } from '@rdfjs/types';
import { owl } from '../vocabulary/borrowed.ts';
import { quad } from '../vocabulary/factory.ts';
import { termKey } from './names.ts';

/** Other → kept, chains followed to their end; of a ring the first by name is kept. */
export function keptOnes(quads: Iterable<Quad>): ReadonlyMap<string, Term> {
  const next = new Map<string, Term>();
  for (const { subject, predicate, object } of quads)
    if (predicate.equals(owl.sameAs) && !subject.equals(object))
      next.set(termKey(subject), lower(next.get(termKey(subject)), object));
  const kept = new Map<string, Term>();
  for (const key of next.keys()) {
    const path = [next.get(key)!];
    const seen = new Set([termKey(path[0]!)]);
    for (let at = next.get(termKey(path[0]!)); at; at = next.get(termKey(at))) {
      if (seen.has(termKey(at))) {
        // A ring, which the path may have come to from outside: its first by name is kept.
        path.push(path.slice(path.findIndex((one) => one.equals(at!))).reduce((a, b) => lower(a, b)));
        break;
      }
      seen.add(termKey(at));
      path.push(at);
    }
    const end = path.at(-1)!;
    if (termKey(end) !== key) kept.set(key, end);
  }
  return kept;
}

function lower(a: Term | undefined, b: Term): Term {
  return a !== undefined && a.value <= b.value ? a : b;
}

/** The triple about the kept ones. */
export function ofKept(one: Quad, kept: ReadonlyMap<string, Term>): Quad {
  if (one.predicate.equals(owl.sameAs)) return one;
  const subject = kept.get(termKey(one.subject));
  const object = kept.get(termKey(one.object));
  if (!subject && !object) return one;
  return quad(
    (subject ?? one.subject) as Quad['subject'],
    one.predicate,
    (object ?? one.object) as Quad['object'],
    one.graph,
  );
}
