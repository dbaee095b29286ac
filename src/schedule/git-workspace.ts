// A workspace in git: a copy of the binding's workspace folder, made a repository of the run's own. Each attempt has a worktree and
// branch from its phase's base; what succeeded is merged into the branch `spec-exec/<run>/integration`, in plan order.
import { join } from 'node:path';
import type { Diagnostic } from '../base/diagnostic.ts';
import { turns } from '../base/in-turn.ts';
import { ok, type Result } from '../base/result.ts';
import { git, gitOut } from '../git/git.ts';
import { mergeInto, revertMergeInScratch } from '../git/merge.ts';
import { commitOf, createRepository, gitVersion } from '../git/repository.ts';
import { addWorktree, commitAll, ownWorktree, removeWorktree } from '../git/worktree.ts';
import type { PlanTask } from '../derive/plan.ts';
import type { RunFolders } from './folders.ts';
import { attemptName, fileName, runName } from './names.ts';
import type { Workspace } from './workspace.ts';

/** What git refused in the run's own repository: not the user's mistake, and nothing that a task can mend. */
export class WorkspaceError extends Error {
  readonly diagnostics: readonly Diagnostic[];
  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((one) => one.message).join('; '));
    this.name = 'WorkspaceError';
    this.diagnostics = diagnostics;
  }
}

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new WorkspaceError(result.diagnostics);
  return result.value;
}

export interface GitWorkspaceOptions {
  readonly run: string;
  readonly folders: RunFolders;
  /** Absolute path of the folder to copy. */
  readonly source: string;
  /** Date of the first commit, UTC milliseconds. */
  readonly dateMs: number;
}

/** Opens the run's workspace, and makes it where it is not there yet. Findings where git is missing or too old, or the folder is. */
export async function gitWorkspace(options: GitWorkspaceOptions): Promise<Result<Workspace>> {
  const { folders } = options;
  const version = await gitVersion();
  if (!version.ok) return version;
  const made = await createRepository(options.source, folders.repository, { dateMs: options.dateMs });
  if (!made.ok) return made;
  const prefix = `spec-exec/${runName(options.run)}`;
  const integration = `${prefix}/integration`;
  const repository = folders.repository;
  const head = await commitOf(repository, `refs/heads/${integration}`);
  const tree = await addWorktree(repository, folders.integration, integration, head.ok ? head.value : 'main');
  if (!tree.ok) return tree;

  // Git locks the repository for each step.
  const inTurn = turns();
  const folderOf = (task: PlanTask, attempt: number): string => join(folders.work, attemptName(task, attempt));
  const branchOf = (task: PlanTask, attempt: number): string =>
    `${prefix}/${fileName(task.id).replaceAll('.', '%2E')}.${attempt}`;
  const integrated = async (): Promise<string> => must(await commitOf(folders.integration, 'HEAD'));
  // A phase's base is a ref of the repository, so that a resumed run starts its attempts from the same commit.
  const baseRef = (phase: number | undefined): string => `refs/spec-exec/base/${phase ?? 'none'}`;
  const begin = async (phase: number | undefined): Promise<string> => {
    const there = await commitOf(repository, baseRef(phase));
    if (there.ok) return there.value;
    const head = await integrated();
    must(await gitOut(repository, 'note the base of a phase', ['update-ref', baseRef(phase), head]));
    return head;
  };

  return ok({
    kind: 'git',
    place: (task, attempt) =>
      inTurn(async () => {
        const base = await begin(task.phase);
        const [folder, branch] = [folderOf(task, attempt), branchOf(task, attempt)];
        const there = await commitOf(repository, `refs/heads/${branch}`);
        must(await addWorktree(repository, folder, branch, there.ok ? there.value : base));
        return { folder, branch, base };
      }),
    keep: (task, attempt, message) =>
      inTurn(async () => {
        const [folder, branch] = [folderOf(task, attempt), branchOf(task, attempt)];
        must(await ownWorktree(repository, folder, branch));
        must(await commitAll(folder, message));
        // The agent may have committed itself, or we had before a crash kept us from saying so.
        const head = must(await commitOf(repository, `refs/heads/${branch}`));
        return head === (await begin(task.phase)) ? undefined : head;
      }),
    integrate: (done) =>
      inTurn(async () => {
        for (const { task, attempt } of done) {
          const into = must(
            await mergeInto(folders.integration, branchOf(task, attempt), `Merge ${task.id}: ${task.title}`),
          );
          if (into.kind === 'conflict')
            return { kind: 'conflict', task, paths: into.paths, reason: into.messages.join('; ') } as const;
        }
        const first = must(await commitOf(repository, 'main'));
        return { kind: 'merged', commit: await integrated(), first } as const;
      }),
    integrated: async () => folders.integration,
    uncommitted: () =>
      inTurn(async () => {
        const lines = must(
          await gitOut(folders.integration, 'compare the integrated state', ['status', '--porcelain=v1', '-z']),
        );
        return lines.split('\0').filter((line) => line !== '');
      }),
    withLastMergeReverted: async (use) => {
      const scratch = join(folders.work, 'rollback');
      const last = await inTurn(async () => {
        const found = must(
          await git(folders.integration, ['rev-list', '--merges', '--first-parent', '--max-count=1', 'HEAD']),
        );
        const merge = found.out.trim();
        if (merge === '') return undefined;
        const reverted = must(await revertMergeInScratch(repository, merge, scratch, await integrated()));
        return reverted.kind === 'reverted' ? merge : undefined;
      });
      if (last === undefined) return undefined;
      try {
        return await use(scratch, last);
      } finally {
        await inTurn(() => removeWorktree(repository, scratch));
      }
    },
    beginPhase: (phase) => inTurn(async () => void (await begin(phase))),
    close: async () => {
      await inTurn(async () => undefined);
    },
  });
}
