// The supervisors of one run: those that earlier orchestrators left, and ours, of which there are as many as it has processes at
// once. Each has a records file of its own, `supervisor-N.log`, in the run's folder.
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { settled } from './attach.ts';
import type { Ending, Job } from './job.ts';
import { openSupervisor, type JobRun, type Supervisor, type SupervisorOptions } from './supervisor.ts';

export interface Supervisors {
  /** Records files of supervisors before ours, newest first; all of them have settled, so they start nothing. */
  readonly earlier: readonly string[];
  /** Hands a job to a supervisor that has nothing to do, or to a new one. A job that its supervisor died before is none the worse for another one. */
  start(job: Job): Promise<JobRun>;
  /** Nothing will be started any more; what runs, runs on. Resolves when those that have nothing to do are gone. */
  close(): Promise<void>;
}

/** So many supervisors may die under one start; then it is not by chance. */
const SUPERVISORS_MAX = 3;

/** Waits until no earlier supervisor of the run starts anything. */
export async function supervisorsOf(
  folder: string,
  options: Omit<SupervisorOptions, 'recordsFile'> = {},
): Promise<Supervisors> {
  mkdirSync(folder, { recursive: true });
  const numbers = readdirSync(folder)
    .map((name) => Number(/^supervisor-(\d+)\.log$/.exec(name)?.[1] ?? Number.NaN))
    .filter((number) => !Number.isNaN(number))
    .sort((a, b) => b - a);
  const earlier = numbers.map((number) => join(folder, `supervisor-${number}.log`));
  await Promise.all(earlier.map(settled));
  let next = (numbers[0] ?? -1) + 1;
  let closed = false;
  const opened: Supervisor[] = [];
  const idle: Supervisor[] = [];

  const free = async (): Promise<Supervisor> => {
    for (let one = idle.pop(); one !== undefined; one = idle.pop()) if (one.open) return one;
    const one = await openSupervisor({ ...options, recordsFile: join(folder, `supervisor-${next++}.log`) });
    opened.push(one);
    return one;
  };
  const handOver = async (job: Job): Promise<{ by: Supervisor; run: JobRun }> => {
    const by = await free();
    const run = by.start(job);
    void run.ended.then(() => by.open && idle.push(by));
    return { by, run };
  };
  return {
    earlier,
    start: async (job) => {
      let given = await handOver(job);
      let stopped = false;
      const toItsEnd = async (): Promise<Ending> => {
        for (let tries = 1; ; tries++) {
          const ending = await given.run.ended;
          if (ending.kind !== 'not-started' || given.by.open || stopped || closed || tries === SUPERVISORS_MAX)
            return ending;
          given = await handOver(job);
        }
      };
      return {
        started: () => given.run.started(),
        ended: toItsEnd(),
        stop: () => {
          stopped = true;
          return given.run.stop();
        },
      };
    },
    close: async () => {
      closed = true;
      await Promise.all(opened.map((one) => one.close()));
    },
  };
}
