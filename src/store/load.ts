// A specification from disk: its documents, each a named graph, with the place of every triple. Nothing is ever read
// from the network. Everything that is wrong with any file is said at once.
import type { NamedNode, Quad } from '@rdfjs/types';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { createHash } from 'node:crypto';
import { byPlace, unusable, type Diagnostic, type Span } from '../base/diagnostic.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { nearest } from '../base/near.ts';
import { owl } from '../vocabulary/borrowed.ts';
import { namedNode } from '../vocabulary/factory.ts';
import { SX } from '../vocabulary/terms.ts';
import { rdflibFormats } from './formats.ts';
import { Graphs } from './graphs.ts';
import { Locations, type TriplePlaces } from './locations.ts';
import { n3Formats, parseText, type PrefixUse } from './parse.ts';
import { documentIri, documentPath, isBelow, leadsOutside, pathBelow, projectRoot } from './project.ts';
import { cannotRead, readText } from './read-file.ts';
import type { Places } from './stamp.ts';

/** One file, read. */
export interface LoadedDocument {
  /** Below the project root, with `/`. */
  readonly path: string;
  /** The named graph that holds its triples. */
  readonly iri: string;
  /** How many triples it says (a triple said twice in it counts once). */
  readonly triples: number;
  /** SHA-256 of its bytes as text, hexadecimal. */
  readonly digest: string;
  /** Prefixes that it declares. */
  readonly prefixes: Readonly<Record<string, string>>;
  /** Where it declares each prefix, and whether it writes a name with it; none where the format gives no places. */
  readonly prefixUses: readonly { readonly prefix: string; readonly at: Span; readonly used: boolean }[];
}

export interface LoadedFiles {
  readonly root: string;
  readonly graphs: Graphs;
  readonly documents: readonly LoadedDocument[];
  readonly locations: Locations;
  /** Warnings and notes: nothing that keeps it from being used. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface LoadedSpec extends LoadedFiles {
  /** The folder of the specification. */
  readonly folder: string;
}

export interface LoadOptions {
  /** The project root, where it is not to be found from the path. */
  readonly root?: string;
  /** How labels of blank nodes start, where documents of two roots are put together: their paths may be the same. */
  readonly labels?: string;
}

/** The three documents of a specification: what is to be achieved, who and what takes part, who does what when. */
export const specDocuments = ['feature.ttl', 'entities.ttl', 'plan.ttl'] as const;

/**
 * Loads a specification: a folder (feature.ttl, entities.ttl, plan.ttl, every other *.ttl beside them) or one of its
 * files, and what these import by relative `owl:imports`. A single other Turtle file is a specification of its own.
 */
export async function loadSpec(path: string, options: LoadOptions = {}): Promise<Result<LoadedSpec>> {
  if (path.trim() === '')
    return fail(cannotRead(Object.assign(new Error(), { code: 'ENOENT' }), '"" (the path is empty)'));
  const whole = resolve(path);
  const root = options.root === undefined ? projectRoot(whole) : resolve(options.root);
  const found = await specFiles(whole, path);
  if (!found.ok) return found;
  const loaded = await loadFiles(found.value.files, { root });
  // Where nothing is in our vocabulary, nobody promised our three documents.
  if (!found.value.missing.length || (loaded.ok && !speaksOurs(loaded.value.graphs))) {
    if (!loaded.ok) return loaded;
    const { folder, others } = found.value;
    const read = new Set(loaded.value.documents.map((document) => document.path));
    const unread = others.map((name) => pathBelow(root, join(folder, name))).filter((other) => !read.has(other));
    return ok({
      ...loaded.value,
      folder,
      diagnostics: [...loaded.value.diagnostics, ...unread.map(notRead)].sort(byPlace),
    });
  }
  return fail(...found.value.missing, ...(loaded.ok ? [] : loaded.diagnostics));
}

function speaksOurs(graphs: Graphs): boolean {
  for (const { predicate, object } of graphs.match())
    if (predicate.value.startsWith(SX) || (object.termType === 'NamedNode' && object.value.startsWith(SX))) return true;
  return false;
}

