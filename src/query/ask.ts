// Asks questions of the graphs: our own queries from the catalogue, and those that people write.
import type { Bindings, Quad, Term } from '@rdfjs/types';
import { unusable, type Diagnostic } from '../base/diagnostic.ts';
import { fail, ok, unreachable, type Result } from '../base/result.ts';
import type { Graphs } from '../store/graphs.ts';
import { termKey } from '../vocabulary/term-key.ts';
import type { QueryEntry } from './catalogue.ts';
import { askLocally, readAll, type Queried, type RawAnswer, type Values } from './engine.ts';
import { guard } from './guard.ts';
import { Course, PatternOverTime } from './stoppable.ts';
import { blanked, withPrefixes } from './syntax.ts';

export type { Values } from './engine.ts';

/** One solution: a variable that is not bound in it is missing. */
export type Row = Readonly<Record<string, Term | undefined>>;

/** The answer to a SELECT: its variables in the order in which they are projected, and its rows in order. */
export interface Rows {
  readonly variables: readonly string[];
  readonly rows: readonly Row[];
}

/** The answer to any query. */
export type Answer =
  | ({ readonly kind: 'rows' } & Rows)
  | { readonly kind: 'triples'; readonly quads: readonly Quad[] }
  | { readonly kind: 'boolean'; readonly value: boolean };

export interface AskOptions {
  readonly values?: Values | undefined;
  /** How long it may take; no limit where nothing is said. */
  readonly limitMs?: number | undefined;
  /** Shown as the file of a finding's place. */
  readonly file?: string | undefined;
}

/**
 * Asks a query that a person wrote, or one of the catalogue in a person's name. Everything that can be wrong with it is
 * a finding of exit class 2: those of `guard`, `query/time-limit`, and `query/failed` where the engine gives up.
 */
export async function ask(
  graphs: Graphs,
  query: string | QueryEntry,
  options: AskOptions = {},
): Promise<Result<Answer>> {
  const text = typeof query === 'string' ? query : query.text;
  const file = options.file ?? (typeof query === 'string' ? undefined : `queries/${query.name}.rq`);
  const guarded = await guard(text, file === undefined ? {} : { file });
  if (!guarded.ok) return guarded;
  try {
    return ok(await answer(graphs, guarded.value.text, options.values ?? {}, options.limitMs));
  } catch (error) {
    if (error instanceof OverTime) return fail(overTime(error.limitMs));
    return fail(error instanceof PatternOverTime ? patternOverTime(error) : refused(error as Error));
  }
}

/** Rows of one of our own SELECT queries. Throws where it is none: a wrong query of ours is a bug. */
export async function select(graphs: Queried, query: string | QueryEntry, values: Values = {}): Promise<Rows> {
  const given = await answer(graphs, ownText(query), values, OWN_LIMIT_MS);
  if (given.kind !== 'rows') throw new Error(`${ownName(query)} is not a SELECT query`);
  return given;
}

/** Triples of one of our own CONSTRUCT queries, each once, in the default graph. */
export async function construct(
  graphs: Graphs,
  query: string | QueryEntry,
  values: Values = {},
): Promise<readonly Quad[]> {
  const given = await answer(graphs, ownText(query), values, OWN_LIMIT_MS);
  if (given.kind !== 'triples') throw new Error(`${ownName(query)} is not a CONSTRUCT query`);
  return given.quads;
}

/** The answer of one of our own ASK queries. */
export async function askBoolean(graphs: Graphs, query: string | QueryEntry, values: Values = {}): Promise<boolean> {
  const given = await answer(graphs, ownText(query), values, OWN_LIMIT_MS);
  if (given.kind !== 'boolean') throw new Error(`${ownName(query)} is not an ASK query`);
  return given.value;
}

/** Reads an engine's whole answer. */
export async function collect(raw: RawAnswer, limit?: AbortSignal): Promise<Answer> {
  switch (raw.kind) {
    case 'rows': {
      const found = await readAll(raw.rows, limit);
      const rows = found.map(rowOf);
      return { kind: 'rows', variables: raw.variables, rows };
    }
    case 'triples':
      return { kind: 'triples', quads: eachOnce(await readAll(raw.quads, limit)) };
    case 'boolean':
      return raw;
    default:
      return unreachable(raw);
  }
}

