// Answers as text: a table for people, and the formats of SPARQL 1.1 for programs.
import type { Quad, Term } from '@rdfjs/types';
import { printable } from '../base/printable.ts';
import { unreachable } from '../base/result.ts';
import { prefixes, xsd } from '../vocabulary/borrowed.ts';
import type { Answer, Rows } from './ask.ts';

export type AnswerFormat = 'table' | 'json' | 'csv' | 'tsv' | 'turtle';

/**
 * An answer in a format, its last line ended. `turtle` is for triples; for rows and booleans it is their table. For
 * triples every format but `json` is Turtle; `json` of triples is an array of objects with `subject`, `predicate` and `object`.
 * A table is cut to `columns` where they are given: to a terminal, never to a pipe.
 */
export async function printAnswer(answer: Answer, format: AnswerFormat, columns?: number): Promise<string> {
  switch (answer.kind) {
    case 'boolean':
      return format === 'json' ? `${JSON.stringify({ head: {}, boolean: answer.value })}\n` : `${answer.value}\n`;
    case 'triples':
      return format === 'json' ? `${JSON.stringify(answer.quads.map(tripleJson), null, 2)}\n` : turtle(answer.quads);
    case 'rows':
      return printRows(answer, format, columns);
    default:
      return unreachable(answer);
  }
}

