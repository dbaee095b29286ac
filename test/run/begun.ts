// Runs under way, and how far their agents have come: what tests that disturb a run share.
import { type Exited, type Project, type Under } from '../support/project.ts';
import { until } from '../support/processes.ts';

/** Runs the project's plan in a process of its own. */
export function runs(one: Project): Under {
  return one.start('run', one.plan, '--min-closure', '0');
}
/** How often an agent has begun with a task. */
export const begun = (one: Project, task: string): number =>
  one.ran().filter((line) => line.what === 'begin' && line.task === task).length;
/** Waits until a task has begun; fails with what the program said where it ended before. */
export async function hasBegun(one: Project, task: string, under: Under): Promise<void> {
  let ended: Exited | undefined;
  void under.exited.then((exited) => (ended = exited));
  await until(`${task} has begun`, () => begun(one, task) > 0 || ended !== undefined);
  if (begun(one, task) === 0)
    throw new Error(`it ended with ${ended?.code} before ${task} began:\n${ended?.out}${ended?.err}`);
}
