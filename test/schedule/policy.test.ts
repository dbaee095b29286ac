// What becomes of tasks whose attempts fail: retries by cause, waits, what a failure stops, another agent, what is lost.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PLAIN_POLICY } from '../../src/derive/plan.ts';
import { apply } from '../../src/schedule/apply.ts';
import type { RunEvent } from '../../src/schedule/event.ts';
import { next } from '../../src/schedule/next.ts';
import { JOBS } from '../../src/schedule/pools.ts';
import { asDoneNow, delayMs, whatFollows } from '../../src/schedule/retry.ts';
import { initialState } from '../../src/schedule/state.ts';
import { planOf, type TaskWords } from '../support/plan.ts';

type End = Omit<Extract<RunEvent, { kind: 'attempt-ended' }>, 'kind' | 'task' | 'attempt' | 'reason'>;
const failed: End = { ending: 'failed', cause: 'badExit' };

function begun(tasks: readonly TaskWords[], { jobs = 100, keepGoing = false } = {}) {
  const plan = planOf(tasks);
  const state = initialState(plan, { [JOBS]: jobs }, { keepGoing });
  const log: RunEvent[] = [];
  const node = (id: string): number => plan.indexOf.get(`urn:test:${id}`)!;
  const feed = (event: RunEvent): string[] => {
    log.push(event);
    return next(state, event).effects.map((effect) => {
      if (effect.kind !== 'start' && effect.kind !== 'stop') return effect.kind;
      if (effect.kind === 'stop') return `${effect.event.kind}: ${effect.event.reason}`;
      log.push(effect.event);
      const by = effect.event.agent === undefined ? '' : ` by ${effect.event.agent}`;
      return `start ${plan.nodes[effect.event.task]!.iri.slice(9)} ${effect.event.attempt}${by}`;
    });
  };
  return {
    state,
    started: feed({ kind: 'run-started' }),
    ends: (id: string, attempt: number, end: End) =>
      feed({ kind: 'attempt-ended', task: node(id), attempt, reason: '', ...end }),
    over: (id: string) => feed({ kind: 'backoff-over', task: node(id) }),
    answers: (id: string, again: boolean) => feed({ kind: 'task-answered', task: node(id), again, reason: '' }),
    at: (id: string) => state.nodes[node(id)],
    agent: (id: string) => asDoneNow(state, node(id)).agent,
    replayed: () => {
      const again = initialState(plan, { [JOBS]: jobs }, { keepGoing });
      for (const event of log) apply(again, event);
      return again;
    },
  };
}

describe('a wait before a retry', () => {
  it('keeps the task ready and holds no pool: another task takes the only job meanwhile', () => {
    const run = begun([{ id: 'a', retriesMax: 1, estimateMs: 9000 }, { id: 'b' }, { id: 'c' }], { jobs: 1 });
    expect(run.started).toEqual(['start a 1']);
    expect(run.ends('a', 1, { ...failed, retryAfterMs: 500 })).toEqual(['start b 1']);
    expect(run.at('a')).toBe('ready');
    expect(run.over('a')).toEqual([]);
    expect(run.ends('b', 1, { ending: 'succeeded' })).toEqual(['start a 2']);
  });

  it('keeps the run from ending, unless a failure stopped what waits', () => {
    const run = begun([{ id: 'a', retriesMax: 1 }, { id: 'b' }]);
    expect(run.ends('a', 1, { ...failed, retryAfterMs: 500 })).toEqual([]);
    expect(run.ends('b', 1, { ending: 'succeeded' })).toEqual([]);
    const other = begun([{ id: 'a', retriesMax: 1 }, { id: 'b' }]);
    other.ends('a', 1, { ...failed, retryAfterMs: 500 });
    expect(other.ends('b', 1, failed)).toEqual(['run-ended: task b failed']);
  });

  it('is there again after a replay, and over once its end or a start is on record', () => {
    const run = begun([{ id: 'a', retriesMax: 2 }, { id: 'b' }]);
    run.ends('a', 1, { ...failed, retryAfterMs: 500 });
    expect([...run.replayed().backoff]).toEqual([[0, 500]]);
    expect(run.over('a')).toEqual(['start a 2']);
    expect([...run.replayed().backoff]).toEqual([]);
  });

  it('is longer each time up to the greatest, and chance takes no more than its share (property)', () => {
    const policy = { ...PLAIN_POLICY, retryDelayMs: 1000, retryBackoff: 3, retryDelayMaxMs: 20_000, retryJitter: 0 };
    expect([1, 2, 3, 4, 5].map((retry) => delayMs(policy, retry, 0.5))).toEqual([1000, 3000, 9000, 20_000, 20_000]);
    expect(delayMs({ ...policy, retryDelayMaxMs: undefined }, 5000, 0)).toBe(365 * 86_400_000);
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 0.999999, noNaN: true }),
        fc.integer({ min: 1, max: 9 }),
        (retryJitter, chance, retry) => {
          const whole = delayMs(policy, retry, 0);
          const drawn = delayMs({ ...policy, retryJitter }, retry, chance);
          return drawn <= whole && drawn >= Math.floor(whole * (1 - retryJitter));
        },
      ),
    );
  });
});