function printRows(answer: Rows, format: AnswerFormat, columns: number | undefined): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(rowsJson(answer), null, 2)}\n`;
    case 'csv':
      return separated(answer, ',', '\r\n', (name) => name, csvField);
    case 'tsv':
      return separated(answer, '\t', '\n', (name) => `?${name}`, tsvField);
    case 'table':
    case 'turtle':
      return table(answer, columns);
    default:
      return unreachable(format);
  }
}

/** SPARQL 1.1 Query Results JSON Format. */
export function rowsJson({ variables, rows }: Rows) {
  return {
    head: { vars: variables },
    results: {
      bindings: rows.map((row) =>
        Object.fromEntries(
          variables.flatMap((name) => {
            const term = row[name];
            return term ? [[name, termJson(term)]] : [];
          }),
        ),
      ),
    },
  };
}

function tripleJson({ subject, predicate, object }: Quad) {
  return { subject: termJson(subject), predicate: termJson(predicate), object: termJson(object) };
}

function termJson(term: Term) {
  if (term.termType === 'BlankNode') return { type: 'bnode', value: term.value };
  if (term.termType !== 'Literal') return { type: 'uri', value: term.value };
  if (term.language !== '') return { type: 'literal', value: term.value, 'xml:lang': term.language };
  if (term.datatype.equals(xsd.string)) return { type: 'literal', value: term.value };
  return { type: 'literal', value: term.value, datatype: term.datatype.value };
}

/**
 * Columns as wide as their widest value; numbers to the right; IRIs shortened by the known prefixes. Where that is wider than
 * the terminal, columns that say the same in every row are told once below, and the rest is cut.
 */
function table(answer: Rows, columns: number | undefined): string {
  if (answer.variables.length === 0) return `${answer.rows.length} solutions without variables\n`;
  const whole = laidOut(answer, undefined);
  if (columns === undefined || whole.width <= columns) return whole.text;
  const constant = answer.rows.length < 2 ? [] : answer.variables.filter((name) => saysTheSame(answer.rows, name));
  const variables = answer.variables.filter((name) => !constant.includes(name));
  if (constant.length === 0 || variables.length === 0) return laidOut(answer, columns).text;
  const told = constant.map((name) => `${name}: ${shown(answer.rows[0]![name]) || 'no value'}`);
  return `${laidOut({ ...answer, variables }, columns).text}in every row  ${told.join(', ')}\n`;
}

function saysTheSame(rows: Rows['rows'], name: string): boolean {
  const first = rows[0]![name];
  return rows.every((row) => (first === undefined ? row[name] === undefined : row[name]?.equals(first)));
}

function laidOut({ variables, rows }: Rows, columns: number | undefined): { text: string; width: number } {
  const cells = rows.map((row) => variables.map((name) => shown(row[name])));
  const whole = variables.map((name, column) =>
    Math.max(width(name), ...cells.slice(0, TABLE_MEASURED_MAX).map((row) => width(row[column]!))),
  );
  const prose = variables.map((_, column) => cells.some((row) => row[column]!.includes(' ')));
  const widths = columns === undefined ? whole : fitting(whole, prose, columns);
  const right = variables.map(
    (name) => rows.length > 0 && rows.every((row) => row[name] === undefined || isNumber(row[name])),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => padded(columns ? cut(cell, widths[column]!) : cell, widths[column]!, right[column]!))
      .join('  ')
      .trimEnd();
  const ruler = widths.map((one) => '─'.repeat(one)).join('  ');
  const none = rows.length === 0 ? ['(no rows)'] : [];
  return { text: [line(variables), ruler, ...cells.map(line), ...none, ''].join('\n'), width: total(widths) };
}

// Columns are not made narrower than this; a table of very many columns then sticks out.
const COLUMN_MIN = 4;
// Sentences give way first, down to this: their beginning says something, the beginning of a time or a name says nothing.
const PROSE_MIN = 12;

/** Widths that fit a terminal: the widest gives way first. */
function fitting(widths: readonly number[], prose: readonly boolean[], columns: number): number[] {
  const fit = [...widths];
  for (let over = total(fit) - columns; over > 0; over--) {
    const sentences = fit.filter((one, column) => prose[column] && one > PROSE_MIN);
    const widest = Math.max(...(sentences.length > 0 ? sentences : fit));
    if (widest <= COLUMN_MIN) break;
    fit[fit.findLastIndex((one, column) => one === widest && (sentences.length === 0 || prose[column]))]!--;
  }
  return fit;
}

function total(widths: readonly number[]): number {
  return widths.reduce((sum, one) => sum + one + 2, -2);
}

function cut(text: string, to: number): string {
  const characters = Array.from(text);
  if (characters.length <= to) return text;
  // Of a time it is the end that differs from row to row.
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return `…${characters.slice(1 - to).join('')}`;
  return `${characters.slice(0, to - 1).join('')}…`;
}

// Spreading more values into one call would exhaust the stack; later rows may stick out.
const TABLE_MEASURED_MAX = 10_000;

function shown(term: Term | undefined): string {
  if (term === undefined) return '';
  if (term.termType === 'BlankNode') return `_:${term.value}`;
  const text = term.termType === 'Literal' ? term.value : shortIri(term.value);
  return printable(text.replace(/[\r\n\t]+/g, ' '));
}

/** An IRI by the longest known prefix that fits; a run's by `run:`; the last part of others with a fragment; else in angle brackets. */
export function shortIri(iri: string): string {
  for (const [prefix, namespace] of Object.entries(prefixes))
    if (iri.startsWith(namespace) && /^[\w.-]*$/.test(iri.slice(namespace.length)))
      return `${prefix}:${iri.slice(namespace.length)}`;
  const run = /^urn:spec-exec:(run:[^<>\s]+)$/.exec(iri);
  if (run) return run[1]!;
  const fragment = /#([\w./-]+)$/.exec(iri);
  return fragment ? `:${fragment[1]}` : `<${iri}>`;
}

function isNumber(term: Term | undefined): boolean {
  return term?.termType === 'Literal' && term.value.trim() !== '' && Number.isFinite(Number(term.value));
}

function width(text: string): number {
  return Array.from(text).length;
}

function padded(text: string, to: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, to - width(text)));
  return right ? space + text : text + space;
}

function separated(
  { variables, rows }: Rows,
  by: string,
  end: string,
  head: (name: string) => string,
  field: (term: Term | undefined) => string,
): string {
  const lines = [variables.map(head), ...rows.map((row) => variables.map((name) => field(row[name])))];
  return lines.map((line) => line.join(by) + end).join('');
}

function csvField(term: Term | undefined): string {
  const value = term === undefined ? '' : term.termType === 'BlankNode' ? `_:${term.value}` : term.value;
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

function tsvField(term: Term | undefined): string {
  if (term === undefined) return '';
  if (term.termType === 'NamedNode') return `<${term.value}>`;
  if (term.termType !== 'Literal') return `_:${term.value}`;
  const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '"': '\\"', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
  const quoted = `"${term.value.replace(/[\\"\t\n\r]/g, (character) => escapes[character]!)}"`;
  if (term.language !== '') return `${quoted}@${term.language}`;
  return term.datatype.equals(xsd.string) ? quoted : `${quoted}^^<${term.datatype.value}>`;
}

// The writer leaves some control characters as they are; in Turtle each can be written by its number.
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const DRIVING = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

function codePoint(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Triples as Turtle with the known prefixes that they use. */
export async function turtle(quads: readonly Quad[]): Promise<string> {
  const { Writer } = await import('n3');
  const used = Object.entries(prefixes).filter(([, namespace]) =>
    quads.some((quad) =>
      [quad.subject, quad.predicate, quad.object].some(
        (term) => term.value.startsWith(namespace) || datatypeOf(term).startsWith(namespace),
      ),
    ),
  );
  const writer = new Writer({ prefixes: Object.fromEntries(used) });
  for (const quad of quads) writer.addQuad(quad.subject as never, quad.predicate as never, quad.object as never);
  return new Promise((resolve, reject) =>
    writer.end((error, text: string) => (error ? reject(error) : resolve(text.replace(DRIVING, codePoint)))),
  );
}

function datatypeOf(term: Term): string {
  // Of plain strings and tagged ones the datatype is not written.
  const written = term.termType === 'Literal' && term.language === '' && !term.datatype.equals(xsd.string);
  return written ? term.datatype.value : '';
}
