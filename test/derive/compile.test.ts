import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Diagnostic, Span } from '../../src/base/diagnostic.ts';
import { compile, compileWhatThereIs } from '../../src/derive/compile.ts';
import { PLAIN_POLICY } from '../../src/derive/plan.ts';
import { derive } from '../../src/derive/derive.ts';
import { graphText } from '../../src/derive/graph-text.ts';
import { timing } from '../../src/derive/critical-path.ts';
import { edgesOf, ex, graphsOf, planOf, quadsOf, shipped } from './small.ts';

const LINE = 100;

/** The findings of a text in which each triple "stands" on the line of its place in the text, from 100 on. */
async function findingsOf(text: string): Promise<readonly Diagnostic[]> {
  const quads = quadsOf(text);
  const graphs = graphsOf(quads);
  await derive(graphs, shipped);
  const place = (...[s, p, o]: readonly { equals(other: never): boolean }[]): Span | undefined => {
    const at = quads.findIndex(
      (one) => s!.equals(one.subject as never) && p!.equals(one.predicate as never) && o!.equals(one.object as never),
    );
    return at < 0 ? undefined : { file: 'plan.ttl', line: LINE + at, column: 1, endLine: LINE + at, endColumn: 2 };
  };
  const plan = await compile(graphs, { catalogue: shipped, place });
  if (plan.ok) throw new Error('there were no findings');
  return plan.diagnostics;
}

describe('a specification that is no plan', () => {
  it('is shown as far as there is one: without the edges of its loops and of steps that nobody knows', async () => {
    const graphs = graphsOf(`:a a sx:Task ; sx:requires :b . :b a sx:Task ; sx:requires :a .
      :c a sx:Task ; sx:requires :b , :nobody . :d a sx:Task ; sx:requires :c .`);
    await derive(graphs, shipped);
    const { plan, findings } = await compileWhatThereIs(graphs);
    expect(findings.map(({ code }) => code)).toEqual(['derive/no-plan', 'derive/unknown-step', 'derive/cycle']);
    expect(plan.tasks.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
    expect(edgesOf(plan)).toEqual(['c < b (requires)', 'd < c (requires)']);
    expect(graphText(plan)).toContain('Plan "a plan that nothing declares": 0 phases, 4 tasks, 0 gates');
  });

  it('gets the shortest loop, with the line of every statement that makes it', async () => {
    const [finding, ...others] =
      await findingsOf(`:plan a sx:Plan . :a a sx:Task ; sx:requires :b . :b a sx:Task ; sx:input :x .
      :c a sx:Task ; sx:output :x ; sx:requires :a, :d . :d a sx:Task ; sx:requires :c . :free a sx:Task .`);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      code: 'derive/cycle',
      severity: 'error',
      message: '"c" waits for "d" waits for "c". 2 more are in loops with them.',
      help: 'Take out one of the statements that make the loop.',
      related: [
        { message: '"c" waits for "d" (derive/requires)', at: { line: LINE + 8 } },
        { message: '"d" waits for "c" (derive/requires)', at: { line: LINE + 10 } },
      ],
    });
  });

  it('gets a loop through an artifact with the lines of the task that reads and the task that makes', async () => {
    const [finding] = await findingsOf(
      ':plan a sx:Plan . :a a sx:Task ; sx:requires :b ; sx:output :x . :b a sx:Task ; sx:input :x .',
    );
    expect(finding?.message).toBe('"a" waits for "b" waits for "a".');
    expect(finding?.related).toMatchObject([
      { message: '"a" waits for "b" (derive/requires)' },
      { message: '"b" waits for "a" (derive/artifacts)' },
    ]);
  });

  it('gets a loop of one where a task requires itself', async () => {
    const [finding] = await findingsOf(':plan a sx:Plan . :a a sx:Task ; sx:requires :a .');
    expect(finding?.message).toBe('"a" waits for itself.');
  });

  it.each([
    ['lacks a plan', ':a a sx:Task .', 'derive/no-plan', 'The specification has no sx:Plan.'],
    [
      'has two plans',
      ':p a sx:Plan . :q a sx:Plan .',
      'derive/several-plans',
      'The specification has 2 plans: "p", "q".',
    ],
    [
      'has two tasks that are one file',
      ':p a sx:Plan . :Build a sx:Task . :build a sx:Task .',
      'derive/name-clash',
      `The tasks <${ex('Build')}> and <${ex('build')}> have the same name as files: "build".`,
    ],
    [
      'waits for a task that nobody declares',
      ':p a sx:Plan . :a a sx:Task ; sx:requires :tets . :test a sx:Task .',
      'derive/unknown-step',
      '"a" waits for "tets" (derive/requires), but no task, gate or phase is declared under the name "tets".',
    ],
    [
      'has a criterion that nothing can judge',
      ':p a sx:Plan . :g a sx:Gate ; sx:criterion :c . :c a sx:CommandCriterion .',
      'derive/criterion',
      'The criterion "c" does not say its sx:command.',
    ],
  ])('is told so where it %s', async (_, text, code, message) => {
    expect(await findingsOf(text)).toMatchObject([{ code, message }]);
  });

  it('has each query asked once for the lines of all loops, however many loops there are', async () => {
    const pairs = Array.from(
      { length: 20 },
      (_, i) => `:a${i} a sx:Task ; sx:requires :b${i} . :b${i} a sx:Task ; sx:requires :a${i} .`,
    );
    const graphs = graphsOf(`:plan a sx:Plan . ${pairs.join('\n')}`);
    await derive(graphs, shipped);
    const asked: string[] = [];
    const catalogue = { ...shipped, get: (name: string) => (asked.push(name), shipped.get(name)) };
    const plan = await compile(graphs, { catalogue });
    expect(plan.ok ? [] : plan.diagnostics.map(({ code }) => code)).toEqual(pairs.map(() => 'derive/cycle'));
    expect(asked).toEqual(['derive/requires']);
  });

  it('is told the nearest name', async () => {
    const [finding] = await findingsOf(':p a sx:Plan . :a a sx:Task ; sx:requires :tets . :test a sx:Task .');
    expect(finding).toMatchObject({ help: 'Did you mean "test"?', at: { line: LINE + 2 } });
  });
});

