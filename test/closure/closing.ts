// Closes a specification written in the test, against shapes and queries written in the test.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach } from 'vitest';
import { shippedAssets } from '../../src/base/assets.ts';
import type { Diagnostic } from '../../src/base/diagnostic.ts';
import type { Result } from '../../src/base/result.ts';
import { closeSpec, type Closure } from '../../src/closure/close.ts';
import { loadSpec, type LoadedSpec } from '../../src/store/load.ts';

export const head = `@prefix sx: <https://w3id.org/spec-exec/ns#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix : <https://example.org/s#> .
`;
/** Lines that `head` takes, so that a test can say the line of its own text. */
export const headLines = 5;

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

export interface Closing {
  readonly spec: string;
  readonly shapes?: string;
  /** Queries by name below `closure/`. */
  readonly queries?: Readonly<Record<string, string>>;
  /** The project's own shapes, in `.specify/shapes/`. */
  readonly own?: string;
}

export function write(folder: string, files: Readonly<Record<string, string>>): string {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

export function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'spec-exec-closure-'));
  folders.push(folder);
  return folder;
}

/** `head` stands before every text. */
export async function close({
  spec,
  shapes = '',
  queries = {},
  own,
}: Closing): Promise<Result<Closure> & { readonly spec: LoadedSpec }> {
  const folder = temporary();
  write(folder, {
    'project/.specify/spec.ttl': head + spec,
    ...(own !== undefined && { 'project/.specify/shapes/own.ttl': head + own }),
  });
  write(folder, {
    'assets/shapes/core.ttl': `${head}:nothing rdfs:label "no shape" .\n${shapes}`,
    'assets/queries/README.md': '',
  });
  for (const [name, text] of Object.entries(queries)) write(folder, { [`assets/queries/closure/${name}.rq`]: text });
  const assets = { ...shippedAssets, shapes: join(folder, 'assets/shapes'), queries: join(folder, 'assets/queries') };
  const loaded = await loadSpec(join(folder, 'project/.specify/spec.ttl'));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics));
  return { ...(await closeSpec(loaded.value, { assets, lint: false })), spec: loaded.value };
}

export async function closed(closing: Closing): Promise<Closure> {
  const result = await close(closing);
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  return result.value;
}

export async function refusals(closing: Closing): Promise<readonly Diagnostic[]> {
  const result = await close(closing);
  return result.ok ? [] : result.diagnostics;
}

/** Two obligations that every document has: known terms, known references. */
export const ofDocument = 2;
