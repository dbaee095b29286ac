// What `explain` says first, for every state that a task, gate or phase can have, and for everything that can hold one back. Each table
// has a line for each member of its union; one without is an error of types.
import { describe, expect, it } from 'vitest';
import { type Why, whyOf } from '../../src/cli/why.ts';
import type { Condition } from '../../src/cli/status-text.ts';
import { readEntities } from '../../src/derive/entities.ts';
import type { OpenedRun } from '../../src/engine.ts';
import { apply } from '../../src/schedule/apply.ts';
import type { RunEvent } from '../../src/schedule/event.ts';
import { JOBS, type Capacities } from '../../src/schedule/pools.ts';
import { eventQuads } from '../../src/schedule/record.ts';
import { initialState, type NodeState, type Policy, type RunState } from '../../src/schedule/state.ts';
import { ex, graphsOf, planOf } from '../derive/small.ts';

const RUN = 'urn:spec-exec:run:20261127T100000Z-abcdef';
const AT = Date.parse('2026-11-27T12:03:00Z');

const SPEC = `
  :plan a sx:Plan ; dcterms:title "Plan" .
  :one a sx:Phase ; dcterms:title "Phase one" ; sx:inPlan :plan ; sx:order 1 .
  :first a sx:Task ; dcterms:title "First" ; sx:inPlan :plan ; sx:inPhase :one ; sx:demand [ sx:pool :cpu ; sx:amount 2 ] .
  :second a sx:Task ; dcterms:title "Second" ; sx:inPlan :plan ; sx:inPhase :one ; sx:requires :gate .
  :other a sx:Task ; dcterms:title "Other" ; sx:inPlan :plan ; sx:inPhase :one ; sx:demand [ sx:pool :cpu ; sx:amount 3 ] .
  :gate a sx:Gate ; dcterms:title "Gate" ; sx:requires :first ; sx:criterion :word .
  :word a sx:ApprovalCriterion ; dcterms:title "word" ; sx:role :owner .
  :owner a sx:Role ; dcterms:title "Owner" ; sx:filledBy "ada" .
  :cpu a sx:ResourcePool ; dcterms:title "cores" .`;

let base: ReturnType<typeof planOf> | undefined;

interface Given {
  readonly events?: readonly RunEvent[];
  readonly capacities?: Capacities;
  readonly policy?: Partial<Policy>;
  readonly prepare?: (state: RunState, at: (name: string) => number) => void;
  readonly condition?: Condition;
}

async function why(name: string, given: (at: (name: string) => number) => Given): Promise<Why> {
  const { graphs: derived, plan } = await (base ??= planOf(SPEC));
  const graphs = graphsOf(
    [...derived.match(null, null, null, null)].filter(({ graph }) => graph.termType !== 'DefaultGraph'),
  );
  const at = (id: string): number => plan.indexOf.get(ex(id))!;
  const { events = [], capacities = {}, policy, prepare, condition = 'running' } = given(at);
  const state = initialState(plan, capacities, { keepGoing: false, ...policy });
  const all: readonly RunEvent[] = [{ kind: 'run-started' }, ...events];
  for (const [index, event] of all.entries()) {
    graphs.addAll(eventQuads(plan, event, { run: RUN, number: index + 1, epoch: 1, at: AT + index * 60_000 }));
    apply(state, event);
  }
  prepare?.(state, at);
  const lastEvent = all.at(-1)!;
  const ref = { iri: RUN, name: RUN.slice(-23), folder: '/nowhere' };
  const opened = { ref, graphs, plan, entities: readEntities(graphs), state, lastEvent } as unknown as OpenedRun;
  return whyOf(opened, at(name), condition);
}

const started = (task: number, attempt = 1): RunEvent => ({ kind: 'attempt-started', task, attempt });
const ended = (task: number, ending: 'succeeded' | 'failed' | 'timedOut', reason = 'exited with 3'): RunEvent => ({
  kind: 'attempt-ended',
  task,
  attempt: 1,
  ending,
  reason,
});
const decided = (gate: number, outcome: 'passed' | 'failed' | 'cantTell' | 'untested'): RunEvent => ({
  kind: 'gate-decided',
  gate,
  outcome,
  reason: 'two tests fail',
});
/** A state that no event of today brings about: conflicts between agents will. */
const put = (name: string, to: NodeState) => (): Given => ({
  prepare: (state, at) => void (state.nodes[at(name)] = to),
});

