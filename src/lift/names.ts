// How lifting takes IRIs apart and fills in sentences.
import type { Term } from '@rdfjs/types';
import { durationLexical, durationMs } from '../base/duration.ts';
import { xsd } from '../vocabulary/borrowed.ts';
import { literal } from '../vocabulary/factory.ts';

/** What stands after the last `#`, `/` or `:`. */
export function localName(iri: string): string {
  return iri.slice(namespaceOf(iri).length);
}

/** The IRI up to and with its last `#` or `/`, else its last `:`. */
export function namespaceOf(iri: string): string {
  const cut = Math.max(iri.lastIndexOf('#'), iri.lastIndexOf('/'));
  return iri.slice(0, (cut < 0 ? iri.lastIndexOf(':') : cut) + 1);
}

/** A term in a sentence: the local name, or the text in quotes, cut short. */
export function spoken(term: Term): string {
  if (term.termType !== 'Literal') return localName(term.value) || term.value;
  const text = term.value.replace(/\s+/g, ' ');
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** Puts values into `{?name}`; what is not given stays as it is. */
export function fillIn(template: string, values: Readonly<Record<string, string | undefined>>): string {
  return template.replace(/\{[?$](\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? whole) : whole,
  );
}

/** A term as one string, the same for equal terms alone. */
export function termKey(term: Term): string {
  return term.termType === 'Literal'
    ? `"${term.value}"@${term.language}^${term.datatype.value}`
    : `${term.termType[0]}${term.value}`;
}

/** Numbers and durations as people write them: `15`, not `1.5E1`; `PT1H`, not `PT3600S`. */
export function plain(term: Term): Term {
  if (term.termType !== 'Literal') return term;
  if (term.datatype.equals(xsd.dayTimeDuration)) {
    const ms = durationMs(term.value);
    return ms === undefined ? term : literal(durationLexical(ms), xsd.dayTimeDuration);
  }
  if (!term.datatype.equals(xsd.double) && !term.datatype.equals(xsd.decimal)) return term;
  const number = Number(Number(term.value).toPrecision(12));
  if (!Number.isFinite(number) || Math.abs(number) >= 1e15 || (number !== 0 && Math.abs(number) < 1e-6)) return term;
  return Number.isInteger(number) ? literal(String(number), xsd.integer) : literal(String(number), xsd.decimal);
}
