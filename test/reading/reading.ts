// Reads specifications written in a test, or kept as a case: loaded as any other, with places.
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Quad, Term } from '@rdfjs/types';
import { shippedAssets } from '../../src/base/assets.ts';
import { lexiconOf } from '../../src/reading/lexicon.ts';
import { readSpec, type Reading } from '../../src/reading/read.ts';
import { loadFiles, type LoadedFiles } from '../../src/store/load.ts';
import { loadOntology } from '../../src/store/ontology.ts';
import { namedNode } from '../../src/vocabulary/factory.ts';
import { READ, SX } from '../../src/vocabulary/terms.ts';

export const lexicon = lexiconOf(loadOntology(shippedAssets.ontology));
export const HEAD = `@prefix : <https://example.org/plan#> .
@prefix v: <https://example.org/words#> .
@prefix sx: <${SX}> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix unit: <http://qudt.org/vocab/unit/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
`;
/** Lines that HEAD takes, so that a test can say the line of its own text. */
export const headLines = HEAD.split('\n').length - 1;

/** A case: one file, or all Turtle files of a folder. */
export async function loadCase(path: string, root: string): Promise<LoadedFiles> {
  const files = statSync(path).isDirectory()
    ? readdirSync(path)
        .filter((name) => name.endsWith('.ttl'))
        .sort()
        .map((name) => join(path, name))
    : [path];
  const loaded = await loadFiles(files, { root });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics));
  return loaded.value;
}

/** What is read of texts, each a document; HEAD stands before each. */
export async function reading(...texts: readonly string[]): Promise<Reading & { readonly spec: LoadedFiles }> {
  const folder = mkdtempSync(join(tmpdir(), 'spec-exec-reading-'));
  try {
    const files = texts.map((text, index) => {
      const file = join(folder, `${String.fromCodePoint(97 + index)}.ttl`);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, HEAD + text);
      return file;
    });
    const loaded = await loadFiles(files, { root: folder });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics));
    return { ...readSpec(loaded.value, lexicon), spec: loaded.value };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const short = (term: Term): string =>
  term.termType === 'Literal'
    ? JSON.stringify(term.value)
    : term.value
        .replace('https://example.org/plan#', ':')
        .replace(SX, 'sx:')
        .replace(READ, 'read:')
        .replace('http://www.w3.org/1999/02/22-rdf-syntax-ns#type', 'a')
        .replace(/^urn:spec-exec:reading\/(\w+)\/\d+$/, '[$1]');

/** The facts as text, `:build sx:requires :test`, in the order in which they were found. */
export function factsOf({ graphs }: Reading): string[] {
  return Array.from(
    graphs.match(null, null, null, namedNode('urn:spec-exec:reading')),
    ({ subject, predicate, object }: Quad) => [subject, predicate, object].map(short).join(' '),
  );
}

/** Facts with that property, as `subject object`. */
export function stated(read: Reading, property: string): string[] {
  return factsOf(read)
    .map((fact) => fact.split(` ${property} `))
    .flatMap(([subject, object]) => (object === undefined ? [] : [`${subject} ${object}`]))
    .sort();
}

/** The things of each kind. */
export function kinds(read: Reading): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const one of stated(read, 'a')) {
    const [thing, kind] = one.split(' ') as [string, string];
    if (kind.startsWith('sx:')) (found[kind.slice('sx:'.length)] ??= []).push(thing);
  }
  return found;
}
