// Demands and budgets: how much of each pool, in the pool's base unit (cores, bytes, tokens).
import type { Term } from '@rdfjs/types';
import type { Graphs } from '../store/graphs.ts';
import { sx } from '../vocabulary/terms.ts';
import { unitOf } from '../vocabulary/units.ts';
import { boolean, iri, iris, number } from './facts.ts';
import type { Iri } from './plan.ts';

/** How many bytes one of a unit of information is; every other unit counts as it is. */
export function baseUnits(unit: Iri | undefined): number {
  const known = unit === undefined ? undefined : unitOf(unit);
  return known?.ok && known.value.dimension === 'data' ? Number(known.value.times) / Number(known.value.per) : 1;
}

/**
 * Pool → amount in base units, summed where several name one pool. `of` is sx:demand (what a task holds) or sx:budget
 * (the most that a phase may use: the upper end where it is a range). Without an amount it is one token.
 */
export function amounts(graphs: Graphs, subject: Iri, of: Term): Readonly<Record<Iri, number>> {
  const found: Record<Iri, number> = {};
  for (const one of iris(graphs, subject, of)) {
    const pool = iri(graphs, one, sx.pool);
    if (pool === undefined) continue;
    const amount = number(graphs, one, sx.amountHigh) ?? number(graphs, one, sx.amount) ?? 1;
    const unit = iri(graphs, one, sx.unit) ?? iri(graphs, pool, sx.unit);
    const exclusive = boolean(graphs, pool, sx.exclusive) === true;
    found[pool] = exclusive ? 1 : (found[pool] ?? 0) + amount * baseUnits(unit);
  }
  return found;
}
