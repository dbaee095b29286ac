// What a crash, a Ctrl-C or a second orchestrator leaves, one case at a time: each was, or could be, a way to lose work.
import { existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '../../src/engine.ts';
import { prov, rdf } from '../../src/vocabulary/borrowed.ts';
import { sx } from '../../src/vocabulary/terms.ts';
import { isHeld, lockRun } from '../../src/store/lock.ts';
import { builtProgram } from '../support/program.ts';
import { Project, type SpecGiven } from '../support/project.ts';
import { scratch, startedWith, until } from '../support/processes.ts';
import { begun, hasBegun, runs } from './begun.ts';
import { strike } from './killing.ts';

const projects: Project[] = [];
const project = (given: SpecGiven): Project => {
  const made = new Project(given);
  projects.push(made);
  return made;
};
const remove = async (): Promise<void> => {
  for (const one of projects.splice(0)) await one.remove();
};
beforeAll(() => void builtProgram(), 120_000);
afterEach(remove);
afterAll(remove);

/** Waits for a file, some milliseconds at a time, and lets go at its end: an agent under the test's hand. */
const waits = (flag: string): readonly string[] => [
  '/bin/sh',
  '-c',
  `echo "begin $SPEC_EXEC_TASK $SPEC_EXEC_ATTEMPT" >>"$TEST_LOG"; i=0; while [ ! -e "${flag}" ] && [ $i -lt 600 ]; do sleep 0.05; i=$((i+1)); done; echo "end $SPEC_EXEC_TASK $SPEC_EXEC_ATTEMPT" >>"$TEST_LOG"`,
];

/** Cuts the journal before its last batches, as if they had never reached the disk. */
function cutBatches(one: Project, count: number): void {
  const text = readFileSync(one.journal(), 'latin1');
  const ends = [...text.matchAll(/^# batch \d+ .*\n/gm)].map((match) => match.index + match[0].length);
  truncateSync(one.journal(), ends.at(-1 - count)!);
}

describe('a run that somebody holds', () => {
  it('is refused to a second orchestrator, which names the holder, and a third that only looks disturbs nobody', async () => {
    const flag = `${process.pid}.flag`;
    const one = project({ tasks: [{ id: 'a', argv: waits(flag) }] });
    const first = runs(one);
    await hasBegun(one, 'a', first);
    const second = await one.cli('resume');
    expect(second.code).toBe(2);
    expect(second.err).toContain(`is held by process ${first.child.pid}`);
    expect((await one.cli('status')).out).toContain('running');
    writeFileSync(`${one.runFolder()}/work/a.1/${flag}`, '');
    expect((await first.exited).code).toBe(0);
    expect(begun(one, 'a')).toBe(1);
  });
});

describe.each(['socket', 'file'] as const)('looking at a run, by %s', (how) => {
  it('tells whether somebody has it, and keeps nobody from taking it', async () => {
    const place = scratch();
    try {
      expect(await isHeld(place.folder, how)).toBe(false);
      const looks = Array.from({ length: 20 }, () => isHeld(place.folder, how));
      const lock = await lockRun(place.folder, how);
      expect(lock.ok).toBe(true);
      await Promise.all(looks);
      expect(await isHeld(place.folder, how)).toBe(true);
      if (lock.ok) await lock.value.release();
      expect(await isHeld(place.folder, how)).toBe(false);
    } finally {
      place.remove();
    }
  });
});

describe('a run that has ended', () => {
  it('repeats its code when it is resumed, and starts nothing', async () => {
    const good = project({ tasks: [{ id: 'a' }] });
    expect((await runs(good).exited).code).toBe(0);
    const bad = project({ tasks: [{ id: 'a', set: { TEST_EXIT: '3' } }] });
    expect((await runs(bad).exited).code).toBe(1);
    expect([(await good.cli('resume')).code, (await bad.cli('resume')).code]).toEqual([0, 1]);
    expect([begun(good, 'a'), begun(bad, 'a')]).toEqual([1, 1]);
  });
});

describe('many tasks at once', () => {
  it('run without a word of Node about their number', async () => {
    const one = project({ tasks: Array.from({ length: 12 }, (_, index) => ({ id: `t${index}`, delayMs: 1_500 })) });
    expect(await one.cli('run', one.plan, '--min-closure', '0', '--jobs', '12')).toMatchObject({ code: 0, err: '' });
  });
});

describe('Ctrl-C', () => {
  it('stops the agents, exits 130, and leaves a run that says it is interrupted and can be resumed', async () => {
    const one = project({
      tasks: [{ id: 'a' }, { id: 'b', requires: ['a'], delayMs: 3_000 }, { id: 'c', requires: ['b'] }],
    });
    const first = runs(one);
    await hasBegun(one, 'b', first);
    first.child.kill('SIGINT');
    const { code } = await first.exited;
    expect(code).toBe(130);
    await until('its processes are gone', () => one.left().length === 0);
    expect((await one.cli('status')).out).toContain('interrupted: spec-exec resume goes on');
    expect((await one.cli('status', '--exit-code')).code).toBe(130);
    expect((await one.cli('resume')).code).toBe(0);
    expect([begun(one, 'a'), begun(one, 'b'), begun(one, 'c')]).toEqual([1, 2, 1]);
    expect(one.endings('b')).toEqual(['cancelled', 'succeeded']);
  });

  it('twice leaves at once, and how the agents then end is not held against them', async () => {
    const stubborn = `echo "begin $SPEC_EXEC_TASK $SPEC_EXEC_ATTEMPT" >>"$TEST_LOG"; case $SPEC_EXEC_ATTEMPT in *:1) trap 'touch "$TEST_LOG.told"; sleep 1; exit 1' TERM; for i in $(seq 80); do sleep 0.5; done;; esac`;
    const one = project({ tasks: [{ id: 'a', argv: ['/bin/sh', '-c', stubborn] }] });
    const first = runs(one);
    await hasBegun(one, 'a', first);
    first.child.kill('SIGINT');
    await until('it says so', () => first.out().includes('stopping the agents'));
    await until('its agent is told', () => existsSync(`${one.log}.told`));
    first.child.kill('SIGINT');
    expect((await first.exited).code).toBe(130);
    expect((await one.cli('resume')).code).toBe(0);
    expect(one.endings('a')).toEqual(['cancelled', 'succeeded']);
  });

  it('before anything has begun starts nothing', async () => {
    const one = project({ tasks: [{ id: 'a' }] });
    const result = await openEngine().run(one.plan, { minClosure: 0, interrupt: AbortSignal.abort() });
    expect(result.ok && result.value.stop).toMatchObject({ kind: 'run-paused', why: 'interrupted' });
    expect(begun(one, 'a')).toBe(0);
    expect((await one.cli('resume')).code).toBe(0);
    expect(begun(one, 'a')).toBe(1);
  });
});

describe('after the orchestrator and all it started were killed', () => {
  it('an attempt is lost, and tried again; that takes nothing from its retries', async () => {
    const once = `n=$(grep -c begin "$TEST_LOG" 2>/dev/null); echo "begin $SPEC_EXEC_TASK $SPEC_EXEC_ATTEMPT" >>"$TEST_LOG"; case \${n:-0} in 0) sleep 20;; 1) exit 1;; *) exit 0;; esac`;
    const one = project({ tasks: [{ id: 'a', argv: ['/bin/sh', '-c', once], retriesMax: 1 }] });
    const first = runs(one);
    await hasBegun(one, 'a', first);
    strike(one, first.child.pid!, 'with agents');
    await first.exited;
    expect((await one.cli('resume')).code).toBe(0);
    expect(one.endings('a')).toEqual(['lost', 'failed', 'succeeded']);
  });

  it('an agent that survived is waited for before its task is tried again', async () => {
    const one = project({ tasks: [{ id: 'a', delayMs: 1_500 }] });
    const first = runs(one);
    await hasBegun(one, 'a', first);
    strike(one, first.child.pid!, 'with supervisor');
    await first.exited;
    expect((await one.cli('resume')).code).toBe(0);
    expect(one.ran().map(({ what, attempt }) => `${what} ${attempt}`)).toEqual([
      'begin 1',
      'end 1',
      'begin 2',
      'end 2',
    ]);
    expect(one.endings('a')).toEqual(['lost', 'succeeded']);
  });
});

describe('where a supervisor alone is killed', () => {
  it('its attempt is lost once it has ended, and the run goes on with another one', async () => {
    const one = project({
      tasks: [
        { id: 'a', delayMs: 400 },
        { id: 'b', requires: ['a'] },
        { id: 'c', requires: ['b'] },
      ],
    });
    const first = runs(one);
    await hasBegun(one, 'a', first);
    process.kill(one.supervisor()!, 'SIGKILL');
    expect((await first.exited).code).toBe(0);
    expect(one.endings('a')).toEqual(['lost', 'succeeded']);
    expect([begun(one, 'a'), begun(one, 'b'), begun(one, 'c')]).toEqual([2, 1, 1]);
  });
});

describe('a journal', () => {
  it('that is torn at its tail is cut there, which is said, and what was torn off is done again', async () => {
    const one = project({
      tasks: [
        { id: 'a', makes: true },
        { id: 'b', reads: ['a'], hands: true },
      ],
    });
    expect((await runs(one).exited).code).toBe(0);
    const end = await one.end();
    cutBatches(one, 1);
    truncateSync(one.journal(), readFileSync(one.journal()).length - 40);
    const again = await one.cli('resume');
    expect(again.code).toBe(0);
    expect(again.out).toContain("the journal's last batch was cut short");
    expect(await one.end()).toEqual(end);
    expect([begun(one, 'a'), begun(one, 'b')]).toEqual([1, 1]);
  });

  it('that lacks the end of an attempt gets it again with its commit, where the commit was made already', async () => {
    const one = project({ git: true, tasks: [{ id: 'a', makes: true }] });
    expect((await runs(one).exited).code).toBe(0);
    const commit = (): string[] =>
      one
        .record()
        .subjects(rdf.type, sx.Attempt)
        .map((attempt) => one.record().object(attempt, sx.commit)?.value ?? 'none');
    const before = commit();
    cutBatches(one, 2);
    expect((await one.cli('resume')).code).toBe(0);
    expect(commit()).toEqual(before);
    expect(begun(one, 'a')).toBe(1);
  });

  it('that lacks a gate’s decision gets it again with the merge behind it, where the branches were merged already', async () => {
    const one = project({
      git: true,
      phases: [{ id: 'one', order: 1 }],
      tasks: [
        { id: 'a', phase: 'one', makes: true },
        { id: 'b', phase: 'one', makes: true },
      ],
      gates: [
        { id: 'gate', ends: 'one', requires: ['a', 'b'], criteria: ['a sx:ArtifactCriterion ; sx:artifact :a-file'] },
      ],
    });
    expect((await runs(one).exited).code).toBe(0);
    const merges = (): unknown[] => {
      const graphs = one.record();
      return graphs.subjects(rdf.type, sx.Integration).map((merge) => [
        graphs.object(merge, sx.baseCommit)?.value,
        graphs.object(merge, sx.commit)?.value,
        graphs
          .objects(merge, prov.used)
          .map((used) => used.value)
          .sort(),
      ]);
    };
    const before = merges();
    cutBatches(one, 2);
    expect(merges()).toEqual([]);
    expect((await one.cli('resume')).code).toBe(0);
    expect(merges()).toEqual(before);
  });
});

describe('what a gate had run when the orchestrator was killed', () => {
  it('is ended before the gate is judged again, so that no two of it work at once', async () => {
    const check = `if [ -e "$TEST_LOG.seen" ]; then exit 0; fi; touch "$TEST_LOG.seen"; sleep 623`;
    const one = project({
      tasks: [{ id: 'a' }],
      gates: [{ id: 'gate', requires: ['a'], criteria: ['a sx:CommandCriterion ; sx:command "check"'] }],
      commands: { check: ['/bin/sh', '-c', check] },
    });
    const first = runs(one);
    await until('the gate runs its command', () => existsSync(`${one.log}.seen`), 30_000);
    strike(one, first.child.pid!, 'orchestrator');
    await first.exited;
    expect(startedWith(':command:').length).toBeGreaterThan(0);
    expect((await one.cli('resume')).code).toBe(0);
    await until('nothing of it is left', () => one.left().length === 0);
  });
});

describe('a run that was killed before anything was on record', () => {
  it('is refused by resume in one sentence, which says that nothing was done', async () => {
    const one = project({ tasks: [{ id: 'a' }] });
    expect((await runs(one).exited).code).toBe(0);
    writeFileSync(one.journal(), readFileSync(one.journal()).subarray(0, 200));
    const again = await one.cli('resume');
    expect(again.code).toBe(2);
    expect(again.err).toContain('Nothing of it was done. Start the plan anew');
  });
});
