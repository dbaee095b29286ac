// Terms as people call them in a sentence.
import type { Term } from '@rdfjs/types';
import type { Graphs } from '../store/graphs.ts';
import { prefixes, rdf } from '../vocabulary/borrowed.ts';

/** What stands after the last `#` or `/`; for a blank node its class, for a literal its text. */
export function nameOf(term: Term, graphs: Graphs): string {
  switch (term.termType) {
    case 'BlankNode': {
      const type = graphs.object(term, rdf.type);
      return type?.termType === 'NamedNode' ? `a ${shortName(type)} without a name` : 'a node without a name';
    }
    case 'Literal':
      return `"${term.value.length > 60 ? `${term.value.slice(0, 59)}…` : term.value}"`;
    case 'NamedNode':
      return localName(term.value) || term.value;
    case 'Variable':
    case 'DefaultGraph':
    case 'Quad':
    default:
      return term.value;
  }
}

/** `sx:Task` for what one of our prefixes covers, else the local name. */
export function shortName(term: Term): string {
  for (const [prefix, namespace] of Object.entries(prefixes))
    if (term.value.startsWith(namespace) && !/[/#]/.test(term.value.slice(namespace.length)))
      return `${prefix}:${term.value.slice(namespace.length)}`;
  return localName(term.value) || term.value;
}

/** The IRI up to and with the last `#` or `/`. */
export function namespaceOf(iri: string): string {
  return iri.slice(0, iri.length - localName(iri).length);
}

export function localName(iri: string): string {
  const hash = iri.lastIndexOf('#');
  return iri.slice((hash < 0 ? iri.lastIndexOf('/') : hash) + 1);
}

/** Puts names into `{?focusName}`, `{$this}`, `{?detail}` …; what is not given stays as it is. */
export function fillIn(template: string, values: Readonly<Record<string, string | undefined>>): string {
  return template.replace(/\{[?$]?(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? whole) : whole,
  );
}
