// Waits for things to appear in a records file: that a job started, that it ended, that its supervisor starts nothing
// any more. Serves the supervisor's own driver and whoever comes after a crash alike.
import { realpathSync } from 'node:fs';
import type { Ending } from './job.ts';
import { isAlive, processesOf } from './processes.ts';
import { emptyRecords, takeLine, type Records } from './records.ts';
import { tail } from './tail.ts';

export interface RecordWatch {
  readonly records: Records;
  /** Resolves when the job's start is on record, with true; with false when it is certain never to be. */
  started(id: string): Promise<boolean>;
  /** Resolves when the job's end is on record, or it is certain that nobody is left to record it. */
  ended(id: string): Promise<Ending>;
  /** Resolves when the supervisor is at a job, has written `eof`, or is dead: what it has not taken by then it is not given any more. */
  settled(): Promise<void>;
  /** Reads what is new. */
  read(): void;
  /** Looks again now at all there is, the processes too. */
  look(): void;
  /** Stops watching once nobody waits any more. Nothing may be asked after it. */
  close(): void;
}

interface Waiting {
  /** Looks at what the lines say; with `thorough`, at the processes too. True when it has been answered. */
  readonly ask: (thorough: boolean) => boolean;
}

export interface WatchOptions {
  /** Whether jobs can still be taken by somebody the records do not name yet; by default whoever wrote the first line is asked. */
  readonly stillStarting?: () => boolean;
  /** Whether `read` is called whenever there is something new; otherwise the system is asked to tell. */
  readonly woken?: boolean;
}

/** Watches a records file, which must exist. */
export function watchRecords(recordsFile: string, { stillStarting, woken }: WatchOptions = {}): RecordWatch {
  const file = realpathSync(recordsFile);
  const records = emptyRecords(file);
  const waiting = new Map<string, Set<Waiting>>();
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
  const following = tail(file, (line) => awake(takeLine(records, line) ?? '', false), look, woken ?? false);

  const supervising = (): boolean => {
    if (records.eof) return false;
    if (stillStarting !== undefined) return stillStarting();
    return records.supervisor !== undefined && isAlive(records.supervisor);
  };

  /** Why a job without a start line will never have one; undefined while it still may. */
  const neverStarts = (id: string): string | undefined => {
    if (supervising()) return undefined;
    following.read();
    const job = records.jobs.get(id);
    if (job?.started === true) return undefined;
    return job?.taken === true
      ? 'Its launch was killed before the command began.'
      : 'The supervisor ended before it came to this job.';
  };

  const isStarted = (id: string, thorough: boolean): boolean | undefined => {
    const job = records.jobs.get(id);
    if (job?.started === true) return true;
    if (job?.ended !== undefined) return false;
    const never = thorough && neverStarts(id) !== undefined;
    // Looking may have found the start line after all; then the next question is answered by it.
    return never ? false : undefined;
  };

  const endOf = (id: string, thorough: boolean): Ending | undefined => {
    const job = records.jobs.get(id);
    if (job?.ended !== undefined || !thorough) return job?.ended;
    if (job?.started !== true) {
      const reason = neverStarts(id);
      return reason === undefined ? undefined : { kind: 'not-started', reason };
    }
    // Who records the end first, then the job, then the file: in this order no end can slip through.
    const leader = records.supervisor;
    if (leader !== undefined && isAlive(leader)) return undefined;
    if (leader !== undefined && processesOf(undefined, { leader, supervised: true }).length > 0) return undefined;
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
    started: (id) => when(id, (thorough) => isStarted(id, thorough)),
    ended: (id) => when(id, (thorough) => endOf(id, thorough)),
    settled: async () => {
      await when('', (thorough) =>
        records.eof || records.current !== undefined || (thorough && !supervising()) ? true : undefined,
      );
      following.read();
    },
    read: () => following.read(),
    look,
    close: () => {
      closing = true;
      if (count === 0) following.close();
    },
  };
}
