// Orders values of which one is no value of its datatype. The engine (5.4.0) throws on a date such as "2026-02-30"^^xsd:date, from
// within a stream where nobody can catch it, so that one wrong literal in a specification would end the process. SPARQL gives such
// values no order; they stand by datatype and text, as the engine's edition 4 has it.
import type { Literal, Term } from '@rdfjs/types';

interface Comparator {
  orderTypes(a: Term | undefined, b: Term | undefined): number;
}

interface ComparatorFactory {
  run(...given: readonly unknown[]): Promise<Comparator>;
}

interface Actors<A> {
  readonly bus: { readonly actors: readonly A[] };
}

/** The part of an engine by which its comparators are made; both are fields of its actors. */
interface Wired {
  readonly actorInitQuery: {
    readonly mediatorQueryProcess: Actors<{
      readonly mediatorQueryOperation?: Actors<{ readonly mediatorTermComparatorFactory?: Actors<ComparatorFactory> }>;
    }>;
  };
}

/** The same engine, whose comparators throw no more. Throws where this engine makes its comparators elsewhere. */
export function orderingAnything<E>(engine: E): E {
  const { mediatorQueryProcess } = (engine as unknown as Wired).actorInitQuery;
  const factories = new Set(
    mediatorQueryProcess.bus.actors
      .flatMap(({ mediatorQueryOperation }) => mediatorQueryOperation?.bus.actors ?? [])
      .flatMap(({ mediatorTermComparatorFactory }) => mediatorTermComparatorFactory?.bus.actors ?? []),
  );
  if (factories.size === 0) throw new Error('the SPARQL engine makes its comparators elsewhere');
  for (const factory of factories) {
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
      return byText(datatypeOf(a), datatypeOf(b)) || byText(a?.value ?? '', b?.value ?? '');
    }
  };
  return comparator;
}

function datatypeOf(term: Term | undefined): string {
  return (term as Literal | undefined)?.datatype?.value ?? '';
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
