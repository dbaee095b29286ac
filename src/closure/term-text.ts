// A term as N-Triples writes it, whatever it holds: for reports, not for the journal, which refuses what it could not read back.
import type { Term } from '@rdfjs/types';
import { xsd } from '../vocabulary/borrowed.ts';

const escapes: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

export function termText(term: Term): string {
  if (term.termType === 'BlankNode') return `_:${term.value}`;
  if (term.termType !== 'Literal') return `<${term.value}>`;
  const quoted = `"${term.value.replace(/["\\\n\r\t]/g, (one) => escapes[one]!)}"`;
  if (term.language !== '') return `${quoted}@${term.language}`;
  return term.datatype.equals(xsd.string) ? quoted : `${quoted}^^<${term.datatype.value}>`;
}