/** Loads files (bindings, further shapes) and what they import, as documents of one dataset. */
export async function loadFiles(files: readonly string[], options: LoadOptions = {}): Promise<Result<LoadedFiles>> {
  const root = options.root === undefined ? projectRoot(files[0] ?? '.') : resolve(options.root);
  const graphs = new Graphs();
  const locations = new Locations();
  const documents: LoadedDocument[] = [];
  const problems: Diagnostic[] = [];
  const notes: Diagnostic[] = [];
  const seen = new Set<string>();
  let wanted: { path: string; from?: Span }[] = files.map((path) => ({ path: resolve(path) }));
  // Each round reads the files that the round before it asked for; `seen` bounds it, loops of imports included.
  while (wanted.length) {
    const round = wanted.filter(({ path }) => {
      const name = pathBelow(root, path);
      return !seen.has(name) && seen.add(name);
    });
    const read = await Promise.all(
      round.map(({ path, from }) => readDocument(path, root, from, options.labels ?? 'd')),
    );
    wanted = [];
    for (const document of read) {
      problems.push(...document.problems);
      if (!document.loaded) continue;
      const { quads, rows, places, text } = document.parsed;
      let triples = 0;
      for (const quad of quads) if (graphs.add(quad)) triples++;
      documents.push({ ...document.loaded, triples });
      locations.add({ file: document.loaded.path, text, quads, ...(rows && places ? { rows, places } : {}) });
      notes.push(...document.notes);
      for (const [index, quad] of quads.entries()) {
        if (quad.predicate.value !== owl.imports.value) continue;
        const at = locations.at(document.loaded.path, index)!.object;
        const target = importTarget(quad, root, at);
        if (target.kind === 'file') wanted.push({ path: target.path, from: at });
        else if (target.kind === 'refused') problems.push(target.diagnostic);
        else if (target.kind === 'ignored') notes.push(target.diagnostic);
      }
    }
  }
  if (problems.length) return fail(...problems.sort(byPlace));
  documents.sort((a, b) => (a.path < b.path ? -1 : 1));
  return ok({ root, graphs, documents, locations, diagnostics: notes.sort(byPlace) });
}

type Read =
  | {
      readonly loaded: Omit<LoadedDocument, 'triples'>;
      readonly parsed: { quads: readonly Quad[]; rows?: Uint32Array; places?: Places; text: string };
      readonly problems: readonly Diagnostic[];
      readonly notes: readonly Diagnostic[];
    }
  | { readonly loaded?: undefined; readonly problems: readonly Diagnostic[] };

async function readDocument(path: string, root: string, from: Span | undefined, labels: string): Promise<Read> {
  const shown = pathBelow(root, path);
  const format = n3Formats[extname(path).toLowerCase()];
  const foreign = rdflibFormats[extname(path).toLowerCase()];
  if (!format && !foreign) return { problems: [unknownFormat(shown, from)] };
  if (leadsOutside(root, path)) return { problems: [linkOutside(shown, from)] };
  const text = await readText(path, shown);
  if (!text.ok) {
    const imported = from && { at: from, help: 'Correct the path, or take the owl:imports out.' };
    return { problems: text.diagnostics.map((one) => ({ ...one, ...(one.at ? {} : imported) })) };
  }
  const iri = documentIri(shown);
  const loaded = { path: shown, iri, digest: createHash('sha256').update(text.value).digest('hex') };
  const settings = { file: shown, graph: namedNode(iri), blankPrefix: labels + shortDigest(shown) };
  const parsed = format
    ? await parseText(text.value, { ...settings, format })
    : {
        prefixes: {},
        prefixUses: [],
        namedGraphs: false,
        ...(await (await import('./formats.ts')).parseForeign(text.value, { ...settings, format: foreign! })),
      };
  if (parsed.problem) return { problems: [parsed.problem] };
  if (parsed.quads.length === 0) return { problems: [emptyFile(shown, text.value)] };
  const nested = parsed.quads.findIndex(
    ({ subject, object }) => 'Quad' === subject.termType || 'Quad' === object.termType,
  );
  if (nested >= 0) {
    const located = new Locations();
    located.add({ file: shown, text: text.value, ...parsed });
    return { problems: [tripleInTriple(parsed.quads[nested]!, located.at(shown, nested)!)] };
  }
  const notes: Diagnostic[] = [];
  if (parsed.namedGraphs)
    notes.push({
      code: 'store/named-graphs',
      severity: 'warning',
      message: `${shown} names graphs of its own; their triples are read as if they stood in the document itself.`,
      at: { file: shown, line: 1, column: 1, endLine: 1, endColumn: 1 },
      why: 'One document is one graph here, so that every triple can be traced to its file.',
      help: 'Put each graph into a file of its own.',
    });
  return {
    loaded: { ...loaded, prefixes: parsed.prefixes, prefixUses: placesOfPrefixes(parsed, shown) },
    parsed: { ...parsed, text: text.value },
    problems: [],
    notes,
  };
}

