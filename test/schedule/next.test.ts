import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Effect, Ending, GateOutcome, RunEvent } from '../../src/schedule/event.ts';
import { apply } from '../../src/schedule/apply.ts';
import { next } from '../../src/schedule/next.ts';
import { JOBS } from '../../src/schedule/pools.ts';
import { initialState, isMet, readySet, type RunState } from '../../src/schedule/state.ts';
import { planOf, type TaskWords } from '../support/plan.ts';

function start(
  tasks: readonly TaskWords[],
  options: {
    gates?: { id: string; requires?: string[] }[];
    jobs?: number;
    pools?: Record<string, number>;
    keepGoing?: boolean;
    byHand?: string[];
  } = {},
) {
  const plan = planOf(tasks, options.gates);
  const byHand = new Set(options.byHand?.map((id) => plan.indexOf.get(`urn:test:${id}`)!));
  const state = initialState(
    plan,
    { [JOBS]: options.jobs ?? 100, ...options.pools },
    { keepGoing: options.keepGoing ?? false, byHand },
  );
  const name = (node: number): string => plan.nodes[node]!.iri.replace('urn:test:', '');
  const words = (effects: readonly Effect[]): string[] =>
    effects.map((effect) => {
      if (effect.kind === 'start') return `start ${name(effect.event.task)} ${effect.event.attempt}`;
      if (effect.kind === 'judge' || effect.kind === 'look-again') return `${effect.kind} ${name(effect.gate)}`;
      if (effect.kind === 'evaluate') return `evaluate ${plan.checkpoints[effect.checkpoint]!.title}`;
      if (effect.kind === 'see-through') return `see through ${name(effect.task)} ${effect.attempt}`;
      return effect.event.kind === 'run-ended'
        ? `end ${effect.event.ending}: ${effect.event.reason}`
        : `pause ${effect.event.why}`;
    });
  const feed = (event: RunEvent): string[] => words(next(state, event).effects);
  const node = (id: string): number => plan.indexOf.get(`urn:test:${id}`)!;
  return {
    state,
    begin: () => feed({ kind: 'run-started' }),
    ends: (id: string, ending: Ending = 'succeeded', attempt = 1) =>
      feed({ kind: 'attempt-ended', task: node(id), attempt, ending, reason: '' }),
    decides: (id: string, outcome: GateOutcome) => feed({ kind: 'gate-decided', gate: node(id), outcome, reason: '' }),
    unsettles: (id: string) => feed({ kind: 'gate-unsettled', gate: node(id) }),
    answers: (id: string, yes: boolean, attempt = 1) =>
      feed({ kind: 'attempt-answered', task: node(id), attempt, yes }),
    at: (id: string) => state.nodes[node(id)],
  };
}

