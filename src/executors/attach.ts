// For whoever comes after a crash: waits for supervisors that nobody drives any more, and for jobs they started.
import { existsSync } from 'node:fs';
import type { Ending } from './job.ts';
import { watchRecords } from './record-watch.ts';

/** Resolves when the supervisor of these records, whose driver is dead, starts nothing any more: it is at its last job, or at its end. */
export async function settled(recordsFile: string): Promise<void> {
  if (!existsSync(recordsFile)) return;
  const watch = watchRecords(recordsFile);
  const done = watch.settled();
  watch.look();
  await done;
  watch.close();
}

/**
 * Watches one job of an earlier supervisor until it ended: by its record; `not-started` where no supervisor will ever
 * start it; `gone` where neither it nor its supervisor lives and no end was recorded.
 */
export async function attach(recordsFile: string, id: string): Promise<Ending> {
  if (!existsSync(recordsFile)) return { kind: 'not-started', reason: 'Its supervisor left no records.' };
  const watch = watchRecords(recordsFile);
  const ending = watch.ended(id);
  watch.look();
  watch.close();
  return await ending;
}
