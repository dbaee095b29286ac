// The supervisors of one run, one after the other: those that earlier orchestrators left, and ours. Each has a records
// file of its own, `supervisor-N.log`, in the run's folder.
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { settled } from './attach.ts';
import { openSupervisor, type Supervisor, type SupervisorOptions } from './supervisor.ts';

export interface Supervisors {
  /** Records files of supervisors before ours, newest first; all of them have settled, so they start nothing. */
  readonly earlier: readonly string[];
  /** The one to start jobs with; where it was killed, another one. The same promise serves all who ask at once. */
  current(): Promise<Supervisor>;
  /** Nothing will be started any more. */
  close(): Promise<void>;
}

/** Waits until no earlier supervisor of the run starts anything, and then opens ours when it is first asked for. */
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
  let current: Promise<Supervisor> | undefined;
  const opened: Supervisor[] = [];

  const open = async (): Promise<Supervisor> => {
    const one = await openSupervisor({ ...options, recordsFile: join(folder, `supervisor-${next++}.log`) });
    opened.push(one);
    return one;
  };
  const usable = async (): Promise<Supervisor> => {
    const asked = current;
    const one = await (current ??= open());
    if (one.open || closed) return one;
    if (current === asked) current = open(); // the first to see it dead opens the next one
    return await usable();
  };
  return {
    earlier,
    current: usable,
    close: async () => {
      closed = true;
      await current;
      await Promise.all(opened.map((one) => one.close()));
    },
  };
}
