// spec-exec logs -f: what a task prints while it prints it, over its attempts, whoever is at work on the run.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { secretsOf } from '../../src/base/secrets.ts';
import { callProgram } from '../support/here.ts';
import { plainEnvironment, until } from '../support/processes.ts';
import { Project, type TaskGiven } from '../support/project.ts';

const projects: Project[] = [];
const project = (task: TaskGiven): Project => {
  const made = new Project({ tasks: [task] });
  projects.push(made);
  return made;
};
afterEach(async () => {
  for (const one of projects.splice(0)) {
    one.write('go', '');
    await one.remove();
  }
});

const SECRET = 'hunter2-hunter2';
/** Prints, waits for the file `go`, prints on, and ends with the status of its attempt. */
const prints = (before: string, after: string, status: string): readonly string[] => [
  '/bin/sh',
  '-c',
  `echo "begin $SPEC_EXEC_TASK $SPEC_EXEC_ATTEMPT" >>"$TEST_LOG"; ${before}; i=0; while [ ! -e "$SPEC_EXEC_PROJECT/go" ] && [ $i -lt 1200 ]; do sleep 0.05; i=$((i+1)); done; ${after}; ${status}`,
];

describe('logs -f', () => {
  it('prints each line as it comes, goes over to the next attempt, and ends with the task', async () => {
    const status = 'case $SPEC_EXEC_ATTEMPT in *:1) exit 7;; esac';
    const one = project({ id: 'long', retriesMax: 1, argv: prints('echo one', 'echo two', status) });
    const run = one.start('run', one.plan, '--min-closure', '0');
    await until('the task works', () => one.ran().length > 0, 60_000);
    const shown = one.start('logs', '-f', 'long');
    expect(await shown.lines(2)).toBe(true);
    expect(shown.out()).toBe('logs/long.1.log\none\n');
    one.write('go', '');
    const { code, out, err } = await shown.exited;
    expect([code, out]).toEqual([0, 'logs/long.1.log\none\ntwo\nlogs/long.2.log\none\ntwo\n']);
    expect(err).toBe('long.1: failed\nlong.2: succeeded\n');
    expect((await run.exited).code).toBe(0);
  });

  it('follows an agent whose orchestrator was killed to its end, and says that nobody is there', async () => {
    const one = project({ id: 'long', argv: prints('echo one', 'echo two', 'exit 0') });
    const run = one.start('run', one.plan, '--min-closure', '0');
    await until('the task works', () => one.ran().length > 0, 60_000);
    run.child.kill('SIGKILL');
    await run.exited;
    const shown = one.start('logs', '--follow', 'long');
    expect(await shown.lines(2)).toBe(true);
    one.write('go', '');
    const { code, out, err } = await shown.exited;
    expect([code, out]).toEqual([0, 'logs/long.1.log\none\ntwo\n']);
    expect(err).toBe('nobody is at work on the run: spec-exec resume goes on\n');
    expect((await one.cli('resume')).code).toBe(0);
  });

  it('masks a declared secret that comes in two pieces', async () => {
    const halves = [SECRET.slice(0, 7), SECRET.slice(7)];
    const one = project({
      id: 'long',
      argv: prints(`echo one; printf "key ${halves[0]}"`, `echo "${halves[1]} end"`, 'exit 0'),
    });
    const binding = '.specify/bindings/default.ttl';
    one.write(
      binding,
      readFileSync(join(one.folder, binding), 'utf8').replace('sx:argv', 'sx:secretEnvironment "LONG_KEY" ; sx:argv'),
    );
    const run = one.start('run', one.plan, '--min-closure', '0');
    await until('the task works', () => one.ran().length > 0, 60_000);
    const shown = callProgram(['logs', '-f', 'long'], one.folder, { ...plainEnvironment, LONG_KEY: SECRET });
    setTimeout(() => one.write('go', ''), 1_000);
    expect((await shown).out).toBe('logs/long.1.log\none\nkey [LONG_KEY] end\n');
    await run.exited;
  });

  it('of a task that is finished prints what it printed; of no task, or as JSON, is refused', async () => {
    const one = project({ id: 'long', argv: prints('echo one', 'echo two', 'exit 0') });
    one.write('go', '');
    await one.cli('run', one.plan, '--min-closure', '0');
    expect(await one.cli('logs', '-f', 'long')).toMatchObject({ code: 0, out: 'logs/long.1.log\none\ntwo\n' });
    const whole = await one.cli('logs', '-f');
    expect([whole.code, whole.err]).toEqual([2, expect.stringContaining('One task is followed at a time: name it.')]);
    expect((await one.cli('logs', '-f', 'long', '--json')).code).toBe(2);
  });
});

describe('what may be the beginning of a secret', () => {
  const { heldBack } = secretsOf([{ name: 'KEY', value: 'hunter2-swordfish' }]);
  it.each([
    ['key hunter2', 7],
    ['key hunter2-swordfis', 16],
    ['key h', 1],
    ['key hunter2-swordfish.', 0],
    ['key hunter2 ', 0],
    ['', 0],
  ])('%j ends in %i characters of it', (text, length) => {
    expect(heldBack(text)).toBe(length);
  });
});
