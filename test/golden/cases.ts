// Every case that a finding's words are read in: where it is, and how it is looked at. A case is `fires*.ttl`, or a folder of that
// name, in a folder of test/cases; its golden text stands under the same path in test/golden.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageRoot, shippedAssets } from '../../src/base/assets.ts';
import type { Diagnostic } from '../../src/base/diagnostic.ts';
import { printDiagnostic } from '../../src/base/print-diagnostic.ts';
import { openCatalogue, type Catalogue } from '../../src/query/catalogue.ts';

export const casesFolder = join(packageRoot, 'test/cases');
const goldenFolder = join(packageRoot, 'test/golden');
export const shipped = openCatalogue(shippedAssets.queries);

export interface Case {
  /** Its golden text's path below test/golden, without the ending. */
  readonly name: string;
  /** The file or folder, below test/cases. */
  readonly path: string;
}

/** The cases in the folders of one folder of test/cases. */
export function casesIn(group: string): Case[] {
  const folder = join(casesFolder, group);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => readdirSync(join(folder, name)).map((file) => join(group, name, file)))
    .filter((path) => /\/fires[^/]*$/.test(path))
    .map((path) => ({ path, name: path.replace(/\.\w+$/, '') }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The last folder of a case's path: the shape, query or problem. */
export function subject({ path }: Case): string {
  return dirname(path).split('/').at(-1)!;
}

/** The shipped catalogue with these queries alone. */
export function catalogueOf(...names: readonly string[]): Catalogue {
  return { ...shipped, names: (prefix = '') => names.filter((name) => name.startsWith(prefix)) };
}

/** The findings as people read them, 80 columns wide. */
export function textOf(
  found: readonly Diagnostic[],
  lineText: (file: string, line: number) => string | undefined,
): string {
  return `${found.map((one) => printDiagnostic(one, { lineText })).join('\n\n')}\n`;
}

export function goldenOf(name: string): string | undefined {
  const file = join(goldenFolder, `${name}.txt`);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** `missing`, or the names of cases (parts of them) whose texts are to be written anew; scripts/golden.mjs sets it. */
const asked = process.env['SPEC_EXEC_GOLDEN'];

/** Writes the text where that was asked for: where there is none yet, or where it was named. */
export function keep(name: string, text: string): void {
  if (text.trim() === '') return;
  const named = asked !== undefined && asked !== 'missing' && asked.split(',').some((part) => name.includes(part));
  if (!(named || (asked === 'missing' && goldenOf(name) === undefined))) return;
  const file = join(goldenFolder, `${name}.txt`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Every golden text there is, by name. */
export function goldenNames(): string[] {
  return readdirSync(goldenFolder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.txt'))
    .map((file) => file.slice(0, -'.txt'.length))
    .sort();
}
