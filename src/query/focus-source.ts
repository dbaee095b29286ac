// The graphs, and beside them the nodes that a question is about, as triples that no query meets unless it names their
// predicate. Given as data, the nodes join like anything else and blank nodes stay themselves; VALUES could hold none, and
// the engine never ends where VALUES stands under some operators.
import type { Quad, Term } from '@rdfjs/types';
import { Readable } from 'node:stream';
import type { Graphs } from '../store/graphs.ts';
import { namedNode, quad } from '../vocabulary/factory.ts';
import { termKey } from '../vocabulary/term-key.ts';
import type { Queried } from './engine.ts';

const asked = namedNode('urn:spec-exec:asked');
const about = namedNode('urn:spec-exec:asked-about');

/** The pattern that binds `?this` to each of the nodes. */
export const focusPattern = `<${asked.value}> <${about.value}> ?this . `;

/** What a query with the pattern reads. Only the default graph has the pattern's triples. */
export function withFocus(graphs: Graphs, nodes: readonly Term[]): Queried {
  const quads = nodes.map((node) => quad(asked, about, node as Quad['object']));
  const byNode = new Map(quads.map((one) => [termKey(one.object), one]));
  const ours = (object: Term | null | undefined): readonly Quad[] => {
    if (!object) return quads;
    const found = byNode.get(termKey(object));
    return found ? [found] : [];
  };
  const isFocus = (predicate: Term | null | undefined): boolean => predicate?.equals(about) ?? false;
  type Pattern = [s?: Term | null, p?: Term | null, o?: Term | null, g?: Term | null];
  const source = {
    features: { quotedTripleFiltering: true },
    match: (...[s, p, o, g]: Pattern) => (isFocus(p) ? Readable.from(ours(o)) : graphs.source.match(s, p, o, g)),
    countQuads: (...[s, p, o, g]: Pattern) => (isFocus(p) ? ours(o).length : graphs.source.countQuads(s, p, o, g)),
  };
  return { source };
}
