// A workspace in git: a copy of the binding's workspace folder, made a repository of the run's own. Each attempt has a worktree and
// branch from its phase's base; what succeeded is merged into the branch `spec-exec/<run>/integration`, in plan order.
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { turns } from '../base/in-turn.ts';
import { ok, type Result } from '../base/result.ts';
import type { Secrets } from '../base/secrets.ts';
import { git, gitOut } from '../git/git.ts';
import { leakIn } from '../git/leak.ts';
import { mergeInto, type MergedInto, revertMergeInScratch } from '../git/merge.ts';
import { commitOf, createRepository, gitVersion } from '../git/repository.ts';
import { isAncestor, transplant } from '../git/transplant.ts';
import { addWorktree, commitAll, ownWorktree, removeWorktree, sameFiles, unchangedSince } from '../git/worktree.ts';
import type { PlanTask } from '../derive/plan.ts';
import type { RunFolders } from './folders.ts';
import { type Ground, integrateAnew, startOfBranch } from './git-anew.ts';
import { attemptBranch, attemptName, fileName, integrationBranch } from './names.ts';
import type { Integrable, Workspace } from './workspace.ts';
import { must } from './workspace-error.ts';

export interface GitWorkspaceOptions {
  readonly run: string;
  readonly folders: RunFolders;
  /** Absolute path of the folder to copy. */
  readonly source: string;
  /** Date of the first commit, UTC milliseconds. */
  readonly dateMs: number;
  /** What must not be committed. */
  readonly secrets: Secrets;
  /** How often the specification was revised. */
  readonly round: number;
  /** Names a phase by its index in the plan. */
  readonly phaseId: (phase: number) => string;
}

/** Opens the run's workspace, and makes it where it is not there yet. Findings where git is missing or too old, or the folder is. */
export async function gitWorkspace(options: GitWorkspaceOptions): Promise<Result<Workspace>> {
  const { folders } = options;
  const version = await gitVersion();
  if (!version.ok) return version;
  const made = await createRepository(options.source, folders.repository, { dateMs: options.dateMs });
  if (!made.ok) return made;
  const integration = integrationBranch(options.run);
  const repository = folders.repository;
  const head = await commitOf(repository, `refs/heads/${integration}`);
  const tree = await addWorktree(repository, folders.integration, integration, head.ok ? head.value : 'main');
  if (!tree.ok) return tree;
  // What agents write is nobody else's to read, whatever the umask was.
  for (const folder of [repository, folders.integration]) chmodSync(folder, 0o700);

  // Git locks the repository for each step.
  const inTurn = turns();
  const folderOf = (task: PlanTask, attempt: number): string => join(folders.work, attemptName(task, attempt));
  const branchOf = (task: { readonly id: string }, attempt: number): string =>
    attemptBranch(options.run, task, attempt);
  const integrated = async (): Promise<string> => must(await commitOf(folders.integration, 'HEAD'));
  // A phase's base is a ref of the repository, so that a resumed run starts its attempts from the same commit.
  // After a revision phases may be others, and so may what they begin with.
  const baseRef = (phase: number | undefined): string =>
    options.round === 0
      ? `refs/spec-exec/base/${phase ?? 'none'}`
      : `refs/spec-exec/base.${options.round}/${phase === undefined ? 'none' : `of-${fileName(options.phaseId(phase)).replaceAll('.', '%2E')}`}`;
  const begin = async (phase: number | undefined): Promise<string> => {
    const there = await commitOf(repository, baseRef(phase));
    if (there.ok) return there.value;
    const head = await integrated();
    must(await gitOut(repository, 'note the base of a phase', ['update-ref', baseRef(phase), head]));
    return head;
  };

  const ground: Ground = { repository, integration: folders.integration, round: options.round };
  const startOf = async (task: PlanTask, branch: string): Promise<string> =>
    options.round === 0 ? await begin(task.phase) : await startOfBranch(ground, branch);
  /** Merges an attempt's branch; what began from a base that the integrated state does not have is brought there first. */
  const bring = async ({ task, attempt, base }: Integrable): Promise<MergedInto> => {
    const branch = branchOf(task, attempt);
    const message = `Merge ${task.id}: ${task.title}`;
    const head = await integrated();
    if (options.round === 0 || base === undefined || must(await isAncestor(repository, base, head)))
      return must(await mergeInto(folders.integration, branch, message));
    const as = `${branch}.on.${options.round}`;
    const moved = must(await transplant(repository, { branch, base, onto: head, as }));
    return moved.kind === 'conflict' ? moved : must(await mergeInto(folders.integration, as, message));
  };

  return ok({
    kind: 'git',
    anew: (gone, kept) =>
      inTurn(() =>
        integrateAnew(
          ground,
          gone.map(({ name, attempt }) => branchOf({ id: name }, attempt)),
          kept.map((one) => ({ branch: branchOf(one.task, one.attempt), bring: () => bring(one) })),
        ),
      ),
    place: (task, attempt) =>
      inTurn(async () => {
        const [folder, branch] = [folderOf(task, attempt), branchOf(task, attempt)];
        const there = await commitOf(repository, `refs/heads/${branch}`);
        const base = there.ok ? await startOf(task, branch) : await begin(task.phase);
        must(await addWorktree(repository, folder, branch, there.ok ? there.value : base));
        return { folder, branch, base };
      }),
    keep: (task, attempt, message) =>
      inTurn(async () => {
        const [folder, branch] = [folderOf(task, attempt), branchOf(task, attempt)];
        must(await ownWorktree(repository, folder, branch));
        const start = await startOf(task, branch);
        const leak = must(await leakIn(folder, start, options.secrets));
        if (leak) return { kind: 'leak', ...leak } as const;
        must(await commitAll(folder, message));
        // The agent may have committed itself, or we had before a crash kept us from saying so.
        const head = must(await commitOf(repository, `refs/heads/${branch}`));
        return { kind: 'kept', commit: head === start ? undefined : head } as const;
      }),
    changed: async (task, attempt) => {
      const branch = branchOf(task, attempt);
      return !must(await sameFiles(repository, await startOf(task, branch), `refs/heads/${branch}`));
    },
    untouched: async (task, attempt, paths) => {
      const branch = branchOf(task, attempt);
      return must(await unchangedSince(repository, await startOf(task, branch), `refs/heads/${branch}`, paths));
    },
    integrate: (done) =>
      inTurn(async () => {
        for (const one of done) {
          const into = await bring(one);
          if (into.kind === 'conflict')
            return { kind: 'conflict', task: one.task, paths: into.paths, reason: into.messages.join('; ') } as const;
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
