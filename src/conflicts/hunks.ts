// Where two texts that came from one changed the same lines. Hunks that touch are one, as they are for git.
import type { Region } from './conflict.ts';

/** Lines of the base that a side replaced, from 0, the end excluded; of the side, what stands there now. */
export interface Hunk {
  readonly from: number;
  readonly to: number;
  readonly sideFrom: number;
  readonly sideTo: number;
}

/** Characters of three texts together beyond which they are not taken apart into lines. */
export const TEXT_MAX = 24_000_000;

/** Two texts with more differences than this count as changed from the first to the last of them. */
const EDITS_MAX = 4_000;

/** Finds the hunks of a side. */
export type Differ = (base: readonly string[], side: readonly string[]) => readonly Hunk[];

export function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

export async function lineDiffer(): Promise<Differ> {
  const { diffArrays } = await import('diff');
  return (base, side) => {
    let start = 0;
    while (start < base.length && start < side.length && base[start] === side[start]) start++;
    let [end, sideEnd] = [base.length, side.length];
    while (end > start && sideEnd > start && base[end - 1] === side[sideEnd - 1])
      [end, sideEnd] = [end - 1, sideEnd - 1];
    if (end === start && sideEnd === start) return [];
    const whole = [{ from: start, to: end, sideFrom: start, sideTo: sideEnd }];
    if (end === start || sideEnd === start) return whole;
    const parts = diffArrays(base.slice(start, end), side.slice(start, sideEnd), { maxEditLength: EDITS_MAX });
    // Where there are more differences than that it says nothing, whatever its types say.
    if (!Array.isArray(parts)) return whole;
    const hunks: Hunk[] = [];
    let [at, sideAt] = [start, start];
    let open: Hunk | undefined;
    for (const { added, removed, value } of parts) {
      if (!added && !removed) {
        if (open) hunks.push(open);
        open = undefined;
        [at, sideAt] = [at + value.length, sideAt + value.length];
        continue;
      }
      const from = open ?? { from: at, sideFrom: sideAt };
      if (removed) at += value.length;
      else sideAt += value.length;
      open = { from: from.from, to: at, sideFrom: from.sideFrom, sideTo: sideAt };
    }
    if (open) hunks.push(open);
    return hunks;
  };
}

export interface SharedLines {
  readonly ours: readonly Region[];
  readonly theirs: readonly Region[];
}

/** Each place where both sides changed the same lines, and not to the same text. */
export function sharedLines(
  path: string,
  base: string,
  ours: string,
  theirs: string,
  differ: Differ,
): readonly SharedLines[] {
  const isLong = base.length + ours.length + theirs.length > TEXT_MAX;
  const shared = isLong
    ? sharedCoarsely(base, ours, theirs)
    : sharedFinely(linesOf(base), linesOf(ours), linesOf(theirs), differ);
  return shared.map(([mine, yours]) => ({
    ours: mine.map((hunk) => regionOf(path, hunk)),
    theirs: yours.map((hunk) => regionOf(path, hunk)),
  }));
}

type Shared = readonly (readonly [ours: readonly Hunk[], theirs: readonly Hunk[]])[];

function sharedFinely(
  base: readonly string[],
  ours: readonly string[],
  theirs: readonly string[],
  differ: Differ,
): Shared {
  const all = [
    ...differ(base, ours).map((hunk) => ({ hunk, isOurs: true, reach: slideOf(hunk, base, ours) })),
    ...differ(base, theirs).map((hunk) => ({ hunk, isOurs: false, reach: slideOf(hunk, base, theirs) })),
  ].sort((a, b) => a.reach.from - b.reach.from || a.reach.to - b.reach.to);
  const groups: (typeof all)[] = [];
  let end = -1;
  for (const one of all) {
    if (one.reach.from <= end) groups.at(-1)!.push(one);
    else groups.push([one]);
    end = Math.max(end, one.reach.to);
  }
  return groups.flatMap((group) => {
    const mine = group.filter(({ isOurs }) => isOurs).map(({ hunk }) => hunk);
    const yours = group.filter(({ isOurs }) => !isOurs).map(({ hunk }) => hunk);
    if (mine.length === 0 || yours.length === 0) return [];
    const from = Math.min(...group.map(({ hunk }) => hunk.from));
    const to = Math.max(...group.map(({ hunk }) => hunk.to));
    const isSame = after(base, ours, mine, from, to) === after(base, theirs, yours, from, to);
    return isSame ? [] : [[mine, yours]];
  });
}

