// The files of one run, below `.specify/runs/<run>/`. Nothing here is ever overwritten by a later attempt.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

export interface RunFolders {
  readonly root: string;
  readonly journal: string;
  /** `logs/<task>.<attempt>.log`, and `logs/gate.<gate>.<command>.<n>.log` for commands that criteria run. */
  readonly logs: string;
  /** One folder an attempt: context, prompt, evidence, hand-offs as the attempt leaves them. */
  readonly attempts: string;
  /** Stored copies of artifacts that tasks made, once the task has succeeded. */
  readonly artifacts: string;
  /** Accepted hand-off values: `<key>/<version>.json`. */
  readonly handOffs: string;
  /** Working folders, or worktrees, of attempts. */
  readonly work: string;
  /** The copy of the workspace: a git repository of its own. */
  readonly repository: string;
  /** The worktree in which phases are integrated. */
  readonly integration: string;
  readonly supervisors: string;
}

export function runFolders(root: string): RunFolders {
  return {
    root,
    journal: join(root, 'journal.nq'),
    logs: join(root, 'logs'),
    attempts: join(root, 'attempts'),
    artifacts: join(root, 'artifacts'),
    handOffs: join(root, 'handoff'),
    work: join(root, 'work'),
    repository: join(root, 'workspace'),
    integration: join(root, 'integration'),
    supervisors: join(root, 'supervisors'),
  };
}

/** Makes the folders that every run has. What agents print and leave there raw is nobody else's to read. */
export function makeFolders(folders: RunFolders): void {
  mkdirSync(folders.root, { recursive: true });
  for (const folder of [
    folders.logs,
    folders.attempts,
    folders.artifacts,
    folders.handOffs,
    folders.work,
    folders.supervisors,
  ])
    mkdirSync(folder, { recursive: true, mode: 0o700 });
}

/** Makes a private folder in one that is there; it may be there itself. */
export function ensureFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Where all runs of a project are. */
export function runsFolder(projectRoot: string): string {
  return join(projectRoot, '.specify', 'runs');
}
