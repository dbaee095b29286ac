// A work tree and a branch of its own for each attempt. Every step may have been interrupted by a crash and is asked
// for again: what is there is used, what is half there is made anew, what holds work is never thrown away.
import { existsSync, lstatSync, readFileSync, readdirSync, realpathSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { unusable } from '../base/diagnostic.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { git, gitOut, refused } from './git.ts';
import { inTurn } from './in-turn.ts';
import { commitOf } from './repository.ts';

export interface Worktree {
  readonly folder: string;
  /** Undefined where no branch is checked out. */
  readonly branch?: string | undefined;
  readonly head: string;
  /** Its making was interrupted, or its folder is gone. */
  readonly broken: boolean;
}

/** All work trees that the repository knows, the main one first. */
export async function worktrees(repository: string): Promise<Result<readonly Worktree[]>> {
  const answer = await gitOut(repository, 'list the work trees', ['worktree', 'list', '--porcelain', '-z']);
  if (!answer.ok) return answer;
  const found = answer.value.split('\0\0').filter((block) => block !== '');
  return ok(
    found.map((block) => {
      const fields = new Map(
        block.split('\0').map((line) => [line.split(' ', 1)[0] ?? '', line.replace(/^\S+ ?/, '')]),
      );
      const branch = fields.get('branch')?.replace(/^refs\/heads\//, '');
      const broken = fields.has('prunable') || fields.get('locked') === 'initializing';
      return { folder: fields.get('worktree') ?? '', branch, head: fields.get('HEAD') ?? '', broken };
    }),
  );
}

/**
 * A work tree at `folder` with the new branch `branch`, which starts from `base`. Where both are there already, they are
 * left as they are; where only the branch is, it must still be at `base`, since otherwise it holds work of an attempt.
 */
export function addWorktree(repository: string, folder: string, branch: string, base: string): Promise<Result<void>> {
  return inTurn(repository, () => add(repository, folder, branch, base));
}

async function add(repository: string, folder: string, branch: string, base: string): Promise<Result<void>> {
  const known = await findWorktree(repository, folder);
  if (!known.ok) return known;
  if (known.value !== undefined && !known.value.broken && existsSync(folder)) {
    if (known.value.branch === branch) return ok(undefined);
    return fail(
      unusable(
        'git/folder-in-use',
        `${folder} is a work tree of branch ${known.value.branch ?? '(none)'}, not of ${branch}.`,
      ),
    );
  }
  if (known.value !== undefined) {
    const cleared = await clearWorktree(repository, folder);
    if (!cleared.ok) return cleared;
  } else if (existsSync(folder) && readdirSync(folder).length > 0)
    return fail(unusable('git/folder-in-use', `${folder} exists already and is no work tree of ${repository}.`));
  const start = await commitOf(repository, base);
  if (!start.ok) return start;
  const there = await commitOf(repository, `refs/heads/${branch}`);
  if (there.ok && there.value !== start.value)
    return fail(
      unusable('git/branch-has-work', `Branch ${branch} exists already and is not at ${base}.`, {
        why: 'A new attempt would start from the work of another one.',
      }),
    );
  await mkdir(dirname(folder), { recursive: true });
  const args = there.ok ? ['--', folder, branch] : ['-b', branch, '--no-track', '--', folder, start.value];
  const done = await gitOut(repository, `add the work tree ${folder}`, ['worktree', 'add', '--quiet', ...args]);
  return done.ok ? ok(undefined) : done;
}

/** A work tree without a branch, at a commit: for trying things out. One that is there already is made anew. */
export function addScratchWorktree(repository: string, folder: string, commit: string): Promise<Result<void>> {
  return inTurn(repository, () => addScratch(repository, folder, commit));
}

async function addScratch(repository: string, folder: string, commit: string): Promise<Result<void>> {
  const removed = await remove(repository, folder);
  if (!removed.ok) return removed;
  const args = ['worktree', 'add', '--quiet', '--detach', '--', folder, commit];
  const done = await gitOut(repository, `add the work tree ${folder}`, args);
  return done.ok ? ok(undefined) : done;
}

/** Takes a work tree away with everything in it; its branch stays. One that is not there is no mistake. */
export function removeWorktree(repository: string, folder: string): Promise<Result<void>> {
  return inTurn(repository, () => remove(repository, folder));
}

async function remove(repository: string, folder: string): Promise<Result<void>> {
  const known = await findWorktree(repository, folder);
  if (!known.ok) return known;
  if (known.value !== undefined) return await clearWorktree(repository, folder);
  if (!existsSync(folder)) return ok(undefined);
  return fail(unusable('git/folder-in-use', `${folder} is no work tree of ${repository}, and is left alone.`));
}

/**
 * Commits all that has changed in a work tree; gives the commit, or undefined where nothing changed. To be called when
 * nothing works in it any more: a lock that a killed git left is taken away.
 */
export async function commitAll(
  worktree: string,
  message: string,
  options: { readonly dateMs?: number } = {},
): Promise<Result<string | undefined>> {
  await unlock(worktree);
  const added = await gitOut(worktree, 'add what has changed', ['add', '--all']);
  if (!added.ok) return added;
  const changed = await git(worktree, ['diff', '--cached', '--quiet', '--no-ext-diff']);
  if (!changed.ok) return changed;
  if (changed.value.code === 0) return ok(undefined);
  if (changed.value.code !== 1) return fail(refused('compare the work tree', changed.value));
  const args = ['commit', '--quiet', '--no-verify', '--cleanup=verbatim', '--allow-empty-message', '--file=-'];
  const done = await gitOut(worktree, `commit in ${worktree}`, args, { input: message, dateMs: options.dateMs });
  return done.ok ? await commitOf(worktree, 'HEAD') : done;
}

/** Which of these paths are files of `base` that `head` has unchanged. Paths as git has them: relative, with `/`. */
export async function unchangedSince(
  repository: string,
  base: string,
  head: string,
  paths: readonly string[],
): Promise<Result<ReadonlySet<string>>> {
  const before = await gitOut(repository, 'list files', ['ls-tree', '-r', '-z', '--name-only', base]);
  if (!before.ok) return before;
  const compare = ['diff', '--name-only', '-z', '--no-renames', '--no-ext-diff', base, head];
  const changed = await gitOut(repository, 'compare commits', compare);
  if (!changed.ok) return changed;
  // Compared here: as arguments of git, the files of a wide pattern would be more than the system takes.
  const [there, touched] = [before.value, changed.value].map((list) => new Set(list.split('\0'))) as [
    Set<string>,
    Set<string>,
  ];
  return ok(new Set(paths.filter((path) => there.has(path) && !touched.has(path))));
}

/** Whether two commits hold the same files, whatever lies between them. */
export async function sameFiles(repository: string, one: string, other: string): Promise<Result<boolean>> {
  const trees = await gitOut(repository, 'compare commits', ['rev-parse', `${one}^{tree}`, `${other}^{tree}`]);
  if (!trees.ok) return trees;
  const [first, second] = trees.value.trim().split('\n');
  return ok(first === second);
}

/**
 * Whether a folder is still the work tree of this repository on this branch, with nothing left half merged and no repository of
 * its own inside. Whoever worked in it may have put anything in its place: a link, or a `.git` that points to another repository,
 * into which the next step would commit.
 */
export async function ownWorktree(repository: string, folder: string, branch: string): Promise<Result<void>> {
  const not = (what: string): Result<void> => fail(unusable('git/worktree-changed', `its worktree ${what}`));
  const file = join(folder, '.git');
  if (!lstatSync(folder, { throwIfNoEntry: false })?.isDirectory()) return not('is gone, or is something else now');
  if (!lstatSync(file, { throwIfNoEntry: false })?.isFile()) return not('has lost its .git');
  const administered = join(realpathSync(repository), '.git', 'worktrees');
  const pointed = /^gitdir: (.+)$/m.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
  if (!existsSync(pointed) || dirname(realpathSync(pointed)) !== administered)
    return not('points to another repository');
  const back = readFileSync(join(pointed, 'gitdir'), 'utf8').trim();
  if (!existsSync(back) || realpathSync(back) !== realpathSync(file)) return not('is administered for another folder');
  const on = await git(folder, ['symbolic-ref', '--quiet', 'HEAD']);
  if (!on.ok) return on;
  if (on.value.out.trim() !== `refs/heads/${branch}`) return not(`was left on another branch than ${branch}`);
  const unmerged = await gitOut(folder, 'look for what is half merged', ['ls-files', '--unmerged', '-z']);
  if (!unmerged.ok) return unmerged;
  if (unmerged.value !== '') return not('was left in the middle of a merge');
  const others = await gitOut(folder, 'look for what is new', ['ls-files', '--others', '--exclude-standard', '-z']);
  if (!others.ok) return others;
  // git lists a repository inside as a folder, and everything else as files.
  const nested = others.value.split('\0').find((path) => path.endsWith('/'));
  return nested === undefined
    ? ok(undefined)
    : not(`holds a repository of its own in ${nested}, whose files would be lost`);
}

/** Takes away the index lock of a git that was killed. Nothing may be working in the work tree. */
export async function unlock(worktree: string): Promise<void> {
  const answer = await git(worktree, ['rev-parse', '--git-path', 'index.lock']);
  if (answer.ok && answer.value.code === 0)
    await rm(resolve(worktree, answer.value.out.replace(/\n$/, '')), { force: true });
}

async function findWorktree(repository: string, folder: string): Promise<Result<Worktree | undefined>> {
  const all = await worktrees(repository);
  if (!all.ok) return all;
  const wanted = real(folder);
  return ok(all.value.slice(1).find((one) => real(one.folder) === wanted));
}

async function clearWorktree(repository: string, folder: string): Promise<Result<void>> {
  // Twice: also where it is locked, which one is whose making was interrupted.
  const gone = await git(repository, ['worktree', 'remove', '--force', '--force', '--', folder]);
  if (!gone.ok) return gone;
  if (gone.value.code === 0) return ok(undefined);
  // Half-made or half-removed: git no longer knows it for a work tree. It is ours, by the repository's own list.
  if (pointsInto(folder, repository)) await rm(folder, { recursive: true, force: true });
  const unlocked = await git(repository, ['worktree', 'unlock', folder]);
  if (!unlocked.ok) return unlocked;
  const pruned = await gitOut(repository, 'forget lost work trees', ['worktree', 'prune', '--expire=now']);
  return pruned.ok ? ok(undefined) : pruned;
}

/** Whether a folder is a work tree's, or what is left of one: nothing but its `.git` file, or nothing. */
function pointsInto(folder: string, repository: string): boolean {
  const file = join(folder, '.git');
  if (!existsSync(folder)) return false;
  if (!existsSync(file)) return readdirSync(folder).length === 0;
  return readFileSync(file, 'utf8').includes(real(repository));
}

/** A path with its links followed as far as it exists, so that two names of one place are equal. */
function real(path: string): string {
  const whole = resolve(path);
  if (existsSync(whole)) return realpathSync(whole);
  return dirname(whole) === whole
    ? whole
    : join(real(dirname(whole)), whole.slice(dirname(whole).length).replace(/^\//, ''));
}