describe('a compiled plan', () => {
  it('holds what its tasks say, in base units', async () => {
    const { plan } = await planOf(`:plan a sx:Plan ; dcterms:title "Plan" ; sx:feature :f .
      :one a sx:Phase ; dcterms:title "One" ; sx:order 1 ; sx:estimate "PT2H"^^xsd:dayTimeDuration ; sx:endGate :done ; sx:budget [ sx:pool :memory ; sx:amount 2 ; sx:amountHigh 4 ] .
      :memory a sx:ResourcePool ; sx:unit unit:GibiBYTE . :machine a sx:ResourcePool ; sx:exclusive true .
      :builder a sx:Agent ; sx:agentType :programs .
      :build a sx:Task ; dcterms:identifier "the-build" ; dcterms:title "Bauen"@de, "Build"@en ; sx:inPhase :one ; sx:assignedTo :builder ; sx:prompt "Build it." ;
        sx:demand [ sx:pool :memory ; sx:amount 0.5 ], [ sx:pool :machine ] ; sx:retriesMax 2 ; sx:timeout "PT1M"^^xsd:dayTimeDuration ;
        sx:optimistic "PT1H"^^xsd:dayTimeDuration ; sx:mostLikely "PT2H"^^xsd:dayTimeDuration ; sx:pessimistic "PT9H"^^xsd:dayTimeDuration ; sx:output :x, :w .
      :talk a sx:HandOff ; sx:producer :build .
      :done a sx:Gate ; sx:requires :build ; sx:criterion :c2, :c10 . :c2 a sx:StepCriterion ; sx:step :build . :c10 a sx:CommandCriterion ; sx:command "test" ; sx:obligation sx:expected .`);
    expect(plan.tasks).toEqual([
      {
        iri: ex('build'),
        id: 'the-build',
        title: 'Build',
        node: 0,
        phase: 0,
        agent: ex('builder'),
        agentType: ex('programs'),
        prompt: 'Build it.',
        command: undefined,
        inputs: [],
        outputs: [ex('w'), ex('x')],
        modifies: [],
        produces: [ex('talk')],
        consumes: [],
        verification: [],
        evidenceRequired: true,
        successExitStatus: [0],
        changeRequired: false,
        demands: { [ex('memory')]: 2 ** 29, [ex('machine')]: 1 },
        estimateMs: 3 * 3_600_000,
        retriesMax: 2,
        timeoutMs: 60_000,
        policy: PLAIN_POLICY,
      },
    ]);
    expect(plan.gates[0]?.criteria).toEqual([
      { kind: 'step', iri: ex('c2'), title: 'c2', obligation: 'mandatory', steps: [ex('build')] },
      { kind: 'command', iri: ex('c10'), title: 'c10', obligation: 'expected', command: 'test' },
    ]);
    expect(plan.phases[0]).toMatchObject({
      budget: { [ex('memory')]: 2 ** 32 },
      estimateMs: 7_200_000,
      endGate: plan.indexOf.get(ex('done')),
    });
    expect(plan.remainingMs[plan.phases[0]!.start]).toBe(3 * 3_600_000);
    expect(graphText(plan)).toBe(`Plan "Plan": 1 phase, 1 task, 1 gate

Phase 1: One, estimate 2 h 00 min, its tasks 3 h 00 min
  task the-build (3 h 00 min)
       after start of one  [phase-tasks]
  gate done (2 criteria)
       after the-build  [gate-steps, phase-gates, requires]
  is complete after done  [phase-ends]
  is complete after start of one  [phase-ends]

Critical path: the-build → done
Estimated end: 3 h 00 min after the start by the tasks on it
               2 h 00 min after the start by the phases' own estimates
`);
  });

  it('loses an order with the query that says it', async () => {
    const text = ':plan a sx:Plan . :a a sx:Task ; sx:output :x . :b a sx:Task ; sx:input :x .';
    expect(edgesOf((await planOf(text)).plan)).toEqual(['b < a (artifacts)']);
    const graphs = graphsOf(text);
    await derive(graphs, {
      ...shipped,
      names: (prefix) => shipped.names(prefix).filter((name) => name !== 'derive/artifacts'),
    });
    const plan = await compile(graphs);
    expect(plan.ok && edgesOf(plan.value)).toEqual([]);
  });

  it('does not keep what an earlier derivation found', async () => {
    const { graphs } = await planOf(':plan a sx:Plan . :a a sx:Task . :b a sx:Task ; sx:requires :a .');
    for (const one of quadsOf(':b sx:requires :a .')) graphs.delete(one);
    await derive(graphs, shipped);
    const plan = await compile(graphs);
    expect(plan.ok && plan.value.edges).toEqual([]);
  });
});

