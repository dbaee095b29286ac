// Lifts a specification of a known dialect into our vocabulary: asks the dialect's queries, says what each guessed, and gives the
// specification with the lifted triples in a graph of their own, each with the place of the triple that it was made from.
import type { Quad } from '@rdfjs/types';
import type { Diagnostic } from '../base/diagnostic.ts';
import { byPlace } from '../base/diagnostic.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { ask, select, type Row } from '../query/ask.ts';
import { Graphs } from '../store/graphs.ts';
import type { LoadedFiles } from '../store/load.ts';
import { dcterms, rdf } from '../vocabulary/borrowed.ts';
import { namedNode } from '../vocabulary/factory.ts';
import { SX } from '../vocabulary/terms.ts';
import type { Dialect } from './dialect.ts';
import { guessFinding, guessQuads } from './guesses.ts';
import { keptOnes, ofKept } from './merge.ts';
import { spoken, termKey } from './names.ts';
import { relocated } from './relocate.ts';
import { sourceAt, writtenAs, type Source } from './source.ts';
import { filledIn, liftQuery, sourceOf, type LiftQuery } from './template.ts';
import { wordFacts } from './words.ts';

/** The graph of lifted triples and of what was guessed. */
export const liftedGraph = namedNode('urn:spec-exec:lifted');

/** A triple of ours, and what it was made from. */
export interface LiftedTriple {
  readonly quad: Quad;
  readonly source: Source | undefined;
  /** What was guessed where it was made; undefined where nothing was. */
  readonly guess: Diagnostic | undefined;
}

export interface Lifted<S extends LoadedFiles = LoadedFiles> {
  readonly dialect: Dialect;
  /** The specification, with the lifted triples and the guesses in a graph of their own. */
  readonly spec: S;
  readonly triples: readonly LiftedTriple[];
  /** What the author says in our words himself, which stands in the documents as it did. */
  readonly own: readonly LiftedTriple[];
  /** A finding for each guess, sorted by place. */
  readonly guesses: readonly Diagnostic[];
}

/** One triple as a query gave it, before descriptions of one thing are merged. */
interface Given extends LiftedTriple {
  readonly query: LiftQuery;
}

/**
 * Asks every query of the dialect about what was read of the specification (its triples, and what was understood of its texts) and about
 * its words (`wordFacts`). Fails only where a query is unusable.
 */
export async function lift<S extends LoadedFiles>(
  spec: S,
  dialect: Dialect,
  reading: Graphs = spec.graphs,
): Promise<Result<Lifted<S>>> {
  const queries = await Promise.all(
    dialect.queries.map((entry) => liftQuery(entry, fileOf(entry.name, dialect), !dialect.shipped)),
  );
  const flaws = queries.flatMap((query) => (query.ok ? [] : query.diagnostics));
  if (flaws.length > 0) return fail(...flaws);
  const asked = new Graphs();
  asked.addAll(named(reading));
  asked.addAll(wordFacts(spec.graphs));
  const given: Given[] = [];
  for (const query of queries) {
    if (!query.ok) continue;
    const rows = await rowsOf(asked, query.value, dialect);
    if (!rows.ok) return rows;
    for (const row of rows.value) given.push(...ofRow(spec, query.value, row));
  }
  const { triples, leftOut } = merged(spec, given, dialect);
  const guesses = eachOnce([...given.flatMap(({ guess }) => guess ?? []), ...leftOut]).sort(byPlace);
  const quads = [...triples.map(({ quad }) => quad), ...guessQuads(dialect, given, liftedGraph)];
  return ok({ dialect, spec: relocated(spec, quads, triples, guesses), triples, own: ownTriples(spec), guesses });
}

function fileOf(name: string, { folder, name: dialect }: Dialect): string {
  return `${folder}/${name.slice(name.lastIndexOf(`${dialect}/`) + dialect.length + 1)}.rq`;
}

function* named(graphs: Graphs): Iterable<Quad> {
  for (const one of graphs.match(null, null, null, null)) if (one.graph.termType !== 'DefaultGraph') yield one;
}

async function rowsOf(graphs: Graphs, query: LiftQuery, dialect: Dialect): Promise<Result<readonly Row[]>> {
  if (dialect.shipped) return ok((await select(graphs, query.rows)).rows);
  const answer = await ask(graphs, query.rows, { file: fileOf(query.entry.name, dialect), limitMs: 60_000 });
  return answer.ok ? ok(answer.value.kind === 'rows' ? answer.value.rows : []) : answer;
}

