// A shape's path as text. SHACL writes paths as triples and SPARQL writes them in a line; both mean the same.
import type { Term } from '@rdfjs/types';
import { listMembers, type Graphs } from '../store/graphs.ts';
import { rdf } from '../vocabulary/borrowed.ts';
import { namedNode } from '../vocabulary/factory.ts';

const shNs = 'http://www.w3.org/ns/shacl#';
const suffixes = { zeroOrMorePath: '*', oneOrMorePath: '+', zeroOrOnePath: '?' } as const;
/** Paths of real shapes nest two or three deep; one that runs in a circle ends here. */
const DEPTH_MAX = 50;

/**
 * The path in SPARQL's syntax with full IRIs, brackets around sequences and alternatives; undefined where the triples
 * make no path (SHACL 2.3.1).
 */
export function pathText(graphs: Graphs, path: Term, depth = 0): string | undefined {
  if (path.termType === 'NamedNode' && !path.equals(rdf.nil)) return `<${path.value}>`;
  if (path.termType !== 'BlankNode' || depth > DEPTH_MAX) return undefined;
  const joined = (head: Term, by: string) => {
    const parts = listMembers(graphs, head)?.map((one) => pathText(graphs, one, depth + 1));
    return parts && parts.length > 1 && !parts.includes(undefined) ? `(${parts.join(by)})` : undefined;
  };
  if (graphs.object(path, rdf.first)) return joined(path, '/');
  const alternatives = graphs.object(path, namedNode(`${shNs}alternativePath`));
  if (alternatives) return joined(alternatives, '|');
  const below = (name: string) => {
    const inner = graphs.object(path, namedNode(shNs + name));
    return inner && pathText(graphs, inner, depth + 1);
  };
  const inverse = below('inversePath');
  if (inverse !== undefined) return `^${closed(inverse)}`;
  for (const [name, suffix] of Object.entries(suffixes)) {
    const inner = below(name);
    if (inner !== undefined) return `${closed(inner)}${suffix}`;
  }
  return undefined;
}

/** A single property or a bracketed group; all else gets brackets before it takes another sign. */
function closed(path: string): string {
  return /^(?:<[^>]*>|\([^()]*\))$/.test(path) ? path : `(${path})`;
}
