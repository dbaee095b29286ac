// The algebra of a query: what the engine evaluates. That of our own queries is made when the program is built and kept beside
// this file, so that a process need not parse seventy of them before it says its first word; any other is made once.
import type { Term } from '@rdfjs/types';
import { readFileSync } from 'node:fs';
import { blankNode, defaultGraph, literal, namedNode, quad, variable } from '../vocabulary/factory.ts';
import { parseQuery } from './guard.ts';

/** An operation of the algebra; what else it holds depends on its type. Shared by all who ask: nobody may change it. */
export interface Operation {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** The part of a source that says how much of a pattern it holds. */
interface Countable {
  countQuads?(subject?: Term, predicate?: Term, object?: Term, graph?: Term): number;
}

const OPERATIONS_MAX = 500;
const operations = new Map<string, Operation>();
let kept: Readonly<Record<string, string>> | undefined;

/** The algebra of a text with all its prefixes declared. Throws the parser's error where it is no query. */
export async function algebraOf(text: string): Promise<Operation> {
  const known = operations.get(text);
  if (known) return known;
  kept ??= readKept();
  const json = kept[text];
  const made = json === undefined ? await translate(text) : (revive(JSON.parse(json)) as Operation);
  if (operations.size >= OPERATIONS_MAX) operations.clear();
  operations.set(text, made);
  return made;
}

/**
 * Whether a query can have no solution, since the source has nothing for a pattern that every solution must match. Most
 * queries about a specification look for what it does not have; asking the engine takes milliseconds, this takes none.
 */
export function surelyEmpty(operation: Operation, source: object): boolean {
  const held = source as Countable;
  if (!held.countQuads) return false;
  return requiredPatterns(operation).some(
    ({ subject, predicate, object, graph }) =>
      graph.termType === 'DefaultGraph' &&
      held.countQuads!(fixed(subject), fixed(predicate), fixed(object), graph) === 0,
  );
}

/** The variables of a SELECT in the order in which it projects them. */
export function projected(operation: Operation): readonly string[] {
  if (operation.type === 'project') return (operation['variables'] as readonly Term[]).map(({ value }) => value);
  const input = operation['input'] as Operation | undefined;
  return input === undefined ? [] : projected(input);
}

interface Pattern {
  readonly subject: Term;
  readonly predicate: Term;
  readonly object: Term;
  readonly graph: Term;
}

/** Patterns without which an operation has no solution: not all of them, but each of these. */
function requiredPatterns(operation: Operation): readonly Pattern[] {
  const inputs = [(operation['input'] ?? []) as Operation | readonly Operation[]].flat();
  switch (operation.type) {
    case 'bgp':
      return operation['patterns'] as readonly Pattern[];
    case 'join':
      return inputs.flatMap(requiredPatterns);
    case 'leftjoin':
    case 'minus':
      return requiredPatterns(inputs[0]!);
    case 'group':
      // Without GROUP BY there is one group, and so one row, even of nothing.
      return (operation['variables'] as readonly unknown[]).length > 0 ? requiredPatterns(inputs[0]!) : [];
    case 'construct':
    case 'distinct':
    case 'extend':
    case 'filter':
    case 'orderby':
    case 'project':
    case 'reduced':
    case 'slice':
      return requiredPatterns(inputs[0]!);
    default:
      return [];
  }
}

function fixed(term: Term): Term | undefined {
  return term.termType === 'NamedNode' || term.termType === 'Literal' ? term : undefined;
}

async function translate(text: string): Promise<Operation> {
  const [syntax, { toAlgebra }] = await Promise.all([parseQuery(text), import('@traqula/algebra-sparql-1-2')]);
  const settings = { quads: true, blankToVariable: true };
  return toAlgebra(syntax as unknown as Parameters<typeof toAlgebra>[0], settings) as unknown as Operation;
}

/** By text, the algebra as JSON; nothing where the sources run as they are. */
function readKept(): Readonly<Record<string, string>> {
  try {
    return JSON.parse(readFileSync(new URL('./algebra.json', import.meta.url), 'utf8')) as Record<string, string>;
  } catch {
    return {};
  }
}

/** JSON to operations whose terms are terms. */
function revive(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(revive);
  if (json === null || typeof json !== 'object') return json;
  const node = json as Record<string, unknown> & { readonly value: string };
  switch (node['termType']) {
    case 'NamedNode':
      return namedNode(node.value);
    case 'BlankNode':
      return blankNode(node.value);
    case 'Variable':
      return variable(node.value);
    case 'DefaultGraph':
      return defaultGraph();
    case 'Literal':
      return literal(node.value, (node['language'] as string) || (revive(node['datatype']) as never));
    case 'Quad': {
      const { termType: _, value: __, subject, predicate, object, graph, ...more } = node;
      const terms = [subject, predicate, object, graph].map(revive) as [never, never, never, never];
      return Object.assign(quad(...terms), more);
    }
    default:
      return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, revive(value)]));
  }
}
