// The events of a journal, applied in order: from the plan that the run began with, over each revision, to the plan of now.
import type { Plan } from '../derive/plan.ts';
import { compile } from '../derive/compile.ts';
import { Graphs } from '../store/graphs.ts';
import type { ReplayedBatch } from '../store/journal.ts';
import { isOfSnapshot, revisionIn } from '../store/snapshot.ts';
import { apply } from './apply.ts';
import type { RunEvent } from './event.ts';
import type { Capacities } from './pools.ts';
import { eventsOf } from './record.ts';
import { staleIn } from './revision.ts';
import { initialState, type Policy, type RunState } from './state.ts';
import { transfer } from './transfer.ts';

export interface Replayed {
  readonly state: RunState;
  readonly lastEvent: RunEvent | undefined;
}

type Batches = readonly Pick<ReplayedBatch, 'quads'>[];

/** `plans` are all that the run went by, in order: one more than the batches hold revisions. */
export function replayEvents(
  plans: readonly Plan[],
  batches: Batches,
  capacities: Capacities,
  policy: Policy,
): Replayed {
  let at = 0;
  let state = initialState(plans[at]!, capacities, policy);
  let lastEvent: RunEvent | undefined;
  for (const { quads } of batches) {
    if (revisionIn(quads)) state = transfer(state, plans[++at]!, staleIn(quads), capacities, policy);
    for (const { event } of eventsOf(plans[at]!, quads)) {
      apply(state, event);
      lastEvent = event;
    }
  }
  return { state, lastEvent };
}

/** The plans that the run went by before the one that its dataset holds now. */
export async function formerPlans(batches: Batches): Promise<readonly Plan[]> {
  const revisions = batches.filter(({ quads }) => revisionIn(quads));
  const plans: Plan[] = [];
  for (const { quads } of revisions.length === 0 ? [] : [batches[0]!, ...revisions.slice(0, -1)]) {
    const graphs = new Graphs();
    graphs.addAll(quads.filter(isOfSnapshot));
    const plan = await compile(graphs);
    if (!plan.ok) throw new Error('the journal holds a specification without a plan');
    plans.push(plan.value);
  }
  return plans;
}

export function revisionsIn(batches: Batches): number {
  return batches.filter(({ quads }) => revisionIn(quads)).length;
}
