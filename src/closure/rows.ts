// A row of one of our queries as a finding: which code, how severe, in which words, from the query's header. What the row
// binds fills the words.
import type { Literal, Term } from '@rdfjs/types';
import type { Diagnostic, Severity, Span } from '../base/diagnostic.ts';
import { asLoaded } from '../query/as-loaded.ts';
import type { Row } from '../query/ask.ts';
import { oneLine, type QueryEntry } from '../query/catalogue.ts';
import type { Graphs } from '../store/graphs.ts';
import { xsd } from '../vocabulary/borrowed.ts';
import { fillIn, nameOf } from './names.ts';

/** What stands for `{?name}` in a header's words: things by their names, literals by their text. */
export type RowValues = Readonly<Record<string, string | undefined>>;

/** The node that a row is about; a query without it is a bug of ours. */
export function focusOf(entry: QueryEntry, row: Row): Term {
  const focus = row['focus'];
  if (!focus) throw new Error(`queries/${entry.name}.rq gives a row without ?focus`);
  return asLoaded(focus);
}

export function valuesOf(row: Row, focus: Term, graphs: Graphs): RowValues {
  const name = nameOf(focus, graphs);
  const values: Record<string, string | undefined> = { focusName: name, this: name };
  for (const [variable, term] of Object.entries(row))
    values[variable] = term?.termType === 'Literal' ? literalText(term) : term && nameOf(asLoaded(term), graphs);
  return values;
}

/** Numbers as people write them: what SPARQL reckons is `6.0E0`. */
function literalText({ value, datatype }: Literal): string {
  if (datatype.equals(xsd.double) || datatype.equals(xsd.decimal)) return String(Number(Number(value).toPrecision(12)));
  return value;
}

export function findingOf(
  entry: QueryEntry,
  severity: Severity,
  focus: Term,
  values: RowValues,
  at: Span | undefined,
): Diagnostic {
  const { fields } = entry;
  const name = values['focusName']!;
  const said = fillIn(oneLine(fields['message'] ?? entry.question), values);
  return {
    code: codeOf(entry),
    severity,
    message: said.includes(name) ? said : `${name}: ${said}`,
    at,
    why: fields['why'] && fillIn(oneLine(fields['why']), values),
    help: fields['remedy'] && fillIn(oneLine(fields['remedy']), values),
    ...(focus.termType === 'NamedNode' && { focus: focus.value }),
  };
}

export function codeOf({ fields, name }: QueryEntry): Diagnostic['code'] {
  return (fields['code'] ?? name) as Diagnostic['code'];
}

export function severityOf(entry: QueryEntry): Severity {
  const said = entry.fields['severity'] ?? 'error';
  if (said === 'error' || said === 'warning' || said === 'info') return said;
  throw new Error(`queries/${entry.name}.rq: severity is error, warning or info, not "${said}"`);
}
