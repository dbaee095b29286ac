// A run's state from its journal: for reading, without touching anything.
import type { Quad } from '@rdfjs/types';
import type { Iri, Plan } from '../derive/plan.ts';
import type { Graphs } from '../store/graphs.ts';
import type { Replay } from '../store/journal.ts';
import { revisionIn } from '../store/snapshot.ts';
import { earl, rdf } from '../vocabulary/borrowed.ts';
import { namedNode } from '../vocabulary/factory.ts';
import { sx } from '../vocabulary/terms.ts';
import { recordedCapacities } from './capacity-record.ts';
import type { GateOutcome, RunEvent } from './event.ts';
import { emptyLedger, enterBatch, type Ledger } from './ledger.ts';
import { replayEvents } from './replay.ts';
import { staleIn } from './revision.ts';
import type { RunState } from './state.ts';
import { StatusGraph } from './status-graph.ts';

export interface Rebuilt {
  readonly state: RunState;
  readonly lastEvent: RunEvent | undefined;
  readonly specFolder: string;
}

/** Replays the events, and writes the graph <run>/status. `former` are the plans that the run went by before its newest revision. */
export function rebuild(
  graphs: Graphs,
  plan: Plan,
  run: string,
  replay: Replay,
  former: readonly Plan[] = [],
): Rebuilt {
  const { state, lastEvent } = replayEvents([...former, plan], replay.batches, recordedCapacities(graphs, run), {
    keepGoing: false,
  });
  const status = new StatusGraph(graphs, run);
  status.update(state);
  showCriteria(status, graphs, replay);
  return { state, lastEvent, specFolder: graphs.object(namedNode(run), sx.specificationFolder)?.value ?? '.' };
}

/** What the run has so far that others may read, as its record has it. */
export function ledgerOf(run: string, replay: Replay): Ledger {
  const ledger = emptyLedger();
  for (const { quads } of replay.batches) if (isVisible(quads)) enterBatch(ledger, run, quads);
  return ledger;
}

/** Whether others may see what the batch says was left: the attempt succeeded, or it is no attempt's batch. */
function isVisible(quads: readonly Quad[]): boolean {
  const ends = quads.filter(({ predicate, object }) => predicate.equals(rdf.type) && object.equals(sx.AttemptEnded));
  return ends.every(({ subject }) =>
    quads.some(
      (one) => one.subject.equals(subject) && one.predicate.equals(sx.ending) && one.object.equals(sx.succeeded),
    ),
  );
}

/** Shows how each criterion was judged. Assertions stand in the record in the order in which they were made: the newest counts. */
export function showCriteria(status: StatusGraph, graphs: Graphs, replay: Replay): void {
  const newest = new Map<Iri, { readonly outcome: GateOutcome; readonly gate: Iri | undefined }>();
  for (const { quads } of replay.batches) {
    // What was judged by a specification that has been changed since says nothing of the gate of now.
    if (revisionIn(quads)) {
      const stale = staleIn(quads);
      for (const [criterion, { gate }] of newest) if (gate !== undefined && stale.has(gate)) newest.delete(criterion);
    }
    for (const { subject, predicate, object } of quads) {
      if (!predicate.equals(earl.test) || graphs.object(subject, earl.result) === undefined) continue;
      if (!graphs.has(subject, rdf.type, sx.CriterionAssertion)) continue;
      const outcome = graphs.object(graphs.object(subject, earl.result)!, earl.outcome)?.value ?? '';
      newest.set(object.value, {
        outcome: outcome.slice(outcome.lastIndexOf('#') + 1) as GateOutcome,
        gate: graphs.object(subject, sx.gate)?.value,
      });
    }
  }
  for (const [criterion, { outcome, gate }] of newest)
    if (gate === undefined || graphs.has(namedNode(gate), rdf.type, sx.Gate)) status.outcome(criterion, outcome);
}
