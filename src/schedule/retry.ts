// What follows from an attempt that ended without success: another try, and when; another agent; a person's word; or the end.
// A calculation. What it comes to goes on record with the event, and replay takes it from there.
import { durationText } from '../base/duration.ts';
import type { CauseName, FailurePolicy, NodeIndex, PlanTask } from '../derive/plan.ts';
import type { RunEvent } from './event.ts';
import type { RunState } from './state.ts';

/** The local names of the sx:Consequence individuals. */
export type Consequence = 'tryAgain' | 'useFallback' | 'awaitPerson' | 'failTask';

export interface Following {
  readonly consequence: Consequence;
  readonly retryAfterMs?: number | undefined;
  /** What is to be added to the attempt's reason. */
  readonly note?: string | undefined;
}

type Ended = Pick<Extract<RunEvent, { kind: 'attempt-ended' }>, 'task' | 'ending' | 'cause'>;

/** How often an attempt may be lost with its process before the task counts as failed. */
const LOST_MAX = 5;

/** No wait is longer, whatever the factor makes of it: a time that every clock can count to. */
const DELAY_MAX_MS = 365 * 86_400_000;

/**
 * Undefined where it succeeded, or was stopped by request. `chance` is from 0 up to 1; `sinceFirstMs` is the time since the task's
 * first attempt began, where its time as a whole is limited.
 */
export function whatFollows(
  state: RunState,
  { task: node, ending, cause }: Ended,
  chance: number,
  sinceFirstMs: number | undefined,
): Following | undefined {
  if (ending === 'succeeded' || ending === 'cancelled') return undefined;
  const task = state.plan.tasks[state.plan.nodes[node]!.of]!;
  const { policy } = task;
  if (ending === 'lost') return afterLoss(policy, (state.losses.get(node) ?? 0) + 1);
  if (cause === 'overTaskTime') return { consequence: 'failTask' };
  const failures = (state.failures.get(node) ?? 0) + 1;
  if (cause !== 'declined' && failures <= task.retriesMax && mayRetryOn(policy, cause))
    return again(policy, delayMs(policy, failures, chance), sinceFirstMs);
  return policy.fallback && !state.fellBack.has(node) ? { consequence: 'useFallback' } : { consequence: 'failTask' };
}

// A crash of ours is not the agent's failure: it takes nothing from its retries.
function afterLoss({ whenLost }: FailurePolicy, losses: number): Following {
  if (whenLost === 'tryAgain' && losses > LOST_MAX)
    return { consequence: 'failTask', note: `it was lost ${losses} times` };
  return { consequence: whenLost };
}

function mayRetryOn({ retryOn }: FailurePolicy, cause: CauseName | undefined): boolean {
  return retryOn === undefined || cause === undefined || retryOn.includes(cause);
}

function again({ taskTimeoutMs }: FailurePolicy, retryAfterMs: number, sinceFirstMs: number | undefined): Following {
  if (taskTimeoutMs !== undefined && sinceFirstMs !== undefined && sinceFirstMs + retryAfterMs >= taskTimeoutMs)
    return {
      consequence: 'failTask',
      note: `of the ${durationText(taskTimeoutMs)} that its task may take, too little is left for another try`,
    };
  return { consequence: 'tryAgain', ...(retryAfterMs > 0 ? { retryAfterMs } : {}) };
}

/** The wait before the n-th retry: longer by the factor each time, at most the greatest, less a share that chance decides. */
export function delayMs(policy: FailurePolicy, retry: number, chance: number): number {
  const { retryDelayMs, retryBackoff, retryDelayMaxMs = DELAY_MAX_MS, retryJitter } = policy;
  if (retryDelayMs === 0) return 0;
  const whole = Math.min(retryDelayMs * retryBackoff ** (retry - 1), retryDelayMaxMs, DELAY_MAX_MS);
  return Math.round(whole * (1 - retryJitter * chance));
}

/** The task as the one does it who has it now: the assigned agent, or the fallback. */
export function asDoneNow(state: Pick<RunState, 'plan' | 'fellBack'>, node: NodeIndex): PlanTask {
  const task = state.plan.tasks[state.plan.nodes[node]!.of]!;
  const { fallback } = task.policy;
  return fallback && state.fellBack.has(node) ? { ...task, agent: fallback.agent, agentType: fallback.type } : task;
}
