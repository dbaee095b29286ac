// How an attempt's end is called, from what its executor saw; and how long it may take.
import type { CauseName, PlanTask } from '../derive/plan.ts';
import { durationText } from '../base/duration.ts';
import { unreachable } from '../base/result.ts';
import type { Outcome } from '../executors/executor.ts';
import { prov } from '../vocabulary/borrowed.ts';
import type { Ending } from './event.ts';
import { attemptIri } from './names.ts';
import type { Session } from './session.ts';

export interface Ended {
  readonly ending: Ending;
  readonly reason: string;
  readonly cause?: CauseName;
}

/** What ends an attempt first: its own time, or what is left of its task's. */
export interface Limit {
  readonly ms: number | undefined;
  readonly cause: 'overTime' | 'overTaskTime';
}

/** Counted from the attempt's start, which is on record; not above zero where the task's time was over before. A revision of the specification gives the task its time anew. */
export function limitOf(
  session: Pick<Session, 'run' | 'graphs' | 'clock' | 'formerAttempts'>,
  task: PlanTask,
  attempt: number,
): Limit {
  const own: Limit = { ms: task.timeoutMs, cause: 'overTime' };
  const { taskTimeoutMs } = task.policy;
  if (taskTimeoutMs === undefined) return own;
  const first = Math.min(attempt, (session.formerAttempts.get(task.id) ?? 0) + 1);
  const startOf = (number: number): number => {
    const at = session.graphs.object(attemptIri(session.run, task, number), prov.startedAtTime)?.value;
    return at === undefined ? session.clock.now() : Date.parse(at);
  };
  const ms = taskTimeoutMs - Math.max(0, startOf(attempt) - startOf(first));
  return own.ms !== undefined && own.ms < ms ? own : { ms, cause: 'overTaskTime' };
}

/** With which status its process ended by itself; undefined where it did not. */
export function exitCodeOf(outcome: Outcome): number | undefined {
  return outcome.kind === 'done' ? 0 : outcome.kind === 'failed' ? outcome.exitCode : undefined;
}

export function endingOf(outcome: Outcome, limit: Limit['cause'], task: Pick<PlanTask, 'successExitStatus'>): Ended {
  const exitCode = exitCodeOf(outcome);
  if (exitCode !== undefined && task.successExitStatus.includes(exitCode))
    return { ending: 'succeeded', reason: `it ended with exit status ${exitCode}` };
  switch (outcome.kind) {
    case 'done':
      return {
        ending: 'failed',
        reason: `its process exited with 0, and ${listed(task.successExitStatus)} is success`,
        cause: 'badExit',
      };
    case 'failed':
      return { ending: 'failed', reason: `its process ${outcome.reason}`, cause: 'badExit' };
    case 'timed-out':
      return timedOut(outcome, limit);
    case 'cancelled':
      return { ending: 'cancelled', reason: 'it was stopped by request' };
    case 'not-started':
      return { ending: 'failed', reason: `it could not be started: ${outcome.reason}`, cause: 'notStarted' };
    case 'gone':
      return { ending: 'lost', reason: outcome.reason, cause: 'goneWithoutRecord' };
    default:
      return unreachable(outcome);
  }
}

/** `0`, `0 or 3`, `0, 3 or 4`. */
export function listed(statuses: readonly number[]): string {
  return statuses.join(', ').replace(/, (\d+)$/, ' or $1');
}

function timedOut({ limit, afterMs }: Extract<Outcome, { kind: 'timed-out' }>, own: Limit['cause']): Ended {
  const after = durationText(afterMs);
  if (limit === 'idle')
    return { ending: 'timedOut', reason: `it was stopped after ${after} without a sign of life`, cause: 'idleTooLong' };
  if (own === 'overTaskTime')
    return { ending: 'timedOut', reason: `it was stopped after ${after}, when its task’s time was over`, cause: own };
  return { ending: 'timedOut', reason: `it was stopped after ${after}, its timeout`, cause: own };
}
