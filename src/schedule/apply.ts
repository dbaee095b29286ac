// One event changes the state: counters down, nodes met, gates due. No decision is taken here, so replay is this alone.
import { unreachable } from '../base/result.ts';
import type { NodeIndex, PlanTask } from '../derive/plan.ts';
import type { RunEvent } from './event.ts';
import { ask } from './asked.ts';
import { Heap } from './heap.ts';
import { before } from './order.ts';
import { Pools } from './pools.ts';
import { whatFollows } from './retry.ts';
import { BY_HAND, isAwaited, isByHand, isMet, type NodeState, type RunState, waitKey } from './state.ts';

/** Applies one event. Throws where the event cannot follow (a bug, or a journal that was not written by us). */
export function apply(state: RunState, event: RunEvent): void {
  switch (event.kind) {
    case 'run-started':
      ask(state, event.upTo);
      for (let node = 0; node < state.nodes.length; node++)
        if (state.plan.dependencies[node]!.length === 0) settle(state, node);
      return;
    case 'run-resumed':
      ask(state, event.upTo);
      state.over = 'no';
      // A person may have changed what a shut gate reads: judge it once more.
      for (const gate of state.shut) state.toJudge.add(gate);
      for (const [checkpoint, outcome] of state.checked) if (outcome !== 'passed') state.due.add(checkpoint);
      return;
    case 'attempt-started':
      return event.byHand
        ? startByHand(state, event.task, event.attempt)
        : startAttempt(state, event.task, event.attempt);
    case 'attempt-answered':
      if (state.nodes[event.task] !== 'awaiting' || state.byHand.get(event.task) !== event.attempt)
        throw new Error(`${taskAt(state, event.task).id} is answered while it is ${state.nodes[event.task]}`);
      state.running.set(event.task, event.attempt);
      return set(state, event.task, 'running');
    case 'attempt-ended':
      return endAttempt(state, event);
    case 'backoff-over':
      if (state.backoff.delete(event.task) && state.nodes[event.task] === 'ready') queue(state, event.task);
      return;
    case 'task-answered':
      if (state.nodes[event.task] !== 'awaiting')
        throw new Error(`${taskAt(state, event.task).id} is answered while it is ${state.nodes[event.task]}`);
      return event.again ? makeReady(state, event.task) : failForGood(state, event.task, 'failed');
    case 'task-skipped':
      return set(state, event.task, 'skipped');
    case 'gate-decided':
      if (event.conflict) state.conflicted.add(event.gate);
      else state.conflicted.delete(event.gate);
      return decideGate(state, event.gate, event.outcome);
    case 'gate-unsettled':
      if (state.nodes[event.gate] === 'passed') state.unsettled.add(event.gate);
      return;
    case 'approved':
      if (event.gate !== undefined && state.shut.has(event.gate)) state.toJudge.add(event.gate);
      return;
    case 'handed-over':
      return judgeAgain(state);
    case 'approval-awaited':
      state.waits.set(waitKey(event.gate, event.criterion), event);
      return;
    case 'approval-expired':
      state.waits.delete(waitKey(event.gate, event.criterion));
      if (state.shut.has(event.gate)) state.toJudge.add(event.gate);
      return;
    // `transfer` has made the state of the run under the revised specification.
    case 'specification-revised':
    case 'phase-completed':
      return;
    case 'checkpoint-evaluated': {
      const at = state.plan.checkpoints.findIndex(({ iri }) => iri === event.checkpoint);
      if (!isAwaited(state.plan.checkpoints[at])) return;
      state.due.delete(at);
      state.evaluating.delete(at);
      state.checked.set(at, event.outcome);
      return;
    }
    case 'run-paused':
      state.over = 'paused';
      return;
    case 'run-ended':
      state.over = 'ended';
      return;
    default:
      return unreachable(event);
  }
}

function taskAt(state: RunState, node: NodeIndex): PlanTask {
  const { kind, of } = state.plan.nodes[node]!;
  if (kind !== 'task') throw new Error(`node ${node} is a ${kind}, not a task`);
  return state.plan.tasks[of]!;
}

