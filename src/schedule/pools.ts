// Resource pools: what the run has of each, what each phase may use at once, what is in use now.
import type { Iri, Plan, PlanTask } from '../derive/plan.ts';

/** Pool IRI → how much there is, in the pool's base unit (cores, bytes, tokens). A pool not named here has no limit. */
export type Capacities = Readonly<Record<Iri, number>>;

/** The pool that every running task holds one of, so that `--jobs` is a pool like any other. */
export const JOBS: Iri = 'urn:spec-exec:pool:jobs';

/** A pool without room for a task, in base units. */
export interface Lack {
  readonly pool: Iri;
  readonly wanted: number;
  readonly used: number;
  readonly capacity: number;
  /** Index of the phase whose budget it is; undefined for the run's own capacity. */
  readonly phase: number | undefined;
}

export class Pools {
  readonly #plan: Plan;
  readonly #capacity: Capacities;
  readonly #used = new Map<Iri, number>();
  readonly #usedInPhase = new Map<string, number>();

  constructor(plan: Plan, capacity: Capacities) {
    this.#plan = plan;
    this.#capacity = capacity;
  }

  /** Everything a task holds while it runs: its demands and one job. */
  static demandsOf(task: PlanTask): readonly (readonly [Iri, number])[] {
    return [...Object.entries(task.demands), [JOBS, 1]];
  }

  /** The pool in which the task finds no room now; undefined where it can start. */
  lacking(task: PlanTask): Iri | undefined {
    for (const demand of Pools.demandsOf(task)) if (this.#lackIn(task, demand)) return demand[0];
    return undefined;
  }

  /** Every pool in which the task finds no room now, and how much of it is there and taken. */
  lacks(task: PlanTask): Lack[] {
    return Pools.demandsOf(task).flatMap((demand) => this.#lackIn(task, demand) ?? []);
  }

  #lackIn(task: PlanTask, [pool, wanted]: readonly [Iri, number]): Lack | undefined {
    const capacity = this.#capacity[pool];
    const used = this.#used.get(pool) ?? 0;
    if (capacity !== undefined && used + wanted > capacity) return { pool, wanted, used, capacity, phase: undefined };
    if (task.phase === undefined) return undefined;
    const budget = this.#plan.phases[task.phase]!.budget[pool];
    // A demand greater than the phase's own budget runs alone rather than never.
    const usedHere = this.#usedInPhase.get(`${task.phase} ${pool}`) ?? 0;
    if (budget !== undefined && usedHere > 0 && usedHere + wanted > budget)
      return { pool, wanted, used: usedHere, capacity: budget, phase: task.phase };
    return undefined;
  }

  /** Tasks with equal keys fit or do not fit together: the scheduler looks at one of them. */
  static key(task: PlanTask): string {
    return JSON.stringify([task.phase, ...Object.entries(task.demands).sort(([a], [b]) => (a < b ? -1 : 1))]);
  }

  take(task: PlanTask): void {
    this.#change(task, Pools.demandsOf(task), 1);
  }

  give(task: PlanTask): void {
    this.#change(task, Pools.demandsOf(task), -1);
  }

  /** Counts what a task that waits for room will hold as held already; not its job, which others may have meanwhile. */
  reserve(task: PlanTask): void {
    this.#change(task, Object.entries(task.demands), 1);
  }

  release(task: PlanTask): void {
    this.#change(task, Object.entries(task.demands), -1);
  }

  #change(task: PlanTask, demands: readonly (readonly [Iri, number])[], sign: 1 | -1): void {
    for (const [pool, amount] of demands) {
      this.#used.set(pool, (this.#used.get(pool) ?? 0) + sign * amount);
      if (task.phase === undefined) continue;
      const key = `${task.phase} ${pool}`;
      this.#usedInPhase.set(key, (this.#usedInPhase.get(key) ?? 0) + sign * amount);
    }
  }
}
