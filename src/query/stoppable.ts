// Lets a question be stopped whatever it is at. The engine has nothing to stop it by: an ASK that was given up works on until the
// process ends, and a regular expression that tries every way to repeat a repetition holds all else meanwhile.
import { withinTime } from '../base/bounded.ts';
import { functionFactories, operationActors, type Stream, type TermFunction } from './engine-parts.ts';

/** Under this name a question's `Course` goes through the engine. */
export const COURSE = { name: 'spec-exec:course' } as const;

/** How long the regular expressions of one question may take together, those left out that take no time worth counting. */
export const PATTERNS_LIMIT_MS = 3_000;
const NOT_COUNTED_MS = 1;

/** A regular expression took too long. It is no error of SPARQL, which a FILTER would take for "no". */
export class PatternOverTime extends Error {
  readonly pattern: string;
  constructor(pattern: string) {
    super(`the regular expression ${pattern} took longer than ${PATTERNS_LIMIT_MS} ms`);
    this.pattern = pattern;
  }
}

/** What one question has under way, and what it may still take. */
export class Course {
  patternsMsLeft = PATTERNS_LIMIT_MS;
  readonly #streams = new Set<Stream>();

  joined(stream: Stream): void {
    this.#streams.add(stream);
    stream.once('end', () => this.#streams.delete(stream));
  }

  stop(): void {
    for (const stream of this.#streams) stream.destroy();
    this.#streams.clear();
  }
}

/** The same engine, all of whose questions end where their `Course` is stopped, and whose regular expressions end in any case. */
export function stoppable<E>(engine: E): E {
  for (const actor of operationActors(engine)) {
    const run = actor.run.bind(actor);
    actor.run = async (action, ...given) => {
      const made = await run(action, ...given);
      const course = action.context.get(COURSE) as Course | undefined;
      for (const stream of [made.bindingsStream, made.quadStream]) if (stream) course?.joined(stream);
      return made;
    };
  }
  for (const factory of ['regex', 'replace'].flatMap((name) => functionFactories(engine, name))) {
    const make = factory.run.bind(factory);
    factory.run = async (...given) => bounded(await make(...given));
  }
  return engine;
}

/** REGEX and REPLACE: a text, a pattern, and more. */
function bounded(made: TermFunction): TermFunction {
  const apply = made.applyOnTerms.bind(made);
  made.applyOnTerms = (terms, evaluator) => {
    const [text, pattern] = [terms[0]!.str(), terms[1]!.str()];
    if (stepsAtMost(pattern, text.length) <= QUICK_STEPS) return apply(terms, evaluator);
    const course = (evaluator.context.get(COURSE) as Course | undefined) ?? new Course();
    const since = performance.now();
    const ended = withinTime(course.patternsMsLeft, () => apply(terms, evaluator));
    course.patternsMsLeft -= Math.max(0, performance.now() - since - NOT_COUNTED_MS);
    if (ended.kind === 'over-time') throw new PatternOverTime(JSON.stringify(pattern));
    return ended.value;
  };
  return made;
}

/** A step takes nanoseconds. */
const QUICK_STEPS = 1e7;

/**
 * How many steps a pattern can take on a text of that length, by its form: each repetition may end anywhere, each alternative may
 * be tried. With a group that is repeated there is no telling.
 */
export function stepsAtMost(pattern: string, length: number): number {
  if (/\)\s*[*+?{]/.test(pattern)) return Infinity;
  const repetitions = pattern.match(/[*+?{]/g)?.length ?? 0;
  const alternatives = pattern.match(/\|/g)?.length ?? 0;
  return (length + 1) ** (repetitions + 1) * 2 ** alternatives;
}
