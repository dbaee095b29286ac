// How much a run has of each pool: said by --resources, else by the binding, else found on the machine.
import { availableParallelism, totalmem } from 'node:os';
import { statfsSync } from 'node:fs';
import { unusable, type Diagnostic } from '../base/diagnostic.ts';
import { nearest } from '../base/near.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { baseUnits } from '../derive/amounts.ts';
import type { Binding } from '../derive/binding.ts';
import type { Entities, PoolInfo } from '../derive/entities.ts';
import type { Iri, Plan } from '../derive/plan.ts';
import { type Capacities, JOBS } from './pools.ts';

/** `cpu=4,memory=8GiB`, as given to --resources. */
export type ResourceWords = string;

const SIZES: Readonly<Record<string, number>> = {
  '': 1,
  B: 1,
  kB: 1e3,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};

export interface Found {
  readonly capacities: Capacities;
  /** What a person should know: where the machine has less than the plan's budget. */
  readonly notes: readonly string[];
}

/** Findings where --resources cannot be read, or a task asks for more than there is. */
export function capacitiesOf(
  plan: Plan,
  entities: Entities,
  binding: Binding,
  words: ResourceWords | undefined,
  jobs: number | undefined,
  folder: string,
): Result<Found> {
  const said = readWords(words, [...entities.pools.values()]);
  if (!said.ok) return said;
  const capacities: Record<Iri, number> = { [JOBS]: jobs ?? Math.max(availableParallelism(), 1) };
  for (const pool of entities.pools.values()) {
    const bound = binding.capacities[pool.iri];
    const amount =
      said.value.get(pool.iri) ?? (bound === undefined ? found(pool, folder) : bound * baseUnits(pool.unit));
    if (amount !== undefined) capacities[pool.iri] = amount;
  }
  const problems: Diagnostic[] = [];
  for (const task of plan.tasks)
    for (const [pool, amount] of Object.entries(task.demands)) {
      const capacity = capacities[pool];
      if (capacity !== undefined && amount > capacity)
        problems.push({
          code: 'schedule/demand-beyond-pool',
          severity: 'error',
          message: `The task "${task.id}" asks for ${shown(amount, entities.pools.get(pool))} of ${name(entities, pool)}, and this run has ${shown(capacity, entities.pools.get(pool))}.`,
          why: 'It could never start.',
          help: `Ask for less (sx:demand), or give the run more: --resources ${name(entities, pool)}=${amount}.`,
          focus: task.iri,
        });
    }
  if (problems.length > 0) return fail(...problems);
  const notes = plan.phases.flatMap((phase) =>
    Object.entries(phase.budget).flatMap(([pool, budget]) => {
      const capacity = capacities[pool];
      if (capacity === undefined || capacity >= budget) return [];
      const info = entities.pools.get(pool);
      return [
        `${phase.title} may use ${shown(budget, info)} of ${name(entities, pool)}; this run has ${shown(capacity, info)}, so less runs at once`,
      ];
    }),
  );
  return ok({ capacities, notes });
}

function readWords(words: ResourceWords | undefined, pools: readonly PoolInfo[]): Result<Map<Iri, number>> {
  const found = new Map<Iri, number>();
  for (const word of words?.split(',').map((one) => one.trim()) ?? []) {
    if (word === '') continue;
    const [, id = '', digits = '', size = ''] = /^([^=]+)=(\d+(?:\.\d+)?)([A-Za-z]*)$/.exec(word) ?? [];
    const factor = SIZES[size];
    if (digits === '' || factor === undefined)
      return fail(
        unusable('schedule/resources', `"${word}" is not a resource.`, {
          help: 'Write name=amount, such as --resources cpu=4,memory=8GiB.',
        }),
      );
    const pool = pools.find((one) => one.id === id);
    if (!pool) {
      const near = nearest(
        id,
        pools.map((one) => one.id),
      );
      return fail(
        unusable('schedule/resources', `The specification has no pool "${id}".`, {
          help: near ? `Did you mean "${near}"?` : `It has: ${pools.map((one) => one.id).join(', ') || 'none'}.`,
        }),
      );
    }
    found.set(pool.iri, Number(digits) * factor);
  }
  return ok(found);
}

/** What the machine has of it, but no more than the specification says that there is. */
function found(pool: PoolInfo, folder: string): number | undefined {
  const machine = onMachine(pool, folder);
  const declared = pool.amount === undefined ? undefined : pool.amount * baseUnits(pool.unit);
  return declared === undefined || machine === undefined ? (declared ?? machine) : Math.min(declared, machine);
}

/** In base units; undefined where nothing is known, and then there is no limit. */
function onMachine(pool: PoolInfo, folder: string): number | undefined {
  if (pool.exclusive) return 1;
  switch (pool.id) {
    case 'cpu':
      return availableParallelism();
    case 'memory':
      return totalmem();
    case 'disk': {
      const { bavail, bsize } = statfsSync(folder);
      return bavail * bsize;
    }
    default:
      return undefined;
  }
}

function name(entities: Entities, pool: Iri): string {
  return entities.pools.get(pool)?.id ?? pool;
}

function shown(amount: number, pool: PoolInfo | undefined): string {
  if (baseUnits(pool?.unit) === 1 || amount < 1e6) return String(amount);
  return amount >= 1e9 ? `${(amount / 1e9).toFixed(1)} GB` : `${(amount / 1e6).toFixed(0)} MB`;
}
