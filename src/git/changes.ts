// What a worktree holds that its base does not: committed or not, file by file, each as it was and as it is.
import { lstatSync, readFileSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { ok, type Result } from '../base/result.ts';
import { gitBytes, gitOut } from './git.ts';

/** A changed file. Undefined where there is none: it is new, or gone. A link or a submodule is none to look into. */
export interface FileNow {
  readonly path: string;
  readonly bytes: Buffer | undefined;
  /** When it was changed last, UTC milliseconds; when its folder was, where it is gone. */
  readonly changedMs: number;
}

/** A file beyond this is not read: its size and time stand for it. */
const BYTES_MAX = 64 * 1024 * 1024;

/** The files of a worktree that differ from a commit, those that git does not know yet among them; ignored ones are left out. */
export async function changesIn(worktree: string, base: string): Promise<Result<readonly FileNow[]>> {
  const tracked = await gitOut(worktree, `compare ${worktree} with ${base}`, [
    'diff',
    '--name-only',
    '-z',
    '--no-renames',
    '--no-ext-diff',
    '--no-textconv',
    '--end-of-options',
    base,
    '--',
  ]);
  if (!tracked.ok) return tracked;
  const others = ['ls-files', '--others', '--exclude-standard', '-z'];
  const unknown = await gitOut(worktree, `list what is new in ${worktree}`, others);
  if (!unknown.ok) return unknown;
  const paths = new Set([...tracked.value.split('\0'), ...unknown.value.split('\0')].filter((path) => path !== ''));
  return ok([...paths].sort().flatMap((path) => fileNow(worktree, path) ?? []));
}

function fileNow(worktree: string, path: string): FileNow | undefined {
  const file = join(worktree, path);
  const stat = statOf(file);
  if (!stat) return { path, bytes: undefined, changedMs: statOf(join(file, '..'))?.mtimeMs ?? 0 };
  if (!stat.isFile()) return undefined;
  const bytes = stat.size > BYTES_MAX ? Buffer.from(`\0${stat.size} ${stat.mtimeMs}`) : readFileSync(file);
  return { path, bytes, changedMs: stat.mtimeMs };
}

function statOf(file: string): Stats | undefined {
  return lstatSync(file, { throwIfNoEntry: false });
}

/** Files of a commit as they are there; a path that is no file there is left out. */
export async function filesOf(
  repository: string,
  commit: string,
  paths: readonly string[],
): Promise<Result<ReadonlyMap<string, Buffer>>> {
  const found = new Map<string, Buffer>();
  if (paths.length === 0) return ok(found);
  const input = paths.map((path) => `${commit}:${path}\0`).join('');
  const answer = await gitBytes(repository, `read files of ${commit}`, ['cat-file', '--batch', '-z'], { input });
  if (!answer.ok) return answer;
  let at = 0;
  for (const path of paths) {
    const missing = `${commit}:${path} missing\n`;
    if (answer.value.toString('utf8', at, at + Buffer.byteLength(missing)) === missing) {
      at += Buffer.byteLength(missing);
      continue;
    }
    const end = answer.value.indexOf(10, at);
    const [, type, size] = answer.value.toString('utf8', at, end).split(' ');
    at = end + 1 + Number(size) + 1;
    if (type === 'blob') found.set(path, answer.value.subarray(end + 1, at - 1));
  }
  return ok(found);
}

/** The paths of all files of a commit. */
export async function pathsOf(repository: string, commit: string): Promise<Result<readonly string[]>> {
  const listed = await gitOut(repository, `list ${commit}`, ['ls-tree', '-r', '-z', '--name-only', commit]);
  return listed.ok ? ok(listed.value.split('\0').filter((path) => path !== '')) : listed;
}

/** Where two commits parted. */
export async function partedAt(repository: string, one: string, other: string): Promise<Result<string>> {
  const answer = await gitOut(repository, `find where ${one} and ${other} parted`, ['merge-base', one, other]);
  return answer.ok ? ok(answer.value.trim()) : answer;
}
