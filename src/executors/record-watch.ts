// Waits for things to appear in a records file: that a job started, that it ended, that its supervisor starts nothing
// any more. Serves the supervisor's own driver and whoever comes after a crash alike.
import { realpathSync } from 'node:fs';
import type { Ending, Started } from './job.ts';
import { bootId, isAlive, isWrapperAlive } from './processes.ts';
import { emptyRecords, takeLine, type JobRecord, type Records } from './records.ts';
import { tail } from './tail.ts';

/** Between being taken and being started a job is a shell that nobody knows; after this long it was killed there. */
const launchMsMax = 5_000;

export interface RecordWatch {
  readonly records: Records;
  /** Resolves when the job's start is on record, or certain never to happen. */
  started(id: string): Promise<Started>;
  /** Resolves when the job's end is on record, or it is certain that nobody is left to record it. */
  ended(id: string): Promise<Ending>;
  /** Resolves when the supervisor has written `eof` or is dead. */
  settled(): Promise<void>;
  /** Looks again now, without waiting for the next wake-up. */
  look(): void;
  /** Stops watching once nobody waits any more. Nothing may be asked after it. */
  close(): void;
}

interface Waiting {
  /** Looks at what the lines say; with `thorough`, at the processes too. True when it has been answered. */
  readonly ask: (thorough: boolean) => boolean;
}

/**
 * Watches a records file, which must exist. `stillStarting` says whether jobs can still be taken by somebody the
 * records do not name yet; by default whoever wrote the first line is asked.
 */
export function watchRecords(recordsFile: string, stillStarting?: () => boolean): RecordWatch {
  const file = realpathSync(recordsFile); // as supervisors have it on their command line
  const records = emptyRecords(file);
  const waiting = new Map<string, Set<Waiting>>();
  const takenUnseenSince = new Map<string, number>();
  let closing = false;
  let count = 0;

  const awake = (key: string, thorough: boolean): void => {
    const asked = waiting.get(key);
    // Asking may read the file on, and so come back here: only who is still in the set counts.
    for (const one of [...(asked ?? [])]) if (asked?.has(one) && one.ask(thorough) && asked.delete(one)) count--;
    if (asked?.size === 0) waiting.delete(key);
    if (count > 0) return;
    following.hold(false);
    if (closing) following.close();
  };
  const look = (): void => {
    following.read();
    for (const key of [...waiting.keys()]) awake(key, true);
  };
  // The poll looks for what only the absence of a line tells.
  const following = tail(file, (line) => awake(takeLine(records, line) ?? '', false), look);

  const supervising = (): boolean => {
    if (records.eof) return false;
    if (stillStarting !== undefined) return stillStarting();
    return records.supervisor !== undefined && isAlive(records.supervisor);
  };

  /** Why a job without a start line will never have one; undefined while it still may. */
  const neverStarts = (id: string): string | undefined => {
    const before: JobRecord | undefined = records.jobs.get(id);
    if (before?.taken !== true) {
      if (supervising()) return undefined;
      following.read();
      return records.jobs.get(id)?.taken === true ? undefined : 'The supervisor ended before it came to this job.';
    }
    const since = takenUnseenSince.get(id) ?? performance.now();
    takenUnseenSince.set(id, since);
    if (performance.now() - since < launchMsMax && !anotherBoot(records)) return undefined;
    following.read();
    return records.jobs.get(id)?.started === undefined ? 'Its launch was killed before the command began.' : undefined;
  };

  const startOf = (id: string, thorough: boolean): Started | undefined => {
    const job = records.jobs.get(id);
    if (job?.started !== undefined) return { kind: 'started', process: job.started };
    if (job?.ended?.kind === 'not-started') return job.ended;
    const reason = thorough ? neverStarts(id) : undefined;
    // Looking may have found the start line after all; then the next question is answered by it.
    return reason === undefined ? undefined : { kind: 'not-started', reason };
  };

  const endOf = (id: string, thorough: boolean): Ending | undefined => {
    const job = records.jobs.get(id);
    if (job?.ended !== undefined || !thorough) return job?.ended;
    if (job?.started === undefined) {
      const reason = neverStarts(id);
      return reason === undefined ? undefined : { kind: 'not-started', reason };
    }
    // The job first, then who waits for it, then the file: in this order no end can slip through.
    if (isAlive(job.started)) return undefined;
    if (!anotherBoot(records) && job.wrapperPid !== undefined && isWrapperAlive(job.wrapperPid, file)) return undefined;
    following.read();
    return records.jobs.get(id)?.ended ?? { kind: 'gone' };
  };

  const when = <T>(key: string, answer: (thorough: boolean) => T | undefined): Promise<T> =>
    new Promise<T>((resolve) => {
      const ask = (thorough: boolean): boolean => {
        const value = answer(thorough);
        if (value === undefined) return false;
        resolve(value);
        return true;
      };
      if (ask(false)) return;
      const asked = waiting.get(key) ?? new Set();
      waiting.set(key, asked);
      asked.add({ ask });
      count++;
      following.hold(true);
    });

  following.read();
  return {
    records,
    started: (id) => when(id, (thorough) => startOf(id, thorough)),
    ended: (id) => when(id, (thorough) => endOf(id, thorough)),
    settled: async () => {
      await when('', (thorough) => (records.eof || (thorough && !supervising()) ? true : undefined));
      following.read();
    },
    look,
    close: () => {
      closing = true;
      if (count === 0) following.close();
    },
  };
}

function anotherBoot(records: Records): boolean {
  const boot = records.supervisor?.bootId ?? '';
  return boot !== '' && boot !== bootId();
}
