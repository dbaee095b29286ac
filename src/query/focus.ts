// Asks a query about nodes, `$this` bound beforehand to each: all nodes in one question where that is the same. Asked one by
// one, 300 nodes cost 300 starts of the engine.
import type { Term } from '@rdfjs/types';
import type { Graphs } from '../store/graphs.ts';
import { termKey } from '../vocabulary/term-key.ts';
import { asLoaded } from './as-loaded.ts';
import { select, type Row } from './ask.ts';
import { judge, type Asking } from './focus-rules.ts';
import { withMinus } from './focus-minus.ts';
import { focusPattern, withFocus } from './focus-source.ts';
import { guard } from './guard.ts';
import { blanked } from './syntax.ts';

/** A query that may be asked about nodes. */
export interface FocusQuery {
  /** As it was written, prefixes declared; with the pattern that binds `?this`, where no node is written in. */
  readonly text: string;
  readonly asking: Asking;
}

export type Prepared =
  | { readonly ok: true; readonly query: FocusQuery }
  | { readonly ok: false; readonly problem: string; readonly help: string | undefined };

/** Judges a query's text; a problem is a sentence about it. */
export async function prepareFocusQuery(text: string): Promise<Prepared> {
  if (blanked(text).includes('{|')) return { ok: false, problem: 'It has annotations {| … |}.', help: undefined };
  // What reaches the network is refused below, among all else that may not stand here.
  const guarded = await guard(text, { remote: true });
  if (!guarded.ok) return { ok: false, problem: guarded.diagnostics[0]!.message, help: guarded.diagnostics[0]!.help };
  const judged = judge(guarded.value.syntax);
  if (!judged.ok) return judged;
  const { asking } = judged;
  const plain = guarded.value.text;
  const bound = asking === 'written-in' ? plain : await withMinus(withFocusPattern(plain), focusPattern);
  return { ok: true, query: { text: bound, asking } };
}

/** Nodes in one question: the engine keeps a question's rows until all are there. */
const TOGETHER_MAX = 5_000;

/**
 * The rows about each node, in the order of the nodes. Throws what the engine throws: a function that it does not have, or
 * no answer within its time.
 */
export async function askAbout(graphs: Graphs, query: FocusQuery, nodes: readonly Term[]): Promise<readonly Row[][]> {
  if (query.asking === 'written-in') {
    const found: Row[][] = [];
    for (const node of nodes) found.push(loaded((await select(graphs, query.text, { this: node })).rows));
    return found;
  }
  const found: Row[][] = [];
  const size = query.asking === 'each' ? 1 : TOGETHER_MAX;
  for (let from = 0; from < nodes.length; from += size)
    found.push(...(await askOnce(graphs, query.text, nodes.slice(from, from + size))));
  return found;
}

async function askOnce(graphs: Graphs, text: string, nodes: readonly Term[]): Promise<Row[][]> {
  const rows = loaded((await select(withFocus(graphs, nodes), text)).rows);
  if (nodes.length === 1) return [rows];
  const byNode = new Map<string, Row[]>(nodes.map((node) => [termKey(node), []]));
  for (const row of rows) byNode.get(termKey(row['this']!))!.push(row);
  return nodes.map((node) => byNode.get(termKey(node))!);
}

/** What stands between two braces. */
interface Group {
  readonly from: number;
  to: number;
  readonly exists: boolean;
  /** Whether it holds a nested SELECT and nothing else. */
  readonly wraps: boolean;
  /** Whether it is all that a SELECT matches. */
  readonly whole: boolean;
}

/**
 * The query with the pattern at the start of every group that speaks of `?this`, so that each is about one of the nodes
 * wherever it stands, as if the node had been written in. Not under EXISTS: there the engine writes it in itself.
 */
export function withFocusPattern(text: string): string {
  const plain = blanked(text);
  const groups: Group[] = [];
  const open: Group[] = [];
  for (const { 0: brace, index } of plain.matchAll(/[{}]/g)) {
    if (brace === '}') {
      open.pop()!.to = index;
      continue;
    }
    const around = open.at(-1);
    const group: Group = {
      from: index + 1,
      to: plain.length,
      exists: (around?.exists ?? false) || /\bEXISTS\s*$/i.test(plain.slice(0, index)),
      wraps: /^\s*SELECT\b/i.test(plain.slice(index + 1)),
      whole: around === undefined || around.wraps,
    };
    groups.push(group);
    open.push(group);
  }
  let made = '';
  let at = 0;
  for (const { from, to, exists, wraps, whole } of groups) {
    if (exists || wraps || !(whole || /[?$]this\b/.test(plain.slice(from, to)))) continue;
    made += `${text.slice(at, from)} ${focusPattern}`;
    at = from;
  }
  return made + text.slice(at);
}

function loaded(rows: readonly Row[]): Row[] {
  return rows.map((row) => {
    const made = Object.create(null) as Record<string, Term | undefined>;
    for (const [name, term] of Object.entries(row)) made[name] = term && asLoaded(term);
    return made;
  });
}
