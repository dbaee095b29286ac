// A shape's path: as text, and followed from a node. SHACL writes paths as triples and SPARQL writes them in a line; both
// mean the same.
import type { Term } from '@rdfjs/types';
import { unreachable } from '../base/result.ts';
import { listMembers, type Graphs } from '../store/graphs.ts';
import { rdf, sh } from '../vocabulary/borrowed.ts';
import { termKey } from '../vocabulary/term-key.ts';

/** A path, taken apart (SHACL 2.3.1). */
export type Path =
  | { readonly kind: 'property'; readonly property: Term }
  | { readonly kind: 'inverse'; readonly of: Path }
  | { readonly kind: 'sequence' | 'alternatives'; readonly parts: readonly Path[] }
  | { readonly kind: 'repeated'; readonly of: Path; readonly sign: '*' | '+' | '?' };

/** Paths of real shapes nest two or three deep; one that runs in a circle ends here. */
const DEPTH_MAX = 50;

/** The path that triples make; undefined where they make none. */
export function pathOf(graphs: Graphs, node: Term, depth = 0): Path | undefined {
  if (node.termType === 'NamedNode' && !node.equals(rdf.nil)) return { kind: 'property', property: node };
  if (node.termType !== 'BlankNode' || depth > DEPTH_MAX) return undefined;
  const joined = (kind: 'sequence' | 'alternatives', head: Term): Path | undefined => {
    const parts = (listMembers(graphs, head) ?? []).map((one) => pathOf(graphs, one, depth + 1));
    return parts.length > 1 && parts.every((one) => one !== undefined) ? { kind, parts } : undefined;
  };
  if (graphs.object(node, rdf.first)) return joined('sequence', node);
  const alternatives = graphs.object(node, sh.alternativePath);
  if (alternatives) return joined('alternatives', alternatives);
  const inside = (property: Term): Path | undefined => {
    const inner = graphs.object(node, property);
    return inner && pathOf(graphs, inner, depth + 1);
  };
  const inverse = inside(sh.inversePath);
  if (inverse) return { kind: 'inverse', of: inverse };
  for (const [property, sign] of repeating) {
    const inner = inside(property);
    if (inner) return { kind: 'repeated', of: inner, sign };
  }
  return undefined;
}

const repeating = [
  [sh.zeroOrMorePath, '*'],
  [sh.oneOrMorePath, '+'],
  [sh.zeroOrOnePath, '?'],
] as const;

/** The path in SPARQL's syntax with full IRIs, brackets around sequences and alternatives; undefined where there is none. */
export function pathText(graphs: Graphs, node: Term): string | undefined {
  const path = pathOf(graphs, node);
  return path && textOf(path);
}

function textOf(path: Path): string {
  switch (path.kind) {
    case 'property':
      return `<${path.property.value}>`;
    case 'inverse':
      return `^${closed(path.of)}`;
    case 'sequence':
    case 'alternatives':
      return `(${path.parts.map(textOf).join(path.kind === 'sequence' ? '/' : '|')})`;
    case 'repeated':
      return `${closed(path.of)}${path.sign}`;
    default:
      return unreachable(path);
  }
}

/** What takes a sign of its own already needs brackets before it takes another. */
function closed(path: Path): string {
  return path.kind === 'inverse' || path.kind === 'repeated' ? `(${textOf(path)})` : textOf(path);
}

/** The nodes that a path leads to, each once; `back` follows it from its end. */
export function follow(graphs: Graphs, path: Path, from: Term, back = false): Term[] {
  switch (path.kind) {
    case 'property':
      return Array.from(back ? graphs.match(null, path.property, from) : graphs.match(from, path.property), (quad) =>
        back ? quad.subject : quad.object,
      );
    case 'inverse':
      return follow(graphs, path.of, from, !back);
    case 'sequence': {
      let nodes = [from];
      for (const part of back ? path.parts.toReversed() : path.parts)
        nodes = eachOnce(nodes.flatMap((node) => follow(graphs, part, node, back)));
      return nodes;
    }
    case 'alternatives':
      return eachOnce(path.parts.flatMap((part) => follow(graphs, part, from, back)));
    case 'repeated': {
      const first = follow(graphs, path.of, from, back);
      if (path.sign === '?') return eachOnce([from, ...first]);
      const found = new Map((path.sign === '*' ? [from, ...first] : first).map((node) => [termKey(node), node]));
      for (const node of found.values())
        for (const next of follow(graphs, path.of, node, back))
          if (!found.has(termKey(next))) found.set(termKey(next), next);
      return [...found.values()];
    }
    default:
      return unreachable(path);
  }
}

/** The property with which a path begins, and whether it is walked backwards. */
export function firstProperty(path: Path, inverse = false): { readonly property: Term; readonly inverse: boolean } {
  switch (path.kind) {
    case 'property':
      return { property: path.property, inverse };
    case 'inverse':
      return firstProperty(path.of, !inverse);
    case 'sequence':
      return firstProperty(path.parts.at(inverse ? -1 : 0)!, inverse);
    case 'alternatives':
      return firstProperty(path.parts[0]!, inverse);
    case 'repeated':
      return firstProperty(path.of, inverse);
    default:
      return unreachable(path);
  }
}

/** Whether shacl-engine can follow it: a list of steps, each a property, its inverse, alternatives of properties, or one repeated. */
export function isPlain(path: Path): boolean {
  const steps = path.kind === 'sequence' ? path.parts : [path];
  const isProperty = (one: Path) => one.kind === 'property';
  return steps.every((step) => {
    switch (step.kind) {
      case 'property':
        return true;
      case 'inverse':
      case 'repeated':
        return isProperty(step.of);
      case 'alternatives':
        return step.parts.every(isProperty);
      case 'sequence':
        return false;
      default:
        return unreachable(step);
    }
  });
}

function eachOnce(nodes: readonly Term[]): Term[] {
  return [...new Map(nodes.map((node) => [termKey(node), node])).values()];
}
