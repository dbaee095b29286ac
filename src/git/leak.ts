// Looks for secrets in what an attempt would leave in the repository: the files that it changed, and what it committed itself.
import { lstat, open, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { ok, type Result } from '../base/result.ts';
import type { Secrets } from '../base/secrets.ts';
import { git, gitOut } from './git.ts';

/** Of a larger file so much is looked into. */
const LOOKED_INTO_MAX = 64 * 2 ** 20;
/** So much of the repository is read at a time. */
const BATCH_BYTES_MAX = 64 * 2 ** 20;

export interface Leak {
  /** The secret's name. */
  readonly name: string;
  /** Where it stands, as the end of a sentence: `line 3 of notes.txt`. */
  readonly where: string;
}

/** The first secret in what was changed in a work tree since `base`, or committed there since; files that git ignores are left out. */
export async function leakIn(worktree: string, base: string, secrets: Secrets): Promise<Result<Leak | undefined>> {
  if (!secrets.any) return ok(undefined);
  const changed = await changedFiles(worktree, base);
  if (!changed.ok) return changed;
  for (const path of changed.value) {
    const inName = secrets.foundIn(path);
    if (inName !== undefined) return ok({ name: inName, where: 'the name of a file' });
    const found = secrets.placeIn(await contentOf(join(worktree, path)));
    if (found) return ok({ name: found.name, where: `line ${found.line} of ${path}` });
  }
  return leakInCommits(worktree, base, secrets);
}

/** Files that are not as in `base`, and there. */
async function changedFiles(worktree: string, base: string): Promise<Result<readonly string[]>> {
  const compare = ['diff', '--name-only', '-z', '--no-renames', '--no-ext-diff', '--diff-filter=d', base];
  const known = await gitOut(worktree, 'compare the work tree', compare);
  if (!known.ok) return known;
  const others = await gitOut(worktree, 'look for what is new', ['ls-files', '--others', '--exclude-standard', '-z']);
  if (!others.ok) return others;
  return ok(`${known.value}${others.value}`.split('\0').filter((path) => path !== ''));
}

/** A file's bytes, or where a link leads; nothing of what is neither. */
async function contentOf(path: string): Promise<Buffer> {
  const about = await lstat(path);
  if (about.isSymbolicLink()) return Buffer.from(await readlink(path));
  if (!about.isFile()) return Buffer.alloc(0);
  const file = await open(path);
  try {
    const buffer = Buffer.alloc(Math.min(about.size, LOOKED_INTO_MAX));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

interface Kept {
  readonly id: string;
  readonly bytes: number;
  /** The file's name; undefined where it is a commit with its message. */
  readonly file: string | undefined;
}

/** Commits of an agent's own hold what it took away again. */
async function leakInCommits(worktree: string, base: string, secrets: Secrets): Promise<Result<Leak | undefined>> {
  const listed = await gitOut(worktree, 'list what was committed', ['rev-list', '--objects', `${base}..HEAD`]);
  if (!listed.ok) return listed;
  const names = new Map(
    listed.value
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => [line.split(' ', 1)[0]!, line.replace(/^\S+ ?/, '')]),
  );
  if (names.size === 0) return ok(undefined);
  const described = await gitOut(worktree, 'describe what was committed', ['cat-file', '--batch-check'], {
    input: `${[...names.keys()].join('\n')}\n`,
  });
  if (!described.ok) return described;
  const kept = described.value.split('\n').flatMap((line): Kept[] => {
    const [id = '', type, bytes] = line.split(' ');
    if ((type !== 'blob' && type !== 'commit') || Number(bytes) > LOOKED_INTO_MAX) return [];
    return [{ id, bytes: Number(bytes), file: type === 'blob' ? names.get(id) : undefined }];
  });
  for (const batch of batches(kept)) {
    const read = await git(worktree, ['cat-file', '--batch'], { input: `${batch.map(({ id }) => id).join('\n')}\n` });
    if (!read.ok) return read;
    const name = secrets.foundIn(read.value.out);
    if (name === undefined) continue;
    for (const one of batch) {
      const alone = await gitOut(worktree, 'read what was committed', ['cat-file', '-p', one.id]);
      if (!alone.ok) return alone;
      const found = secrets.placeIn(alone.value);
      const file = one.file === undefined ? 'the message' : `line ${found?.line} of ${one.file}`;
      if (found) return ok({ name: found.name, where: `${file}, in a commit of its own,` });
    }
  }
  return ok(undefined);
}

function batches(kept: readonly Kept[]): readonly (readonly Kept[])[] {
  const found: Kept[][] = [[]];
  let bytes = 0;
  for (const one of kept) {
    if (bytes + one.bytes > BATCH_BYTES_MAX && bytes > 0) {
      found.push([]);
      bytes = 0;
    }
    bytes += one.bytes;
    found.at(-1)!.push(one);
  }
  return found.filter((batch) => batch.length > 0);
}
