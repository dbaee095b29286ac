// Where the parts of the SPARQL engine are that we change. It offers no other way to them than the fields of its actors; an edition
// that keeps them elsewhere is found out at the first question.

interface Actors<A> {
  readonly bus: { readonly actors: readonly A[] };
}

/** What a query carries with it through the engine. */
export interface Carried {
  get(key: { readonly name: string }): unknown;
}

/** Makes something anew for each query. */
interface Factory<T> {
  run(...given: readonly unknown[]): Promise<T>;
}

export interface Comparator {
  orderTypes(a: unknown, b: unknown): number;
}

/** A function of SPARQL on terms. */
export interface TermFunction {
  applyOnTerms(terms: readonly { str(): string }[], evaluator: { readonly context: Carried }): unknown;
}

interface FunctionFactory extends Factory<TermFunction> {
  readonly functionNames?: readonly string[];
}

export interface Stream {
  once(event: 'end', then: () => void): void;
  destroy(): void;
}

/** Evaluates one kind of operation of the algebra. */
interface OperationActor {
  run(
    action: { readonly context: Carried },
    ...given: readonly unknown[]
  ): Promise<{ readonly bindingsStream?: Stream; readonly quadStream?: Stream }>;
  readonly mediatorTermComparatorFactory?: Actors<Factory<Comparator>>;
  readonly mediatorExpressionEvaluatorFactory?: Actors<{
    readonly mediatorFunctionFactory?: Actors<FunctionFactory>;
  }>;
}

interface Wired {
  readonly actorInitQuery: {
    readonly mediatorQueryProcess: Actors<{ readonly mediatorQueryOperation?: Actors<OperationActor> }>;
  };
}

export function operationActors(engine: unknown): readonly OperationActor[] {
  const { mediatorQueryProcess } = (engine as Wired).actorInitQuery;
  return each(
    mediatorQueryProcess.bus.actors.flatMap((actor) => actorsOf(actor.mediatorQueryOperation)),
    'evaluates operations',
  );
}

export function comparatorFactories(engine: unknown): readonly Factory<Comparator>[] {
  return each(
    operationActors(engine).flatMap((actor) => actorsOf(actor.mediatorTermComparatorFactory)),
    'makes its comparators',
  );
}

/** The factory of the function that an expression calls by this name, in small letters. */
export function functionFactories(engine: unknown, name: string): readonly Factory<TermFunction>[] {
  return each(
    operationActors(engine)
      .flatMap((actor) => actorsOf(actor.mediatorExpressionEvaluatorFactory))
      .flatMap((actor) => actorsOf(actor.mediatorFunctionFactory))
      .filter((factory) => factory.functionNames?.includes(name)),
    `makes ${name.toUpperCase()}`,
  );
}

function actorsOf<A>(mediator: Actors<A> | undefined): readonly A[] {
  return mediator?.bus.actors ?? [];
}

function each<A>(found: readonly A[], what: string): readonly A[] {
  if (found.length === 0) throw new Error(`the SPARQL engine ${what} elsewhere`);
  return [...new Set(found)];
}