describe('next', () => {
  it('starts what waits for nothing, and a dependent only after all it requires has succeeded', () => {
    const run = start([{ id: 'a' }, { id: 'b' }, { id: 'c', requires: ['a', 'b'] }]);
    expect(run.begin()).toEqual(['start a 1', 'start b 1']);
    expect(run.ends('a')).toEqual([]);
    expect(run.ends('b')).toEqual(['start c 1']);
    expect(run.ends('c')).toEqual(['end succeeded: all tasks succeeded and all gates passed']);
  });

  it('starts the task with the longest way to the end first when only one may run', () => {
    const run = start([{ id: 'short' }, { id: 'long' }, { id: 'after-long', requires: ['long'], estimateMs: 9000 }], {
      jobs: 1,
    });
    expect(run.begin()).toEqual(['start long 1']);
    expect(run.ends('long')).toEqual(['start after-long 1']);
    expect(run.ends('after-long')).toEqual(['start short 1']);
  });

  it('gives a task to a person at once, without a pool, and pauses when nothing is left but to wait for them', () => {
    const run = start([{ id: 'a' }, { id: 'hand', demands: { cpu: 9 } }, { id: 'b', requires: ['hand'] }], {
      jobs: 1,
      pools: { cpu: 1 },
      byHand: ['hand'],
    });
    expect(run.begin().sort()).toEqual(['start a 1', 'start hand 1']);
    expect(run.at('hand')).toBe('awaiting');
    expect(run.ends('a')).toEqual(['pause awaiting']);
  });

  it('sees through what a person said, and counts it as any other attempt', () => {
    const run = start([{ id: 'hand', retriesMax: 1 }, { id: 'b', requires: ['hand'] }, { id: 'c' }], {
      jobs: 1,
      byHand: ['hand'],
    });
    run.begin();
    expect(run.answers('hand', true)).toEqual(['see through hand 1']);
    expect(run.at('hand')).toBe('running');
    expect(run.ends('hand', 'failed')).toEqual(['start hand 2']);
    expect(run.answers('hand', true, 2)).toEqual(['see through hand 2']);
    expect(run.ends('hand', 'succeeded', 2)).toEqual([]);
    expect(run.ends('c')).toEqual(['start b 1']);
  });

  it('holds a task back while its pool is full, and keeps the pool for it rather than for smaller tasks after it', () => {
    const run = start(
      [
        { id: 'one', demands: { cpu: 1 }, estimateMs: 9000 },
        { id: 'two', demands: { cpu: 2 }, estimateMs: 5000 },
        { id: 'three', demands: { cpu: 1 } },
        { id: 'free' },
      ],
      { pools: { cpu: 2 } },
    );
    expect(run.begin()).toEqual(['start one 1', 'start free 1']);
    expect(run.ends('one')).toEqual(['start two 1']);
    expect(run.ends('two')).toEqual(['start three 1']);
  });

  it('looks at a passed gate again before anything starts, where something has changed that it reads', () => {
    const run = start([{ id: 'a' }, { id: 'b', requires: ['gate'] }, { id: 'c', requires: ['b'] }], {
      gates: [{ id: 'gate', requires: ['a'] }],
    });
    run.begin();
    run.ends('a');
    expect(run.decides('gate', 'passed')).toEqual(['start b 1']);
    expect(run.unsettles('gate')).toEqual(['look-again gate']);
    expect(run.ends('b')).toEqual([]);
    expect(run.decides('gate', 'passed')).toEqual(['start c 1']);
    expect(run.ends('c')).toEqual(['end succeeded: all tasks succeeded and all gates passed']);
  });

  it('holds back what is behind a gate that had passed and no longer holds, over phases, until it holds again', () => {
    const run = start(
      [
        { id: 'a' },
        { id: 'b', requires: ['gate'] },
        { id: 'd', requires: ['gate'] },
        { id: 'c', requires: ['d', 'other'] },
        { id: 'free' },
      ],
      {
        gates: [
          { id: 'gate', requires: ['a'] },
          { id: 'other', requires: ['gate'] },
        ],
        jobs: 2,
      },
    );
    run.begin();
    expect(run.ends('a')).toEqual(['judge gate']);
    expect(run.decides('gate', 'passed')).toEqual(['judge other', 'start d 1']);
    run.decides('other', 'passed');
    expect(run.unsettles('gate')).toEqual(['look-again gate']);
    // Of what waits for it, the gate is looked at too; the task that runs goes on; the other one waits.
    expect(run.decides('gate', 'failed')).toEqual(['look-again other']);
    expect([run.at('b'), run.at('d'), run.at('c')]).toEqual(['waiting', 'running', 'waiting']);
    run.decides('other', 'passed');
    expect(run.ends('free')).toEqual(['judge gate']);
    expect(run.decides('gate', 'passed')).toEqual(['start b 1']);
    expect(run.ends('d')).toEqual(['start c 1']);
  });

  it('judges a gate once everything it requires has ended, and opens what waits for it only when it passed', () => {
    const run = start([{ id: 'a' }, { id: 'b', requires: ['gate'] }], { gates: [{ id: 'gate', requires: ['a'] }] });
    expect(run.begin()).toEqual(['start a 1']);
    expect(run.ends('a')).toEqual(['judge gate']);
    expect(run.at('b')).toBe('waiting');
    expect(run.decides('gate', 'passed')).toEqual(['start b 1']);
  });

  it('judges a failed gate again when another attempt ends, and ends the run as failed when nothing can change it any more', () => {
    const run = start([{ id: 'a' }, { id: 'slow' }, { id: 'b', requires: ['gate'] }], {
      gates: [{ id: 'gate', requires: ['a'] }],
    });
    run.begin();
    expect(run.ends('a')).toEqual(['judge gate']);
    expect(run.decides('gate', 'failed')).toEqual([]);
    expect(run.ends('slow')).toEqual(['judge gate']);
    expect(run.decides('gate', 'failed')).toEqual(['end failed: gate gate failed']);
  });

  it('judges a gate once more where an attempt ended, or another gate was decided, while it was being judged', () => {
    const run = start([{ id: 'a' }, { id: 'slow' }, { id: 'b', requires: ['gate'] }], {
      gates: [
        { id: 'gate', requires: ['a'] },
        { id: 'other', requires: ['slow'] },
      ],
    });
    run.begin();
    expect(run.ends('a')).toEqual(['judge gate']);
    expect(run.ends('slow')).toEqual(['judge other']);
    expect(run.decides('gate', 'failed')).toEqual(['judge gate']);
    expect(run.decides('other', 'passed')).toEqual([]);
    expect(run.decides('gate', 'failed')).toEqual(['judge gate']);
    expect(run.decides('gate', 'failed')).toEqual(['end failed: gate gate failed']);
  });

  it('tries a failed task again as often as it may, and then starts nothing new', () => {
    const run = start([{ id: 'a', retriesMax: 1 }, { id: 'b' }], { jobs: 1 });
    expect(run.begin()).toEqual(['start a 1']);
    expect(run.ends('a', 'failed', 1)).toEqual(['start a 2']);
    expect(run.ends('a', 'failed', 2)).toEqual(['end failed: task a failed']);
    expect(run.at('b')).toBe('ready');
  });

  it('goes on with what does not depend on a failure when asked to keep going', () => {
    const run = start([{ id: 'a' }, { id: 'b' }, { id: 'c', requires: ['a'] }], { jobs: 1, keepGoing: true });
    run.begin();
    expect(run.ends('a', 'failed')).toEqual(['start b 1']);
    expect(run.ends('b')).toEqual(['end failed: task a failed']);
    expect(run.at('c')).toBe('waiting');
  });

  it('makes a cancelled attempt ready again without counting it as a failure', () => {
    const run = start([{ id: 'a' }]);
    run.begin();
    expect(run.ends('a', 'cancelled', 1)).toEqual(['start a 2']);
    expect(run.ends('a', 'succeeded', 2)).toEqual(['end succeeded: all tasks succeeded and all gates passed']);
  });

  const acyclic = fc.integer({ min: 1, max: 14 }).chain((count) =>
    fc.array(
      fc.record({
        requires: fc.subarray(Array.from({ length: count }, (_, i) => i)),
        retriesMax: fc.integer({ min: 0, max: 2 }),
        cpu: fc.integer({ min: 0, max: 2 }),
      }),
      { minLength: count, maxLength: count },
    ),
  );

  it('starts every task exactly once when all succeed, never before what it requires, never over a pool (property)', () => {
    fc.assert(
      fc.property(acyclic, fc.infiniteStream(fc.nat()), (shape, choices) => {
        const tasks = shape.map((task, i) => ({
          id: `t${i}`,
          requires: task.requires.filter((j) => j < i).map((j) => `t${j}`),
          demands: { cpu: task.cpu },
        }));
        const { plan, state, started } = play(tasks, choices, () => 'succeeded');
        expect([...started].sort((a, b) => a - b)).toEqual(plan.tasks.map((task) => task.node));
        expect(state.nodes.every(isMet)).toBe(true);
      }),
    );
  });

  it('keeps each task in one state, and rebuilds the same state from its events alone (property)', () => {
    const endings = fc.infiniteStream(
      fc.constantFrom<Ending>('succeeded', 'succeeded', 'failed', 'timedOut', 'cancelled', 'lost'),
    );
    fc.assert(
      fc.property(acyclic, fc.infiniteStream(fc.nat()), endings, (shape, choices, outcomes) => {
        const tasks = shape.map((task, i) => ({
          id: `t${i}`,
          requires: task.requires.filter((j) => j < i).map((j) => `t${j}`),
          retriesMax: task.retriesMax,
        }));
        const { plan, state, events } = play(tasks, choices, () => outcomes.next().value as Ending);
        const again = initialState(plan, { [JOBS]: 3, cpu: 2 }, { keepGoing: false });
        for (const event of events) apply(again, event);
        expect(again.nodes).toEqual(state.nodes);
        expect(readySet(again)).toEqual(readySet(state));
        expect(again.unmet).toEqual(state.unmet);
      }),
    );
  });
});

