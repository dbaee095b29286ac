// A gate that has passed and then no longer holds: it is said, it is on record, and what depends on it and has not started waits.
import { afterEach, expect, it } from 'vitest';
import { Project, type SpecGiven } from '../support/project.ts';

const projects: Project[] = [];
afterEach(async () => {
  for (const one of projects.splice(0)) await one.remove();
});

/** `again` measures the metric of `first` once more: as this. */
const given = (value: number): SpecGiven => ({
  tasks: [
    { id: 'first', measures: 5 },
    {
      id: 'again',
      requires: ['gate'],
      set: {
        TEST_EVIDENCE: JSON.stringify({
          agent: 'again',
          measurements: [{ metric: 'first-metric', kind: 'actual', value, unit: 'SEC', method: 'a clock' }],
        }),
      },
    },
    { id: 'behind', requires: ['again', 'gate'] },
  ],
  gates: [{ id: 'gate', requires: ['first'], criteria: ['a sx:MetricCriterion ; sx:metric :first-metric'] }],
});

async function ran(spec: SpecGiven) {
  const one = new Project(spec);
  projects.push(one);
  const exited = await one.cli('run', one.plan, '--min-closure', '0');
  if (exited.code === 2) throw new Error(exited.err);
  return { one, exited };
}

it('a later measurement that misses the target shuts the gate again, and what is behind it does not start', async () => {
  const { one, exited } = await ran(given(50));
  expect(exited.code).toBe(1);
  expect(exited.out).toMatch(/it had passed, and holds no longer: .*time of first 50 s/);
  expect(one.endings('again')).toEqual(['succeeded']);
  expect(one.endings('behind')).toEqual([]);
  expect((await one.cli('explain', 'behind')).out).toMatch(/gate/);
  expect((await one.cli('query', 'gate-status')).out).toMatch(/failed/);
  const ask = 'PREFIX sx: <https://w3id.org/spec-exec/ns#> ASK { ?event a sx:GateUnsettled ; sx:gate ?gate }';
  expect((await one.cli('query', ask)).out).toMatch(/true|yes/);
});

it('one that still meets it is looked at without a word, and the run goes on', async () => {
  const { one, exited } = await ran(given(6));
  expect(exited.code).toBe(0);
  expect(exited.out).not.toMatch(/holds/);
  expect(one.endings('behind')).toEqual(['succeeded']);
});
