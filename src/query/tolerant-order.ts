// Orders values of which one is no value of its datatype. The engine (5.4.0) throws on a date such as "2026-02-30"^^xsd:date, from
// within a stream where nobody can catch it, so that one wrong literal in a specification would end the process. SPARQL gives such
// values no order; they stand by datatype and text, as the engine's edition 4 has it.
import type { Literal, Term } from '@rdfjs/types';
import { type Comparator, comparatorFactories } from './engine-parts.ts';

/** The same engine, whose comparators throw no more. */
export function orderingAnything<E>(engine: E): E {
  for (const factory of comparatorFactories(engine)) {
    const make = factory.run.bind(factory);
    factory.run = async (...given) => tolerant(await make(...given));
  }
  return engine;
}

function tolerant(comparator: Comparator): Comparator {
  const compare = comparator.orderTypes.bind(comparator);
  comparator.orderTypes = (a, b) => {
    try {
      return compare(a, b);
    } catch {
      return byText(datatypeOf(a), datatypeOf(b)) || byText(textOf(a), textOf(b));
    }
  };
  return comparator;
}

function datatypeOf(term: unknown): string {
  return (term as Literal | undefined)?.datatype?.value ?? '';
}

function textOf(term: unknown): string {
  return (term as Term | undefined)?.value ?? '';
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
