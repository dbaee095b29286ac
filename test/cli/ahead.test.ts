// How far a run goes, and what it would do: --until, and resume --dry-run.
import { readdirSync, readFileSync, statSync } from 'node:fs';
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

/** `asked` is left waiting for a person, but nothing before `middle` or `gate` waits for it. */
const GIVEN: SpecGiven = {
  phases: [
    { id: 'one', order: 1 },
    { id: 'two', order: 2 },
  ],
  tasks: [
    { id: 'first', phase: 'one' },
    { id: 'middle', phase: 'one', requires: ['first'] },
    { id: 'beside', phase: 'one' },
    { id: 'last', phase: 'two', requires: ['gate'] },
  ],
  gates: [
    { id: 'gate', requires: ['middle'] },
    { id: 'asked', requires: ['first'], criteria: ['a sx:ApprovalCriterion ; sx:role :owner'] },
  ],
  turtle: ':owner a sx:Role ; dcterms:title "Owner" .\n',
};
const began = (one: Project): string[] =>
  one
    .ran()
    .filter(({ what }) => what === 'begin')
    .map(({ task }) => task)
    .sort();
const plain = (text: string): string => text.replace(/\s+/g, ' ');

describe('run --until', () => {
  it.each([
    ['a task', 'first', ['first']],
    ['a task that waits for another', 'middle', ['first', 'middle']],
    ['a gate', 'gate', ['first', 'middle']],
    ['a phase', 'one', ['beside', 'first', 'middle']],
  ])('%s does what that needs and nothing else, and has then done what was asked', async (_, step, tasks) => {
    const one = project(GIVEN);
    const ran = await one.cli('run', one.plan, '--min-closure', '0', '--until', step);
    expect(ran.code, ran.err + ran.out).toBe(0);
    expect(plain(ran.out)).toContain('`spec-exec resume` goes on to its end');
    expect(began(one)).toEqual(tasks);
    const end = await one.end();
    expect(end.gates).toEqual({ asked: 'untested', gate: step === 'gate' ? 'passed' : 'untested' });
  });

  it('is on record: what was not asked for says so, status exits with 0, and resume goes on to the end', async () => {
    const one = project(GIVEN);
    await one.cli('run', one.plan, '--min-closure', '0', '--until', 'first');
    expect((await one.cli('status', '--exit-code')).code).toBe(0);
    expect((await one.cli('status')).out).toContain(' reached');
    expect(plain((await one.cli('explain', 'beside')).out)).toContain('only other tasks were asked for');
    const resumed = await one.cli('resume');
    expect(resumed.code, resumed.out).toBe(4);
    expect(began(one)).toEqual(['beside', 'first', 'last', 'middle']);
  });

  it('is kept by resume where the run was stopped before, until --whole or another step is asked for', async () => {
    const flag = 'goes-on';
    const waits = [
      '/bin/sh',
      '-c',
      `echo "begin $SPEC_EXEC_TASK $SPEC_EXEC_ATTEMPT" >>"$TEST_LOG"; i=0; while [ ! -e "$SPEC_EXEC_PROJECT/${flag}" ] && [ $i -lt 600 ]; do sleep 0.05; i=$((i+1)); done`,
    ];
    const one = project({
      ...GIVEN,
      tasks: GIVEN.tasks.map((task) => (task.id === 'middle' ? { ...task, argv: waits } : task)),
    });
    const under = one.start('run', one.plan, '--min-closure', '0', '--until', 'middle');
    await until('the task works', () => began(one).includes('middle'), 60_000);
    expect((await one.cli('cancel')).code).toBe(0);
    await under.exited;
    one.write(flag, '');
    expect((await one.cli('resume')).code).toBe(0);
    expect(began(one)).toEqual(['first', 'middle', 'middle']);
    expect((await one.cli('resume', '--until', 'one')).code).toBe(0);
    expect(began(one)).toEqual(['beside', 'first', 'middle', 'middle']);
    expect((await one.cli('resume', '--whole')).code).toBe(4);
    expect(began(one)).toContain('last');
  });

  it('of a step that is not in the plan is refused before anything starts', async () => {
    const one = project(GIVEN);
    const said = await one.cli('run', one.plan, '--min-closure', '0', '--until', 'midle');
    expect(said.code).toBe(2);
    expect(said.err).toContain('Did you mean "middle"?');
    expect(one.runFolder()).toBeUndefined();
  });

  it('with --dry-run says what would run', async () => {
    const one = project(GIVEN);
    const said = await one.cli('run', one.plan, '--min-closure', '0', '--until', 'gate', '--dry-run', '--json');
    const { tasks, gates, whole } = JSON.parse(said.out) as Record<string, { id: string }[]>;
    expect([said.code, tasks!.map(({ id }) => id), gates!.map(({ id }) => id), whole]).toEqual([
      0,
      ['first', 'middle'],
      ['gate'],
      true,
    ]);
  });
});