/** A query of ours that has not answered by then never will: an engine's stream that does not end is a defect of the engine. */
const OWN_LIMIT_MS = 120_000;

class Stopped extends Error {
  constructor() {
    super('it stopped without an answer');
  }
}

class OverTime extends Error {
  readonly limitMs: number;
  constructor(limitMs: number) {
    super(`the SPARQL engine did not answer within ${limitMs} ms`);
    this.limitMs = limitMs;
  }
}

/** No prototype: a variable may be called `constructor`, and not be bound. */
function rowOf(solution: Bindings): Row {
  const row = Object.create(null) as Record<string, Term>;
  for (const [name, term] of solution) row[name.value] = term;
  return row;
}

/**
 * Without a limit it still ends where the engine stops without an answer: when nothing is left to do, Node says so, and would
 * otherwise leave without a word. A limit holds the process, so that it is reached whatever else goes on.
 */
async function answer(graphs: Queried, text: string, values: Values, limitMs?: number): Promise<Answer> {
  const control = new AbortController();
  const course = new Course();
  const asked = askBound(graphs, text, values, control.signal, course);
  return new Promise<Answer>((resolve, reject) => {
    const give = (up: () => void) => (): void => {
      clearTimeout(timer);
      process.off('beforeExit', stalled);
      control.abort();
      course.stop();
      up();
    };
    const stalled = give(() => reject(new Stopped()));
    const timer =
      limitMs === undefined
        ? undefined
        : setTimeout(
            give(() => reject(new OverTime(limitMs))),
            limitMs,
          );
    process.once('beforeExit', stalled);
    asked.then(
      (found) => give(() => resolve(found))(),
      (error: unknown) => give(() => reject(error as Error))(),
    );
  });
}

async function askBound(
  graphs: Queried,
  text: string,
  values: Values,
  limit: AbortSignal,
  course: Course,
): Promise<Answer> {
  try {
    return await collect(await askLocally(graphs, text, values, course), limit);
  } catch (error) {
    if (!/^Tried to bind variable/.test((error as Error).message)) throw error;
    // The engine cannot bind what a query groups by or computes; such a query is asked whole, and its rows are chosen:
    // which is another question where the query itself chooses some of them.
    if (/\b(LIMIT|OFFSET)\b/i.test(blanked(text))) throw error;
    const whole = await collect(await askLocally(graphs, text, {}, course), limit);
    if (whole.kind !== 'rows' || !Object.keys(values).every((name) => whole.variables.includes(name))) throw error;
    return {
      ...whole,
      rows: whole.rows.filter((row) => Object.entries(values).every(([name, value]) => row[name]?.equals(value))),
    };
  }
}

function ownText(query: string | QueryEntry): string {
  return withPrefixes(typeof query === 'string' ? query : query.text);
}

function ownName(query: string | QueryEntry): string {
  return typeof query === 'string' ? 'the query' : `queries/${query.name}.rq`;
}

// Two solutions may construct the same triple.
function eachOnce(quads: readonly Quad[]): Quad[] {
  const seen = new Set<string>();
  return quads.filter((quad) => {
    const key = [quad.subject, quad.predicate, quad.object].map(termKey).join(' ');
    return !seen.has(key) && seen.add(key);
  });
}

function overTime(limitMs: number): Diagnostic {
  return unusable('query/time-limit', `The query was not answered within ${limitMs} ms.`, {
    why: 'It was stopped so that it holds up nothing else.',
    help: 'Bind more of it (a run, a task), add LIMIT, or allow more time.',
  });
}

function patternOverTime({ message }: PatternOverTime): Diagnostic {
  return unusable('query/time-limit', `The query was not answered: ${message}.`, {
    why: 'It was stopped so that it holds up nothing else.',
    help: 'A repetition inside a repetition, such as (a+)+, or alternatives that match the same, can take years on a short text: write it without.',
  });
}

function refused(error: Error): Diagnostic {
  return unusable('query/failed', `The query could not be answered: ${error.message.split('\n')[0]}`, {
    why: 'The SPARQL engine gave up on it.',
    help:
      error instanceof Stopped
        ? 'Its stream of answers never ends, which is a defect of the engine: VALUES inside UNION inside EXISTS brings it about; use FILTER (?x IN (…)).'
        : 'A value can be bound only to a variable that the query matches, not to one that it computes by BIND, VALUES or GROUP BY.',
  });
}
