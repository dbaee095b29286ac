// What a query may say where `$this` is bound beforehand (SHACL, appendix A), and whether it may be asked about many nodes at
// once: only where the answer for each is the same as if it had been asked about that node alone.
import { findNodes, type SyntaxNode } from './guard.ts';

/** How a query is asked about nodes. */
export type Asking =
  /** One question for all nodes. */
  | 'together'
  /** One question a node: what it counts or cuts off would be counted over all of them. */
  | 'each'
  /** One question a node, the node written in place of the variable: paths that may be empty, and named graphs. */
  | 'written-in';

export type Judged =
  | { readonly ok: true; readonly asking: Asking }
  | { readonly ok: false; readonly problem: string; readonly help: string };

/** Judges a parsed query. */
export function judge(syntax: SyntaxNode): Judged {
  const refused = refusal(syntax);
  if (refused) return { ok: false, ...refused };
  const outside = withoutExists(syntax);
  const asking = askingOf(outside);
  const nested = findNodes(outside, isSelect).length > 1;
  if (asking === 'written-in' && (nested || findNodes(outside, groups).length > 0))
    return {
      ok: false,
      problem:
        'It has a path from or to $this that may be empty, or GRAPH around $this, beside a nested SELECT, GROUP BY or an aggregate.',
      help: 'Say the two conditions in two constraints, or put the path into FILTER EXISTS { … }.',
    };
  return { ok: true, asking };
}

type Refusal = { readonly problem: string; readonly help: string };

const forbidden: Readonly<Record<string, Refusal>> = {
  minus: { problem: 'It has MINUS.', help: 'Write FILTER NOT EXISTS { … }.' },
  values: { problem: 'It has VALUES.', help: 'Write FILTER (?x IN (…)).' },
  service: {
    problem: 'It has SERVICE: a specification is never checked over the network.',
    help: 'Ask what is loaded.',
  },
};

function refusal(syntax: SyntaxNode): Refusal | undefined {
  if (syntax.type !== 'query' || syntax.subType !== 'select')
    return { problem: 'It is no SELECT query.', help: 'Write SELECT $this … WHERE { what must not be }.' };
  for (const node of findNodes(syntax, (one) => one.subType !== undefined && Object.hasOwn(forbidden, one.subType)))
    return forbidden[node.subType!];
  if (findNodes(syntax, (one) => one.type === 'datasetClauses' && (one['clauses'] as unknown[]).length > 0).length > 0)
    return { problem: 'It has FROM.', help: 'Leave it out: without it the query reads the whole specification.' };
  if (findNodes(syntax, (one) => ((one['annotations'] as unknown[] | undefined)?.length ?? 0) > 0).length > 0)
    return { problem: 'It has annotations {| … |}.', help: 'Write the triple that they stand for.' };
  const renamed = findNodes(syntax, (one) => isThis(one['variable']) && one['expression'] !== undefined);
  const regrouped = findNodes(syntax, (one) => isThis(one['variable']) && one['value'] !== undefined);
  if (renamed.length + regrouped.length > 0)
    return { problem: 'It gives $this another value by AS.', help: 'Choose another variable.' };
  for (const name of ['shapesGraph', 'currentShape'])
    if (findNodes(syntax, (one) => isVariable(one, name)).length > 0)
      return { problem: `It asks for $${name}, which spec-exec does not bind.`, help: 'Write what it stands for.' };
  if (findNodes(syntax, (one) => isVariable(one, 'PATH')).length > 0)
    return {
      problem: 'It has $PATH, and the shape has no path.',
      help: 'Write the property, or give the shape a sh:path.',
    };
  const [root, ...nested] = findNodes(syntax, isSelect);
  if (!projects(root!, true))
    return { problem: 'It does not select $this.', help: 'Write SELECT $this …: a row says which node it is about.' };
  if (!nested.every((one) => projects(one, false)))
    return {
      problem: 'A nested SELECT does not name $this.',
      help: 'Write SELECT $this … inside too: a variable that is not selected is another one.',
    };
  const loop = findNodes(
    syntax,
    ({ type, ...one }) =>
      type === 'triple' &&
      !isThis(one['subject']) &&
      sameVariable(one['subject'], one['object']) &&
      repeats(one['predicate']),
  );
  if (loop.length > 0)
    return {
      problem: 'It has a path with * or + from a variable to itself, which the engine answers wrongly.',
      help: 'Use two variables and FILTER (?a = ?b), or start from $this.',
    };
  return undefined;
}