/** Of a long text only where its first and its last difference are: what lies between counts as changed. */
function sharedCoarsely(base: string, ours: string, theirs: string): Shared {
  const [mine, yours] = [extentOf(base, ours), extentOf(base, theirs)];
  if (mine === undefined || yours === undefined || ours === theirs) return [];
  return mine.from <= yours.to && yours.from <= mine.to ? [[[mine], [yours]]] : [];
}

/** The lines from the first difference to the last, found without taking the texts apart. */
export function extentOf(base: string, side: string): Hunk | undefined {
  if (base === side) return undefined;
  const shorter = Math.min(base.length, side.length);
  let start = 0;
  while (start < shorter && base.charCodeAt(start) === side.charCodeAt(start)) start++;
  let tail = 0;
  while (tail < shorter - start && base.charCodeAt(base.length - 1 - tail) === side.charCodeAt(side.length - 1 - tail))
    tail++;
  // Whole lines: from the beginning of the one in which they differ to where a line begins in both.
  start = start === 0 ? 0 : base.lastIndexOf('\n', start - 1) + 1;
  const begins = (text: string): boolean => text.length - tail === start || text[text.length - tail - 1] === '\n';
  if (!begins(base) || !begins(side)) {
    const next = base.indexOf('\n', base.length - tail);
    tail = next < 0 ? 0 : base.length - next - 1;
  }
  const [end, sideEnd] = [base.length - tail, side.length - tail];
  const from = breaksIn(base, 0, start);
  return { from, to: from + breaksIn(base, start, end), sideFrom: from, sideTo: from + breaksIn(side, start, sideEnd) };
}

/** How many lines end there; one at the end of a text needs no break. */
function breaksIn(text: string, from: number, to: number): number {
  let count = 0;
  let at = from;
  for (let next = text.indexOf('\n', at); next >= 0 && next < to; next = text.indexOf('\n', at))
    [count, at] = [count + 1, next + 1];
  return at < to ? count + 1 : count;
}

/**
 * The lines that a hunk may be said to be in. Lines that were only added or only removed can stand higher or lower
 * where the lines around are the same, and another differ, git's among them, puts them there.
 */
function slideOf(
  hunk: Hunk,
  base: readonly string[],
  side: readonly string[],
): { readonly from: number; readonly to: number } {
  const { from, to, sideFrom, sideTo } = hunk;
  if (from !== to && sideFrom !== sideTo) return { from, to };
  const [lines, first, last] = from === to ? [side, sideFrom, sideTo] : [base, from, to];
  let [up, down] = [0, 0];
  while (up < from && up < first && lines[first - up - 1] === lines[last - up - 1]) up++;
  while (to + down < base.length && last + down < lines.length && lines[first + down] === lines[last + down]) down++;
  return { from: from - up, to: to + down };
}

/** What a side has in place of some lines of the base. */
function after(
  base: readonly string[],
  side: readonly string[],
  hunks: readonly Hunk[],
  from: number,
  to: number,
): string {
  let [text, at] = ['', from];
  for (const hunk of hunks) {
    text += base.slice(at, hunk.from).join('') + side.slice(hunk.sideFrom, hunk.sideTo).join('');
    at = hunk.to;
  }
  return text + base.slice(at, to).join('');
}

function regionOf(path: string, { from, to, sideFrom, sideTo }: Hunk): Region {
  if (sideFrom === sideTo) return { path, in: 'base', firstLine: from + 1, lastLine: to, at: null, change: 'removed' };
  const change = from === to ? 'added' : 'changed';
  return { path, in: 'side', firstLine: sideFrom + 1, lastLine: sideTo, at: null, change };
}
