// Looks again whenever a file changes: one engine, kept warm, so that later looks are quicker than the first. The only importer of
// chokidar.
import { once } from 'node:events';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { watch } from 'chokidar';
import { systemClock, type Clock } from '../base/clock.ts';
import { durationText } from '../base/duration.ts';
import { onInterrupt } from './interrupt.ts';
import { EXIT, type ExitCode, type Output } from './output.ts';

export interface Watching<T> {
  /** Folders whose files count, before anything was looked at. */
  readonly folders: readonly string[];
  /** Those that count besides, once it is known what was read. */
  readonly further: (seen: T) => readonly string[];
  readonly print: (seen: T) => Promise<unknown>;
  /** Whether nothing but the result is printed: for programs. */
  readonly quiet: boolean;
  readonly output: Output;
  /** Ends the watching; an interrupt where nothing is given. */
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
}

/** Changes that come one upon another within this time are one: an editor writes, renames and writes again. */
const SETTLE_MS = 60;
const SETTLE_ROUNDS_MAX = 20;

/**
 * So often the folders are looked at themselves: of files that come and go in bursts, and of a folder that goes and comes back (as when
 * a branch is changed), events get lost.
 */
const GLANCE_MS = 1000;

/** Files that can change what is found; editors leave others beside them. */
const COUNTS = /\.(ttl|trig|nt|nq|n3|rdf|xml|owl|jsonld|html|xhtml)$/i;

/** Looks, prints, and does so again on each change, until it is interrupted: 130, as a shell expects of what Ctrl-C ended. */
export async function watchSpecs<T>(look: () => Promise<T>, watching: Watching<T>): Promise<ExitCode> {
  const { output, quiet } = watching;
  const clock = watching.clock ?? systemClock;
  const interrupt = watching.signal ? undefined : onInterrupt(() => undefined);
  const signal = watching.signal ?? interrupt!.signal;
  const changed = changes(signal);
  const watched = new Set(there(watching.folders));
  // A document counts only where it stands beside the others, so no folder below is looked into.
  const watcher = watch([...watched], { ignoreInitial: true, depth: 0 });
  watcher.on('all', (event, path) => {
    if (event === 'addDir' || event === 'unlinkDir' || COUNTS.test(path)) changed.note();
  });
  // A folder that goes away while it is looked into: the next look tells.
  watcher.on('error', () => changed.note());
  const folders = new Set(watching.folders.map((folder) => resolve(folder)));
  let seenThere = '';
  const glances = setInterval(() => {
    if (standing(folders) !== seenThere) changed.note();
  }, GLANCE_MS);
  try {
    if (watched.size > 0) await once(watcher, 'ready');
    while (!signal.aborted) {
      const begun = clock.monotonicMs();
      seenThere = standing(folders);
      const seen = await look();
      const tookMs = clock.monotonicMs() - begun;
      const further = watching.further(seen).map((folder) => resolve(folder));
      const fresh = there([...folders, ...further]).filter((folder) => !watched.has(folder));
      for (const folder of fresh) watched.add(folder);
      if (further.some((folder) => !folders.has(folder))) {
        for (const folder of further) folders.add(folder);
        seenThere = standing(folders);
      }
      if (fresh.length > 0) watcher.add(fresh);
      if (signal.aborted) break;
      if (!quiet) output.clear?.();
      await watching.print(seen);
      if (!quiet) output.err(`Looked in ${durationText(tookMs)}; waits for changes. Ctrl-C ends it.`);
      await changed.next();
    }
    return EXIT.interrupted;
  } finally {
    clearInterval(glances);
    await watcher.close();
    interrupt?.release();
  }
}

/** What stands in the folders that counts: names, sizes and times. */
function standing(folders: ReadonlySet<string>): string {
  const lines: string[] = [];
  for (const folder of folders)
    try {
      for (const name of readdirSync(folder).sort()) {
        const info = COUNTS.test(name) ? statSync(join(folder, name), { throwIfNoEntry: false }) : undefined;
        if (info) lines.push(`${folder} ${name} ${info.ino} ${info.size} ${info.mtimeMs}`);
      }
    } catch {
      lines.push(`${folder} is not there`);
    }
  return lines.join('\n');
}

function there(folders: readonly string[]): string[] {
  return [...new Set(folders.map((folder) => resolve(folder)))].filter((folder) => existsSync(folder));
}

/** Notes of changes, and a wait for the next that lasts until they have settled. */
function changes(signal: AbortSignal): { note(): void; next(): Promise<void> } {
  let noted = false;
  let wake: () => void = () => undefined;
  signal.addEventListener('abort', () => wake());
  return {
    note: () => {
      noted = true;
      wake();
    },
    next: async () => {
      while (!noted && !signal.aborted) await new Promise<void>((resolved) => (wake = resolved));
      for (let round = 0; noted && round < SETTLE_ROUNDS_MAX; round++) {
        noted = false;
        await wait(SETTLE_MS, undefined, { signal }).catch(() => undefined);
      }
      noted = false;
    },
  };
}
