// Holds the one local SPARQL engine of the program, loaded at the first question: importing it costs half a second.
// Its edition for RDF/JS sources cannot reach the network at all.
import type { Bindings, Quad, ResultStream, Term } from '@rdfjs/types';
import { Readable } from 'node:stream';
import { variable } from '../vocabulary/factory.ts';
import { algebraOf, projected, surelyEmpty, type Operation } from './algebra.ts';
import { COURSE, type Course, stoppable } from './stoppable.ts';
import { orderingAnything } from './tolerant-order.ts';

/** Values for some of a query's variables, by name without `?`: bound as terms, never written into the text. */
export type Values = Readonly<Record<string, Term>>;

/** What the engine answers, before it is read. */
export type RawAnswer =
  | { readonly kind: 'rows'; readonly variables: readonly string[]; readonly rows: ResultStream<Bindings> }
  | { readonly kind: 'triples'; readonly quads: ResultStream<Quad> }
  | { readonly kind: 'boolean'; readonly value: boolean };

/** What holds a source that the engine can read: the graphs, or the graphs and something beside them. */
export interface Queried {
  readonly source: object;
}

type Context = Readonly<Record<string, unknown>>;

/** The part of an engine that we use; local (5.x) and federating (4.x) engine both have it. */
export interface SparqlEngine {
  query(query: string | Operation, context: Context): Promise<EngineResult>;
}

type EngineResult =
  | {
      resultType: 'bindings';
      execute(): Promise<ResultStream<Bindings>>;
      metadata(): Promise<{ variables: readonly unknown[] }>;
    }
  | { resultType: 'quads'; execute(): Promise<ResultStream<Quad>> }
  | { resultType: 'boolean'; execute(): Promise<boolean> }
  | { resultType: 'void' };

let local: Promise<SparqlEngine> | undefined;

async function loadLocal(): Promise<SparqlEngine> {
  const { QueryEngine } = await import('@comunica/query-sparql-rdfjs-lite');
  return stoppable(orderingAnything(new QueryEngine())) as unknown as SparqlEngine;
}

/** Asks the local engine about the graphs; `course` is what to stop it by. The text has passed the guard, or is ours. */
export async function askLocally(graphs: Queried, text: string, values: Values, course?: Course): Promise<RawAnswer> {
  const algebra = await algebraOf(text);
  if (Object.keys(values).length === 0 && surelyEmpty(algebra, graphs.source)) {
    if (algebra.type === 'construct') return { kind: 'triples', quads: nothing() };
    if (algebra.type !== 'ask') return { kind: 'rows', variables: projected(algebra), rows: nothing() };
  }
  local ??= loadLocal();
  const context = { sources: [graphs.source], ...(course && { [COURSE.name]: course }) };
  return askEngine(await local, algebra, context, values);
}

const nothing = (): ResultStream<never> => Readable.from([]) as unknown as ResultStream<never>;

// The optimiser drops a whole SELECT where a UNION or alternative path inside its MINUS or EXISTS matches nothing, so that
// "no such thing" answers "nothing at all" (4.5.0 and 5.4.0). It spares sources marked as still growing; ours do grow.
const NEVER_PRUNE = { '@comunica/bus-query-source-identify:traverse': true };

/** Asks an engine about the sources of a context; read only. */
export async function askEngine(
  engine: SparqlEngine,
  query: string | Operation,
  context: Context,
  values: Values,
): Promise<RawAnswer> {
  const bound = Object.keys(values).length > 0 ? { initialBindings: await bindings(engine, context, values) } : {};
  const result = await engine.query(query, { ...context, ...NEVER_PRUNE, ...bound, readOnly: true });
  switch (result.resultType) {
    case 'bindings': {
      const { variables } = await result.metadata();
      return { kind: 'rows', variables: variables.map(variableName), rows: await result.execute() };
    }
    case 'quads':
      return { kind: 'triples', quads: await result.execute() };
    case 'boolean':
      return { kind: 'boolean', value: await result.execute() };
    case 'void':
      throw new Error('an update reached the engine');
    default:
      throw new Error('the engine answered in a way that it does not have');
  }
}

/** 5.x gives variables as terms, 4.x inside an object. */
function variableName(given: unknown): string {
  const shaped = given as { value?: string; variable?: { value: string } };
  return shaped.variable?.value ?? shaped.value ?? '';
}

// The engine wants bindings of its own making; the answer to the empty query is an empty one to start from.
async function bindings(engine: SparqlEngine, context: Context, values: Values): Promise<unknown> {
  const empty = await engine.query('SELECT * {}', { ...context, readOnly: true });
  if (empty.resultType !== 'bindings') throw new Error('the engine did not answer the empty query with rows');
  const [first] = await readAll(await empty.execute());
  let filled = first as unknown as { set(key: unknown, value: Term): typeof filled };
  for (const [name, value] of Object.entries(values)) filled = filled.set(variable(name), value);
  return filled;
}

/** All of a stream's items; a signal that aborts destroys it, and whoever raced it goes on. */
export function readAll<T>(stream: ResultStream<T>, signal?: AbortSignal): Promise<T[]> {
  // Not by events: a stream that had ended before anybody listened would never say so.
  const items = stream as unknown as { toArray(): Promise<T[]>; destroy(): void };
  if (signal?.aborted) items.destroy();
  signal?.addEventListener('abort', () => items.destroy());
  return items.toArray();
}
