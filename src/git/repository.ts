// Repositories: whether there is one, whether git is new enough, and making one from a plain folder.
import { existsSync } from 'node:fs';
import { cp, mkdir, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { unusable } from '../base/diagnostic.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { git, gitOut } from './git.ts';

/** Oldest git that this room was tried on: `merge-tree --write-tree --stdin` is what needs it. */
export const gitFloor = '2.39';

/** The version of git, `2.39.5`; a finding where there is none or it is older than the floor. */
export async function gitVersion(): Promise<Result<string>> {
  const answer = await gitOut('/', 'tell its version', ['--version']);
  return answer.ok ? checkedVersion(answer.value) : answer;
}

/** Takes the version out of what `git --version` says, and holds it against the floor. */
export function checkedVersion(said: string): Result<string> {
  const [, version = '', major = '0', minor = '0'] = /((\d+)\.(\d+)\S*)/.exec(said) ?? [];
  const [floorMajor = 0, floorMinor = 0] = gitFloor.split('.').map(Number);
  if (Number(major) > floorMajor || (Number(major) === floorMajor && Number(minor) >= floorMinor)) return ok(version);
  return fail(
    unusable('git/too-old', `git is ${version || 'of an unknown version'}; ${gitFloor} or newer is needed.`, {
      why: 'Branches are compared by `git merge-tree --write-tree`, which older ones do not have.',
      help: `Install git ${gitFloor} or newer.`,
    }),
  );
}

/** Root of the work tree that a folder is in; undefined where it is in none. */
export async function repositoryRoot(folder: string): Promise<string | undefined> {
  if (!existsSync(folder)) return undefined;
  const answer = await git(folder, ['rev-parse', '--show-toplevel'], { climb: true });
  return answer.ok && answer.value.code === 0 ? answer.value.out.replace(/\n$/, '') : undefined;
}

/** Whether the folder itself is the root of a work tree; a folder inside one is not. */
export async function isRepository(folder: string): Promise<boolean> {
  const root = await repositoryRoot(folder);
  return root !== undefined && (await realpath(root)) === (await realpath(folder));
}

/** The commit that a revision stands for. */
export async function commitOf(folder: string, revision: string): Promise<Result<string>> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
  const answer = await git(folder, args);
  if (!answer.ok) return answer;
  if (answer.value.code === 0) return ok(answer.value.out.trim());
  return fail(unusable('git/unknown-revision', `"${revision}" is no commit of the repository ${folder}.`));
}

/**
 * Makes `target` a repository of its own with all of `source` but its `.git`, as one commit on `main`; gives that commit.
 * The same files, message and date give the same commit. Where a crash left a half-made one it begins again; where
 * `target` is a repository already, nothing is copied and its present commit is given.
 */
export async function createRepository(
  source: string,
  target: string,
  options: { readonly message?: string; readonly dateMs?: number } = {},
): Promise<Result<string>> {
  if (existsSync(target) && (await isRepository(target))) return await commitOf(target, 'HEAD');
  if (existsSync(target)) return fail(inUse(target));
  if (!existsSync(source)) return fail(unusable('git/no-workspace', `The workspace folder ${source} does not exist.`));
  // Made beside its place and renamed at the end: what has the name is whole.
  const part = `${target}.part`;
  await rm(part, { recursive: true, force: true });
  await mkdir(dirname(target), { recursive: true });
  const filter = (file: string): boolean => basename(file) !== '.git';
  await cp(source, part, { recursive: true, verbatimSymlinks: true, filter });
  const { message = 'Workspace as it was before the run', dateMs } = options;
  const steps = [
    ['init', '--quiet', '--initial-branch=main', '--template='],
    ['add', '--all'],
    ['commit', '--quiet', '--allow-empty', '--no-verify', `--message=${message}`],
  ];
  for (const step of steps) {
    const done = await gitOut(part, `make a repository of ${target}`, step, { dateMs });
    if (!done.ok) return done;
  }
  await rename(part, target);
  return await commitOf(target, 'HEAD');
}

function inUse(folder: string) {
  return unusable('git/folder-in-use', `${folder} exists already and is not a repository.`, {
    help: 'Remove it, or choose another folder.',
  });
}
