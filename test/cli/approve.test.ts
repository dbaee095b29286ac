// spec-exec approve --wait, and what explain says to whoever does a task by hand.
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../support/processes.ts';
import { Project, type SpecGiven } from '../support/project.ts';

const projects: Project[] = [];
const project = (given: SpecGiven): Project => {
  const made = new Project(given);
  projects.push(made);
  return made;
};
afterEach(async () => {
  for (const one of projects.splice(0)) await one.remove();
});

const approval = (role: string): string => `a sx:ApprovalCriterion ; sx:role :${role}`;
const GATED: SpecGiven = {
  tasks: [{ id: 'first' }, { id: 'last', requires: ['gate'] }],
  gates: [{ id: 'gate', requires: ['first'], criteria: [approval('owner'), approval('auditor')] }],
  turtle: ':owner a sx:Role ; dcterms:title "Owner" .\n:auditor a sx:Role ; dcterms:title "Auditor" .\n',
};

describe('approve --wait', () => {
  it('stays until the gate was judged: 4 where it waits for another person, 0 where it passed', async () => {
    const one = project(GATED);
    const run = one.start('run', one.plan, '--min-closure', '0', '--wait');
    await until('it waits for a person', () => run.out().includes('spec-exec approve'), 60_000);
    const first = await one.cli('approve', 'latest', 'gate', '--as', 'ada', '--wait');
    expect([first.code, first.out]).toEqual([4, expect.stringContaining('gate is untested.')]);
    const second = await one.cli('approve', 'latest', 'gate', '--as', 'bob', '--wait', '--json');
    expect(second.code).toBe(0);
    expect(JSON.parse(second.out)).toMatchObject({ ok: true, gate: 'gate', outcome: 'approved', state: 'passed' });
    expect((await run.exited).code).toBe(0);
  });

  it('exits with 1 where the gate failed, and waits for whoever goes on with a run that nobody holds', async () => {
    const one = project(GATED);
    expect((await one.cli('run', one.plan, '--min-closure', '0')).code).toBe(4);
    const waits = one.start('approve', 'latest', 'gate', '--as', 'ada', '--reject', '--wait');
    await until('it is on record', () => waits.out().includes('it is on record'), 60_000);
    expect((await one.cli('resume')).code).toBe(1);
    const { code, out } = await waits.exited;
    expect([code, out]).toEqual([1, expect.stringContaining('gate is failed.')]);
  });

  it('ends with 130 by Ctrl-C; the word stays on record', async () => {
    const one = project(GATED);
    await one.cli('run', one.plan, '--min-closure', '0');
    const waits = one.start('approve', 'latest', 'gate', '--as', 'ada', '--wait');
    await until('it is on record', () => waits.out().includes('`spec-exec resume` goes on'), 60_000);
    waits.child.kill('SIGINT');
    expect((await waits.exited).code).toBe(130);
    expect((await one.cli('query', 'approvals', '--format', 'csv')).out).toContain('ada');
  });
});

describe('a task that a person does', () => {
  const GIVEN: SpecGiven = {
    tasks: [
      { id: 'draw', byHand: true, makes: true, hands: true, more: 'sx:evidenceRequired true' },
      { id: 'build', reads: ['draw'] },
    ],
  };

  it('is explained with the files of whoever does it: what they are given, where they work, what to leave', async () => {
    const one = project(GIVEN);
    expect((await one.cli('run', one.plan, '--min-closure', '0')).code).toBe(4);
    const attempt = join(one.runFolder()!, 'attempts', 'draw.1');
    const work = join(one.runFolder()!, 'work', 'draw.1');
    const { files } = JSON.parse((await one.cli('explain', 'draw', '--json')).out) as { files: unknown };
    expect(files).toEqual({
      prompt: join(attempt, 'prompt.txt'),
      context: join(attempt, 'context.json'),
      folder: work,
      environment: join(attempt, 'environment.sh'),
      leaves: [
        { what: 'draw-file', path: join(work, 'out/draw.json') },
        { what: 'the hand-off draw-key', path: join(attempt, 'handoff/draw-key.json') },
        { what: 'evidence', path: join(attempt, 'evidence.json') },
      ],
    });
    const { out } = await one.cli('explain', 'draw');
    for (const text of ['For whoever does it:', 'To be left:', work, join(attempt, 'handoff/draw-key.json')])
      expect(out).toContain(text);
    expect((await one.cli('explain', 'build')).out).not.toContain('For whoever does it:');
  });

  it('whose checks failed is said so to whoever waited for what came of their word', async () => {
    const one = project({
      tasks: [{ id: 'draw', byHand: true, more: 'sx:verification "never"' }],
      commands: { never: ['/bin/false'] },
    });
    const run = one.start('run', one.plan, '--min-closure', '0', '--wait');
    await until('it waits for a person', () => run.out().includes('spec-exec approve'), 60_000);
    const said = await one.cli('approve', 'latest', 'draw', '--as', 'ada', '--wait');
    expect([said.code, said.out]).toEqual([1, expect.stringContaining('draw is failed.')]);
    expect((await run.exited).code).toBe(1);
  });
});
