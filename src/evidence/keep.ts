// Stored copies: digested, on disk, and never overwritten.
import { createHash, randomBytes } from 'node:crypto';
import {
  constants,
  createReadStream,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Secrets } from '../base/secrets.ts';

export interface Kept {
  readonly file: string;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
}

/** A name as a file name: percent-encoded, and never `.` or `..`. */
export function encodedName(name: string): string {
  return encodeURIComponent(name).replace(/^\.+$/, (dots) => '%2E'.repeat(dots.length));
}

/** A path that is not there yet: the name, or the name with a number behind it. A second look at one attempt keeps the first. */
export function freshName(folder: string, name: string, ending = ''): string {
  mkdirSync(folder, { recursive: true });
  for (let n = 1; ; n++) {
    const path = join(folder, `${n === 1 ? name : `${name}~${n}`}${ending}`);
    if (!lstatSync(path, { throwIfNoEntry: false })) return path;
  }
}

/** The names in a folder that `freshName` may have given for this one, newest first. */
export function namesLike(folder: string, name: string, ending: string): string[] {
  const names: string[] = [];
  for (let n = 1; ; n++) {
    const candidate = `${n === 1 ? name : `${name}~${n}`}${ending}`;
    if (!lstatSync(join(folder, candidate), { throwIfNoEntry: false })) return names.reverse();
    names.push(candidate);
  }
}

/** Copies a regular file and digests the copy. Throws where the source has become a link, or something other than a file, meanwhile. */
export async function copyKept(source: string, target: string): Promise<Kept> {
  mkdirSync(dirname(target), { recursive: true });
  // Not blocking: what was a file a moment ago may be a named pipe now.
  const from = await open(source, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    if (!(await from.stat()).isFile()) throw new Error(`not a regular file: ${source}`);
    const to = await open(target, 'wx', 0o600);
    try {
      return { file: target, ...(await pour(from, to)) };
    } finally {
      await to.close();
    }
  } finally {
    await from.close();
  }
}

/** As `copyKept`; where the source is at fault, why it cannot be kept, as the end of a sentence about it. */
export async function copyOrWhy(source: string, target: string): Promise<Kept | string> {
  try {
    return await copyKept(source, target);
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    if (code === 'ENAMETOOLONG') return 'has too long a path to be kept';
    // Anything about the target is our own disk, and not for an agent to answer for.
    if (code !== undefined && path !== source) throw error;
    return code === 'EACCES' ? 'cannot be read' : 'changed while it was read';
  }
}

/** Removes a kept copy that holds a secret; says so, as the end of a sentence about it. Larger files than an agent writes by hand are not looked into. */
export function dropSecret(file: string, secrets: Secrets | undefined): string | undefined {
  if (!secrets || lstatSync(file).size > LOOKED_INTO_MAX) return undefined;
  const name = secrets.foundIn(readFileSync(file));
  if (name === undefined) return undefined;
  rmSync(file);
  return holdsSecret(name);
}

const LOOKED_INTO_MAX = 64 * 2 ** 20;

export function holdsSecret(name: string): string {
  return `holds the value of ${name}, which is a secret`;
}

/** The digest of a regular file; undefined where there is none. */
export async function digestOf(file: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    for await (const piece of createReadStream(file)) hash.update(piece as Buffer);
  } catch {
    return undefined;
  }
  return hash.digest('hex');
}

async function pour(from: FileHandle, to: FileHandle): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(256 * 1024);
  let bytes = 0;
  for (;;) {
    const { bytesRead } = await from.read(buffer, 0, buffer.length, null);
    if (bytesRead === 0) break;
    const piece = buffer.subarray(0, bytesRead);
    hash.update(piece);
    await to.writeFile(piece);
    bytes += bytesRead;
  }
  await to.datasync();
  return { sha256: hash.digest('hex'), bytes };
}

/** Writes a file whole or not at all: beside it first, then into place. With `fresh`, it fails with EEXIST where the name is taken. */
export function writeWhole(file: string, text: string, options: { readonly fresh?: boolean } = {}): void {
  const beside = join(dirname(file), `.${randomBytes(6).toString('hex')}.tmp`);
  writeFileSync(beside, text, { flag: 'wx', mode: 0o600, flush: true });
  try {
    if (options.fresh) linkSync(beside, file);
    else renameSync(beside, file);
  } finally {
    rmSync(beside, { force: true });
  }
}
