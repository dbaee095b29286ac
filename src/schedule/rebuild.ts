// A run's state from its journal: for reading, without touching anything.
import type { Quad } from '@rdfjs/types';
import type { Plan } from '../derive/plan.ts';
import type { Graphs } from '../store/graphs.ts';
import type { Replay } from '../store/journal.ts';
import { earl, rdf } from '../vocabulary/borrowed.ts';
import { namedNode } from '../vocabulary/factory.ts';
import { sx } from '../vocabulary/terms.ts';
import { apply } from './apply.ts';
import type { GateOutcome, RunEvent } from './event.ts';
import { emptyLedger, enter, type Ledger, ownQuads } from './ledger.ts';
import { eventsOf } from './record.ts';
import { initialState, type RunState } from './state.ts';
import { StatusGraph } from './status-graph.ts';

export interface Rebuilt {
  readonly state: RunState;
  readonly lastEvent: RunEvent | undefined;
  readonly specFolder: string;
}

/** Replays the events, and writes the graph <run>/status. */
export function rebuild(graphs: Graphs, plan: Plan, run: string, replay: Replay): Rebuilt {
  const state = initialState(plan, {}, { keepGoing: false });
  let lastEvent: RunEvent | undefined;
  for (const batch of replay.batches)
    for (const { event } of eventsOf(plan, batch.quads)) {
      apply(state, event);
      lastEvent = event;
    }
  const status = new StatusGraph(graphs, run);
  status.update(state);
  showCriteria(status, graphs, replay);
  return { state, lastEvent, specFolder: graphs.object(namedNode(run), sx.specificationFolder)?.value ?? '.' };
}

/** What the run has so far that others may read, as its record has it. */
export function ledgerOf(plan: Plan, run: string, replay: Replay): Ledger {
  const ledger = emptyLedger();
  for (const { quads } of replay.batches) if (isVisible(plan, quads)) enter(ledger, ownQuads(run, quads));
  return ledger;
}

/** Whether others may see what the batch says was left: the attempt succeeded, or it is no attempt's batch. */
function isVisible(plan: Plan, quads: readonly Quad[]): boolean {
  return eventsOf(plan, quads).every(({ event }) => event.kind !== 'attempt-ended' || event.ending === 'succeeded');
}

/** Shows how each criterion was judged. Assertions stand in the record in the order in which they were made: the newest counts. */
export function showCriteria(status: StatusGraph, graphs: Graphs, replay: Replay): void {
  for (const batch of replay.batches)
    for (const { subject, predicate, object } of batch.quads) {
      if (!predicate.equals(earl.test) || graphs.object(subject, earl.result) === undefined) continue;
      if (!graphs.has(subject, rdf.type, sx.CriterionAssertion)) continue;
      const outcome = graphs.object(graphs.object(subject, earl.result)!, earl.outcome)?.value ?? '';
      status.outcome(object.value, outcome.slice(outcome.lastIndexOf('#') + 1) as GateOutcome);
    }
}
