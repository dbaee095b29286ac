// Lines of files for printing findings where nothing was loaded (a file with a syntax error is in no dataset).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Gives a line of a file by its path below the root; undefined where there is none. Reads each file once. */
export function linesOnDisk(root: string): (file: string, line: number) => string | undefined {
  const read = new Map<string, readonly string[]>();
  return (file, line) => {
    let lines = read.get(file);
    if (!lines) read.set(file, (lines = linesOf(join(root, file))));
    return lines[line - 1];
  };
}

function linesOf(path: string): readonly string[] {
  try {
    return new TextDecoder().decode(readFileSync(path)).split(/\r\n|\r|\n/);
  } catch {
    return [];
  }
}