/** A random specification without loops: what is later in the list waits for what is earlier. */
const acyclic = fc
  .array(
    fc.record({
      phase: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
      on: fc.array(fc.nat(11), { maxLength: 3 }),
      by: fc.constantFrom('requires', 'artifact', 'hand-off'),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((tasks) => [...tasks].sort((a, b) => (a.phase ?? 0) - (b.phase ?? 0)))
  .map((tasks) => {
    const phases = [1, 2, 3].map((order) => `:p${order} a sx:Phase ; sx:order ${order} .`);
    const edges: [number, number][] = [];
    const lines = tasks.flatMap((task, at) => {
      const on = [...new Set(task.on.filter((other) => other < at))];
      edges.push(...on.map((other): [number, number] => [at, other]));
      const said = on.map((other) => {
        if (task.by === 'requires') return `:t${at} sx:requires :t${other} .`;
        if (task.by === 'artifact')
          return `:t${at} sx:input :x${at}-${other} . :t${other} sx:output :x${at}-${other} .`;
        return `:h${at}-${other} a sx:HandOff ; sx:producer :t${other} ; sx:consumer :t${at} .`;
      });
      return [`:t${at} a sx:Task${task.phase === undefined ? '' : ` ; sx:inPhase :p${task.phase}`} .`, ...said];
    });
    return { text: [':plan a sx:Plan .', ...phases, ...lines].join('\n'), edges, tasks };
  });

describe('for any acyclic specification', () => {
  it('the edges between tasks are those that a plain walk finds', async () => {
    await fc.assert(
      fc.asyncProperty(acyclic, async ({ text, edges }) => {
        const { plan } = await planOf(text);
        const found = edgesOf(plan).flatMap((edge) => /^(t\d+) < (t\d+)/.exec(edge)?.slice(1, 3).join(' ') ?? []);
        expect([...new Set(found)].sort()).toEqual(edges.map(([later, earlier]) => `t${later} t${earlier}`).sort());
      }),
      { numRuns: 15 },
    );
  });

  it('the plan is the same for any order of its triples', async () => {
    const shuffled = acyclic.chain(({ text }) => {
      const quads = quadsOf(text);
      return fc.tuple(fc.constant(quads), fc.shuffledSubarray(quads, { minLength: quads.length }));
    });
    await fc.assert(
      fc.asyncProperty(shuffled, async ([quads, other]) => {
        expect((await planOf(other)).plan).toEqual((await planOf(quads)).plan);
      }),
      { numRuns: 12 },
    );
  });

  it('no step starts before what it waits for has ended, and the critical path is as long as the plan', async () => {
    await fc.assert(
      fc.asyncProperty(acyclic, async ({ text }) => {
        const { plan } = await planOf(text);
        const times = timing(plan);
        for (const { later, earlier } of plan.edges)
          expect(times.earliestStartMs[later]).toBeGreaterThanOrEqual(times.earliestEndMs[earlier]!);
        for (const slack of times.slackMs) expect(slack).toBeGreaterThanOrEqual(0);
        const onPath = times.criticalPath.filter((node) => plan.nodes[node]!.kind === 'task');
        expect(onPath.length * 1000).toBe(times.tasksMs);
        for (const node of times.criticalPath) expect(times.slackMs[node]).toBe(0);
        expect(Math.max(...plan.remainingMs)).toBe(times.tasksMs);
      }),
      { numRuns: 12 },
    );
  });
});