function placesOfPrefixes(
  { prefixUses, places }: { prefixUses: readonly PrefixUse[]; places?: Places },
  file: string,
): LoadedDocument['prefixUses'] {
  if (!places) return [];
  return prefixUses.map(({ prefix, place, used }) => {
    const [line, start, endLine, end] = places.read(place);
    return { prefix, used, at: { file, line, column: start + 1, endLine, endColumn: end + 1 } };
  });
}

interface SpecFiles {
  readonly folder: string;
  readonly files: readonly string[];
  readonly missing: readonly Diagnostic[];
  /** Names of RDF files beside them that are read only where a document imports them. */
  readonly others: readonly string[];
}

async function specFiles(whole: string, shown: string): Promise<Result<SpecFiles>> {
  let folder = whole;
  try {
    if (!(await stat(whole)).isDirectory()) {
      folder = dirname(whole);
      const names = await readdir(folder);
      const alone = !isDocument(basename(whole)) && !names.includes('plan.ttl');
      if (alone) return ok({ folder, files: [whole], missing: [], others: [] });
    }
  } catch (error) {
    return fail(await withNearFile(cannotRead(error, shown), whole, shown));
  }
  let names: string[];
  let others: string[];
  try {
    // Editors and systems leave hidden files beside a document, under its ending: .#plan.ttl, ._plan.ttl.
    const entries = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => !name.startsWith('.'));
    others = entries
      .filter((entry) => entry.isFile() && OTHER_RDF.test(entry.name) && !entry.name.endsWith('.ttl'))
      .map(({ name }) => name)
      .sort();
    // A folder under a document's name is a mistake that reading it will tell; other folders are none of ours.
    names = entries
      .filter((entry) => entry.name.endsWith('.ttl') && (!entry.isDirectory() || isDocument(entry.name)))
      .map(({ name }) => name);
  } catch (error) {
    return fail(cannotRead(error, shown));
  }
  if (names.length === 0)
    return fail(
      unusable('store/empty-folder', `${shown} holds no Turtle file.`, {
        help:
          (await specsBelow(folder, shown)) ??
          'A specification is a folder with feature.ttl, entities.ttl and plan.ttl.',
      }),
    );
  const missing = specDocuments
    .filter((name) => !names.includes(name))
    .map((name) => {
      const near = nearest(
        name,
        names.filter((other) => !isDocument(other)),
      );
      return unusable('store/missing-document', `${shown} has no ${name}.`, {
        why: 'A specification says what is to be achieved (feature.ttl), who and what takes part (entities.ttl), and who does what when (plan.ttl).',
        help: near ? `Did you mean ${near}? Rename it to ${name}.` : `Write ${join(folder, name)}.`,
      });
    });
  // A given file that does not exist was told above; one that is not *.ttl is read all the same.
  const files = new Set(names.sort().map((name) => join(folder, name)));
  if (whole !== folder) files.add(whole);
  return ok({ folder, files: [...files], missing, others });
}

/** Pages and XML of other kinds may stand beside a specification; these are there for nothing but their triples. */
const OTHER_RDF = /\.(ttl|trig|nt|nq|n3|rdf|owl|jsonld)$/i;

function notRead(file: string): Diagnostic {
  return {
    code: 'store/not-read',
    severity: 'warning',
    message: `${file} stands in the specification's folder and is not read.`,
    at: { file, line: 1, column: 1, endLine: 1, endColumn: 1 },
    why: 'A specification is its *.ttl files and what they import; what only this file says counts for nothing.',
    help: `Import it from a document: <> <http://www.w3.org/2002/07/owl#imports> <${encodeURI(basename(file))}> . Else move it elsewhere.`,
  };
}

