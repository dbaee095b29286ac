// No task starves: over random plans, pools and endings, what starts leaves room for each task that waits ahead of it, and all come to run.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Effect } from '../../src/schedule/event.ts';
import { next } from '../../src/schedule/next.ts';
import { before } from '../../src/schedule/order.ts';
import { JOBS } from '../../src/schedule/pools.ts';
import { initialState, readySet } from '../../src/schedule/state.ts';
import { planOf } from '../support/plan.ts';

const CPU = 'urn:test:pool:cpu';
const LICENCE = 'urn:test:pool:licence';
const CAPACITY = 4;

const task = fc.record({
  cpu: fc.integer({ min: 0, max: CAPACITY }),
  licence: fc.integer({ min: 0, max: CAPACITY }),
  estimateMs: fc.integer({ min: 1, max: 50 }),
  requires: fc.array(fc.nat(30), { maxLength: 2 }),
});

it('what starts leaves room for each task that waits ahead of it, and every task runs', () => {
  let held = 0;
  fc.assert(
    fc.property(
      fc.array(task, { minLength: 3, maxLength: 30 }),
      fc.integer({ min: 1, max: 6 }),
      fc.array(fc.nat(100), { minLength: 1, maxLength: 30 }),
      (given, jobs, order) => {
        const plan = planOf(
          given.map(({ cpu, licence, estimateMs, requires }, at) => ({
            id: `t${at}`,
            estimateMs,
            demands: { ...(cpu > 0 && { [CPU]: cpu }), ...(licence > 0 && { [LICENCE]: licence }) },
            requires: [...new Set(requires)].filter((other) => other < at).map((other) => `t${other}`),
          })),
        );
        const state = initialState(plan, { [JOBS]: jobs, [CPU]: CAPACITY, [LICENCE]: CAPACITY }, { keepGoing: false });
        const demands = (node: number) => plan.tasks[plan.nodes[node]!.of]!.demands;
        const used = (pool: string) =>
          [...state.running.keys()].reduce((sum, node) => sum + (demands(node)[pool] ?? 0), 0);
        const running: number[] = [];
        let started = 0;
        const look = (effects: readonly Effect[]): void => {
          for (const effect of effects) {
            if (effect.kind !== 'start') continue;
            const { task: node } = effect.event;
            running.push(node);
            started++;
            for (const ahead of readySet(state).filter((one) => before(plan, one, node)))
              for (const [pool, wanted] of Object.entries(demands(ahead))) {
                if (demands(node)[pool] === undefined) continue;
                held++;
                expect(used(pool) + wanted).toBeLessThanOrEqual(CAPACITY);
              }
          }
        };
        look(next(state, { kind: 'run-started' }).effects);
        for (let turn = 0; running.length > 0; turn++) {
          const [node] = running.splice(order[turn % order.length]! % running.length, 1);
          look(
            next(state, { kind: 'attempt-ended', task: node!, attempt: 1, ending: 'succeeded', reason: '' }).effects,
          );
        }
        expect(started).toBe(given.length);
        expect(state.over).toBe('no');
      },
    ),
    { numRuns: 300 },
  );
  expect(held).toBeGreaterThan(10);
});
