// Finds the files that an artifact's path names, inside one folder and nowhere else. Patterns: `*`, `?`, `**`, `{a,b}`.
import { lstatSync, readdirSync, realpathSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import { fail, ok, type Result } from '../base/result.ts';
import type { Diagnostic } from '../base/diagnostic.ts';

/** More files than this are not one artifact. */
export const FILES_MAX = 10_000;

export interface FoundFile {
  /** Relative to the folder, with `/`. */
  readonly path: string;
  /** Where it really is: absolute, without links. */
  readonly file: string;
}

/** Regular files below `folder` that match, sorted by path. A path or link that leads out of the folder is refused. */
export function findFiles(folder: string, pattern: string): Result<FoundFile[]> {
  const parts = pattern.split('/').filter((part) => part !== '' && part !== '.');
  if (
    pattern === '' ||
    pattern.includes('\0') ||
    isAbsolute(pattern) ||
    parts.includes('..') ||
    /^[A-Za-z]:|\\/.test(pattern)
  )
    return fail(outside(pattern, 'it is not a path below the working folder'));
  const root = realpathSync(folder);
  const found = new Map<string, string>();
  const stop = walk(root, [], parts, found, pattern);
  return stop
    ? fail(stop)
    : ok([...found].map(([path, file]) => ({ path, file })).sort((a, b) => (a.path < b.path ? -1 : 1)));
}

function walk(
  root: string,
  above: readonly string[],
  parts: readonly string[],
  found: Map<string, string>,
  pattern: string,
): Diagnostic | undefined {
  const [part, ...rest] = parts;
  if (part === undefined) return undefined;
  if (part === '**') {
    // No folder, or any number of them; what git keeps for itself is never an artifact.
    const here = rest.length > 0 ? walk(root, above, rest, found, pattern) : walk(root, above, ['*'], found, pattern);
    if (here) return here;
    for (const name of namesIn(join(root, ...above))) {
      const path = [...above, name];
      if (name === '.git' || !lstatSync(join(root, ...path), { throwIfNoEntry: false })?.isDirectory()) continue;
      const stop = walk(root, path, parts, found, pattern);
      if (stop) return stop;
    }
    return undefined;
  }
  const names = isPattern(part) ? namesIn(join(root, ...above)).filter(matcher(part)) : [part];
  for (const name of names) {
    const path = [...above, name];
    const shown = path.join('/');
    const place = realOf(join(root, ...path));
    if (place === undefined) continue;
    if (place !== root && !place.startsWith(root + sep))
      return outside(shown, `it is a link to ${place}, outside the working folder`);
    const stat = lstatSync(place, { throwIfNoEntry: false });
    if (rest.length > 0) {
      const stop = stat?.isDirectory() ? walk(root, path, rest, found, pattern) : undefined;
      if (stop) return stop;
    } else if (stat?.isFile()) {
      found.set(shown, place);
      if (found.size > FILES_MAX) return outside(pattern, `more than ${FILES_MAX} files match it`);
    }
  }
  return undefined;
}

function isPattern(part: string): boolean {
  return /[*?{]/.test(part);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function realOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/** One path segment as a test of names; as in a shell, `*` and `?` match no leading dot. */
function matcher(part: string): (name: string) => boolean {
  // A brace that is never closed stands for itself.
  if (hasOpenBrace(part)) return (name) => name === part;
  const dotted = part.startsWith('.') || part.startsWith('{.');
  return (name) => (dotted || !name.startsWith('.')) && fits(part, Array.from(name));
}

/** Not a regular expression: of `*a*a*a*b` and a long name that would try every way there is. What was tried once is not tried again. */
function fits(pattern: string, name: readonly string[]): boolean {
  const tried = new Set<string>();
  const from = (rest: string, at: number): boolean => {
    const key = `${at} ${rest}`;
    if (tried.has(key)) return false;
    tried.add(key);
    if (rest === '') return at === name.length;
    const character = String.fromCodePoint(rest.codePointAt(0)!);
    const after = rest.slice(character.length);
    if (character === '*') return from(after, at) || (at < name.length && from(rest, at + 1));
    if (character === '?') return at < name.length && from(after, at + 1);
    if (character !== '{') return name[at] === character && from(after, at + 1);
    const end = closingBrace(rest, 0);
    return alternatives(rest.slice(1, end)).some((one) => from(one + rest.slice(end + 1), at));
  };
  return from(pattern, 0);
}

function hasOpenBrace(text: string): boolean {
  let depth = 0;
  for (const character of text)
    if (character === '{') depth++;
    else if (character === '}' && depth > 0) depth--;
  return depth > 0;
}

/** Where the brace that opens at `open` is closed; -1 where it is not. */
function closingBrace(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return at;
  }
  return -1;
}

/** What stands between the commas that are in no further brace. */
function alternatives(text: string): string[] {
  const found = [''];
  let depth = 0;
  for (const character of text) {
    if (character === '{') depth++;
    else if (character === '}') depth--;
    if (character === ',' && depth === 0) found.push('');
    else found[found.length - 1] += character;
  }
  return found;
}

/** How a file is shown: relative to the folder, with `/`. */
export function below(folder: string, file: string): string {
  return relative(folder, file).split(sep).join('/');
}

function outside(path: string, reason: string): Diagnostic {
  return {
    code: 'evidence/outside',
    severity: 'error',
    message: `"${path}" cannot be taken: ${reason}`,
    why: 'What a task makes is taken from its own working folder alone.',
    help: 'Write the file itself into the working folder.',
  };
}
