// Stays with a run that waits for a person, instead of leaving it paused: until something was said to it, or a wait is over.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../base/clock.ts';
import { waiting } from '../store/inbox.ts';
import { isHeld } from '../store/lock.ts';

const LOOK_MS = 200;

/** The size of a run's journal: a word that was put on record makes it longer. */
export function recordedBytes(folder: string): number {
  return statSync(join(folder, 'journal.nq'), { throwIfNoEntry: false })?.size ?? 0;
}

/**
 * Resolves when the run can be taken up: its journal is longer than `bytes`, a message waits, or it is past `untilMs`; and nobody
 * holds it. `interrupted` where that is asked for first. The run is held by nobody meanwhile: whoever speaks puts it on record.
 */
export async function somethingCame(
  folder: string,
  bytes: number,
  untilMs: number | undefined,
  clock: Clock,
  interrupt: AbortSignal,
): Promise<'came' | 'interrupted'> {
  for (;;) {
    if (interrupt.aborted) return 'interrupted';
    const came =
      recordedBytes(folder) > bytes || waiting(folder).length > 0 || (untilMs !== undefined && clock.now() >= untilMs);
    if (came && !(await isHeld(folder))) return 'came';
    await sleep(LOOK_MS);
  }
}