function ofRow(spec: LoadedFiles, query: LiftQuery, row: Row): Given[] {
  const [subject, property, value] = query.source.map((term) => sourceOf(term, row));
  const source = subject && sourceAt(spec, subject, property, value);
  const quads = filledIn(query, row, liftedGraph);
  if (quads.length === 0) return [];
  const guess = guessFinding(query.entry, row, source, quads[0]!.subject);
  return quads.map((quad) => ({ quad, source: writtenAs(spec, quad) ?? source, guess, query }));
}

/** Descriptions of one thing made one; each triple once, the one that nothing was guessed for where there is one. */
function merged(
  spec: LoadedFiles,
  given: readonly Given[],
  dialect: Dialect,
): { triples: LiftedTriple[]; leftOut: Diagnostic[] } {
  const kept = keptOnes(given.map(({ quad }) => quad));
  const own = new Map<string, Given[]>();
  for (const one of given)
    if (dialect.keepsOne.has(one.quad.predicate.value) && !kept.has(termKey(one.quad.subject)))
      own.set(slot(one.quad), [...(own.get(slot(one.quad)) ?? []), one]);
  const first = new Map<string, string>();
  const triples = new Map<string, LiftedTriple>();
  const leftOut: Diagnostic[] = [];
  for (const one of given) {
    const quad = ofKept(one.quad, kept);
    // What the author says in our words stands.
    if (dialect.keepsOne.has(quad.predicate.value) && spec.graphs.object(quad.subject, quad.predicate)) continue;
    if (quad !== one.quad && dialect.keepsOne.has(quad.predicate.value) && kept.has(termKey(one.quad.subject))) {
      const before = own.get(slot(quad));
      // Of several others none of which is kept, the first speaks for all.
      const other = before ?? (first.get(slot(quad)) ?? termKey(one.quad.subject)) !== termKey(one.quad.subject);
      if (!first.has(slot(quad))) first.set(slot(quad), termKey(one.quad.subject));
      if (other) {
        if (before?.every((each) => tellsApart(each.quad, quad))) leftOut.push(leftOutFinding(one, quad, before[0]!));
        continue;
      }
    }
    const key = `${termKey(quad.subject)} ${quad.predicate.value} ${termKey(quad.object)}`;
    const known = triples.get(key);
    if (!known || (known.guess && !one.guess)) triples.set(key, { quad, source: one.source, guess: one.guess });
  }
  return { triples: [...triples.values()], leftOut };
}

/** The documents' triples in our vocabulary, with what hangs from them on blank nodes (lists, nodes without a name). */
function ownTriples({ locations }: LoadedFiles): LiftedTriple[] {
  const reached = new Set<string>();
  const own: LiftedTriple[] = [];
  for (const { quad, places } of locations.all()) {
    const inside = quad.subject.termType === 'BlankNode' && reached.has(quad.subject.value);
    const ours =
      quad.predicate.value.startsWith(SX) || (quad.predicate.equals(rdf.type) && quad.object.value.startsWith(SX));
    if (!inside && !ours) continue;
    if (quad.object.termType === 'BlankNode') reached.add(quad.object.value);
    own.push({ quad, source: { subject: quad.subject, value: quad.object, places: places() }, guess: undefined });
  }
  return own;
}

/** Whether two values of one thing contradict each other. Two names do not: that it has two is said where they are taken for one. */
function tellsApart(a: Quad, b: Quad): boolean {
  return !a.object.equals(b.object) && !a.predicate.equals(dcterms.title);
}

function slot({ subject, predicate }: Quad): string {
  return `${termKey(subject)} ${predicate.value}`;
}

function leftOutFinding({ quad: given, source }: Given, quad: Quad, before: Given): Diagnostic {
  const at = source?.places.object;
  const other = before.source?.places.object;
  return {
    code: 'lift/left-out',
    severity: 'warning',
    message: `${spoken(given.subject)} is taken for ${spoken(quad.subject)}, and differs from it: the sx:${spoken(quad.predicate)} "${spoken(quad.object)}" is left out for "${spoken(before.quad.object)}".`,
    ...(at && { at }),
    why: 'One thing has one value here; two files that disagree mislead whoever reads one of them.',
    help: 'Make the two agree, or describe the thing in one place.',
    ...(other && { related: [{ at: other, message: 'this one is kept' }] }),
    ...(quad.subject.termType === 'NamedNode' && { focus: quad.subject.value }),
  };
}

function eachOnce(findings: readonly Diagnostic[]): Diagnostic[] {
  const key = ({ code, message, at }: Diagnostic): string => [code, message, at?.file, at?.line, at?.column].join('\n');
  return [...new Map(findings.map((one) => [key(one), one])).values()];
}
