// What ends with the run or the machine: what was lost is told from what was not, and what a person is asked about it.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/processes.ts';
import { builtProgram } from '../support/program.ts';
import { Project, type SpecGiven } from '../support/project.ts';
import { begun, hasBegun, runs } from './begun.ts';
import { strike } from './killing.ts';

const ANOTHER_BOOT = '00000000-0000-4000-8000-000000000000';
const projects: Project[] = [];
const project = (given: SpecGiven): Project => {
  const made = new Project(given);
  projects.push(made);
  return made;
};
beforeAll(() => void builtProgram(), 120_000);
afterEach(async () => {
  for (const one of projects.splice(0)) await one.remove();
});

/** Lets the records say that what runs, or ran, was started before the machine was. */
function asOfAnotherBoot(one: Project): void {
  const folder = `${one.runFolder()}/supervisors`;
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.log'))) {
    const said = readFileSync(`${folder}/${name}`, 'utf8');
    writeFileSync(`${folder}/${name}`, said.replace(/^(supervisor \d+ \d+) \S+/, `$1 ${ANOTHER_BOOT}`));
  }
}

describe('a grandchild that left its group and session', () => {
  it('is ended by Ctrl-C of the run, as all else that it started', async () => {
    const away = `setsid sh -c 'echo "begin away $SPEC_EXEC_ATTEMPT" >>"$TEST_LOG"; exec sleep 627' & exec sleep 627`;
    const one = project({ tasks: [{ id: 'a', argv: ['/bin/sh', '-c', away] }] });
    const first = runs(one);
    await hasBegun(one, 'away', first);
    expect(one.left().length).toBeGreaterThan(2);
    first.child.kill('SIGINT');
    expect((await first.exited).code).toBe(130);
    await until('nothing of it is left', () => one.left().length === 0, 10_000);
  });
});

describe('after the machine was started again', () => {
  it('what ran before is lost at once, whoever has its process ids now', async () => {
    const once = `echo "begin $SPEC_EXEC_TASK $SPEC_EXEC_ATTEMPT" >>"$TEST_LOG"; case $SPEC_EXEC_ATTEMPT in *:1) sleep 60;; esac`;
    const one = project({ tasks: [{ id: 'a', argv: ['/bin/sh', '-c', once] }] });
    const first = runs(one);
    await hasBegun(one, 'a', first);
    strike(one, first.child.pid!, 'orchestrator');
    await first.exited;
    // The processes live on here: in their records they are of another boot, and so are somebody else's.
    asOfAnotherBoot(one);
    expect((await one.cli('resume')).code).toBe(0);
    expect(one.endings('a')).toEqual(['lost', 'succeeded']);
    strike(one, first.child.pid!, 'with agents');
  });

  it('what was not through is lost and tried again, with nothing left of the agents, their supervisor or the orchestrator', async () => {
    const once = `echo "begin $SPEC_EXEC_TASK $SPEC_EXEC_ATTEMPT" >>"$TEST_LOG"; case $SPEC_EXEC_ATTEMPT in *:b:1) sleep 627;; esac`;
    const argv = ['/bin/sh', '-c', once];
    const one = project({
      tasks: [
        { id: 'a', argv },
        { id: 'b', requires: ['a'], argv },
      ],
    });
    const first = runs(one);
    await hasBegun(one, 'b', first);
    strike(one, first.child.pid!, 'with agents');
    await first.exited;
    await until('nothing of it is left', () => one.left().length === 0);
    asOfAnotherBoot(one);
    expect((await one.cli('resume')).code).toBe(0);
    expect([one.endings('a'), one.endings('b')]).toEqual([['succeeded'], ['lost', 'succeeded']]);
    expect([begun(one, 'a'), begun(one, 'b')]).toEqual([1, 2]);
  });
});

describe('a task that acts on the world', () => {
  it.each([
    ['is tried again where a person says so', [], 0, ['lost', 'succeeded'], 2],
    ['has failed where they say so', ['--reject', '--note', 'it was published'], 1, ['lost'], 1],
  ] as const)(
    'and is lost waits for a person, while all else goes on; it %s',
    async (_, words, code, endings, times) => {
      const once = `echo "begin $SPEC_EXEC_TASK $SPEC_EXEC_ATTEMPT" >>"$TEST_LOG"; case $SPEC_EXEC_ATTEMPT in *:1) sleep 627;; esac`;
      const one = project({
        tasks: [
          { id: 'publish', argv: ['/bin/sh', '-c', once], more: 'sx:whenLost sx:awaitPerson' },
          { id: 'other', argv: ['/bin/sh', '-c', once.replace('*:1', '*:never')], requires: [] },
        ],
      });
      const first = runs(one);
      await hasBegun(one, 'publish', first);
      strike(one, first.child.pid!, 'with agents');
      await first.exited;
      const waiting = await one.cli('resume');
      expect([waiting.code, waiting.out]).toEqual([4, expect.stringContaining('spec-exec approve')]);
      expect([begun(one, 'publish'), one.endings('publish')]).toEqual([1, ['lost']]);
      expect(one.endings('other').at(-1)).toBe('succeeded');
      const said = await one.cli('approve', 'latest', 'publish', '--as', 'Ada', ...words);
      expect([said.code, said.err]).toEqual([0, '']);
      expect((await one.cli('resume')).code).toBe(code);
      expect([one.endings('publish'), begun(one, 'publish')]).toEqual([[...endings], times]);
    },
  );
});