function isDocument(name: string): boolean {
  return (specDocuments as readonly string[]).includes(name);
}

/** Where somebody gives the project in place of a specification, what it has. */
async function specsBelow(folder: string, shown: string): Promise<string | undefined> {
  const below = await readdir(join(folder, '.specify', 'specs')).catch((): string[] => []);
  if (below.length === 0) return undefined;
  return `Specifications here: ${below
    .sort()
    .map((name) => join(shown, '.specify', 'specs', name))
    .join(', ')}.`;
}

async function withNearFile(diagnostic: Diagnostic, whole: string, shown: string): Promise<Diagnostic> {
  const beside = await readdir(dirname(whole)).catch(() => []);
  const near = nearest(basename(whole), beside);
  return near && diagnostic.code === 'store/no-such-file'
    ? { ...diagnostic, help: `Did you mean ${join(dirname(shown), near)}?` }
    : diagnostic;
}

type ImportTarget =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'known' }
  | { readonly kind: 'ignored' | 'refused'; readonly diagnostic: Diagnostic };

function importTarget(quad: Quad, root: string, at: Span): ImportTarget {
  const iri = quad.object.value;
  const base = (quad.graph as NamedNode).value;
  const below = iri === base ? undefined : documentPath(iri.replace(/#.*$/, ''));
  // More `../` than there are folders leave nothing of the document's scheme.
  const outside =
    !/^[a-z][a-z0-9+.-]*:/i.test(iri) || below === '' || below?.startsWith('../') || below?.startsWith('/');
  if (iri === base || iri.startsWith(SX.replace(/#$/, ''))) return { kind: 'known' };
  if (below !== undefined && !outside) {
    const path = join(root, below);
    if (isBelow(root, path)) return { kind: 'file', path };
  }
  if (outside || below !== undefined)
    return {
      kind: 'refused',
      diagnostic: unusable('store/import-outside', 'This import leaves the project.', {
        at,
        why: 'A specification is read from its project alone, so that it means the same on every machine.',
        help: 'Copy the file into the project, and import it from there.',
      }),
    };
  return {
    kind: 'ignored',
    diagnostic: {
      code: 'store/import-ignored',
      severity: 'info',
      message: `<${iri}> is not read: imports are followed to files of this project only.`,
      at,
      why: 'Nothing is read from the network by loading.',
      help: 'If its triples are needed, put a copy beside this file and import it by a relative path.',
    },
  };
}

function linkOutside(shown: string, from: Span | undefined): Diagnostic {
  return unusable('store/link-outside', `${shown} is a link to a file outside the project.`, {
    at: from,
    why: 'A specification is read from its project alone: what a link shows of other files is nobody’s to show.',
    help: 'Copy the file into the project, or name the file itself.',
  });
}

function tripleInTriple({ subject }: Quad, places: TriplePlaces): Diagnostic {
  return unusable('store/syntax-error', 'A triple stands inside another triple here.', {
    at: (subject.termType as string) === 'Quad' ? places.subject : places.object,
    why: 'Neither shapes nor the record of a run know such triples.',
    help: 'Say it of a node of its own, which has what the inner triple says as properties.',
  });
}

function unknownFormat(shown: string, from: Span | undefined): Diagnostic {
  return unusable('store/unknown-format', `${shown} has an ending that says no RDF format.`, {
    at: from ?? { file: shown, line: 1, column: 1, endLine: 1, endColumn: 1 },
    help: `Known endings: ${[...Object.keys(n3Formats), ...Object.keys(rdflibFormats)].join(' ')}.`,
  });
}

function emptyFile(shown: string, text: string): Diagnostic {
  const what = text.trim() === '' ? 'is empty' : 'says nothing: it holds no triple';
  return unusable('store/empty-file', `${shown} ${what}.`, {
    at: { file: shown, line: 1, column: 1, endLine: 1, endColumn: 1 },
    help: 'Write what it is for, or delete the file.',
  });
}

function shortDigest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
