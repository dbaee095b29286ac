// The scheduler's memory is an index of the graph: over random plans and random outcomes, at every step, what it holds ready is
// what the query answers, what it knows is what the status graph says, and replay of the record comes to the same.
import type { Quad } from '@rdfjs/types';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import type { Plan } from '../../src/derive/plan.ts';
import { select } from '../../src/query/ask.ts';
import { Graphs } from '../../src/store/graphs.ts';
import { earl } from '../../src/vocabulary/borrowed.ts';
import { namedNode } from '../../src/vocabulary/factory.ts';
import { SX, sx } from '../../src/vocabulary/terms.ts';
import type { Ending, GateOutcome } from '../../src/schedule/event.ts';
import { type AttemptResult, type Judgement, runLoop } from '../../src/schedule/loop.ts';
import { JOBS } from '../../src/schedule/pools.ts';
import { about } from '../../src/schedule/record.ts';
import { rebuild } from '../../src/schedule/rebuild.ts';
import { initialState, isMet, readySet, type RunState } from '../../src/schedule/state.ts';
import { StatusGraph } from '../../src/schedule/status-graph.ts';
import { planOf, quadsOf, shipped } from '../derive/small.ts';

const RUNS = 40;

const RUN = 'urn:spec-exec:run:20261122T000000Z-000000';

/** One step of a random plan; what it refers to are steps before it, so that no plan has a loop. */
interface Step {
  readonly kind: 'task' | 'gate';
  readonly requires: readonly number[];
  readonly reads: readonly number[];
  readonly takes: readonly number[];
  readonly inPhase: boolean;
  readonly lastOfPhase: boolean;
  readonly retriesMax: number;
}

const earlier = fc.array(fc.nat(20), { maxLength: 3 });
const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('task', 'task', 'task', 'gate'),
  requires: earlier,
  reads: fc.array(fc.nat(6), { minLength: 1, maxLength: 3 }),
  takes: earlier,
  inPhase: fc.boolean(),
  lastOfPhase: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
  retriesMax: fc.nat(2),
});

/** The specification of these steps: `:s0`, `:s1`, …; a phase ends after each step that is the last of its own. */
function specOf(steps: readonly Step[]): string {
  const lines = [':plan a sx:Plan .'];
  let phase = 0;
  let used = false;
  steps.forEach((one, at) => {
    const names = (list: readonly number[], kind?: Step['kind']): string[] =>
      [...new Set(list.filter((other) => other < at && (kind === undefined || steps[other]!.kind === kind)))].map(
        (other) => `:s${other}`,
      );
    const parts = [`:s${at} a sx:${one.kind === 'task' ? 'Task' : 'Gate'}`];
    const requires = names(one.requires);
    if (requires.length > 0) parts.push(`sx:requires ${requires.join(' , ')}`);
    if (one.kind === 'task') {
      if (one.inPhase) parts.push(`sx:inPhase :p${phase}`);
      used ||= one.inPhase;
      parts.push(`sx:output :s${at}-file ; sx:retriesMax ${one.retriesMax}`);
      for (const other of names(one.reads, 'task')) parts.push(`sx:input ${other}-file`);
      lines.push(`:s${at}-key a sx:HandOff ; sx:producer :s${at} .`);
      for (const other of names(one.takes, 'task')) lines.push(`${other}-key sx:consumer :s${at} .`);
    } else {
      for (const other of names(one.reads, 'task')) parts.push(`sx:criterion ${other}-there`);
      for (const other of names(one.takes, 'gate')) parts.push(`sx:criterion ${other}-passed`);
      lines.push(`:s${at}-passed a sx:StepCriterion ; sx:step :s${at} .`);
    }
    lines.push(`${parts.join(' ; ')} .`);
    if (one.kind === 'task') lines.push(`:s${at}-there a sx:ArtifactCriterion ; sx:artifact :s${at}-file .`);
    if (one.lastOfPhase && used) {
      lines.push(
        `:p${phase} a sx:Phase ; sx:inPlan :plan ; sx:order ${phase}${one.kind === 'gate' ? ` ; sx:endGate :s${at}` : ''} .`,
      );
      phase++;
      used = false;
    }
  });
  if (used) lines.push(`:p${phase} a sx:Phase ; sx:inPlan :plan ; sx:order ${phase} .`);
  return lines.join('\n');
}

/** What the status graph must say: one triple a node. */
function statusOf(plan: Plan, nodes: readonly string[]): string[] {
  return plan.nodes
    .map(
      ({ iri, kind }, index) =>
        `${iri} ${kind === 'gate' ? earl.test.value.replace('test', nodes[index]!) : SX + nodes[index]!}`,
    )
    .sort();
}

function statusIn(graphs: Graphs): string[] {
  return [...graphs.match(null, null, null, namedNode(`${RUN}/status`))]
    .map(({ subject, object }) => `${subject.value} ${object.value}`)
    .sort();
}

async function readyByQuery(graphs: Graphs): Promise<string[]> {
  const entry = shipped.get('status/ready-tasks');
  if (!entry.ok) throw new Error('there is no status/ready-tasks');
  const { rows } = await select(graphs, entry.value);
  return rows.map((row) => row['task']!.value).sort();
}

const endings: fc.Arbitrary<Ending> = fc.constantFrom(
  'succeeded',
  'succeeded',
  'succeeded',
  'succeeded',
  'failed',
  'timedOut',
  'lost',
  'cancelled',
);
const outcomes: fc.Arbitrary<GateOutcome> = fc.constantFrom(
  'passed',
  'passed',
  'passed',
  'failed',
  'cantTell',
  'untested',
);

