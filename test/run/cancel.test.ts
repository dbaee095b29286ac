// spec-exec cancel: whoever is at work on a run stops, or what they left running is ended; and the run can be gone on with.
import { afterEach, describe, expect, it } from 'vitest';
import { sx } from '../../src/vocabulary/terms.ts';
import { callProgram } from '../support/here.ts';
import { plainEnvironment, until } from '../support/processes.ts';
import { Project, type SpecGiven, type Under } from '../support/project.ts';

const projects: Project[] = [];
const project = (given: SpecGiven): Project => {
  const made = new Project(given);
  projects.push(made);
  return made;
};
afterEach(async () => {
  for (const one of projects.splice(0)) await one.remove();
});

/** The first attempt works until it is stopped, with a child in a session of its own; later ones are done at once. */
const OBSTINATE = [
  '/bin/sh',
  '-c',
  'echo "begin $SPEC_EXEC_TASK $SPEC_EXEC_ATTEMPT" >>"$TEST_LOG"; case $SPEC_EXEC_ATTEMPT in *:1) setsid sleep 600 & sleep 600;; esac',
];
const GIVEN: SpecGiven = { tasks: [{ id: 'first' }, { id: 'long', requires: ['first'], argv: OBSTINATE }] };

async function atWork(one: Project): Promise<Under> {
  const under = one.start('run', one.plan, '--min-closure', '0');
  await until('the long task works', () => one.ran().some(({ task }) => task === 'long'), 60_000);
  return under;
}

const pauses = (one: Project): string[] => {
  const graphs = one.record();
  return graphs.subjects(sx.ending, sx.interrupted).map((pause) => graphs.object(pause, sx.reason)?.value ?? '');
};

describe('cancel', () => {
  it('stops whoever is at work on the run as Ctrl-C does, and nothing of it runs when it returns', async () => {
    const one = project(GIVEN);
    const under = await atWork(one);
    const said = await one.cli('cancel');
    expect(said.code, said.err).toBe(0);
    expect(said.out).toContain('is stopped. `spec-exec resume` goes on with it.');
    expect((await under.exited).code).toBe(130);
    await until('nothing is left', () => one.left().length === 0, 5_000);
    expect(pauses(one)).toEqual([expect.stringMatching(/^it was cancelled by \S+$/)]);
    expect(one.endings('long')).toEqual(['cancelled']);
    const again = await one.cli('cancel', '--json');
    expect(JSON.parse(again.out)).toMatchObject({ ok: true, held: false, stopped: 0, before: true });
    expect((await one.cli('resume')).code).toBe(0);
    expect(one.ran().map(({ what, task }) => `${what} ${task}`)).toEqual([
      'begin first',
      'end first',
      'begin long',
      'begin long',
    ]);
    const over = await one.cli('cancel');
    expect(over.code).toBe(2);
    expect(over.err.replace(/\s+/g, ' ')).toContain('has ended: it succeeded. There is nothing to cancel.');
  });

  it('ends and records what still runs of a run whose orchestrator was killed', async () => {
    const one = project(GIVEN);
    const under = await atWork(one);
    under.child.kill('SIGKILL');
    await under.exited;
    expect(one.left().length).toBeGreaterThan(0);
    const said = await one.cli('cancel');
    expect(said.code, said.err).toBe(0);
    expect(said.out.replace(/\s+/g, ' ')).toContain(
      'nobody was at work on it, and 1 attempt that still ran was ended.',
    );
    await until('nothing is left', () => one.left().length === 0, 5_000);
    expect(one.endings('long')).toEqual(['cancelled']);
    expect((await one.cli('resume')).code).toBe(0);
  });

  it('ends an orchestrator that stays for a person', async () => {
    const one = project({
      tasks: [{ id: 'first' }],
      gates: [{ id: 'gate', requires: ['first'], criteria: ['a sx:ApprovalCriterion ; sx:role :owner'] }],
      turtle: ':owner a sx:Role ; dcterms:title "Owner" .\n',
    });
    const under = one.start('run', one.plan, '--min-closure', '0', '--wait');
    await until('it waits for a person', () => under.out().includes('spec-exec approve'), 60_000);
    expect((await one.cli('cancel')).code).toBe(0);
    expect((await under.exited).code).toBe(130);
  });

  it('is refused inside a task', async () => {
    const one = project({ tasks: [{ id: 'first' }] });
    await one.cli('run', one.plan, '--min-closure', '0');
    const said = await callProgram(['cancel'], one.folder, { ...plainEnvironment, SPEC_EXEC_TASK: 'urn:x' });
    expect(said.code).toBe(2);
    expect(said.err).toContain('A task cannot cancel a run.');
  });
});
