// Hand-off values as files. A task leaves `<its hand-off folder>/<encoded key>.json`; once the task has succeeded, the
// value is kept at `<run folder>/handoff/<encoded key>/<version>.json`, where everybody may read it.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Diagnostic, unusable } from '../base/diagnostic.ts';
import { nearest } from '../base/near.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { JSON_BYTES_MAX, type Json, parseJson } from './json.ts';
import { encodedName, writeWhole } from './keep.ts';

/** File names end at 255 bytes; the encoded key and `.json` must fit, as must a temporary name. */
const KEY_BYTES_MAX = 240;

/** The file in which a task leaves the value of a key. A dot at its start is written `%2E`: files that begin with one are no values. */
export function handOffFileName(key: string): string {
  return `${encodeURIComponent(key).replace(/^\./, '%2E')}.json`;
}

/** The key whose value such a file holds; undefined for other files. */
export function keyOfFileName(name: string): string | undefined {
  if (!name.endsWith('.json') || name.startsWith('.')) return undefined;
  try {
    return decodeURIComponent(name.slice(0, -'.json'.length));
  } catch {
    return undefined;
  }
}

/** Leaves a value in the task's hand-off folder, whole or not at all; an earlier value of the same attempt is replaced. */
export function putHandOff(folder: string, key: string, text: string): Result<Json> {
  const flaw = keyFlaw(key);
  if (flaw) return fail(flaw);
  const value = parseJson(Buffer.from(text), `the value of "${key}"`);
  if (!value.ok) return value;
  mkdirSync(folder, { recursive: true });
  writeWhole(join(folder, handOffFileName(key)), `${JSON.stringify(value.value, undefined, 2)}\n`);
  return value;
}

/** Beside what a task leaves; names that begin with a dot are no values. */
const READS = '.read';

/** Notes in the task's hand-off folder that it read this version of a key: it goes on record with the attempt's end. */
export function noteRead(folder: string, key: string, version: number): void {
  const reads = join(folder, READS);
  mkdirSync(reads, { recursive: true });
  writeFileSync(join(reads, `${version}.${encodedName(key)}`), '');
}

/** What `noteRead` noted. */
export function readsIn(folder: string): { readonly key: string; readonly version: number }[] {
  return names(join(folder, READS)).flatMap((name) => {
    const [, version, encoded] = /^([1-9]\d{0,14})\.(.+)$/.exec(name) ?? [];
    const key = encoded === undefined ? undefined : keyOfFileName(`${encoded}.json`);
    return key === undefined ? [] : [{ key, version: Number(version) }];
  });
}

export interface KeptHandOff {
  readonly key: string;
  /** From 1; each accepted value of a key has its own. */
  readonly version: number;
  readonly file: string;
}

/**
 * Keeps an accepted value as the key's next version. Where `recorded` says which version is the newest on record, one above it with
 * this very value was kept by an orchestrator that died before it could say so: it is that version.
 */
export function keepHandOff(runFolder: string, key: string, value: Json, recorded?: number): KeptHandOff {
  const folder = join(runFolder, 'handoff', encodedName(key));
  mkdirSync(folder, { recursive: true });
  const text = `${JSON.stringify(value, undefined, 2)}\n`;
  const newest = versionsIn(folder).at(-1) ?? 0;
  const kept = join(folder, `${newest}.json`);
  if (recorded !== undefined && newest > recorded && readFileSync(kept, 'utf8') === text)
    return { key, version: newest, file: kept };
  for (let version = newest + 1; ; version++) {
    const file = join(folder, `${version}.json`);
    try {
      writeWhole(file, text, { fresh: true });
      return { key, version, file };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** A key's value, the newest version unless one is named. `evidence/no-hand-off` where there is none, with the nearest key. */
export function getHandOff(
  runFolder: string,
  key: string,
  version?: number,
): Result<KeptHandOff & { readonly value: Json }> {
  const flaw = keyFlaw(key);
  if (flaw) return fail(flaw);
  const folder = join(runFolder, 'handoff', encodedName(key));
  const found = version ?? versionsIn(folder).at(-1);
  const file = join(folder, `${found}.json`);
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch {
    return fail(noHandOff(runFolder, key, version));
  }
  const value = parseJson(bytes, `the value of "${key}"`, 2 * JSON_BYTES_MAX);
  return value.ok ? ok({ key, version: found!, file, value: value.value }) : value;
}

/** All keys that have a value in the run, sorted, each with its versions in order. */
export function listHandOffs(runFolder: string): { readonly key: string; readonly versions: readonly number[] }[] {
  const root = join(runFolder, 'handoff');
  return names(root)
    .flatMap((name) => {
      const key = keyOfFileName(`${name}.json`);
      const versions = versionsIn(join(root, name));
      return key === undefined || versions.length === 0 ? [] : [{ key, versions }];
    })
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

function versionsIn(folder: string): number[] {
  return names(folder)
    .flatMap((name) => {
      const found = /^([1-9]\d{0,14})\.json$/.exec(name);
      return found ? [Number(found[1])] : [];
    })
    .sort((a, b) => a - b);
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function keyFlaw(key: string): Diagnostic | undefined {
  const reason =
    key === ''
      ? 'it is empty'
      : /\p{Surrogate}/u.test(key)
        ? 'it holds half a surrogate pair'
        : encodeURIComponent(key).length > KEY_BYTES_MAX
          ? 'it is too long'
          : undefined;
  return reason === undefined
    ? undefined
    : unusable('evidence/bad-key', `"${key}" cannot be the key of a hand-off: ${reason}`);
}

function noHandOff(runFolder: string, key: string, version: number | undefined): Diagnostic {
  const keys = listHandOffs(runFolder).map((one) => one.key);
  const near = nearest(
    key,
    keys.filter((one) => one !== key),
  );
  const help = near
    ? `Did you mean "${near}"?`
    : keys.length > 0
      ? `There are: ${keys.join(', ')}.`
      : 'No hand-off has a value yet.';
  return unusable(
    'evidence/no-hand-off',
    `The hand-off "${key}" has no ${version === undefined ? 'value' : `version ${version}`} in this run`,
    { help },
  );
}
