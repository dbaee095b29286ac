// The wait before a retry, in the loop: by the timer that is given, drawn once, and after a resume only what is left of it.
import { expect, it } from 'vitest';
import type { Timer } from '../../src/base/clock.ts';
import type { RunEvent } from '../../src/schedule/event.ts';
import { type AttemptResult, runLoop } from '../../src/schedule/loop.ts';
import { rebuild } from '../../src/schedule/rebuild.ts';
import { initialState, type RunState } from '../../src/schedule/state.ts';
import { StatusGraph } from '../../src/schedule/status-graph.ts';
import { Graphs } from '../../src/store/graphs.ts';
import type { Quad } from '@rdfjs/types';
import { planOf } from '../support/plan.ts';

const RUN = 'urn:spec-exec:run:20261122T153000Z-4f2a91';
const policy = { retryDelayMs: 10_000, retryBackoff: 3, retryJitter: 0.5, taskTimeoutMs: 60_000 };
const plan = planOf([{ id: 'a', retriesMax: 9, policy }]);

/** Runs until it stops; a wait for which `wait` gives false is never over, and the run is then asked to stop. */
async function run(state: RunState, graphs: Graphs, ends: AttemptResult[], now: { ms: number }, isOver: boolean) {
  const recorded: Quad[][] = [];
  const events: RunEvent[] = [];
  const waits: number[] = [];
  const stop = new AbortController();
  const timer: Timer = (ms, then) => {
    waits.push(ms);
    now.ms += isOver ? ms : 0;
    setImmediate(isOver ? then : () => stop.abort());
    return () => undefined;
  };
  const isNew = state.over === 'no' && state.attempts.size === 0;
  await runLoop({
    run: RUN,
    state,
    graphs,
    status: new StatusGraph(graphs, RUN),
    recorder: { append: (quads) => void recorded.push([...quads]), flushed: async () => undefined },
    hands: {
      prepare: () => [],
      perform: async () => ends.shift() ?? { ending: 'succeeded', reason: '', quads: [] },
      judge: async () => ({ outcome: 'passed', reason: '', quads: [] }),
      report: (event) => void events.push(event),
    },
    clock: { now: () => now.ms, monotonicMs: () => now.ms },
    timer,
    chance: () => 0.4,
    epoch: 1,
    firstEvent: 1,
    opening: { event: { kind: isNew ? 'run-started' : 'run-resumed' }, quads: [] },
    interrupt: stop.signal,
  });
  return { recorded, events, waits };
}

const failed = (): AttemptResult => ({ ending: 'failed', cause: 'badExit', reason: 'it failed', quads: [] });
const fresh = () => initialState(plan, {}, { keepGoing: false });

it('waits as long as the plan and chance say, and gives up where the task’s time would be over before the next try', async () => {
  const ends = [failed(), failed(), failed(), failed()];
  const { events, waits } = await run(fresh(), new Graphs(), ends, { ms: 1_000_000 }, true);
  expect(waits).toEqual([8_000, 24_000]);
  expect(events.filter(({ kind }) => kind === 'backoff-over')).toHaveLength(2);
  expect(events.findLast(({ kind }) => kind === 'attempt-ended')).toMatchObject({
    consequence: 'failTask',
    reason: 'it failed; of the 1 min 00 s that its task may take, too little is left for another try',
  });
});

it.each([
  [3_000, 5_000],
  [9_000, 0],
])('after a resume %i ms later waits %i ms', async (later, left) => {
  const now = { ms: 1_000_000 };
  const { recorded, waits } = await run(fresh(), new Graphs(), [failed()], now, false);
  expect(waits).toEqual([8_000]);
  const graphs = new Graphs();
  for (const quads of recorded) graphs.addAll(quads);
  const batches = recorded.map((quads, index) => ({ number: index + 1, epoch: 1, quads }));
  const replay = { batches, tornBytes: 0, staleBatches: 0, epoch: 1, format: '1.0' };
  const { state } = rebuild(graphs, plan, RUN, replay);
  expect([...state.backoff.values()]).toEqual([8_000]);
  now.ms += later;
  const again = await run(state, graphs, [], now, true);
  expect(again.waits).toEqual([left]);
  expect(again.events.map(({ kind }) => kind)).toEqual([
    'run-resumed',
    'backoff-over',
    'attempt-started',
    'attempt-ended',
    'run-ended',
  ]);
});
