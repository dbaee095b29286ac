// Where to point when a finding is about nothing that is written: at the file that should hold it.
import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Diagnostic, Span } from '../base/diagnostic.ts';
import { pathBelow, projectRoot } from './project.ts';

/** The start of a file: the file as such. */
export function startOf(file: string): Span {
  return { file, line: 1, column: 1, endLine: 1, endColumn: 1 };
}

/**
 * The same findings, each with a place: where what it is about is declared, else the start of the document that should say it
 * (plan.ttl for what concerns the plan), else of the first of the files. Without files they stay as they are.
 */
export function placed(
  diagnostics: readonly Diagnostic[],
  files: readonly string[],
  declared: (focus: string) => Span | undefined = () => undefined,
): Diagnostic[] {
  const plan = files.find((file) => basename(file) === 'plan.ttl');
  return diagnostics.map((one) => {
    if (one.at) return one;
    const fallback = (one.code.startsWith('derive/') ? plan : undefined) ?? files[0];
    const at = (one.focus === undefined ? undefined : declared(one.focus)) ?? (fallback && startOf(fallback));
    return at ? { ...one, at } : one;
  });
}

/** The same for a specification that could not be read: the file that was given, or what its folder holds. */
export function placedUnread(diagnostics: readonly Diagnostic[], path: string): Diagnostic[] {
  const files = turtleAt(path).map((file) => pathBelow(projectRoot(path), file));
  // Of a file that is not there, no other file can tell anything.
  return diagnostics.map((one) => (one.code === 'store/no-such-file' ? one : placed([one], files)[0]!));
}

function turtleAt(path: string): string[] {
  const info = statSync(path, { throwIfNoEntry: false });
  if (info?.isFile()) return [path];
  const folder = info?.isDirectory() ? path : dirname(path);
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ttl'))
      .map(({ name }) => join(folder, name))
      .sort();
  } catch {
    return [];
  }
}
