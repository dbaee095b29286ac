// Detector: both sides changed the same lines of a file, or one removed it.
import type { Content, Region } from './conflict.ts';
import {
  contentOf,
  joined,
  NOTHING,
  sameContent,
  sharedPaths,
  type Detector,
  type Found,
  type Pair,
  type Tools,
} from './detector.ts';
import { linesOf, sharedLines } from './hunks.ts';

export const lines: Detector = {
  name: 'lines',
  between: (pair, watched, tools) => joined(sharedPaths(pair, watched).map((path) => linesOfPath(path, pair, tools))),
};

/** Where the sides' lines meet in one file. */
export function linesOfPath(path: string, pair: Pair, tools: Tools): Found {
  const [ours, theirs] = [contentOf(pair.base, pair.ours, path), contentOf(pair.base, pair.theirs, path)];
  const base = contentOf(pair.base, undefined, path);
  if (sameContent(ours, theirs) || sameContent(ours, base) || sameContent(theirs, base)) return NOTHING;
  const both = `${pair.ours.agent} and ${pair.theirs.agent}`;
  if (typeof ours === 'string' && typeof theirs === 'string' && (base === null || typeof base === 'string')) {
    const shared = sharedLines(path, base ?? '', ours, theirs, tools.differ);
    const message =
      base === null
        ? `${both} both added ${path}, not with the same text`
        : `${both} changed the same lines of ${path}`;
    return { findings: shared.map((regions) => ({ path, at: null, ...regions, message })), notes: [] };
  }
  const remover = ours === null ? pair.ours : theirs === null ? pair.theirs : undefined;
  const other = remover === pair.ours ? pair.theirs : pair.ours;
  const message = remover
    ? `${remover.agent} removed ${path}, which ${other.agent} changed`
    : `${both} both changed ${path}, which is binary or too large to be looked into`;
  const regions = { ours: [wholeOf(path, base, ours)], theirs: [wholeOf(path, base, theirs)] };
  return { findings: [{ path, at: null, ...regions, message }], notes: [] };
}

function wholeOf(path: string, base: Content, side: Content): Region {
  const shown = side ?? base;
  const count = typeof shown === 'string' ? linesOf(shown).length : 0;
  const change = side === null ? 'removed' : base === null ? 'added' : 'changed';
  const place = { firstLine: Math.min(1, count), lastLine: count, at: null };
  return { path, in: side === null ? 'base' : 'side', ...place, change };
}