describe('what follows from a failure', () => {
  const follows = (words: Omit<TaskWords, 'id'>, end: End, sinceFirstMs?: number) =>
    whatFollows(begun([{ id: 'a', ...words }]).state, { task: 0, ...end }, 0, sinceFirstMs)?.consequence;

  it('is another try where the cause is one to try again on, and the end where it is not', () => {
    const policy = { retryOn: ['overTime', 'notStarted'] } as const;
    expect(follows({ retriesMax: 1, policy }, { ending: 'timedOut', cause: 'overTime' })).toBe('tryAgain');
    expect(follows({ retriesMax: 1, policy }, failed)).toBe('failTask');
    expect(follows({ retriesMax: 1 }, { ending: 'failed', cause: 'notProved' })).toBe('tryAgain');
    expect(follows({}, failed)).toBe('failTask');
    expect(follows({ retriesMax: 1 }, { ending: 'cancelled' })).toBeUndefined();
  });

  it('is the end where the task’s time is over, or would be before the wait is', () => {
    const words = { retriesMax: 5, policy: { taskTimeoutMs: 10_000, retryDelayMs: 3000 } };
    expect(follows(words, failed, 6_999)).toBe('tryAgain');
    expect(follows(words, failed, 7_000)).toBe('failTask');
    expect(follows(words, { ending: 'timedOut', cause: 'overTaskTime' }, 0)).toBe('failTask');
  });

  it('is the fallback agent once the assigned one is not tried again, with retries of its own, and then the end', () => {
    const policy = { fallback: { agent: 'urn:test:second', type: undefined } };
    const run = begun([{ id: 'a', retriesMax: 1, policy }]);
    expect(run.ends('a', 1, failed)).toEqual(['start a 2']);
    expect(run.agent('a')).toBeUndefined();
    expect(run.ends('a', 2, failed)).toEqual(['start a 3 by urn:test:second']);
    expect(run.agent('a')).toBe('urn:test:second');
    expect(run.ends('a', 3, failed)).toEqual(['start a 4 by urn:test:second']);
    expect(run.replayed().fellBack).toEqual(new Set([0]));
    expect(run.ends('a', 4, failed)).toEqual(['run-ended: task a failed']);
  });

  it('is what the record says, whatever the plan says by now', () => {
    const run = begun([{ id: 'a', retriesMax: 5 }]);
    expect(run.ends('a', 1, { ...failed, consequence: 'failTask' })).toEqual(['run-ended: task a failed']);
  });
});

describe('what a failure stops', () => {
  const two = (onFailure: 'stopDependents' | 'stopPhase' | 'stopRun' | undefined, keepGoing = false) => {
    const run = begun(
      [
        { id: 'a', phase: 0, estimateMs: 9000, policy: { onFailure } },
        { id: 'beside', phase: 1, estimateMs: 5000 },
        { id: 'same', phase: 0 },
        { id: 'other', phase: 1 },
        { id: 'after', phase: 1, requires: ['a'] },
      ],
      { jobs: 2, keepGoing },
    );
    return [...run.ends('a', 1, failed), '|', ...run.ends('beside', 1, { ending: 'succeeded' })];
  };

  it('is its dependents alone, its phase, or all of the run, as it says; what depends on it starts never', () => {
    expect(two('stopDependents')).toEqual(['start same 1', '|', 'start other 1']);
    expect(two('stopPhase')).toEqual(['start other 1', '|']);
    expect(two('stopRun', true)).toEqual(['|', 'run-ended: task a failed']);
  });

  it('is all of the run where nothing is said, and its dependents alone with --keep-going', () => {
    expect(two(undefined)).toEqual(two('stopRun'));
    expect(two(undefined, true)).toEqual(two('stopDependents'));
  });
});

describe('an attempt that is gone without a record', () => {
  const lost: End = { ending: 'lost', cause: 'goneWithoutRecord' };

  it('is tried again where nothing is said, without using up a retry, and not for ever', () => {
    const run = begun([{ id: 'a' }]);
    for (let attempt = 1; attempt <= 5; attempt++)
      expect(run.ends('a', attempt, lost)).toEqual([`start a ${attempt + 1}`]);
    expect(run.ends('a', 6, lost)).toEqual(['run-ended: task a failed']);
  });

  it('fails the task at once where the plan says so, whatever retries it has', () => {
    const run = begun([{ id: 'a', retriesMax: 3, policy: { whenLost: 'failTask' } }]);
    expect(run.ends('a', 1, lost)).toEqual(['run-ended: task a failed']);
  });

  it('waits for a person where the plan says so; all else goes on first; yes tries it again, no fails it', () => {
    const ask = () => {
      const run = begun([{ id: 'a', policy: { whenLost: 'awaitPerson' } }, { id: 'b' }]);
      expect(run.ends('a', 1, lost)).toEqual([]);
      expect(run.at('a')).toBe('awaiting');
      expect(run.ends('b', 1, { ending: 'succeeded' })).toEqual([
        expect.stringMatching(/^run-paused: task a waits for a person/),
      ]);
      return run;
    };
    expect(ask().answers('a', true)).toEqual(['start a 2']);
    expect(ask().answers('a', false)).toEqual(['run-ended: task a failed']);
    expect(() => begun([{ id: 'a' }]).answers('a', true)).toThrow('a is answered while it is running');
  });
});