/** Every file of a folder, with its size and when it was last written. */
const files = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => [name, statSync(join(folder, name))] as const)
    .map(([name, { size, mtimeMs }]) => `${name} ${size} ${mtimeMs}`)
    .sort();

describe('resume --dry-run', () => {
  const rehearsed = async (one: Project, ...words: string[]) => {
    const before = files(one.folder);
    const said = await one.cli('resume', '--dry-run', '--json', ...words);
    expect(files(one.folder)).toEqual(before);
    return { code: said.code, document: JSON.parse(said.out) as Rehearsed };
  };
  interface Rehearsed {
    readonly tasks: readonly { readonly id: string }[];
    readonly gates: readonly { readonly id: string }[];
    readonly reason: string;
    readonly resumes: {
      readonly done: readonly string[];
      readonly takenUp: readonly string[];
      readonly revised: {
        readonly stale: readonly { readonly name: string }[];
        readonly fresh: readonly string[];
      } | null;
    };
  }

  it('says what is done and what would run, and starts and writes nothing', async () => {
    const one = project(GIVEN);
    await one.cli('run', one.plan, '--min-closure', '0', '--until', 'middle');
    const { code, document } = await rehearsed(one);
    expect(code).toBe(0);
    expect(document.resumes).toMatchObject({ done: ['first', 'middle'], takenUp: [], revised: null });
    expect(document.tasks.map(({ id }) => id)).toEqual(['beside', 'last']);
    expect(document.gates.map(({ id }) => id).sort()).toEqual(['asked', 'gate']);
    const shown = await one.cli('resume', '--dry-run');
    expect(plain(shown.out)).toContain('What `spec-exec resume` would do');
    expect(shown.out).toContain('done: first, middle');
    expect(began(one)).toEqual(['first', 'middle']);
  });

  it('says what an edit of the specification makes stale, and that it would run again', async () => {
    const one = project(GIVEN);
    await one.cli('run', one.plan, '--min-closure', '0', '--until', 'middle');
    const plan = readFileSync(one.plan, 'utf8');
    one.write(
      '.specify/specs/small/plan.ttl',
      plan.replace(':middle a sx:Task ;', ':middle a sx:Task ; sx:prompt "otherwise" ;'),
    );
    const { document } = await rehearsed(one);
    expect(document.resumes.revised!.stale.map(({ name }) => name)).toEqual(['middle']);
    expect(document.resumes.done).toEqual(['first']);
    expect(document.tasks.map(({ id }) => id)).toEqual(['beside', 'middle', 'last']);
    expect((await one.cli('resume', '--dry-run')).out).toContain('stale: middle (changed: prompt)');
    const asIs = await rehearsed(one, '--as-recorded');
    expect(asIs.document.resumes.done).toEqual(['first', 'middle']);
  });

  it('takes up what was under way when the orchestrator was killed, and a person’s task as theirs to do', async () => {
    const one = project({
      tasks: [
        {
          id: 'long',
          argv: ['/bin/sh', '-c', 'echo "begin $SPEC_EXEC_TASK $SPEC_EXEC_ATTEMPT" >>"$TEST_LOG"; sleep 600'],
        },
        { id: 'hand', byHand: true },
        { id: 'after', requires: ['long', 'hand'] },
      ],
    });
    const under = one.start('run', one.plan, '--min-closure', '0');
    await until('the long task works', () => began(one).includes('long'), 60_000);
    const locked = await one.cli('resume', '--dry-run');
    expect([locked.code, plain(locked.err)]).toEqual([2, expect.stringContaining('is held by process')]);
    under.child.kill('SIGKILL');
    await under.exited;
    const { document } = await rehearsed(one);
    expect(document.resumes.takenUp.toSorted()).toEqual(['hand', 'long']);
    expect(document.tasks.map(({ id }) => id).toSorted()).toEqual(['after', 'hand', 'long']);
    expect(document.tasks.at(-1)!.id).toBe('after');
    expect((await one.cli('cancel')).code).toBe(0);
  });

  it('of a run that has ended says that nothing is left to do', async () => {
    const one = project({ tasks: [{ id: 'only' }] });
    await one.cli('run', one.plan, '--min-closure', '0');
    const said = await one.cli('resume', '--dry-run');
    expect(said.code).toBe(0);
    expect(said.out).toContain('The run has ended: all tasks succeeded');
  });
});
