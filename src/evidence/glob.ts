// Finds the files that an artifact's path names, inside one folder and nowhere else. Patterns: `*`, `?`, `**`, `{a,b}`.
import { lstatSync, readdirSync, realpathSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import type { Diagnostic } from '../base/diagnostic.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { segmentMatcher } from '../base/wildcard.ts';

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
  const names = isPattern(part) ? namesIn(join(root, ...above)).filter(segmentMatcher(part)) : [part];
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
