// "Done" is what was proved. An agent that exits with 0 and has not done it stops the run, and the run says why.
import { afterEach, expect, it } from 'vitest';
import { exitOfRun } from '../../src/cli/run-exit.ts';
import { openEngine } from '../../src/engine.ts';
import { Project, type SpecGiven } from '../support/project.ts';

const projects: Project[] = [];
afterEach(async () => {
  for (const one of projects.splice(0)) await one.remove();
});

const behind = { id: 'behind', requires: ['liar'] };
const evidence = (value: unknown): Record<string, string> => ({
  TEST_EVIDENCE: typeof value === 'string' ? value : JSON.stringify(value),
});
const measured = (value: unknown, unit = 'SEC') => ({
  agent: 'liar',
  measurements: [{ metric: 'liar-metric', kind: 'actual', value, unit, method: 'made up' }],
});

const gate: SpecGiven['gates'] = [
  { id: 'gate', requires: ['liar'], criteria: ['a sx:MetricCriterion ; sx:metric :liar-metric'] },
];
const gated = { id: 'behind', requires: ['gate'] };

const LIES: readonly (readonly [string, SpecGiven, RegExp])[] = [
  ['leaves no artifact', { tasks: [{ id: 'liar', makes: true, set: { TEST_FILES: '' } }, behind] }, /out\/liar\.json/],
  [
    'leaves an artifact that is no JSON',
    {
      tasks: [
        { id: 'liar', makes: true, argv: ['/bin/sh', '-c', 'mkdir -p out; echo "{ not json" >out/liar.json'] },
        behind,
      ],
    },
    /liar-file is not JSON/,
  ],
  ['hands nothing over', { tasks: [{ id: 'liar', hands: true, set: { TEST_KEYS: '' } }, behind] }, /liar-key/],
  [
    'hands over what is no JSON',
    {
      tasks: [
        { id: 'liar', hands: true, argv: ['/bin/sh', '-c', 'echo "{" >"$SPEC_EXEC_HANDOFF/liar-key.json"'] },
        behind,
      ],
    },
    /liar-key/,
  ],
  [
    'hands over a key that is not its own',
    { tasks: [{ id: 'liar', set: { TEST_KEYS: 'other-key' } }, behind] },
    /other-key/,
  ],
  [
    'leaves no evidence where that is required',
    { tasks: [{ id: 'liar', measures: 1, set: { TEST_EVIDENCE: '' } }, behind] },
    /left no evidence/,
  ],
  [
    'leaves evidence that is no JSON',
    { tasks: [{ id: 'liar', measures: 1, set: evidence('{"agent":') }, behind] },
    /evidence/,
  ],
  [
    'leaves evidence that does not fit its schema',
    { tasks: [{ id: 'liar', measures: 1, set: evidence({ agent: 7 }) }, behind] },
    /evidence.*agent/,
  ],
  [
    'measures in a unit of another kind',
    { tasks: [{ id: 'liar', measures: 1, set: evidence(measured(1, 'BYTE')) }, behind] },
    /BYTE/,
  ],
  [
    'measures a metric that the specification does not have',
    {
      tasks: [
        {
          id: 'liar',
          measures: 1,
          set: evidence({
            agent: 'liar',
            measurements: [{ metric: 'no-such', kind: 'actual', value: 1, unit: 'SEC', method: 'x' }],
          }),
        },
        behind,
      ],
    },
    /no-such/,
  ],
  [
    'breaks its verification',
    {
      tasks: [{ id: 'liar', more: 'sx:verification "check"' }, behind],
      commands: { check: ['/bin/sh', '-c', 'echo it does not build; exit 4'] },
    },
    /check exited with 4: it does not build/,
  ],
  ['misses the metric', { tasks: [{ id: 'liar', measures: 11 }, gated], gates: gate }, /time of liar 11 s/],
  [
    'does not measure the metric',
    { tasks: [{ id: 'liar', measures: 1, set: evidence({ agent: 'liar' }) }, gated], gates: gate },
    /time of liar was not measured/,
  ],
  [
    'could not measure the metric',
    {
      tasks: [
        {
          id: 'liar',
          measures: 1,
          set: evidence({
            agent: 'liar',
            measurements: [{ metric: 'liar-metric', kind: 'actual', status: 'blocked', method: 'x' }],
          }),
        },
        gated,
      ],
      gates: gate,
    },
    /blocked/,
  ],
  ['exits with another status', { tasks: [{ id: 'liar', set: { TEST_EXIT: '7' } }, behind] }, /exited with 7/],
];

it.each(LIES)('an agent that %s stops the run, which says why and exits 1', async (_what, given, said) => {
  const project = new Project(given);
  projects.push(project);
  const heard: string[] = [];
  const ran = await openEngine().run(project.plan, { minClosure: 0, say: (line) => heard.push(JSON.stringify(line)) });
  if (!ran.ok) throw new Error(ran.diagnostics.map((one) => one.message).join('\n'));
  expect(exitOfRun(ran.value.stop)).toBe(1);
  expect(heard.join('\n')).toMatch(said);
  expect(project.ran().map(({ task }) => task)).not.toContain('behind');
  const end = await project.end();
  expect(end.tasks['behind']).toBe('waiting');
  // What was left by who did not prove it is visible to nobody.
  if (end.tasks['liar'] !== 'succeeded') expect([end.handOffs, end.artifacts]).toEqual([{}, {}]);
});

it('the program says of a liar in one line what is not so, and exits 1', async () => {
  const project = new Project({ tasks: [{ id: 'liar', makes: true, set: { TEST_FILES: '' } }, behind] });
  projects.push(project);
  const { code, out, err } = await project.cli('run', project.plan, '--min-closure', '0');
  expect([code, err]).toEqual([1, '']);
  expect(out).toMatch(/liar failed/);
  expect(out).toMatch(/out\/liar\.json/);
});