function startAttempt(state: RunState, node: NodeIndex, attempt: number): void {
  if (state.nodes[node] !== 'ready')
    throw new Error(`${taskAt(state, node).id} starts while it is ${state.nodes[node]}`);
  state.backoff.delete(node);
  state.attempts.set(node, attempt);
  state.running.set(node, attempt);
  state.pools.take(taskAt(state, node));
  set(state, node, 'running');
}

/** It waits, and holds nothing: people take days. */
function startByHand(state: RunState, node: NodeIndex, attempt: number): void {
  if (state.nodes[node] !== 'ready')
    throw new Error(`${taskAt(state, node).id} is given to a person while it is ${state.nodes[node]}`);
  state.backoff.delete(node);
  state.attempts.set(node, attempt);
  state.byHand.set(node, attempt);
  set(state, node, 'awaiting');
}

function endAttempt(state: RunState, event: Extract<RunEvent, { kind: 'attempt-ended' }>): void {
  const task = taskAt(state, event.task);
  const byHand = state.byHand.get(event.task) === event.attempt;
  if (!byHand && state.running.get(event.task) !== event.attempt)
    throw new Error(`${task.id}: attempt ${event.attempt} ends, but is not running`);
  state.running.delete(event.task);
  if (byHand) state.byHand.delete(event.task);
  else state.pools.give(task);
  // Whatever an attempt left may be what a shut gate reads, or one that is being judged has read already.
  judgeAgain(state);
  switch (event.ending) {
    case 'succeeded':
      return set(state, event.task, 'succeeded');
    case 'cancelled':
      return makeReady(state, event.task);
    case 'lost':
    case 'failed':
    case 'timedOut':
      return afterFailure(state, event);
    default:
      return unreachable(event.ending);
  }
}

function afterFailure(state: RunState, event: Extract<RunEvent, { kind: 'attempt-ended' }>): void {
  const { task, ending } = event;
  const consequence = event.consequence ?? whatFollows(state, event, 0, undefined)?.consequence ?? 'failTask';
  const counted = ending === 'lost' ? state.losses : state.failures;
  counted.set(task, (counted.get(task) ?? 0) + 1);
  switch (consequence) {
    case 'tryAgain':
      if (event.retryAfterMs !== undefined) state.backoff.set(task, event.retryAfterMs);
      return makeReady(state, task);
    case 'useFallback':
      state.fellBack.add(task);
      state.failures.delete(task);
      return makeReady(state, task);
    case 'awaitPerson':
      return set(state, task, 'awaiting');
    case 'failTask':
      return failForGood(state, task, ending === 'timedOut' ? 'timedOut' : 'failed');
    default:
      return unreachable(consequence);
  }
}

/** The task is not tried again: what its failure stops does not start any more. */
function failForGood(state: RunState, node: NodeIndex, to: 'failed' | 'timedOut'): void {
  const { policy, phase } = taskAt(state, node);
  const scope = policy.onFailure ?? (state.policy.keepGoing ? 'stopDependents' : 'stopRun');
  // A task that is in no phase is in the whole of the plan.
  if (scope === 'stopRun' || (scope === 'stopPhase' && phase === undefined)) state.stopped = true;
  else if (scope === 'stopPhase' && phase !== undefined) state.stoppedPhases.add(phase);
  set(state, node, to);
}

function decideGate(
  state: RunState,
  gate: NodeIndex,
  outcome: NodeState & ('passed' | 'failed' | 'cantTell' | 'untested'),
): void {
  state.judging.delete(gate);
  state.looking.delete(gate);
  if (outcome === 'passed') state.shut.delete(gate);
  else state.shut.add(gate);
  const before = state.nodes[gate];
  set(state, gate, outcome);
  // Another gate may ask for this one's outcome without waiting for it.
  if (before !== outcome) judgeAgain(state, gate);
  if (before !== 'passed' || outcome === 'passed') return;
  for (const later of state.plan.dependents[gate]!)
    if (state.plan.nodes[later]!.kind === 'gate' && state.nodes[later] === 'passed') state.unsettled.add(later);
}

