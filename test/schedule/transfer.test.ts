import { describe, expect, it } from 'vitest';
import type { Ending } from '../../src/schedule/event.ts';
import { apply } from '../../src/schedule/apply.ts';
import { decide } from '../../src/schedule/next.ts';
import { initialState, type RunState } from '../../src/schedule/state.ts';
import { transfer } from '../../src/schedule/transfer.ts';
import { planOf, type TaskWords } from '../support/plan.ts';

type Gates = { id: string; requires?: string[] }[];

const policy = { keepGoing: false };
const iri = (id: string): string => `urn:test:${id}`;

/** A run in which these tasks ended so, one after another, and every gate that was due passed. */
function ranTo(tasks: readonly TaskWords[], ends: readonly (readonly [string, Ending])[], gates: Gates = []): RunState {
  const plan = planOf(tasks, gates);
  const state = initialState(plan, {}, policy);
  apply(state, { kind: 'run-started' });
  for (const [id, ending] of ends) {
    const task = plan.indexOf.get(iri(id))!;
    const attempt = (state.attempts.get(task) ?? 0) + 1;
    apply(state, { kind: 'attempt-started', task, attempt });
    apply(state, { kind: 'attempt-ended', task, attempt, ending, reason: '' });
    for (const gate of state.toJudge) apply(state, { kind: 'gate-decided', gate, outcome: 'passed', reason: '' });
    state.toJudge.clear();
  }
  return state;
}

function revised(before: RunState, tasks: readonly TaskWords[], stale: readonly string[], gates: Gates = []) {
  const plan = planOf(tasks, gates);
  const state = transfer(before, plan, new Set(stale.map(iri)), {}, policy);
  return {
    state,
    states: Object.fromEntries(
      plan.nodes.map((node, index) => [node.iri.replace('urn:test:', ''), state.nodes[index]]),
    ),
    next: decide(state).map((effect) =>
      effect.kind === 'start'
        ? `start ${plan.tasks[effect.event.task]!.id} ${effect.event.attempt}`
        : effect.kind === 'judge'
          ? `judge ${plan.nodes[effect.gate]!.iri.replace('urn:test:', '')}`
          : effect.kind === 'stop'
            ? effect.event.kind
            : effect.kind,
    ),
  };
}

const chain: TaskWords[] = [{ id: 'a' }, { id: 'b', requires: ['a'] }, { id: 'c', requires: ['b'] }];

