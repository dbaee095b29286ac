// Reads a file of both sides and of the base as trees, or says which of them is none.
import type { Note } from './conflict.ts';
import { contentOf, type Pair, type Tools } from './detector.ts';
import type { Three } from './meet.ts';
import type { Node } from './tree.ts';

export type Trees =
  | { readonly kind: 'trees'; readonly three: Three }
  /** Not of a structured format, not there, or not to be read as it stands: lines are all there is. */
  | { readonly kind: 'lines'; readonly notes: readonly Note[] };

export function treesOf(path: string, { base, ours, theirs }: Pair, { parse }: Tools): Trees {
  const notes: Note[] = [];
  const roots = [undefined, ours, theirs].map((side): Node | undefined => {
    const content = contentOf(base, side, path);
    if (typeof content !== 'string') return undefined;
    const parsed = parse(path, content);
    if (parsed?.ok) return parsed.root;
    if (parsed) notes.push({ kind: 'unparsed', agent: side?.agent ?? null, path, ...parsed.problem });
    return undefined;
  });
  const [before, mine, yours] = roots;
  const isNew = contentOf(base, undefined, path) === null;
  if (mine === undefined || yours === undefined || (before === undefined && !isNew)) return { kind: 'lines', notes };
  return { kind: 'trees', three: { base: before, ours: mine, theirs: yours } };
}
