// Blank nodes of an answer, under the labels that they have in the graphs.
import type { Term } from '@rdfjs/types';
import { blankNode } from '../vocabulary/factory.ts';

/** The SPARQL engine puts the number of its source, or of the solution, before the label of a blank node. */
export function asLoaded<T extends Term>(term: T): T {
  return term.termType === 'BlankNode' ? (blankNode(term.value.replace(/^bc_\d+_/, '')) as Term as T) : term;
}
