// Terms as keys of maps and sets.
import type { Term } from '@rdfjs/types';

/** Two terms are the same where this is. */
export function termKey(term: Term): string {
  return term.termType === 'Literal'
    ? JSON.stringify([term.value, term.language, term.datatype.value])
    : `${term.termType} ${term.value}`;
}
