// What one side changed in a tree, key by key, and where that stands in its text.
import type { Region } from './conflict.ts';
import { digestOf, dotted, same, type Node } from './tree.ts';

export interface Edit {
  readonly at: readonly string[];
  readonly before: Node | undefined;
  readonly after: Node | undefined;
}

/** A conflict shows no more places of one side than this; then the whole that they are in. */
const REGIONS_MAX = 20;

/** The least that changed: of two tables the keys, of anything else all of it. A table that is new, or gone, is one edit. */
export function editsOf(before: Node | undefined, after: Node | undefined, at: readonly string[]): readonly Edit[] {
  if (same(before, after)) return [];
  if (before?.kind !== 'table' || after?.kind !== 'table') return [{ at, before, after }];
  const keys = new Set([...before.entries.keys(), ...after.entries.keys()]);
  return [...keys].flatMap((key) => editsOf(before.entries.get(key), after.entries.get(key), [...at, key]));
}

/** Of a list in which order says nothing: the items that came, and those that went. */
export function itemEditsOf(before: Node | undefined, after: Node | undefined, at: readonly string[]): readonly Edit[] {
  const items = (node: Node | undefined): ReadonlyMap<string, Node> =>
    new Map(node?.kind === 'list' ? node.items.map((item) => [digestOf(item), item]) : []);
  const [old, now] = [items(before), items(after)];
  const gone = [...old]
    .filter(([digest]) => !now.has(digest))
    .map(([, item]) => ({ at, before: item, after: undefined }));
  const come = [...now]
    .filter(([digest]) => !old.has(digest))
    .map(([, item]) => ({ at, before: undefined, after: item }));
  return [...gone, ...come];
}

export function isRemoval({ after }: Edit): boolean {
  return after === undefined;
}

/** The places of edits in a file, in the order of their lines. */
export function regionsOf(path: string, edits: readonly Edit[], whole: Edit): readonly Region[] {
  const shown = edits.length > 0 && edits.length <= REGIONS_MAX ? edits : [whole];
  return shown.map((edit) => regionOf(path, edit)).sort((a, b) => a.firstLine - b.firstLine || a.lastLine - b.lastLine);
}

function regionOf(path: string, { at, before, after }: Edit): Region {
  const node = after ?? before;
  const place = {
    firstLine: node?.firstLine ?? 0,
    lastLine: node?.lastLine ?? 0,
    at: at.length === 0 ? null : dotted(at),
  };
  const change =
    after === undefined ? 'removed' : before === undefined ? 'added' : same(before, after) ? 'unchanged' : 'changed';
  return { path, in: after === undefined ? 'base' : 'side', ...place, change };
}
