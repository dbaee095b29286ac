// next(state, event) → what is to be done now. A calculation: clock, processes and disk are elsewhere, so that a whole run
// can be tested, and simulated, without starting anything.
import { apply } from './apply.ts';
import { isAsked } from './asked.ts';
import type { NodeIndex, PlanCheckpoint, PlanTask } from '../derive/plan.ts';
import type { Effect, GateOutcome, RunEvent } from './event.ts';
import type { Heap } from './heap.ts';
import { before } from './order.ts';
import { asDoneNow } from './retry.ts';
import { BY_HAND, isAwaited, isMet, mayStart, type RunState } from './state.ts';

/** Applies the event, then decides. The state is changed in place (see RunState); equal inputs give equal effects. */
export function next(
  state: RunState,
  event: RunEvent,
): { readonly state: RunState; readonly effects: readonly Effect[] } {
  apply(state, event);
  return { state, effects: [...answering(event), ...decide(state)] };
}

/** What an event asks for of itself, whatever else is to be done. */
export function answering(event: RunEvent): readonly Effect[] {
  return event.kind === 'attempt-answered' ? [{ kind: 'see-through', task: event.task, attempt: event.attempt }] : [];
}

/**
 * What is to be done in this state: judge gates that are due, start what is ready and finds room, or stop. Attempts that are
 * started are applied already: their `attempt-started` events are in the effects, to be put on record before the process starts.
 */
export function decide(state: RunState): readonly Effect[] {
  if (state.over !== 'no' || state.held) return [];
  const effects: Effect[] = [];
  for (const gate of state.toJudge) {
    if (state.judging.has(gate) || !isAsked(state, gate)) continue;
    state.toJudge.delete(gate);
    if (isMet(state.nodes[gate]!)) continue;
    state.judging.add(gate);
    effects.push({ kind: 'judge', gate });
  }
  for (const gate of state.unsettled) {
    if (state.judging.has(gate)) continue;
    state.unsettled.delete(gate);
    if (state.nodes[gate] !== 'passed') continue;
    state.judging.add(gate);
    state.looking.add(gate);
    effects.push({ kind: 'look-again', gate });
  }
  if (!state.stopped && state.looking.size === 0 && state.unsettled.size === 0) startReady(state, effects);
  const isAtRest = state.running.size === 0 && state.judging.size === 0 && !waitsForTime(state);
  if (isAtRest && isDone(state)) for (const at of owed(state)) state.due.add(at);
  for (const checkpoint of state.due) {
    if (state.evaluating.has(checkpoint)) continue;
    state.due.delete(checkpoint);
    state.evaluating.add(checkpoint);
    effects.push({ kind: 'evaluate', checkpoint });
  }
  if (isAtRest && state.evaluating.size === 0) effects.push(stop(state));
  return effects;
}

/** Whether all tasks are done and all gates passed. */
function isDone({ plan, nodes }: RunState): boolean {
  return [...plan.tasks, ...plan.gates].every(({ node }) => isMet(nodes[node]!));
}

/** The checkpoints that the end waits for and that were never evaluated. */
function owed({ plan, checked, evaluating }: RunState): number[] {
  return [...plan.checkpoints.keys()].filter(
    (at) => isAwaited(plan.checkpoints[at]) && !checked.has(at) && !evaluating.has(at),
  );
}

/** Whether a task is to start later, once the wait before its retry is over. */
function waitsForTime(state: RunState): boolean {
  for (const node of state.backoff.keys())
    if (state.nodes[node] === 'ready' && isAsked(state, node) && mayStart(state, node)) return true;
  return false;
}

/**
 * Starts ready tasks, critical path first. What a task that finds no room will hold is kept for it: tasks after it in priority start
 * only where that much is left, so that nothing starves behind a stream of smaller tasks.
 */
function startReady(state: RunState, effects: Effect[]): void {
  const { plan } = state;
  const waiting: PlanTask[] = [];
  const open = new Map([...state.ready].map(([key, heap]) => [key, heap] as const));
  while (open.size > 0) {
    let best: { key: string; heap: Heap; node: NodeIndex } | undefined;
    for (const [key, heap] of open) {
      const node = top(state, heap);
      if (node === undefined) {
        open.delete(key);
        state.ready.delete(key);
      } else if (!best || before(plan, node, best.node)) best = { key, heap, node };
    }
    if (!best) break;
    const task = plan.tasks[plan.nodes[best.node]!.of]!;
    const byHand = best.key === BY_HAND;
    if (!byHand && state.pools.lacking(task) !== undefined) {
      state.pools.reserve(task);
      waiting.push(task);
      open.delete(best.key);
      continue;
    }
    best.heap.pop();
    const { agent } = asDoneNow(state, best.node);
    const event = {
      kind: 'attempt-started',
      task: best.node,
      attempt: (state.attempts.get(best.node) ?? 0) + 1,
      ...(agent === task.agent ? {} : { agent }),
      ...(byHand ? { byHand } : {}),
    } as const;
    apply(state, event);
    effects.push({ kind: 'start', event });
  }
  for (const task of waiting) state.pools.release(task);
}

