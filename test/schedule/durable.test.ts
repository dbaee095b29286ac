// What is on disk before what: the loop with a recorder under the test's hand, whose flushes are let through one by one.
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import type { Quad } from '@rdfjs/types';
import { type AttemptResult, runLoop } from '../../src/schedule/loop.ts';
import { JOBS } from '../../src/schedule/pools.ts';
import { initialState } from '../../src/schedule/state.ts';
import { StatusGraph } from '../../src/schedule/status-graph.ts';
import { Graphs } from '../../src/store/graphs.ts';
import { rdf } from '../../src/vocabulary/borrowed.ts';
import { planOf, type TaskWords } from '../support/plan.ts';

const RUN = 'urn:spec-exec:run:20261127T000000Z-000000';

/** Runs these tasks, all of which succeed; gives in order what was appended, flushed, begun and said. */
async function told(tasks: readonly TaskWords[], jobs: number): Promise<string[]> {
  const log: string[] = [];
  const graphs = new Graphs();
  const plan = planOf(tasks);
  const said = (task: number, attempt: number): AttemptResult => ({
    ending: 'succeeded',
    reason: '',
    quads: [],
    said: {
      kind: 'ended',
      task: plan.tasks[task]!.id,
      attempt,
      ending: 'succeeded',
      reason: '',
      elapsedMs: 1,
      notes: [],
    },
  });
  const kindsOf = (quads: readonly Quad[]): string =>
    quads
      .filter(({ subject, predicate }) => subject.value.includes('/event/') && predicate.equals(rdf.type))
      .map(({ object }) => object.value.replace(/^.*#/, ''))
      .join(' ');
  const stop = await runLoop({
    run: RUN,
    state: initialState(plan, { [JOBS]: jobs }, { keepGoing: false }),
    graphs,
    status: new StatusGraph(graphs, RUN),
    recorder: {
      append: (quads) => void log.push(kindsOf(quads)),
      // The disk is slow: whoever does not wait for it is found out.
      flushed: () => new Promise((resolve) => setTimeout(() => resolve(void log.push('— on disk')), 5)),
    },
    hands: {
      prepare: () => [],
      perform: async (task, attempt, onDisk) => {
        await onDisk;
        log.push(`${plan.tasks[task]!.id} begins`);
        return said(task, attempt);
      },
      judge: () => Promise.reject(new Error('there is no gate')),
      report: (event, _at, words) =>
        void log.push(`${event.kind} is told${words?.kind === 'ended' ? `, ${words.task}` : ''}`),
    },
    clock: systemClock,
    epoch: 1,
    firstEvent: 1,
    opening: { event: { kind: 'run-started' }, quads: [] },
  });
  expect(stop).toMatchObject({ kind: 'run-ended', ending: 'succeeded' });
  return log;
}

describe('the loop', () => {
  it('has a task’s end on disk before the task that waits for it begins, and before anybody is told', async () => {
    expect(await told([{ id: 'a' }, { id: 'b', requires: ['a'] }], 2)).toEqual([
      'RunStarted',
      'AttemptStarted',
      '— on disk',
      'a begins',
      'run-started is told',
      'attempt-started is told',
      'AttemptEnded',
      'AttemptStarted',
      '— on disk',
      'b begins',
      'attempt-ended is told, a',
      'attempt-started is told',
      'AttemptEnded',
      'RunEnded',
      '— on disk',
      'attempt-ended is told, b',
      'run-ended is told',
    ]);
  });

  it('waits once for the disk for all that came together', async () => {
    const log = await told(
      Array.from({ length: 50 }, (_, index) => ({ id: `t${index}` })),
      50,
    );
    expect(log.filter((line) => line === 'AttemptEnded')).toHaveLength(50);
    expect(log.filter((line) => line === '— on disk')).toHaveLength(2);
  });
});
