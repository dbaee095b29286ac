// What a run would do: the scheduler's own decisions, told by estimates.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rehearse } from '../../src/schedule/rehearse.ts';
import { planOf } from '../support/plan.ts';

const HOUR = 3_600_000;

describe('a rehearsal', () => {
  it('starts each task when what it waits for has ended, the longest way to the end first, under the pools', () => {
    const plan = planOf(
      [
        { id: 'a', estimateMs: HOUR },
        { id: 'b', estimateMs: 2 * HOUR, requires: ['gate'], demands: { 'urn:test:cpu': 2 } },
        { id: 'c', estimateMs: 3 * HOUR, requires: ['gate'], demands: { 'urn:test:cpu': 2 } },
      ],
      [{ id: 'gate', requires: ['a'] }],
    );
    const { tasks, gates, totalMs, stop } = rehearse(plan, { 'urn:test:cpu': 3 }, { keepGoing: false });
    expect(tasks.map(({ node, startMs, endMs }) => [plan.tasks[node]!.id, startMs / HOUR, endMs / HOUR])).toEqual([
      ['a', 0, 1],
      ['c', 1, 4],
      ['b', 4, 6],
    ]);
    expect(tasks[2]!.waitedFor).toEqual(['urn:test:cpu']);
    expect(gates.map(({ atMs }) => atMs / HOUR)).toEqual([1]);
    expect([totalMs / HOUR, stop.kind === 'run-ended' && stop.ending]).toEqual([6, 'succeeded']);
  });

  it('says of a task that no pool has room for that the run would not come to its end', () => {
    const plan = planOf([{ id: 'a', demands: { 'urn:test:cpu': 9 } }]);
    const { tasks, stop } = rehearse(plan, { 'urn:test:cpu': 4 }, { keepGoing: false });
    expect([tasks, stop]).toMatchObject([[], { ending: 'failed' }]);
  });

  it('of any plan starts every task once, none before what it requires has ended', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.array(fc.nat()), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 3 })), {
          minLength: 1,
          maxLength: 12,
        }),
        (words) => {
          const plan = planOf(
            words.map(([before, estimateMs, cpu], index) => ({
              id: `t${index}`,
              estimateMs,
              demands: { 'urn:test:cpu': cpu },
              requires: index === 0 ? [] : [...new Set(before.map((one) => `t${one % index}`))],
            })),
          );
          const { tasks, totalMs } = rehearse(plan, { 'urn:test:cpu': 3 }, { keepGoing: false });
          const ends = new Map(tasks.map(({ node, endMs }) => [node, endMs]));
          expect(ends.size).toBe(words.length);
          expect(tasks).toHaveLength(words.length);
          for (const { node, startMs, readyMs } of tasks) {
            const last = Math.max(0, ...plan.dependencies[node]!.map((one) => ends.get(one)!));
            expect(readyMs).toBe(last);
            expect(startMs).toBeGreaterThanOrEqual(last);
          }
          expect(totalMs).toBe(Math.max(...ends.values()));
        },
      ),
    );
  });
});
