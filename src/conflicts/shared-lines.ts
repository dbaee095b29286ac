// Structured files whose changes fit together and yet share lines, as two keys that stand one after the other: git will ask.
import type { Note } from './conflict.ts';
import { contentOf, sharedPaths, type Pair, type Tools } from './detector.ts';
import { sharedLines } from './hunks.ts';
import { isStructured } from './parse.ts';

export function sharedLinesNotes(pair: Pair, inConflict: ReadonlySet<string>, { differ }: Tools): readonly Note[] {
  const { ours, theirs, base } = pair;
  const paths = sharedPaths(pair, { covers: (path) => isStructured(path) && !inConflict.has(path), selectors: [] });
  return paths.flatMap((path) => {
    const [before, mine, yours] = [undefined, ours, theirs].map((side) => contentOf(base, side, path));
    if (typeof mine !== 'string' || typeof yours !== 'string' || (before !== null && typeof before !== 'string'))
      return [];
    return sharedLines(path, before ?? '', mine, yours, differ).map((shared): Note => ({
      kind: 'shared-lines',
      path,
      stakes: [
        { agent: ours.agent, regions: shared.ours },
        { agent: theirs.agent, regions: shared.theirs },
      ],
    }));
  });
}