it('ready, running and done are the same in memory, in the graph and after replay, at every step of any run', async () => {
  let runs = 0;
  let steps = 0;
  let waiting = 0;
  let looks = 0;
  let relapses = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 4, maxLength: 12 }),
      fc.array(endings, { maxLength: 25 }),
      fc.array(outcomes, { maxLength: 12 }),
      fc.record({
        jobs: fc.integer({ min: 1, max: 4 }),
        keepGoing: fc.boolean(),
        interruptAt: fc.option(fc.nat(8)),
        order: fc.array(fc.nat(100), { minLength: 1, maxLength: 20 }),
        // What attempts leave, beside their own: files that gates read, and may have read before.
        lefts: fc.array(fc.array(fc.nat(12), { minLength: 1, maxLength: 2 }), { maxLength: 25 }),
        looked: fc.array(fc.constantFrom<GateOutcome>('failed', 'passed', 'cantTell'), { minLength: 2, maxLength: 12 }),
      }),
      async (given, ends, judged, { jobs, keepGoing, interruptAt, order, lefts, looked }) => {
        const { graphs, plan } = await planOf(quadsOf(specOf(given)));
        const state = initialState(plan, { [JOBS]: jobs }, { keepGoing });
        const status = new StatusGraph(graphs, RUN);
        const recorded: Quad[][] = [];
        const [endsLeft, judgedLeft, orderLeft] = [[...ends], [...judged], [...order]];
        const [leftsLeft, lookedLeft] = [[...lefts], [...looked]];
        const files = plan.gates.flatMap((gate) =>
          gate.criteria.flatMap((one) => (one.kind === 'artifact' ? one.artifacts : [])),
        );
        const left = (): Quad[] =>
          (files.length === 0 ? [] : (leftsLeft.shift() ?? [0])).flatMap((of) =>
            about(RUN, namedNode(`${RUN}/left/${leftsLeft.length}`), [
              sx.artifact,
              namedNode(files[of % files.length]!),
            ]),
          );
        // Attempts and judgements end one after another, in an order of their own.
        const pending: (() => void)[] = [];
        const later = <T>(value: T): Promise<T> =>
          new Promise((resolve) => {
            pending.push(() => resolve(value));
            setImmediate(() => pending.splice((orderLeft.shift() ?? 0) % pending.length, 1)[0]?.());
          });
        const interrupt = new AbortController();
        let at = 0;
        const replayed = (): RunState => {
          const own = new Graphs();
          for (const quad of graphs.match(null, null, null, null))
            if (quad.graph.termType !== 'DefaultGraph' && !quad.graph.value.startsWith(RUN)) own.add(quad);
          for (const batch of recorded) own.addAll(batch);
          const batches = recorded.map((quads, index) => ({ number: index + 1, epoch: 1, quads }));
          const { state: again } = rebuild(own, plan, RUN, {
            batches,
            tornBytes: 0,
            staleBatches: 0,
            epoch: 1,
            format: '1.0',
          });
          expect(statusIn(own)).toEqual(statusIn(graphs));
          return again;
        };
        const stop = await runLoop({
          run: RUN,
          state,
          graphs,
          status,
          recorder: { append: (quads) => void recorded.push([...quads]), flushed: async () => undefined },
          hands: {
            prepare: (task) => {
              // Nothing starts behind a gate that does not hold, or of which that is not known yet.
              expect(plan.dependencies[task]!.filter((node) => !isMet(state.nodes[node]!))).toEqual([]);
              expect([...state.unsettled, ...state.looking]).toEqual([]);
              return [];
            },
            perform: () =>
              later<AttemptResult>({
                ending: endsLeft.shift() ?? 'succeeded',
                reason: 'so it was decided',
                quads: left(),
              }),
            lookAgain: () => {
              const outcome = lookedLeft.shift() ?? 'passed';
              looks++;
              if (outcome !== 'passed') relapses++;
              return later<Judgement>({ outcome, reason: 'so it was found', quads: [] });
            },
            judge: () =>
              later<Judgement>({ outcome: judgedLeft.shift() ?? 'passed', reason: 'so it was decided', quads: [] }),
            report: () => undefined,
          },
          clock: systemClock,
          epoch: 1,
          firstEvent: 1,
          opening: { event: { kind: 'run-started' }, quads: [] },
          interrupt: interrupt.signal,
          onStep: async () => {
            steps++;
            waiting += readySet(state).length;
            expect(
              readySet(state)
                .map((node) => plan.nodes[node]!.iri)
                .sort(),
            ).toEqual(await readyByQuery(graphs));
            expect(statusIn(graphs)).toEqual(statusOf(plan, state.nodes));
            const again = replayed();
            expect(again.nodes).toEqual(state.nodes);
            expect([...again.running]).toEqual([...state.running]);
            expect([...again.attempts]).toEqual([...state.attempts]);
            expect([...again.failures]).toEqual([...state.failures]);
            if (at++ === interruptAt) interrupt.abort();
          },
        });
        runs++;
        // Whatever happened, a run that is said to have succeeded has nothing left to do, and no task ran twice after it succeeded.
        if (stop.kind === 'run-ended' && stop.ending === 'succeeded')
          expect(state.nodes.every((node) => node === 'succeeded' || node === 'passed' || node === 'complete')).toBe(
            true,
          );
      },
    ),
    { numRuns: RUNS },
  );
  // It has not been looking at empty sets.
  expect(runs).toBeGreaterThanOrEqual(RUNS);
  expect(steps).toBeGreaterThan(3 * runs);
  expect(waiting).toBeGreaterThan(runs);
  expect(looks).toBeGreaterThan(0);
  expect(relapses).toBeGreaterThan(0);
});
