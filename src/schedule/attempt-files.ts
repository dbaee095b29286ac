// Where an attempt finds and leaves its files.
import { join } from 'node:path';
import type { PlanTask } from '../derive/plan.ts';
import { attemptName } from './names.ts';
import type { Session } from './session.ts';

export interface AttemptFiles {
  readonly folder: string;
  readonly context: string;
  readonly prompt: string;
  readonly evidence: string;
  readonly handOffs: string;
  readonly log: string;
  /** For a person: the attempt's variables, to be read by a shell. */
  readonly environment: string;
  /** There once we asked the attempt to end: how it then ends is our doing, also for an orchestrator that comes after us. */
  readonly stopped: string;
}

export function attemptFiles(session: Pick<Session, 'folders'>, task: PlanTask, attempt: number): AttemptFiles {
  const name = attemptName(task, attempt);
  const folder = join(session.folders.attempts, name);
  return {
    folder,
    context: join(folder, 'context.json'),
    prompt: join(folder, 'prompt.txt'),
    evidence: join(folder, 'evidence.json'),
    handOffs: join(folder, 'handoff'),
    log: join(session.folders.logs, `${name}.log`),
    environment: join(folder, 'environment.sh'),
    stopped: join(folder, 'stopped'),
  };
}