describe('a run under a revised plan', () => {
  it('does again what is stale, and neither what came before nor what only came after it, which counts once that is done', () => {
    const before = ranTo(chain, [
      ['a', 'succeeded'],
      ['b', 'succeeded'],
      ['c', 'succeeded'],
    ]);
    const after = revised(before, chain, ['b']);
    expect(after.states).toEqual({ a: 'succeeded', b: 'ready', c: 'waiting' });
    expect(after.next).toEqual(['start b 2']);
    apply(after.state, { kind: 'attempt-ended', task: 1, attempt: 2, ending: 'succeeded', reason: '' });
    expect(after.state.nodes).toEqual(['succeeded', 'succeeded', 'succeeded']);
  });

  it('lets a stale task wait for another that is stale', () => {
    const before = ranTo(chain, [
      ['a', 'succeeded'],
      ['b', 'succeeded'],
      ['c', 'succeeded'],
    ]);
    const after = revised(before, chain, ['a', 'b']);
    expect(after.states).toEqual({ a: 'ready', b: 'waiting', c: 'waiting' });
  });

  it('has new tasks wait or be ready, and knows nothing of those that are gone', () => {
    const before = ranTo(chain, [
      ['a', 'succeeded'],
      ['b', 'succeeded'],
    ]);
    const after = revised(before, [{ id: 'a' }, { id: 'd', requires: ['a'] }, { id: 'e', requires: ['d'] }], []);
    expect(after.states).toEqual({ a: 'succeeded', d: 'ready', e: 'waiting' });
  });

  it('tries anew what failed, with all its retries', () => {
    const tasks = [{ id: 'a', retriesMax: 1 }];
    const before = ranTo(tasks, [
      ['a', 'failed'],
      ['a', 'failed'],
    ]);
    expect(before.nodes).toEqual(['failed']);
    const after = revised(before, tasks, []);
    expect(after.next).toEqual(['start a 3']);
    expect([...after.state.failures]).toEqual([]);
  });

  it('counts on what failed of a task that is still to be tried', () => {
    const tasks = [{ id: 'a', retriesMax: 2 }];
    const after = revised(ranTo(tasks, [['a', 'failed']]), tasks, []);
    expect([...after.state.failures.values()]).toEqual([1]);
  });

  it('keeps what was done also over a second revision that comes before it counts again', () => {
    const before = ranTo(chain, [
      ['a', 'succeeded'],
      ['b', 'succeeded'],
      ['c', 'succeeded'],
    ]);
    const twice = revised(revised(before, chain, ['b']).state, chain, ['a', 'b']);
    expect(twice.states).toEqual({ a: 'ready', b: 'waiting', c: 'waiting' });
    for (const [task, attempt] of [
      [0, 2],
      [1, 3],
    ] as const) {
      if (task === 1) apply(twice.state, { kind: 'attempt-started', task, attempt });
      apply(twice.state, { kind: 'attempt-ended', task, attempt, ending: 'succeeded', reason: '' });
    }
    expect(twice.state.nodes).toEqual(['succeeded', 'succeeded', 'succeeded']);
  });

  it('keeps what runs running, with its share of the pools', () => {
    const before = ranTo(chain, []);
    apply(before, { kind: 'attempt-started', task: 0, attempt: 1 });
    const after = revised(before, chain, []);
    expect(after.states['a']).toBe('running');
    expect([...after.state.running]).toEqual([[0, 1]]);
  });

  it('keeps what a person does, without a share of the pools, also while it is checked', () => {
    const tasks = [{ id: 'a' }, { id: 'b', demands: { cpu: 1 } }];
    const before = ranTo(tasks, []);
    for (const task of [0, 1]) apply(before, { kind: 'attempt-started', task, attempt: 1, byHand: true });
    apply(before, { kind: 'attempt-answered', task: 1, attempt: 1, yes: true });
    const after = revised(before, tasks, []);
    expect(after.states).toEqual({ a: 'awaiting', b: 'running' });
    expect([...after.state.byHand]).toEqual([
      [0, 1],
      [1, 1],
    ]);
    apply(after.state, { kind: 'attempt-ended', task: 1, attempt: 1, ending: 'succeeded', reason: '' });
    expect(after.state.pools.lacking(after.state.plan.tasks[1]!)).toBeUndefined();
  });

  it('keeps a task waiting for its next attempt, or for a person', () => {
    const tasks = [{ id: 'a', retriesMax: 2 }, { id: 'b' }];
    const before = ranTo(tasks, []);
    apply(before, { kind: 'attempt-started', task: 0, attempt: 1 });
    const failed = { kind: 'attempt-ended', task: 0, attempt: 1, ending: 'failed', reason: '' } as const;
    apply(before, { ...failed, cause: 'badExit', consequence: 'tryAgain', retryAfterMs: 500 });
    apply(before, { kind: 'attempt-started', task: 1, attempt: 1 });
    const lost = { kind: 'attempt-ended', task: 1, attempt: 1, ending: 'lost', reason: '' } as const;
    apply(before, { ...lost, cause: 'goneWithoutRecord', consequence: 'awaitPerson' });
    const after = revised(before, tasks, []);
    expect(after.states).toEqual({ a: 'ready', b: 'awaiting' });
    expect([...after.state.backoff]).toEqual([[0, 500]]);
    expect(after.next).not.toContain('start a 2');
  });

  it('leaves a person at what they do, also where it would wait for something new by now', () => {
    const before = ranTo([{ id: 'a' }], []);
    apply(before, { kind: 'attempt-started', task: 0, attempt: 1, byHand: true });
    const after = revised(before, [{ id: 'a', requires: ['n'] }, { id: 'n' }], []);
    expect(after.states).toEqual({ a: 'awaiting', n: 'ready' });
    expect([...after.state.byHand]).toEqual([[0, 1]]);
  });

  it('counts the attempts of a task on, over plans that did not have it', () => {
    const before = ranTo(chain, [
      ['a', 'succeeded'],
      ['b', 'failed'],
    ]);
    const without = revised(before, [{ id: 'a' }], []);
    expect(revised(without.state, chain, []).next).toEqual(['start b 2']);
  });

  const gates: Gates = [
    { id: 'g', requires: ['a'] },
    { id: 'h', requires: ['g'] },
  ];
  const guarded: TaskWords[] = [{ id: 'a' }, { id: 'b', requires: ['h'] }];

  it('keeps a passed gate that nothing has changed for, and one that waits for that', () => {
    const before = ranTo(guarded, [['a', 'succeeded']], gates);
    const after = revised(before, guarded, [], gates);
    expect(after.states).toEqual({ a: 'succeeded', b: 'ready', g: 'passed', h: 'passed' });
    expect(after.next).toEqual(['start b 1']);
  });

  it('judges a stale gate again, and holds back what waits for it', () => {
    const before = ranTo(guarded, [['a', 'succeeded']], gates);
    const after = revised(before, guarded, ['g', 'h'], gates);
    expect(after.states).toMatchObject({ g: 'untested', b: 'waiting' });
    expect(after.next).toEqual(['judge g']);
  });

  it('judges a gate again only once what it waits for is done again', () => {
    const before = ranTo(
      guarded,
      [
        ['a', 'succeeded'],
        ['b', 'succeeded'],
      ],
      gates,
    );
    const after = revised(before, guarded, ['a'], gates);
    expect(after.states).toEqual({ a: 'ready', b: 'waiting', g: 'untested', h: 'untested' });
    expect(after.next).toEqual(['start a 2']);
    apply(after.state, { kind: 'attempt-ended', task: 0, attempt: 2, ending: 'succeeded', reason: '' });
    expect([...after.state.toJudge].map((node) => after.state.plan.nodes[node]!.iri)).toEqual(['urn:test:g']);
  });
});
