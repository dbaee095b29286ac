// A lift query, taken apart: the rows of its WHERE are asked for, and its CONSTRUCT template is filled in row by row, so that
// for every lifted triple it is known from which row it came, and so from which triple of the author's.
import type { Quad, Quad_Object, Quad_Predicate, Quad_Subject, Term } from '@rdfjs/types';
import { createHash } from 'node:crypto';
import { Parser } from 'n3';
import { unusable, type Diagnostic } from '../base/diagnostic.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { Row } from '../query/ask.ts';
import type { QueryEntry } from '../query/catalogue.ts';
import { guard } from '../query/guard.ts';
import { blanked } from '../query/syntax.ts';
import { prefixes } from '../vocabulary/borrowed.ts';
import { blankNode, namedNode, quad } from '../vocabulary/factory.ts';
import { asLoaded } from '../query/as-loaded.ts';
import { plain, termKey } from './names.ts';
import { LINES, WORD } from './words.ts';

/** A term of the source, as a query's header names it: a variable, or an IRI. */
type SourceTerm = { readonly variable: string } | { readonly iri: string };

/** A query of a dialect. */
export interface LiftQuery {
  readonly entry: QueryEntry;
  /** The WHERE of the query, with every variable projected. */
  readonly rows: string;
  /** Triples with variables. */
  readonly template: readonly Quad[];
  /** Subject, property and value of the triple that a row was read from; a thing alone stands for its declaration. */
  readonly source: readonly SourceTerm[];
}

/**
 * `lift/query-unusable` where it is no CONSTRUCT query with a template, or its header does not say what it was read from. Of a query
 * that somebody else wrote the syntax is `judged` first; parsing ours each time would take longer than asking them.
 */
export async function liftQuery(entry: QueryEntry, file: string, judged: boolean): Promise<Result<LiftQuery>> {
  const broken = (message: string, help: string, more: Partial<Diagnostic> = {}): Result<LiftQuery> =>
    fail(
      unusable('lift/query-unusable', `${file} cannot lift anything: ${message}`, {
        at: { file, line: 1, column: 1, endLine: 1, endColumn: 1 },
        why: 'A specification of its dialect would be lifted without it, and nobody would know what is missing.',
        help,
        ...more,
      }),
    );
  if (judged) {
    const guarded = await guard(entry.text, { file });
    if (!guarded.ok) {
      const [first] = guarded.diagnostics;
      return broken(first!.message, first!.help ?? 'Mend it.', first!.at ? { at: first!.at } : {});
    }
  }
  const cut = constructOf(entry.text);
  if (cut === undefined)
    return broken('it is no CONSTRUCT query with a template.', 'Write CONSTRUCT { ?task a sx:Task } WHERE { … }.');
  const declared = { ...prefixes, word: WORD, lines: LINES, ...declaredPrefixes(entry.text) };
  const head = Object.entries(declared).map(([prefix, iri]) => `@prefix ${prefix}: <${iri}> .\n`);
  let template: Quad[];
  try {
    template = numbered(new Parser({ format: 'text/n3' }).parse(`${head.join('')}${cut.template}`) as Quad[]);
  } catch (error) {
    return broken(`its template cannot be read: ${(error as Error).message}`, 'Write triples with variables.');
  }
  const source = (entry.fields['source'] ?? '').split(/\s+/).filter((word) => word !== '' && word !== '.');
  const terms = source.map((word) => sourceTerm(word, declared));
  const help =
    'Name the triple that a row was read from: `# source: ?task word:owner ?name`, or the thing alone: `# source: ?task`.';
  if (terms.length === 0 || terms.length > 3) return broken('its header has no `source:`.', help);
  if (terms.includes(undefined))
    return broken(`its \`source:\` holds a word that is neither a variable nor an IRI: ${source.join(' ')}`, help);
  return ok({ entry, rows: rowsText(entry.text)!, template, source: terms as SourceTerm[] });
}

/** The query that asks for the rows of a CONSTRUCT query, every variable projected; undefined where it has no template. */
export function rowsText(text: string): string | undefined {
  const cut = constructOf(text);
  return cut && `${cut.before}SELECT * ${cut.after}`;
}

function sourceTerm(word: string, declared: Readonly<Record<string, string>>): SourceTerm | undefined {
  if (/^[?$]\w+$/.test(word)) return { variable: word.slice(1) };
  if (/^<.*>$/.test(word)) return { iri: word.slice(1, -1) };
  const [, prefix, name] = /^([\w-]+):([\w.-]+)$/.exec(word) ?? [];
  const namespace = prefix === undefined ? undefined : declared[prefix];
  return namespace === undefined ? undefined : { iri: namespace + name };
}

function declaredPrefixes(text: string): Record<string, string> {
  return Object.fromEntries(
    Array.from(text.matchAll(/^\s*PREFIX\s+([\w-]*):\s*<([^>]*)>/gim), (found) => [found[1]!, found[2]!]),
  );
}

/** What stands before CONSTRUCT, between the braces after it, and behind them. */
function constructOf(text: string): { before: string; template: string; after: string } | undefined {
  const bare = blanked(text);
  const start = /\bCONSTRUCT\s*\{/i.exec(bare);
  if (!start) return undefined;
  const from = start.index + start[0].length;
  let depth = 1;
  for (let at = from; at < bare.length; at++) {
    if (bare[at] === '{') depth++;
    else if (bare[at] === '}' && --depth === 0)
      return { before: text.slice(0, start.index), template: dotted(text.slice(from, at)), after: text.slice(at + 1) };
  }
  return undefined;
}

/** SPARQL lets the last dot of a template out, and N3 does not. */
function dotted(template: string): string {
  return blanked(template).trimEnd().endsWith('.') ? template : `${template} .`;
}

/** What a row of the source term is; undefined where it is not bound. */
export function sourceOf(term: SourceTerm, row: Row): Term | undefined {
  if ('iri' in term) return namedNode(term.iri);
  const value = row[term.variable];
  return value && asLoaded(value);
}

/** The template's triples with a row's values; a triple with something unbound, or with text for a subject, is left out. */
export function filledIn(query: LiftQuery, row: Row, graph: Quad['graph']): Quad[] {
  const names = Object.keys(row).sort();
  const key = names.map((name) => `${name}=${termKey(asLoaded(row[name]!))}`).join('\n');
  const value = (term: Term): Term | undefined => {
    if (term.termType === 'Variable') return row[term.value] && asLoaded(row[term.value]!);
    // A node without a name is another one in each row, and the same each time that the row is read.
    if (term.termType === 'BlankNode') return blankNode(`l${digest(`${query.entry.name}\n${key}\n${term.value}`)}`);
    return term;
  };
  return query.template.flatMap(({ subject, predicate, object }) => {
    const [s, p, o] = [value(subject), value(predicate), value(object)];
    if (!s || !p || !o || s.termType === 'Literal' || p.termType !== 'NamedNode') return [];
    return [quad(s as Quad_Subject, p as Quad_Predicate, plain(o) as Quad_Object, graph)];
  });
}

/** n3 goes on numbering blank nodes from parser to parser; here they are numbered within their template. */
function numbered(template: readonly Quad[]): Quad[] {
  const labels = new Map<string, string>();
  const own = <T extends Term>(term: T): T => {
    if (term.termType !== 'BlankNode') return term;
    if (!labels.has(term.value)) labels.set(term.value, String(labels.size));
    return blankNode(labels.get(term.value)!) as Term as T;
  };
  return template.map((one) => quad(own(one.subject), one.predicate, own(one.object)));
}

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
