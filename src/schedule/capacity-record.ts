// How much a run has of each pool, as it stands in its record: who asks later why a task does not start is told by these, not by the
// machine on which they ask.
import type { Quad } from '@rdfjs/types';
import { baseUnits } from '../derive/amounts.ts';
import type { Iri } from '../derive/plan.ts';
import type { Graphs } from '../store/graphs.ts';
import { rdf, xsd } from '../vocabulary/borrowed.ts';
import { literal, namedNode } from '../vocabulary/factory.ts';
import { integer } from '../vocabulary/literals.ts';
import { sx } from '../vocabulary/terms.ts';
import type { Capacities } from './pools.ts';
import { about } from './record.ts';

/** What an orchestrator (known by its epoch) has, each in the unit that its pool declares. */
export function capacityQuads(graphs: Graphs, run: Iri, epoch: number, capacities: Capacities): Quad[] {
  return Object.entries(capacities).flatMap(([pool, amount], index) =>
    about(
      run,
      namedNode(`${run}/capacity/${epoch}.${index + 1}`),
      [rdf.type, sx.Capacity],
      [sx.inRun, namedNode(run)],
      [sx.epoch, integer(epoch)],
      [sx.pool, namedNode(pool)],
      [sx.amount, literal(decimalText(amount / unitOf(graphs, pool)), xsd.decimal)],
    ),
  );
}

/** What the newest orchestrator had, in base units; empty where the record is of an earlier version, which does not say. */
export function recordedCapacities(graphs: Graphs, run: Iri): Capacities {
  const own = graphs.subjects(rdf.type, sx.Capacity).filter((one) => graphs.has(one, sx.inRun, namedNode(run)));
  const epochOf = (one: (typeof own)[number]): number => Number(graphs.object(one, sx.epoch)?.value ?? 0);
  const newest = own.reduce((highest, one) => Math.max(highest, epochOf(one)), 0);
  return Object.fromEntries(
    own
      .filter((one) => epochOf(one) === newest)
      .map((one) => {
        const pool = graphs.object(one, sx.pool)?.value ?? '';
        return [pool, Number(graphs.object(one, sx.amount)?.value ?? 0) * unitOf(graphs, pool)];
      }),
  );
}

function unitOf(graphs: Graphs, pool: Iri): number {
  return baseUnits(graphs.object(namedNode(pool), sx.unit)?.value);
}

/** Never with an exponent, which xsd:decimal does not have. */
function decimalText(amount: number): string {
  return Number.isInteger(amount) ? BigInt(amount).toString() : amount.toFixed(6);
}
