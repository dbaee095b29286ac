// Whether two findings of different rules between the same two agents are about the same thing.
import type { Region, Rule } from './conflict.ts';
import type { Finding } from './detector.ts';

export interface Graded {
  readonly finding: Finding;
  readonly rule: Rule | null;
  readonly detector: Rule['detector'];
}

/** Of one file, one in the other by its dotted path, or else by its lines. */
export function overlap(a: Finding, b: Finding): boolean {
  if (a.path !== b.path) return false;
  if (a.at !== null && b.at !== null) return starts(a.at, b.at) || starts(b.at, a.at);
  return share(a.ours, b.ours) || share(a.theirs, b.theirs);
}

function starts(long: readonly string[], short: readonly string[]): boolean {
  return short.every((key, index) => long[index] === key);
}

function share(a: readonly Region[], b: readonly Region[]): boolean {
  return a.some((one) =>
    b.some((other) => one.in === other.in && one.firstLine <= other.lastLine && other.firstLine <= one.lastLine),
  );
}