/** The first task of a heap that is still ready and may start; stale entries are dropped on the way. */
function top(state: RunState, heap: Heap): NodeIndex | undefined {
  for (let node = heap.peek(); node !== undefined; node = heap.peek()) {
    if (state.nodes[node] === 'ready' && isAsked(state, node) && !state.backoff.has(node) && mayStart(state, node))
      return node;
    heap.pop();
  }
  return undefined;
}

/** Nothing runs and nothing is being judged: the run is over, or waits for a person. */
function stop(state: RunState): Effect {
  const { plan, nodes } = state;
  const isLeft = ({ node }: { readonly node: NodeIndex }): boolean => !isMet(nodes[node]!);
  const isAskedFor = ({ node }: { readonly node: NodeIndex }): boolean => isAsked(state, node);
  const tasksLeft = plan.tasks.filter(isLeft).filter(isAskedFor);
  const gatesLeft = plan.gates.filter(isLeft).filter(isAskedFor);
  if (tasksLeft.length === 0 && gatesLeft.length === 0) {
    const bad = isDone(state) ? [...state.checked].find(([, outcome]) => outcome !== 'passed') : undefined;
    if (bad) return { kind: 'stop', event: afterCheckpoint(plan.checkpoints[bad[0]]!, bad[1]) };
    return {
      kind: 'stop',
      event:
        plan.tasks.some(isLeft) || plan.gates.some(isLeft)
          ? { kind: 'run-paused', why: 'reached', reason: 'all that was asked for is done' }
          : { kind: 'run-ended', ending: 'succeeded', reason: 'all tasks succeeded and all gates passed' },
    };
  }
  const conflicted = gatesLeft.find((gate) => state.conflicted.has(gate.node));
  if (conflicted) {
    const reason = `a critical conflict keeps gate ${conflicted.id} shut`;
    return { kind: 'stop', event: { kind: 'run-ended', ending: 'halted', reason } };
  }
  const awaiting = tasksLeft.filter(({ node }) => nodes[node] === 'awaiting' && mayStart(state, node));
  if (awaiting.length > 0) {
    const [first, ...others] = awaiting.map(({ id, node }) =>
      state.byHand.has(node)
        ? `task ${id} waits for a person to do it`
        : `task ${id} waits for a person to say whether it is tried again: its last attempt was lost, and may have done what must not be done twice`,
    );
    const reason = others.length === 0 ? first! : `${first}; and ${others.length} more wait for a person`;
    return { kind: 'stop', event: { kind: 'run-paused', why: 'awaiting', reason } };
  }
  const failedTask = tasksLeft.find((task) => ['failed', 'timedOut', 'cancelled'].includes(nodes[task.node]!));
  if (failedTask && !gatesLeft.some((gate) => nodes[gate.node] === 'failed'))
    return {
      kind: 'stop',
      event: { kind: 'run-ended', ending: 'failed', reason: `task ${failedTask.id} ${nodes[failedTask.node]}` },
    };
  const failedGate = gatesLeft.find((gate) => nodes[gate.node] === 'failed');
  if (failedGate)
    return { kind: 'stop', event: { kind: 'run-ended', ending: 'failed', reason: `gate ${failedGate.id} failed` } };
  const shut = gatesLeft.find((gate) => state.shut.has(gate.node));
  // A judged gate that is still untested waits for a person's approval: everything else that it asks for holds.
  if (shut && nodes[shut.node] === 'untested' && shut.criteria.some((criterion) => criterion.kind === 'approval'))
    return {
      kind: 'stop',
      event: { kind: 'run-paused', why: 'awaiting', reason: `gate ${shut.id} waits for an approval` },
    };
  if (shut)
    return {
      kind: 'stop',
      event: { kind: 'run-ended', ending: 'failed', reason: `gate ${shut.id} could not be told` },
    };
  const left = tasksLeft[0]?.id ?? gatesLeft[0]!.id;
  return {
    kind: 'stop',
    event: { kind: 'run-ended', ending: 'failed', reason: `${left} can never start: no pool has room for it` },
  };
}

/** All else is done, but for a checkpoint that does not hold, or that waits for a person. */
function afterCheckpoint({ title, criteria }: PlanCheckpoint, outcome: GateOutcome): StopEvent {
  return outcome === 'untested' && criteria.some(({ kind }) => kind === 'approval')
    ? { kind: 'run-paused', why: 'awaiting', reason: `the checkpoint "${title}" waits for an approval` }
    : { kind: 'run-ended', ending: 'failed', reason: `the checkpoint "${title}" does not hold` };
}

type StopEvent = Extract<RunEvent, { kind: 'run-ended' | 'run-paused' }>;