const STATES: Readonly<Record<NodeState, readonly [string, (at: (name: string) => number) => Given, RegExp]>> = {
  waiting: ['second', () => ({}), /^second waits for gate gate/],
  ready: ['first', () => ({}), /^first is ready, and starts at once\.$/],
  running: ['first', (at) => ({ events: [started(at('first'))] }), /^first, which runs since .*12:04 UTC\.$/],
  succeeded: [
    'first',
    (at) => ({ events: [started(at('first')), ended(at('first'), 'succeeded')] }),
    /^first succeeded at .*12:05 UTC\.$/,
  ],
  failed: [
    'first',
    (at) => ({ events: [started(at('first')), ended(at('first'), 'failed')] }),
    /^first, which failed: exited with 3\.$/,
  ],
  timedOut: [
    'first',
    (at) => ({ events: [started(at('first')), ended(at('first'), 'timedOut')] }),
    /^first, which timed out/,
  ],
  cancelled: ['first', put('first', 'cancelled'), /^first, which was cancelled\.$/],
  skipped: [
    'first',
    (at) => ({ events: [{ kind: 'task-skipped', task: at('first'), reason: 'as before' }] }),
    /^first was skipped/,
  ],
  awaiting: ['first', put('first', 'awaiting'), /^task first waits for a person to say whether it is tried again/],
  paused: ['first', put('first', 'paused'), /^first, which a conflict holds\.$/],
  complete: ['one', put('one', 'complete'), /^phase one is complete\.$/],
  untested: ['gate', () => ({}), /^gate waits for first, which is ready/],
  passed: [
    'gate',
    (at) => ({ events: [...done(at('first')), decided(at('gate'), 'passed')] }),
    /^gate gate passed at .*12:06 UTC\.$/,
  ],
  cantTell: [
    'gate',
    (at) => ({ events: [...done(at('first')), decided(at('gate'), 'cantTell')] }),
    /^gate gate, which cannot be told: two tests fail\.$/,
  ],
};

function done(task: number): readonly RunEvent[] {
  return [started(task), ended(task, 'succeeded')];
}

describe.each(Object.entries(STATES))('a node that is %s', (state, [name, given, said]) => {
  it('is said to be so', async () => {
    expect((await why(name, given)).sentence).toMatch(said);
  });

  it('is not said to be so where it is something else', async () => {
    const [otherName, other] = state === 'waiting' ? STATES.succeeded : STATES.waiting;
    expect((await why(otherName, other)).sentence).not.toMatch(said);
  });
});

const HELD: Readonly<
  Record<Why['hindrances'][number]['kind'], readonly [string, (at: (name: string) => number) => Given, RegExp]>
> = {
  pool: [
    'other',
    (at) => ({ capacities: { [ex('cpu')]: 4 }, events: [started(at('first'))] }),
    /it wants 3 of cores, and 2 of 4 are free, held by first/,
  ],
  behind: [
    'first',
    () => ({ capacities: { [ex('cpu')]: 2, [JOBS]: 9 }, prepare: (state, at) => heavy(state, at('other')) }),
    /other comes first and waits for more of cores/,
  ],
  backoff: [
    'first',
    (at) => ({
      events: [started(at('first')), { ...failedNow(at('first')), consequence: 'tryAgain', retryAfterMs: 90_000 }],
    }),
    /it failed, and is tried again .* after that, at .*12:06 UTC/,
  ],
  failure: [
    'other',
    (at) => ({ events: [started(at('first')), ended(at('first'), 'failed')] }),
    /nothing more starts since first failed/,
  ],
  'not-asked': [
    'other',
    () => ({ prepare: (state, at) => void (state.asked = new Set([at('first')])) }),
    /only other tasks were asked for/,
  ],
  conflict: [
    'gate',
    () => ({ prepare: (state, at) => void state.conflicted.add(at('gate')) }),
    /a critical conflict keeps it shut/,
  ],
  approval: [
    'gate',
    (at) => ({ events: [...done(at('first')), decided(at('gate'), 'untested')] }),
    /gate gate waits for the approval of Owner \(ada\): spec-exec approve abcdef gate --as ada/,
  ],
  person: [
    'first',
    put('first', 'awaiting'),
    /task first waits for a person .*: spec-exec approve abcdef first --as NAME/,
  ],
  run: ['first', () => ({ condition: 'stopped' }), /nobody is at work on the run: `spec-exec resume abcdef` goes on/],
};

function failedNow(task: number): Extract<RunEvent, { kind: 'attempt-ended' }> {
  return ended(task, 'failed') as Extract<RunEvent, { kind: 'attempt-ended' }>;
}

/** Its way to the end is longer, so that it comes first. */
function heavy(state: RunState, node: number): void {
  const remainingMs = state.plan.remainingMs.map((ms, index) => (index === node ? ms * 1_000 : ms));
  Object.assign(state, { plan: { ...state.plan, remainingMs } });
}

describe.each(Object.entries(HELD))('what holds something back: %s', (kind, [name, given, said]) => {
  it('is named with what a person needs to know of it', async () => {
    const { hindrances } = await why(name, given);
    expect(hindrances.filter((one) => one.kind === kind).map(({ text }) => text)).toEqual([
      expect.stringMatching(said),
    ]);
  });

  it('is not named where it does not hold', async () => {
    const { hindrances } = await why('first', () => ({}));
    expect(hindrances.map((one) => one.kind)).not.toContain(kind);
  });
});

describe('the end of what something waits for', () => {
  it('is found behind the gate that it names', async () => {
    const { roots } = await why('second', (at) => ({ events: [started(at('first'))] }));
    expect(roots).toMatchObject([{ name: 'first', state: 'running' }]);
  });
});
