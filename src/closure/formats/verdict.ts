// What a command has to say of one specification: the same for every format that it is written in.
import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Diagnostic } from '../../base/diagnostic.ts';
import { remedyText } from '../../base/remedy.ts';
import type { ClassScore } from '../obligations.ts';

export interface Verdict {
  /** The specification as it was asked for. */
  readonly path: string;
  /** The project's root, absolute: findings name files below it. */
  readonly root: string;
  readonly diagnostics: readonly Diagnostic[];
  /** Whether it is what was asked for: the exit status 0. */
  readonly enough: boolean;
  /** Files that were read, relative to the root; none where it could not be read. */
  readonly files: readonly string[];
  /** Obligations met; absent where it could not be read. */
  readonly score?: Score | undefined;
}

export interface Score {
  readonly met: number;
  readonly total: number;
  readonly percent: number;
  readonly byClass: readonly ClassScore[];
}

/** One finding, with the root that its files are below. */
export interface Found {
  readonly root: string;
  readonly finding: Diagnostic;
}

/** The findings of all, each once: two specifications may share a file. */
export function allFindings(verdicts: readonly Verdict[]): Found[] {
  const found = new Map<string, Found>();
  for (const { root, diagnostics } of verdicts)
    for (const finding of diagnostics) {
      const { code, message, at, focus } = finding;
      const key = JSON.stringify([code, message, at && [resolve(root, at.file), at.line, at.column], focus]);
      if (!found.has(key)) found.set(key, { root, finding });
    }
  return [...found.values()];
}

/** Where addresses of files are told from: the repository that the first specification is in, else its project. */
export function sourceRoot(verdicts: readonly Verdict[]): string {
  const start = verdicts[0]?.root ?? process.cwd();
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (folder === dirname(folder)) return start;
  }
}

/** A file's path below the source root, with `/`; undefined where it is elsewhere. */
export function belowSource(source: string, root: string, file: string): string | undefined {
  const way = relative(source, resolve(root, file));
  return way === '' || way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)
    ? undefined
    : way.split(sep).join('/');
}

/** A file's address below the source root (percent-encoded), or a whole `file:` address for what is elsewhere. */
export function addressOf(source: string, root: string, file: string): { uri: string; uriBaseId?: '%SRCROOT%' } {
  const below = belowSource(source, root, file);
  if (below === undefined) return { uri: pathToFileURL(resolve(root, file)).href };
  return { uri: below.split('/').map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' };
}

/** The finding in one text, without its place: what is wrong, why it matters, what to do. */
export function wordsOf({ message, why, help }: Diagnostic): string {
  const parts = [message, why, help && remedyText(help)];
  return parts.filter((part) => part !== undefined && part !== '').join('\n');
}
