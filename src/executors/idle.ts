// Whether an attempt still gives signs of life: it writes to its log, leaves evidence or hand-offs, or changes files of its folder.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';

export interface Signs {
  /** Looked at each time: cheap to ask. */
  readonly near: readonly string[];
  /** Looked through only when the others have been still for long enough. */
  readonly folder: string;
}

/** Deeper than this in the folder a change is not looked for. */
const DEPTH_MAX = 4;

/** Looks at least so often, however long the idle timeout is; and never more often than the other. */
const LOOK_MS = { atLeastEvery: 5_000, atMostEvery: 20 } as const;

/**
 * Calls back once when there was no sign of life for `idleMs`. Who `isLate` comes to an attempt that runs already, and counts from its
 * last sign. Gives what ends the watch.
 */
export function watchIdle(signs: Signs, idleMs: number, clock: Clock, isLate: boolean, idle: () => void): () => void {
  const every = Math.max(LOOK_MS.atMostEvery, Math.min(idleMs / 4, LOOK_MS.atLeastEvery));
  const stillMs = isLate ? Math.max(0, clock.now() - newestOf(signs)) : 0;
  let seen = printOf(signs.near);
  let lastMs = clock.monotonicMs() - stillMs;
  let lastAt = clock.now() - stillMs;
  const lives = (): void => {
    lastMs = clock.monotonicMs();
    lastAt = clock.now();
  };
  const timer = setInterval(() => {
    const print = printOf(signs.near);
    if (print !== seen) {
      seen = print;
      return lives();
    }
    if (clock.monotonicMs() - lastMs < idleMs) return;
    if (newest(signs.folder, DEPTH_MAX) > lastAt) return lives();
    clearInterval(timer);
    idle();
  }, every);
  timer.unref();
  return () => clearInterval(timer);
}

function newestOf({ near, folder }: Signs): number {
  return Math.max(newest(folder, DEPTH_MAX), ...near.map((path) => newest(path, 1)));
}

/** Size and time of each, and of what lies in those that are folders. */
function printOf(paths: readonly string[]): string {
  const one = (path: string): string => {
    const stat = statSync(path, { throwIfNoEntry: false });
    return stat === undefined ? '-' : `${stat.size}:${stat.mtimeMs}`;
  };
  return paths
    .map((path) => [one(path), ...entries(path).map((entry) => one(join(path, entry.name)))].join())
    .join(' ');
}

/** The time of the newest change below a path, UTC ms; 0 where there is nothing. */
function newest(path: string, depth: number): number {
  const own = statSync(path, { throwIfNoEntry: false });
  if (own === undefined) return 0;
  let found = own.mtimeMs;
  if (depth > 0 && own.isDirectory())
    for (const entry of entries(path)) {
      if (entry.isSymbolicLink() || entry.name === '.git' || entry.name === 'node_modules') continue;
      found = Math.max(found, newest(join(path, entry.name), depth - 1));
    }
  return found;
}

function entries(path: string) {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch {
    return []; // a file, or gone meanwhile
  }
}