/** Gates not passed are due again; those under judgement once it is done, since it may have read what was there before. */
function judgeAgain(state: RunState, except?: NodeIndex): void {
  for (const gates of [state.shut, state.judging])
    for (const gate of gates) if (gate !== except) state.toJudge.add(gate);
}

/** Puts a node into a state that it had before the specification was revised. */
export function put(state: RunState, node: NodeIndex, to: NodeState): void {
  set(state, node, to);
}

/**
 * Puts a node into a state and tells those that wait for it; phases that become complete, or are so no longer, are carried on, without
 * recursion.
 */
function set(state: RunState, node: NodeIndex, to: NodeState): void {
  const work: [NodeIndex, NodeState][] = [[node, to]];
  for (let item = work.pop(); item; item = work.pop()) {
    const [index, next] = item;
    const wasMet = isMet(state.nodes[index]!);
    state.nodes[index] = next;
    state.changed.push(index);
    const met = isMet(next);
    if (next === 'complete') fallDue(state, index);
    const ends =
      !state.ended[index] &&
      (met || next === 'failed' || next === 'timedOut' || next === 'cancelled' || next === 'cantTell');
    if (ends) state.ended[index] = 1;
    if (!ends && met === wasMet) continue;
    for (const dependent of state.plan.dependents[index]!) {
      if (ends) state.pending[dependent]!--;
      if (met && !wasMet) state.unmet[dependent]!--;
      else if (!met && wasMet) state.unmet[dependent]!++;
      const became = !met && wasMet ? receded(state, dependent) : settled(state, dependent);
      if (became) work.push([dependent, became]);
    }
  }
}

/** Checkpoints at the completion of the phase that this node ends, where no gate asks for them. */
function fallDue(state: RunState, node: NodeIndex): void {
  const { kind, of } = state.plan.nodes[node]!;
  if (kind !== 'phase') return;
  for (const [at, checkpoint] of state.plan.checkpoints.entries())
    if (isAwaited(checkpoint) && checkpoint.when === 'atCompletion' && checkpoint.phase === of) state.due.add(at);
}

/** For a node none of whose dependencies is open: what it becomes at once. */
function settle(state: RunState, node: NodeIndex): void {
  const became = settled(state, node);
  if (became) set(state, node, became);
}

function settled(state: RunState, node: NodeIndex): NodeState | undefined {
  const { kind } = state.plan.nodes[node]!;
  if (kind === 'gate') {
    if (state.pending[node] !== 0 || state.nodes[node] === 'passed') return undefined;
    if (!state.kept.has(node)) state.toJudge.add(node);
    return kept(state, node);
  }
  if (state.unmet[node] !== 0 || state.nodes[node] !== 'waiting') return undefined;
  if (kind !== 'task') return 'complete';
  const before = kept(state, node);
  if (before) return before;
  makeReady(state, node);
  return undefined;
}

/** What becomes of a node of which a dependency is met no longer: what has started goes on, all else waits again. */
function receded(state: RunState, node: NodeIndex): NodeState | undefined {
  const { kind } = state.plan.nodes[node]!;
  const at = state.nodes[node]!;
  return (kind === 'task' ? at === 'ready' : at === 'complete') ? 'waiting' : undefined;
}

/** What the node was before the specification was revised, where that counts still. */
function kept(state: RunState, node: NodeIndex): NodeState | undefined {
  const before = state.kept.get(node);
  state.kept.delete(node);
  return before;
}

function makeReady(state: RunState, node: NodeIndex): void {
  state.nodes[node] = 'ready';
  state.changed.push(node);
  if (!state.backoff.has(node)) queue(state, node);
}

/** From here on it starts as soon as there is room for it. */
function queue(state: RunState, node: NodeIndex): void {
  const key = isByHand(state, node) ? BY_HAND : Pools.key(taskAt(state, node));
  let heap = state.ready.get(key);
  if (!heap) {
    heap = new Heap((a, b) => before(state.plan, a, b));
    state.ready.set(key, heap);
  }
  heap.push(node);
}
