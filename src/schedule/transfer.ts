// Where a run is after its specification was revised: what is not stale stays as it is, everything else begins anew.
import type { Iri, NodeIndex, Plan } from '../derive/plan.ts';
import { apply, put } from './apply.ts';
import type { Capacities } from './pools.ts';
import { initialState, isMet, type NodeState, type Policy, type RunState, waitKey } from './state.ts';

/**
 * The state of a run that goes on by another plan. Tasks that succeeded or run, and are not stale, stay so; what such a task left
 * counts for others once everything before it is done again. Tasks that failed are tried anew, since something was changed for a
 * reason. A passed gate stays passed where nothing that comes before it is to be done again. Attempts are counted on, by the
 * task's name, so that none has the name of an earlier one. Of the state of before, nothing is changed.
 */
export function transfer(
  before: RunState,
  plan: Plan,
  stale: ReadonlySet<Iri>,
  capacities: Capacities,
  policy: Policy,
): RunState {
  const state = initialState(plan, capacities, policy);
  for (const [id, count] of startedByName(before)) state.formerAttempts.set(id, count);
  const same = [...plan.tasks, ...plan.gates].flatMap(({ iri, node }) => {
    const was = before.plan.indexOf.get(iri);
    const isSame = was !== undefined && before.plan.nodes[was]!.kind === plan.nodes[node]!.kind && !stale.has(iri);
    return isSame ? [{ node, was, then: before.kept.get(was) ?? before.nodes[was]! }] : [];
  });
  for (const task of plan.tasks) {
    const started = state.formerAttempts.get(task.id);
    if (started !== undefined) state.attempts.set(task.node, started);
  }
  for (const { node, was, then } of same) {
    if (isMet(then)) state.kept.set(node, then);
    // What waits for its next attempt goes on to wait.
    const waitMs = before.backoff.get(was);
    if (waitMs !== undefined) state.backoff.set(node, waitMs);
  }
  for (const { node, was, then } of same) if (!isMet(then)) keepTask(before, was, then, state, node);
  apply(state, { kind: 'run-started' });
  for (const { node, then } of same) if (then === 'awaiting' && state.nodes[node] === 'ready') put(state, node, then);
  // Something that comes before them is to be done again, and so they are judged again.
  for (const { node } of plan.gates) state.kept.delete(node);
  for (const { gate, ...wait } of before.waits.values()) {
    const { iri } = before.plan.nodes[gate]!;
    const node = plan.indexOf.get(iri);
    if (node !== undefined && !stale.has(iri)) state.waits.set(waitKey(node, wait.criterion), { ...wait, gate: node });
  }
  state.over = before.over;
  return state;
}

function keepTask(before: RunState, was: NodeIndex, then: NodeState, state: RunState, node: NodeIndex): void {
  if (then === 'failed' || then === 'timedOut') return;
  keepCounts(before, was, state, node);
  const byHand = before.byHand.get(was);
  if (byHand !== undefined) state.byHand.set(node, byHand);
  const attempt = before.running.get(was);
  if (attempt === undefined && byHand === undefined) return;
  if (attempt !== undefined) state.running.set(node, attempt);
  // Who waits for a person holds nothing.
  if (then === 'running' && byHand === undefined) state.pools.take(state.plan.tasks[state.plan.nodes[node]!.of]!);
  put(state, node, then);
}

/** What counts against its retries, and whether another agent does it now. */
function keepCounts(before: RunState, was: NodeIndex, state: RunState, node: NodeIndex): void {
  for (const which of ['failures', 'losses'] as const) {
    const count = before[which].get(was);
    if (count !== undefined) state[which].set(node, count);
  }
  if (before.fellBack.has(was)) state.fellBack.add(node);
}

/** Task name → how many attempts of that name were started so far, those of tasks that are gone included. */
function startedByName(before: RunState): ReadonlyMap<string, number> {
  const started = new Map(before.formerAttempts);
  for (const task of before.plan.tasks) {
    const count = before.attempts.get(task.node);
    if (count !== undefined) started.set(task.id, Math.max(count, started.get(task.id) ?? 0));
  }
  return started;
}
