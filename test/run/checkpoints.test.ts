// Checkpoints at completion that no gate asks for: they are evaluated when they fall due, said, recorded, and the run's end depends on them.
import { afterEach, expect, it } from 'vitest';
import { Project, type SpecGiven } from '../support/project.ts';

const projects: Project[] = [];
afterEach(async () => {
  for (const one of projects.splice(0)) await one.remove();
});

/** Two phases; the first one's checkpoint asks for at most 10 s of `first`. */
const given = (measures: number, when: string): SpecGiven => ({
  tasks: [
    { id: 'first', phase: 'one', measures },
    { id: 'second', phase: 'two' },
  ],
  phases: [
    { id: 'one', order: 1 },
    { id: 'two', order: 2 },
  ],
  turtle: `:fast a sx:Checkpoint ; dcterms:title "fast enough" ; ${when} ; sx:criterion :is-fast .
:is-fast a sx:MetricCriterion ; dcterms:title "first is fast" ; sx:metric :first-metric ; sx:obligation sx:mandatory .`,
});
const AT_COMPLETION = 'sx:when sx:atCompletion ; sx:ofPhase :one';
const FINAL = 'sx:when sx:final';

async function ran(spec: SpecGiven) {
  const one = new Project(spec);
  projects.push(one);
  const exited = await one.cli('run', one.plan, '--min-closure', '0');
  if (exited.code === 2) throw new Error(exited.err);
  return { one, exited };
}

it.each([
  ['at completion', AT_COMPLETION],
  ['final', FINAL],
])('one %s that holds is said and recorded with its value, and the run succeeds', async (_when, words) => {
  const { one, exited } = await ran(given(5, words));
  expect(exited.code).toBe(0);
  expect(exited.out).toMatch(/checkpoint fast enough: passed/);
  const asked = await one.cli(
    'query',
    `PREFIX sx: <https://w3id.org/spec-exec/ns#> PREFIX earl: <http://www.w3.org/ns/earl#>
     SELECT ?checked WHERE { ?event a sx:CheckpointEvaluated ; earl:outcome earl:passed . ?one a sx:CriterionAssertion ; sx:checked ?checked }`,
  );
  expect(asked.out).toMatch(/5 s ≤ 10 s/);
});

it.each([
  ['at completion', AT_COMPLETION],
  ['final', FINAL],
])('one %s that does not hold lets all be done, and then the run has failed', async (_when, words) => {
  const { one, exited } = await ran(given(50, words));
  expect(exited.code).toBe(1);
  expect(exited.out).toMatch(/the checkpoint "fast enough" does not hold/);
  expect(one.endings('second')).toEqual(['succeeded']);
  expect((await one.cli('resume')).code).toBe(1);
});

it('one at completion is evaluated when its phase is complete, before the end', async () => {
  const { exited } = await ran(given(5, AT_COMPLETION));
  expect(exited.out.indexOf('checkpoint fast enough')).toBeLessThan(exited.out.indexOf('second succeeded'));
});
