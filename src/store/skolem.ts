// Blank nodes as IRIs, for what must not hold blank nodes (the journal). The IRI is made from the node's label, which
// is the same in every run over the same text, so two runs name the same node alike.
import type { Quad, Term } from '@rdfjs/types';
import { namedNode, quad } from '../vocabulary/factory.ts';

const scheme = 'urn:spec-exec:node:';

/** The same quad with `urn:spec-exec:node:LABEL` for every blank node. */
export function skolemise(given: Quad): Quad {
  if (given.subject.termType !== 'BlankNode' && given.object.termType !== 'BlankNode') return given;
  return quad(skolemTerm(given.subject), given.predicate, skolemTerm(given.object), given.graph);
}

/** A blank node's IRI; any other term as it is. */
export function skolemTerm<T extends Term>(term: T): T {
  return term.termType === 'BlankNode' ? (namedNode(scheme + term.value) as Term as T) : term;
}

/** Whether a term stands for a node that had no name. */
export function isSkolem(term: Term): boolean {
  return term.termType === 'NamedNode' && term.value.startsWith(scheme);
}
