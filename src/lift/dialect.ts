// Dialects: each a folder with a description, `dialect.ttl`, and queries. Ours are in queries/lift/, a project's own in
// .specify/dialects/; adding one takes a folder and no code.
import type { Quad } from '@rdfjs/types';
import { Parser } from 'n3';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Diagnostic } from '../base/diagnostic.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { openCatalogue, type QueryEntry } from '../query/catalogue.ts';
import { dcterms, rdf } from '../vocabulary/borrowed.ts';
import { sx } from '../vocabulary/terms.ts';

export interface Clue {
  /** A local name, or the start of an IRI. */
  readonly kind: 'word' | 'namespace';
  readonly text: string;
  readonly weight: number;
}

/** A vocabulary that can be lifted, and how it is recognised. */
export interface Dialect {
  /** The name of its folder. */
  readonly name: string;
  readonly title: string;
  readonly clues: readonly Clue[];
  /** The sum of weights from which on it is recognised. */
  readonly threshold: number;
  /** Properties of ours of which one value is kept where several descriptions of one thing are merged. */
  readonly keepsOne: ReadonlySet<string>;
  readonly queries: readonly QueryEntry[];
  /** Shown before a query's name in findings about the query itself. */
  readonly folder: string;
  /** Whether it came with the program; its queries are then ours, and a mistake in them is a bug. */
  readonly shipped: boolean;
}

/** The dialects that came with the program, from its folder of queries. */
export function shippedDialects(queries: string): Result<readonly Dialect[]> {
  return dialectsIn(join(queries, 'lift'), 'queries/lift', 'lift/', true);
}

/** The dialects of a project, from `.specify/dialects/`. */
export function projectDialects(root: string): Result<readonly Dialect[]> {
  const folder = join(root, '.specify', 'dialects');
  return dialectsIn(folder, relative(root, folder), '', false);
}

function dialectsIn(folder: string, shown: string, prefix: string, shipped: boolean): Result<readonly Dialect[]> {
  if (!existsSync(folder)) return ok([]);
  const names = readdirSync(folder, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() || entry.isSymbolicLink(),
  );
  const found: Dialect[] = [];
  const flaws: Diagnostic[] = [];
  for (const { name } of names.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const read = readDialect(join(folder, name), name, `${shown}/${name}`, prefix, shipped);
    if (read.ok) found.push(read.value);
    else flaws.push(...read.diagnostics);
  }
  return flaws.length > 0 ? fail(...flaws) : ok(found);
}

function readDialect(folder: string, name: string, shown: string, prefix: string, shipped: boolean): Result<Dialect> {
  const file = `${shown}/dialect.ttl`;
  const broken = (message: string, help: string, line = 1, column = 1): Result<Dialect> =>
    fail({
      code: 'lift/dialect-unusable',
      severity: 'error',
      exit: 2,
      message,
      ...(existsSync(join(folder, 'dialect.ttl')) && { at: { file, line, column, endLine: line, endColumn: column } }),
      why: 'Specifications of this dialect cannot be recognised.',
      help,
    });
  const example =
    'Write <> a sx:Dialect ; dcterms:title "…" ; sx:threshold 10 ; sx:clue [ sx:word "taskName" ; sx:weight 5 ] .';
  if (!existsSync(join(folder, 'dialect.ttl')))
    return broken(`The dialect ${name} has no description: there is no ${file}.`, example);
  let quads: Quad[];
  try {
    quads = new Parser({ format: 'text/turtle', baseIRI: `urn:spec-exec:doc:${encodeURI(file)}` }).parse(
      readFileSync(join(folder, 'dialect.ttl'), 'utf8'),
    ) as Quad[];
  } catch (error) {
    const line = (error as { context?: { line?: number } }).context?.line;
    return broken(`${file} is not Turtle: ${(error as Error).message.replace(/\.$/, '')}.`, example, line);
  }
  const of = (subject: string, predicate: { value: string }): string[] =>
    quads
      .filter((one) => one.subject.value === subject && one.predicate.value === predicate.value)
      .map(({ object }) => object.value);
  const self = quads.find(({ predicate, object }) => predicate.equals(rdf.type) && object.equals(sx.Dialect))?.subject
    .value;
  if (self === undefined) return broken(`${file} declares no sx:Dialect.`, example);
  const clues = of(self, sx.clue).flatMap((node): Clue[] => {
    const weight = Number(of(node, sx.weight)[0] ?? 1);
    return [
      ...of(node, sx.word).map((text): Clue => ({ kind: 'word', text, weight })),
      ...of(node, sx.namespaceStart).map((text): Clue => ({ kind: 'namespace', text, weight })),
    ];
  });
  const threshold = Number(of(self, sx.threshold)[0]);
  if (clues.length === 0 || !(threshold > 0) || clues.some(({ weight }) => !(weight > 0)))
    return broken(
      `${file} does not say by what the dialect is recognised: clues with weights and a threshold above 0.`,
      example,
    );
  const catalogue = openCatalogue(folder);
  const queries = catalogue.names().flatMap((query) => {
    const entry = catalogue.get(query);
    return entry.ok ? [{ ...entry.value, name: `${prefix}${name}/${query}` }] : [];
  });
  if (queries.length === 0)
    return broken(
      `The dialect ${name} has no query: nothing would be lifted.`,
      `Write ${shown}/tasks.rq: a CONSTRUCT query.`,
    );
  const title = of(self, dcterms.title)[0] ?? name;
  return ok({
    name,
    title,
    clues,
    threshold,
    keepsOne: new Set(of(self, sx.keepsOne)),
    queries,
    folder: shown,
    shipped,
  });
}
