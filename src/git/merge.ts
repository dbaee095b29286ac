// Merging for real, in a work tree, and taking a merge back in a scratch one.
import { fail, ok, type Result } from '../base/result.ts';
import { git, gitOut, refused } from './git.ts';
import { commitOf } from './repository.ts';
import { addScratchWorktree, unlock } from './worktree.ts';

/** `nothing`: the branch was in already; `commit` is then where the work tree stands. */
export type MergedInto =
  | { readonly kind: 'merged'; readonly commit: string }
  | { readonly kind: 'nothing'; readonly commit: string }
  | { readonly kind: 'conflict'; readonly paths: readonly string[]; readonly messages: readonly string[] };

/**
 * Merges a branch into what the work tree has checked out, always with a merge commit of its own. After a conflict the
 * work tree is as it was before. A merge that a crash interrupted is given up first.
 */
export async function mergeInto(
  worktree: string,
  branch: string,
  message: string,
  options: { readonly dateMs?: number } = {},
): Promise<Result<MergedInto>> {
  await unlock(worktree);
  if ((await commitOf(worktree, 'MERGE_HEAD')).ok) {
    const aborted = await gitOut(worktree, 'give up the interrupted merge', ['merge', '--abort']);
    if (!aborted.ok) return aborted;
  }
  const theirs = await commitOf(worktree, branch);
  if (!theirs.ok) return theirs;
  const inside = await git(worktree, ['merge-base', '--is-ancestor', theirs.value, 'HEAD']);
  if (!inside.ok) return inside;
  if (inside.value.code === 0) return await standing(worktree, 'nothing');
  const args = [
    'merge',
    '--quiet',
    '--no-ff',
    '--no-edit',
    '--no-verify',
    '--cleanup=verbatim',
    '-m',
    message || `Merge ${branch}`,
    theirs.value,
  ];
  const merged = await git(worktree, args, { dateMs: options.dateMs });
  if (!merged.ok) return merged;
  if (merged.value.code === 0) return await standing(worktree, 'merged');
  const paths = await conflicting(worktree);
  if (paths.length === 0) return fail(refused(`merge ${branch}`, merged.value));
  const aborted = await gitOut(worktree, 'give up the merge', ['merge', '--abort']);
  if (!aborted.ok) return aborted;
  return ok({ kind: 'conflict', paths, messages: conflictLines(merged.value.out) });
}

export type Reverted =
  | { readonly kind: 'reverted'; readonly commit: string }
  | { readonly kind: 'conflict'; readonly paths: readonly string[]; readonly messages: readonly string[] };

/**
 * Takes a merge (or a plain commit) back in a scratch work tree at `scratch`, which starts from `at`: the merge itself,
 * where nothing is said. The scratch stays, so that the tests can be run in it; `removeWorktree` takes it away.
 */
export async function revertMergeInScratch(
  repository: string,
  mergeCommit: string,
  scratch: string,
  at: string = mergeCommit,
): Promise<Result<Reverted>> {
  const from = await commitOf(repository, at);
  if (!from.ok) return from;
  const commit = await commitOf(repository, mergeCommit);
  if (!commit.ok) return commit;
  const made = await addScratchWorktree(repository, scratch, from.value);
  if (!made.ok) return made;
  // Of what changed nothing there is nothing to take back, which git calls a failure.
  const empty = await git(repository, ['diff', '--quiet', '--no-ext-diff', `${commit.value}^1`, commit.value]);
  if (empty.ok && empty.value.code === 0) return ok({ kind: 'reverted', commit: from.value });
  const mainline = (await commitOf(repository, `${commit.value}^2`)).ok ? ['--mainline', '1'] : [];
  const reverted = await git(scratch, ['revert', '--no-edit', ...mainline, commit.value]);
  if (!reverted.ok) return reverted;
  if (reverted.value.code === 0) {
    const head = await commitOf(scratch, 'HEAD');
    return head.ok ? ok({ kind: 'reverted', commit: head.value }) : head;
  }
  const paths = await conflicting(scratch);
  if (paths.length === 0) return fail(refused(`revert ${mergeCommit}`, reverted.value));
  const aborted = await gitOut(scratch, 'give up the revert', ['revert', '--abort']);
  if (!aborted.ok) return aborted;
  return ok({ kind: 'conflict', paths, messages: conflictLines(`${reverted.value.out}\n${reverted.value.err}`) });
}

async function standing(worktree: string, kind: 'merged' | 'nothing'): Promise<Result<MergedInto>> {
  const head = await commitOf(worktree, 'HEAD');
  return head.ok ? ok({ kind, commit: head.value }) : head;
}

async function conflicting(worktree: string): Promise<string[]> {
  const answer = await git(worktree, ['diff', '--name-only', '--diff-filter=U', '-z']);
  return answer.ok ? answer.value.out.split('\0').filter((path) => path !== '') : [];
}

function conflictLines(out: string): string[] {
  return out.split('\n').filter((line) => line.startsWith('CONFLICT'));
}
