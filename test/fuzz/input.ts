// What one look of the fuzz takes: a small project on disk with a specification in it, and where the specification is.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

export interface FuzzInput {
  /** What kind of input it is, for people. */
  readonly kind: string;
  /** Path below the project → its bytes. */
  readonly files: ReadonlyMap<string, Buffer>;
  /** The specification, below the project. */
  readonly spec: string;
}

/** Where specifications of the fuzz stand in their project. */
export const SPEC_FOLDER = '.specify/specs/s';

export function writeInput(folder: string, { files }: FuzzInput): void {
  mkdirSync(join(folder, SPEC_FOLDER), { recursive: true });
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
}

/** A project that was kept: the specification is its only file, or the folder of its documents. */
export function readInput(folder: string): FuzzInput {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
  const inSpec = names.filter((name) => name.startsWith(`${SPEC_FOLDER}/`));
  return {
    kind: 'kept',
    files: new Map(names.map((name) => [name, readFileSync(join(folder, name))])),
    spec: inSpec.length === 1 ? inSpec[0]! : SPEC_FOLDER,
  };
}
