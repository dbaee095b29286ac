// What a run would do, without starting anything: the scheduler itself decides, each task takes as long as it is estimated and succeeds,
// each gate passes. A task that a person does counts as one that is done here. Nothing is written.
import { ESTIMATE_DEFAULT_MS } from '../derive/compile.ts';
import type { Iri, NodeIndex, Plan } from '../derive/plan.ts';
import { unreachable } from '../base/result.ts';
import type { RunEvent } from './event.ts';
import { Heap } from './heap.ts';
import { next } from './next.ts';
import type { Capacities } from './pools.ts';
import { initialState, type Policy, type RunState } from './state.ts';

export interface RehearsedTask {
  readonly node: NodeIndex;
  /** Milliseconds after the beginning: when it may start as far as order goes, when it starts, when it has ended. */
  readonly readyMs: number;
  readonly startMs: number;
  readonly endMs: number;
  /** The pools in which it found no room when it became ready. */
  readonly waitedFor: readonly Iri[];
}

export interface Rehearsal {
  readonly plan: Plan;
  /** In the order in which they start. */
  readonly tasks: readonly RehearsedTask[];
  /** In the order in which they are judged. */
  readonly gates: readonly { readonly node: NodeIndex; readonly atMs: number }[];
  readonly totalMs: number;
  /** How it ends: `run-ended` with `succeeded` where all can be done. */
  readonly stop: Extract<RunEvent, { kind: 'run-ended' | 'run-paused' }>;
}

/** A run from its beginning; up to a step where one is named. */
export function rehearse(plan: Plan, capacities: Capacities, policy: Policy, upTo?: Iri): Rehearsal {
  return rehearsed(initialState(plan, capacities, policy), [{ kind: 'run-started', upTo }]);
}

/**
 * A run that is taken up: what ran when it stopped counts as running on from now, whoever is waited for as having spoken. The state is
 * changed in place.
 */
export function rehearseOn(state: RunState, upTo?: Iri): Rehearsal {
  const awaiting = state.plan.tasks.filter(({ node }) => state.nodes[node] === 'awaiting');
  const spoken = awaiting.map(({ node: task }): RunEvent => {
    const attempt = state.byHand.get(task);
    return attempt === undefined
      ? { kind: 'task-answered', task, again: true, reason: '' }
      : { kind: 'attempt-answered', task, attempt, yes: true };
  });
  const over = [...state.backoff.keys()].map((task): RunEvent => ({ kind: 'backoff-over', task }));
  // Nothing is decided before it is resumed.
  state.over = 'paused';
  return rehearsed(state, [...spoken, ...over, { kind: 'run-resumed', upTo }]);
}

function rehearsed(state: RunState, due: RunEvent[]): Rehearsal {
  const { plan } = state;
  const tasks: RehearsedTask[] = [];
  const gates: { node: NodeIndex; atMs: number }[] = [];
  const readyMs = new Map<NodeIndex, number>();
  const waitedFor = new Map<NodeIndex, readonly Iri[]>();
  const endsAt = new Map<NodeIndex, number>();
  const running = new Heap((a, b) => endsAt.get(a)! < endsAt.get(b)! || (endsAt.get(a) === endsAt.get(b) && a < b));
  let now = 0;
  const runs = (node: NodeIndex): void => {
    const endMs = now + (plan.tasks[plan.nodes[node]!.of]!.estimateMs ?? ESTIMATE_DEFAULT_MS);
    const waited = readyMs.has(node) && readyMs.get(node)! < now ? (waitedFor.get(node) ?? []) : [];
    tasks.push({ node, readyMs: readyMs.get(node) ?? now, startMs: now, endMs, waitedFor: waited });
    endsAt.set(node, endMs);
    running.push(node);
  };
  for (const node of state.running.keys()) runs(node);
  for (;;) {
    const event = due.shift() ?? ended(state.attempts, running, (node) => (now = endsAt.get(node)!));
    if (!event) throw new Error('the scheduler neither starts anything nor stops');
    const { effects } = next(state, event);
    for (const node of state.changed)
      if (state.nodes[node] === 'ready' && !readyMs.has(node)) {
        readyMs.set(node, now);
        waitedFor.set(
          node,
          state.pools.lacks(plan.tasks[plan.nodes[node]!.of]!).map(({ pool }) => pool),
        );
      }
    state.changed = [];
    for (const effect of effects)
      switch (effect.kind) {
        case 'start':
          runs(effect.event.task);
          break;
        case 'judge':
          gates.push({ node: effect.gate, atMs: now });
          due.push({ kind: 'gate-decided', gate: effect.gate, outcome: 'passed', reason: '' });
          break;
        case 'see-through':
          runs(effect.task);
          break;
        case 'evaluate': {
          const { iri: checkpoint } = plan.checkpoints[effect.checkpoint]!;
          due.push({ kind: 'checkpoint-evaluated', checkpoint, outcome: 'passed', reason: '' });
          break;
        }
        // Nobody leaves anything, so that no gate that has passed is unsettled.
        case 'look-again':
          break;
        case 'stop': {
          const totalMs = tasks.reduce((latest, { endMs }) => Math.max(latest, endMs), 0);
          return { plan, tasks, gates, totalMs, stop: effect.event };
        }
        default:
          unreachable(effect);
      }
  }
}

/** The next task to end, and its time. */
function ended(
  attempts: ReadonlyMap<NodeIndex, number>,
  running: Heap,
  at: (node: NodeIndex) => void,
): RunEvent | undefined {
  const node = running.pop();
  if (node === undefined) return undefined;
  at(node);
  return { kind: 'attempt-ended', task: node, attempt: attempts.get(node)!, ending: 'succeeded', reason: '' };
}
