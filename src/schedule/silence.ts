// Whether a gate waited in vain for an approval: an event on record, unless the gate was about something else by then.
import type { Quad_Subject, Term } from '@rdfjs/types';
import type { Iri } from '../derive/plan.ts';
import type { Graphs } from '../store/graphs.ts';
import { earl, rdf } from '../vocabulary/borrowed.ts';
import { namedNode } from '../vocabulary/factory.ts';
import { sx } from '../vocabulary/terms.ts';

/** The event that says that nobody spoke in time; undefined where there is none, or the gate was made stale since. */
export function silenceOn(graphs: Graphs, criterion: Iri, gate: Iri | undefined): Quad_Subject | undefined {
  const since = gate === undefined ? 0 : lastStale(graphs, gate);
  return graphs
    .subjects(earl.test, namedNode(criterion))
    .find(
      (one) =>
        graphs.has(one, rdf.type, sx.ApprovalExpired) &&
        graphs.object(one, sx.gate)?.value === gate &&
        numberOf(graphs, one) > since,
    );
}

/** Number of the revision that last made the gate stale; 0 where none did. */
function lastStale(graphs: Graphs, gate: Iri): number {
  const changes = graphs.subjects(sx.makesStale, namedNode(gate));
  const revisions = new Set(changes.flatMap((change) => graphs.subjects(sx.change, change)));
  return [...revisions].reduce((last, one) => Math.max(last, numberOf(graphs, one)), 0);
}

function numberOf(graphs: Graphs, event: Term): number {
  return Number(graphs.object(event, sx.eventNumber)?.value ?? 0);
}
