// A full disk. A run keeps a little room in reserve; when the disk takes no more, the reserve is released, and what it frees holds the
// record that the run is paused. Nothing else is lost: what was not on disk was not believed, and agents run on under their supervisor.
import { randomBytes } from 'node:crypto';
import { existsSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '../derive/plan.ts';
import { openJournal, readJournal } from '../store/journal.ts';
import { eventQuads, lastEventNumber } from './record.ts';
import { replayEvents } from './replay.ts';
import type { RunInput, RunStop } from './run-input.ts';
import type { RunState } from './state.ts';

/**
 * The record of a pause is 1 KiB, and the end of a supervisor some bytes; the rest is for whoever else finds the room in the same
 * moment, and for file systems that take more than they are given (metadata, copies on write).
 */
const RESERVE_BYTES = 256 * 1024;

/** Makes the reserve, where it is not there. Of noise, so that no file system stores it in less room. Throws what the disk says. */
export function makeReserve(folder: string): void {
  const file = join(folder, 'reserve');
  if (existsSync(file)) return;
  try {
    writeFileSync(file, randomBytes(RESERVE_BYTES), { mode: 0o600 });
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  }
}

const LOOK_MS = 2_000;
/** With less than this, a supervisor can hardly say how an agent ended. */
const ROOM_MIN_BYTES = 16 * 1024;

/** Looks from time to time whether there is room: a run that only waits would not notice, and nor can agents say that they ended. */
export function watchRoom(folder: string, arrive: (never: Promise<never>) => void): () => void {
  const look = (): void => {
    const { bsize, bfree, bavail } = statfsSync(folder);
    if ((process.getuid?.() === 0 ? bfree : bavail) * bsize >= ROOM_MIN_BYTES) return;
    clearInterval(timer);
    arrive(Promise.reject(Object.assign(new Error('the disk is full'), { code: 'ENOSPC' })));
  };
  const timer = setInterval(look, LOOK_MS).unref();
  return () => clearInterval(timer);
}

const FULL: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EDQUOT']);

/** Whether a disk without room is behind an error, however it was wrapped on its way; programs that we start say it in words. */
export function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (FULL.has((error as NodeJS.ErrnoException).code) || isDiskFull(error.cause)) return true;
  return /No space left on device|Disk quota exceeded|ENOSPC|EDQUOT/.test(error.message);
}

export interface Full {
  readonly run: string;
  readonly folder: string;
  /** All plans that the run went by, the first first. */
  readonly plans: readonly Plan[];
}

/**
 * Releases the reserve, and puts on record that the run is paused; gives the state as it is on disk. Undefined where even that
 * found no room: then the run is as a crash would leave it, and can be resumed all the same. Called by the holder of the lock,
 * once its own journal is closed.
 */
export async function pauseFull(
  input: Pick<RunInput, 'capacities' | 'policy' | 'clock' | 'plan' | 'onEvent'>,
  { run, folder, plans }: Full,
): Promise<{ readonly stop: RunStop; readonly state: RunState } | undefined> {
  rmSync(join(folder, 'reserve'), { force: true });
  const file = join(folder, 'journal.nq');
  const replay = readJournal(file);
  if (!replay.ok || replay.value.batches.length === 0) return undefined;
  const epoch = replay.value.epoch + 1;
  const journal = await openJournal(file, { epoch });
  if (!journal.ok) return undefined;
  const at = input.clock.now();
  const stop = {
    kind: 'run-paused',
    why: 'diskFull',
    reason: 'there is no room left on the disk: make room, then `spec-exec resume` goes on',
  } as const;
  const number = lastEventNumber(replay.value.batches) + 1;
  const quads = eventQuads(input.plan, stop, { run, number, epoch, at });
  try {
    journal.value.append({ quads });
    await journal.value.close();
  } catch {
    return undefined;
  }
  input.onEvent(stop, at);
  const { state } = replayEvents(plans, [...replay.value.batches, { quads }], input.capacities, input.policy);
  return { stop, state };
}
