// Takes a CONSTRUCT query apart: the triples that it makes, and the triple patterns that it matches.
import type { NamedNode, Term } from '@rdfjs/types';
import { prefixes } from '../vocabulary/borrowed.ts';
import { literal, namedNode, variable } from '../vocabulary/factory.ts';
import { findNodes, parseQuery, type SyntaxNode } from './guard.ts';
import { blanked, withPrefixes } from './syntax.ts';

/** A triple pattern: every term is an IRI, a literal or a variable. */
export interface Pattern {
  readonly subject: Term;
  readonly predicate: Term;
  readonly object: Term;
}

export interface ConstructPatterns {
  readonly template: readonly Pattern[];
  /** What the query matches; not what it excludes by MINUS or NOT EXISTS, and nothing that is matched by a path. */
  readonly where: readonly Pattern[];
  /** The query as SELECT *: one row for each time it would have made its triples. */
  readonly rowsText: string;
}

/** The parts of a CONSTRUCT query whose template is written out; undefined for every other query. */
export async function constructPatterns(text: string): Promise<ConstructPatterns | undefined> {
  const syntax = await parseQuery(text);
  const head = /\bCONSTRUCT\s*\{[^{}]*\}/i.exec(blanked(text));
  if (syntax.subType !== 'construct' || !head) return undefined;
  const namespaces = declaredIn(syntax);
  return {
    template: patternsIn(syntax['template'], namespaces),
    where: patternsIn(syntax['where'], namespaces),
    rowsText: withPrefixes(`${text.slice(0, head.index)}SELECT *${text.slice(head.index + head[0].length)}`),
  };
}

type Namespaces = Readonly<Record<string, string>>;

function declaredIn(syntax: SyntaxNode): Namespaces {
  const own = findNodes(syntax['context'], (node) => node.type === 'contextDef' && node.subType === 'prefix');
  return {
    ...prefixes,
    ...Object.fromEntries(own.map((node) => [String(node['key']), String((node['value'] as SyntaxNode)['value'])])),
  };
}

function patternsIn(node: unknown, namespaces: Namespaces): Pattern[] {
  return findNodes(pruned(node), (one) => one.type === 'triple').flatMap((triple) => {
    const terms = ['subject', 'predicate', 'object'].map((position) =>
      term(triple[position] as SyntaxNode, namespaces),
    );
    const [subject, predicate, object] = terms;
    return subject && predicate && object ? [{ subject, predicate, object }] : [];
  });
}

// Without the parts whose patterns must not match.
function pruned(node: unknown): unknown {
  if (node === null || typeof node !== 'object') return node;
  if (Array.isArray(node)) return node.map(pruned);
  const { subType } = node as SyntaxNode;
  if (subType === 'minus' || subType === 'filter') return undefined;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, pruned(value)]));
}

function term(node: SyntaxNode, namespaces: Namespaces): Term | undefined {
  if (node.type !== 'term') return undefined;
  const value = String(node['value']);
  if (node.subType === 'variable') return variable(value);
  const prefix = node['prefix'] as string | undefined;
  if (node.subType === 'namedNode') return namedNode(prefix === undefined ? value : `${namespaces[prefix]}${value}`);
  if (node.subType !== 'literal') return undefined;
  const kind = node['langOrIri'] as string | SyntaxNode | undefined;
  return literal(value, kind === undefined || typeof kind === 'string' ? kind : (term(kind, namespaces) as NamedNode));
}
