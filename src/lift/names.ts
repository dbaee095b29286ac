// How lifting takes IRIs apart and fills in sentences.
import type { Term } from '@rdfjs/types';
import { blankNode } from '../vocabulary/factory.ts';

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
  return template.replace(/\{[?$](\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/** The SPARQL engine puts the number of its source before the label of a blank node. */
export function asLoaded<T extends Term>(term: T): T {
  return term.termType === 'BlankNode' ? (blankNode(term.value.replace(/^bc_\d+_/, '')) as Term as T) : term;
}

export function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ').trim();
}

/** A term as one string, the same for equal terms alone. */
export function termKey(term: Term): string {
  return term.termType === 'Literal'
    ? `"${term.value}"@${term.language}^${term.datatype.value}`
    : `${term.termType[0]}${term.value}`;
}
