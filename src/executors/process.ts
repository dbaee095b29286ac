// Runs an agent as a process of its own, over the supervisor: the `sx:process` executor.
import { systemClock, systemTimer, type Clock } from '../base/clock.ts';
import { unreachable } from '../base/result.ts';
import { attach } from './attach.ts';
import { alwaysAllowed, environmentFor } from './environment.ts';
import type { EarlierStart, Executor, Outcome, Running, Work } from './executor.ts';
import { watchIdle } from './idle.ts';
import { markerVariable, type Ending, type Job } from './job.ts';
import { killTree } from './processes.ts';
import { readRecords } from './records.ts';
import type { JobRun } from './supervisor.ts';
import type { Supervisors } from './supervisors.ts';

/** How a binding says a process is started. */
export interface ProcessBinding {
  /** `{prompt}` and `{prompt-file}` stand for the prompt's text and its file, in any argument. */
  readonly argv: readonly [string, ...string[]];
  /** `file`: `SPEC_EXEC_PROMPT` alone says where it is; `argument`: also as last argument, unless `{prompt}` is there. */
  readonly promptBy: 'file' | 'argument' | 'stdin';
  /** A shell reads the arguments: they are passed as they are, placeholders too. */
  readonly verbatim?: boolean | undefined;
  /** Names of the orchestrator's variables that it may see, beyond `alwaysAllowed`; `PREFIX*` allows all that begin so. */
  readonly allow: readonly string[];
  /** Variables that the binding sets. */
  readonly set: Readonly<Record<string, string>>;
}

export interface ProcessExecutorOptions {
  readonly supervisors: Supervisors;
  /** How this work's agent runs. */
  readonly bindingOf: (work: Work) => ProcessBinding;
  /** The orchestrator's, of which agents see what is allowed; `process.env` where nothing is said. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly clock?: Clock;
}

export function processExecutor(options: ProcessExecutorOptions): Executor {
  const { supervisors } = options;
  const clock = options.clock ?? systemClock;
  // A copy: each look into process.env itself is a call of the system's.
  const environment = { ...(options.environment ?? process.env) };
  return {
    kind: 'process',
    start: async (work) => {
      const run = await supervisors.start(jobOf(work, options.bindingOf(work), environment));
      return follow(work, clock, work.timeoutMs, run);
    },
    attach: async (work, earlier) => takeUp(work, earlier, clock, supervisors.earlier),
    close: () => supervisors.close(),
  };
}

/** The job of an attempt: its argv with the prompt in its place, and exactly the environment it may see. */
export function jobOf(work: Work, binding: ProcessBinding, from: Readonly<Record<string, string | undefined>>): Job {
  const put = (word: string): string => {
    if (binding.verbatim) return word;
    // One pass, so that a prompt which itself speaks of {prompt-file} stays as it is.
    return word.replace(/\{prompt(-file)?\}/g, (_whole, file: string | undefined) =>
      file === undefined ? work.prompt : work.promptFile,
    );
  };
  const [command, ...rest] = binding.argv;
  const named = !binding.verbatim && rest.some((word) => word.includes('{prompt}'));
  const last = binding.promptBy === 'argument' && !named ? [work.prompt] : [];
  return {
    id: work.id,
    argv: [put(command), ...rest.map(put), ...last],
    cwd: work.folder,
    env: environmentFor(
      [...alwaysAllowed, ...binding.allow],
      { ...binding.set, ...work.variables, [markerVariable]: work.attempt },
      from,
    ),
    logFile: work.logFile,
    stdinFile: binding.promptBy === 'stdin' ? work.promptFile : undefined,
    graceMs: work.graceMs,
  };
}

function takeUp(
  work: Work,
  earlier: EarlierStart,
  clock: Clock,
  earlierRecords: readonly string[],
): Running | undefined {
  const file = earlierRecords.find((one) => readRecords(one).jobs.has(work.id));
  if (file === undefined) return undefined;
  const leader = readRecords(file).supervisor;
  const session = leader && { leader, supervised: true };
  const end = () => killTree(work.attempt, session, work.graceMs);
  const ended = attach(file, work.id).then(async (ending) => {
    // A leader that ends leaves its group behind where it started something in the background; the attempt is over.
    if (session !== undefined) await end();
    return ending;
  });
  const left = work.timeoutMs === undefined ? undefined : Math.max(0, work.timeoutMs - earlier.elapsedMs);
  return follow(work, clock, left, { ended, stop: end }, earlier.elapsedMs);
}

/** Watches an attempt to its end; whoever ends it first, the clock, the user or itself, decides what it is called. */
function follow(
  work: Work,
  clock: Clock,
  timeoutMs: number | undefined,
  run: Pick<JobRun, 'ended' | 'stop'>,
  elapsedMs = 0,
): Running {
  const from = clock.monotonicMs() - elapsedMs;
  let endedBy: EndedBy = 'itself';
  let over = false;
  let killing: Promise<unknown> = Promise.resolve();
  const end = (by: Exclude<EndedBy, 'itself'>): void => {
    if (over || endedBy !== 'itself') return;
    endedBy = by;
    killing = run.stop();
  };
  const stopTimer = timeoutMs === undefined ? undefined : systemTimer(timeoutMs, () => end('timeout'));
  const signs = { near: [work.logFile, ...(work.signsOfLife ?? [])], folder: work.folder };
  const stopWatch =
    work.idleTimeoutMs === undefined
      ? undefined
      : watchIdle(signs, work.idleTimeoutMs, clock, elapsedMs > 0, () => end('idle'));
  const outcome = (async (): Promise<Outcome> => {
    const ending = await run.ended;
    over = true;
    stopTimer?.();
    stopWatch?.();
    await killing;
    // The shell, which makes the log, says it in words.
    if (ending.kind === 'not-started' && /No space left on device|Disk quota exceeded/.test(ending.reason))
      throw Object.assign(new Error(ending.reason), { code: 'ENOSPC' });
    return outcomeOf(ending, endedBy, clock.monotonicMs() - from, work);
  })();
  return {
    outcome,
    cancel: async () => {
      end('cancel');
      return await outcome;
    },
  };
}

type EndedBy = 'itself' | 'timeout' | 'idle' | 'cancel';

function outcomeOf(ending: Ending, endedBy: EndedBy, durationMs: number, work: Work): Outcome {
  if (endedBy === 'timeout') return { kind: 'timed-out', limit: 'time', afterMs: work.timeoutMs ?? 0, durationMs };
  if (endedBy === 'idle') return { kind: 'timed-out', limit: 'idle', afterMs: work.idleTimeoutMs ?? 0, durationMs };
  if (endedBy === 'cancel') return { kind: 'cancelled', durationMs };
  switch (ending.kind) {
    case 'exited':
      if (ending.code === 0) return { kind: 'done', durationMs };
      return {
        kind: 'failed',
        reason: `exited with ${ending.code}${hint(ending.code)}`,
        exitCode: ending.code,
        durationMs,
      };
    case 'signalled':
      return { kind: 'failed', reason: `was ended by ${ending.signal}`, signal: ending.signal, durationMs };
    case 'not-started':
      return ending;
    case 'gone':
      return { kind: 'gone', reason: 'it no longer runs, and nobody saw how it ended' };
    default:
      return unreachable(ending);
  }
}

function hint(code: number): string {
  if (code === 127) return ' (command not found)';
  return code === 126 ? ' (command cannot be executed)' : '';
}