/** Plays a plan to its end: an arbitrary running task ends next, in an arbitrary way. */
function play(tasks: readonly TaskWords[], choices: Iterator<number>, ending: () => Ending) {
  const plan = planOf(tasks);
  const state: RunState = initialState(plan, { [JOBS]: 3, cpu: 2 }, { keepGoing: false });
  const running: { task: number; attempt: number }[] = [];
  const events: RunEvent[] = [];
  const started: number[] = [];
  let event: RunEvent = { kind: 'run-started' };
  for (let steps = 0; steps < 500; steps++) {
    events.push(event);
    for (const effect of next(state, event).effects) {
      if (effect.kind !== 'start') continue;
      const { task, attempt } = effect.event;
      events.push(effect.event);
      for (const needed of plan.dependencies[task]!) expect(isMet(state.nodes[needed]!)).toBe(true);
      running.push({ task, attempt });
      started.push(task);
      const cpu = running.reduce((sum, item) => sum + (plan.tasks[item.task]!.demands['cpu'] ?? 0), 0);
      expect(cpu).toBeLessThanOrEqual(2);
      expect(running.length).toBeLessThanOrEqual(3);
    }
    if (running.length === 0) break;
    const [item] = running.splice((choices.next().value as number) % running.length, 1);
    event = { kind: 'attempt-ended', ...item!, ending: ending(), reason: '' };
  }
  return { plan, state, events, started };
}
