import { expect, it } from 'vitest';
import { reasonsIn } from '../../src/derive/why.ts';
import { edgesOf, ex, planOf, shipped } from './small.ts';

const STORY = `
  :plan a sx:Plan ; dcterms:title "A plan" .
  :one a sx:Phase ; sx:inPlan :plan ; sx:order 1 ; sx:endGate :gate .
  :two a sx:Phase ; sx:inPlan :plan ; sx:order 2 ; sx:requires :sign .
  :measure a sx:Task ; sx:inPhase :one ; sx:output :numbers .
  :design a sx:Task ; sx:inPhase :one ; sx:input :numbers .
  :build a sx:Task ; sx:inPhase :two .
  :check a sx:Task ; sx:inPhase :two ; sx:requires :build .
  :sign a sx:Task .
  :gate a sx:Gate ; sx:requires :design ; sx:criterion :there, :met, :steps .
  :extra a sx:Gate ; sx:unblocks :check, :two .
  :there a sx:ArtifactCriterion ; sx:artifact :numbers .
  :steps a sx:StepCriterion ; sx:step :sign .
  :met a sx:MetricCriterion ; sx:metric :speed .
  :speed a sx:Metric ; sx:baselineBy :measure ; sx:actualBy :check .
  :talk a sx:HandOff ; sx:producer :build ; sx:consumer :check .
`;

it('derives an edge from everything that implies order, and says which query found it', async () => {
  const { plan } = await planOf(STORY);
  expect(edgesOf(plan)).toEqual([
    'build < two/start (phase-tasks)',
    'check < build (hand-offs)',
    'check < build (requires)',
    'check < extra (unblocks)',
    'check < two/start (phase-tasks)',
    'design < measure (artifacts)',
    'design < one/start (phase-tasks)',
    'gate < design (phase-gates)',
    'gate < design (requires)',
    'gate < measure (gate-criteria)',
    'gate < measure (phase-gates)',
    'gate < sign (gate-steps)',
    'measure < one/start (phase-tasks)',
    'one < gate (phase-ends)',
    'one < one/start (phase-ends)',
    'two < build (phase-ends)',
    'two < check (phase-ends)',
    'two < two/start (phase-ends)',
    'two/start < extra (unblocks)',
    'two/start < one (phase-order)',
    'two/start < sign (requires)',
  ]);
});

it('names the triples behind an edge', async () => {
  const { graphs } = await planOf(STORY);
  const behind = async (later: string, earlier: string, query: string) =>
    (await reasonsIn(graphs, shipped)({ later: ex(later), earlier: ex(earlier), query: `derive/${query}` }))
      .map((one) => [one.subject, one.predicate, one.object].map((term) => term.value.replace(/^.*#/, '')).join(' '))
      .sort();
  expect(await behind('design', 'measure', 'artifacts')).toEqual(['design input numbers', 'measure output numbers']);
  expect(await behind('two/start', 'sign', 'requires')).toEqual(['two requires sign', 'two type Phase']);
  expect(await behind('two/start', 'one', 'phase-order')).toEqual([
    'one order 1',
    'one type Phase',
    'two order 2',
    'two type Phase',
  ]);
  expect(await behind('design', 'sign', 'artifacts')).toEqual([]);
});

it('orders a task that has no name of its own', async () => {
  const { plan } = await planOf(
    ':plan a sx:Plan . :a a sx:Task ; sx:requires [ a sx:Task ; dcterms:identifier "unnamed" ] .',
  );
  expect(
    plan.edges.map(({ later, earlier }) => [later, earlier].map((node) => plan.tasks[plan.nodes[node]!.of]!.id)),
  ).toEqual([['a', 'unnamed']]);
});