function projects(select: SyntaxNode, star: boolean): boolean {
  const variables = select['variables'] as readonly SyntaxNode[];
  return variables.some((one) => isThis(one) || (star && one.type === 'wildcard'));
}

function askingOf(outside: SyntaxNode): Asking {
  const inGraph = findNodes(outside, (one) => one.type === 'pattern' && one.subType === 'graph').some(
    (one) => findNodes(one, isThis).length > 0,
  );
  const openPath = findNodes(outside, (one) => one.type === 'triple').some(
    ({ subject, predicate, object }) =>
      (isThis(subject) && (mayBeEmpty(predicate, 'start') || (isThis(object) && repeats(predicate)))) ||
      (isThis(object) && mayBeEmpty(predicate, 'end')),
  );
  if (inGraph || openPath) return 'written-in';
  const counted = findNodes(outside, isSelect).some((select) => {
    const { limitOffset, group } = select['solutionModifiers'] as Readonly<Record<string, SyntaxNode | undefined>>;
    if (limitOffset) return true;
    const grouped = (group?.['groupings'] as readonly unknown[] | undefined)?.some(isThis) ?? false;
    return !grouped && (group !== undefined || groups(select));
  });
  return counted ? 'each' : 'together';
}

function isSelect(node: SyntaxNode): boolean {
  return node.type === 'query';
}

/** Whether a SELECT itself, not what it matches, makes groups. */
function groups(node: SyntaxNode): boolean {
  if (!isSelect(node)) return false;
  const own = [node['variables'], node['solutionModifiers']];
  return findNodes(own, (one) => one.subType === 'aggregate' || one.subType === 'group').length > 0;
}

function isThis(node: unknown): boolean {
  return isVariable(node, 'this');
}

function isVariable(node: unknown, name: string): boolean {
  const one = node as SyntaxNode | undefined;
  return one?.type === 'term' && one.subType === 'variable' && one['value'] === name;
}

function sameVariable(a: unknown, b: unknown): boolean {
  const name = (a as SyntaxNode | undefined)?.['value'];
  return typeof name === 'string' && isVariable(a, name) && isVariable(b, name);
}

function repeats(path: unknown): boolean {
  return findNodes(path, (one) => one.type === 'path' && (one.subType === '*' || one.subType === '+')).length > 0;
}

/** Whether a path may begin (end) with a step that matches nothing, so that any node at all would meet it. */
function mayBeEmpty(path: unknown, side: 'start' | 'end'): boolean {
  const { type, subType, items } = (path ?? {}) as SyntaxNode & { readonly items?: readonly SyntaxNode[] };
  if (type !== 'path' || !items) return false;
  if (subType === '*' || subType === '?') return true;
  if (subType === '/') return mayBeEmpty(side === 'start' ? items[0] : items.at(-1), side);
  if (subType === '^') return mayBeEmpty(items[0], side === 'start' ? 'end' : 'start');
  return subType !== '!' && items.some((one) => mayBeEmpty(one, side));
}

/** What stands under EXISTS is asked once a solution with its values written in, whichever way the whole is asked. */
function withoutExists(node: SyntaxNode): SyntaxNode {
  const copy = (part: unknown): unknown => {
    if (part === null || typeof part !== 'object') return part;
    if (Array.isArray(part)) return part.map(copy);
    if ((part as SyntaxNode).subType === 'patternOperation') return undefined;
    return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, copy(value)]));
  };
  return copy(node) as SyntaxNode;
}
