import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/schedule/event.ts';
import { about, eventQuads, eventsOf, lastEventNumber } from '../../src/schedule/record.ts';
import { quadLine, quadReader } from '../../src/store/journal-quads.ts';
import { namedNode } from '../../src/vocabulary/factory.ts';
import { sx } from '../../src/vocabulary/terms.ts';
import { planOf } from '../support/plan.ts';

const plan = planOf([{ id: 'a' }], [{ id: 'g', requires: ['a'] }]);
const [task, gate] = [0, 1];
const run = 'urn:spec-exec:run:20261122T153000Z-4f2a91';
const replayed: readonly RunEvent[] = [
  { kind: 'run-started' },
  { kind: 'attempt-started', task, attempt: 1 },
  { kind: 'attempt-ended', task, attempt: 1, ending: 'timedOut', reason: 'too "slow"\n' },
  {
    kind: 'attempt-ended',
    task,
    attempt: 2,
    ending: 'failed',
    reason: 'its process exited with 3',
    cause: 'badExit',
    consequence: 'tryAgain',
    retryAfterMs: 1500,
  },
  { kind: 'backoff-over', task },
  { kind: 'task-answered', task, again: true, reason: 'it is safe' },
  { kind: 'task-answered', task, again: false, reason: '' },
  { kind: 'task-skipped', task, reason: 'up to date' },
  { kind: 'gate-decided', gate, outcome: 'cantTell', reason: 'nobody measured it', decision: undefined },
  { kind: 'gate-decided', gate, outcome: 'failed', reason: 'a conflict', decision: undefined, conflict: true },
  { kind: 'approved', gate },
  { kind: 'approved', gate: undefined },
  { kind: 'checkpoint-evaluated', checkpoint: 'urn:test:c', outcome: 'failed', reason: 'one does not hold' },
  { kind: 'gate-unsettled', gate },
  { kind: 'run-paused', why: 'awaiting', reason: 'gate g waits for an approval' },
  { kind: 'run-resumed' },
  { kind: 'run-ended', ending: 'halted', reason: 'a conflict' },
];

/** Through the journal's own text and back. */
function onRecord(event: RunEvent, number: number) {
  const read = quadReader();
  const quads = eventQuads(plan, event, { run, number, epoch: 2, at: Date.UTC(2026, 10, 22) });
  return quads.map((quad) => read(quadLine(quad).trimEnd())!);
}

describe('an event on record', () => {
  it.each(replayed)('is read back as it was: $kind', (event) => {
    expect(eventsOf(plan, onRecord(event, 7))).toEqual([{ number: 7, event }]);
  });

  it.each([{ kind: 'phase-completed', phase: gate }] as const)(
    'that changes nothing in the scheduler is not replayed, but its number is taken: $kind',
    (event) => {
      const batch = { quads: onRecord(event, 12) };
      expect(eventsOf(plan, batch.quads)).toEqual([]);
      expect(lastEventNumber([{ quads: onRecord(replayed[0]!, 1) }, batch])).toBe(12);
    },
  );

  it('that revises the specification says what its changes make stale, each once, and only of the plan that it brings', () => {
    const change = (name: string, step: string) =>
      about(run, namedNode(`${run}/revision/1/change/${name}`), [sx.makesStale, namedNode(`urn:test:${step}`)]);
    const quads = [
      ...onRecord({ kind: 'specification-revised', stale: [] }, 5),
      ...[change('1', 'g'), change('1', 'a'), change('2', 'a'), change('2', 'gone')].flat(),
    ];
    expect(eventsOf(plan, quads)).toEqual([
      { number: 5, event: { kind: 'specification-revised', stale: [task, gate] } },
    ]);
  });

  it('that names a node which the plan does not have is refused', () => {
    const quads = onRecord({ kind: 'attempt-started', task, attempt: 1 }, 1);
    expect(() => eventsOf(planOf([{ id: 'other' }]), quads)).toThrow('urn:test:a, which its plan does not have');
  });
});
