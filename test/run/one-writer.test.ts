// One orchestrator has a run, whoever else would like it: many at once, or one while the holder is stopped.
import { writeFileSync } from 'node:fs';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '../../src/engine.ts';
import { rdf } from '../../src/vocabulary/borrowed.ts';
import { sx } from '../../src/vocabulary/terms.ts';
import { until } from '../support/processes.ts';
import { builtProgram } from '../support/program.ts';
import { Project, type Exited } from '../support/project.ts';
import { hasBegun, runs } from './begun.ts';

/** An agent that works until there is a file `go` beside its log. */
const WAITS =
  'echo "begin $SPEC_EXEC_TASK $SPEC_EXEC_ATTEMPT" >>"$TEST_LOG"; while [ ! -e "$TEST_LOG.go" ]; do sleep 0.05; done';

const projects: Project[] = [];
beforeAll(() => void builtProgram(), 120_000);
afterEach(async () => {
  for (const one of projects.splice(0)) await one.remove();
});

function project(): Project {
  const one = new Project({ tasks: [{ id: 'a', argv: ['/bin/sh', '-c', WAITS] }] });
  projects.push(one);
  return one;
}

/** How many orchestrators put anything on record. */
const writers = (one: Project): number => {
  const graphs = one.record();
  return [sx.RunStarted, sx.RunResumed].flatMap((type) => graphs.subjects(rdf.type, type)).length;
};

describe('twenty orchestrators that are started at once on one run', () => {
  it('are one that runs it, and nineteen that name that one and exit with 2', async () => {
    const one = project();
    const opened = await openEngine().run(one.plan, { minClosure: 0, interrupt: AbortSignal.abort() });
    expect(opened.ok).toBe(true);
    const all = Array.from({ length: 20 }, () => one.start('resume'));
    const ended: Exited[] = [];
    for (const under of all) void under.exited.then((exited) => ended.push(exited));
    await until('nineteen have given up', () => ended.length >= 19);
    const holder = all.find(({ child }) => child.exitCode === null)!;
    expect(ended.map(({ code }) => code)).toEqual(Array.from({ length: 19 }, () => 2));
    for (const { err } of ended) expect(err).toContain(`is held by process ${holder.child.pid}`);
    writeFileSync(`${one.log}.go`, '');
    expect((await holder.exited).code).toBe(0);
    expect(one.ran()).toHaveLength(1);
    expect(writers(one)).toBe(2);
  }, 60_000);
});

describe('a holder that is stopped', () => {
  it('has its run still: another one is refused, and it goes on when it is let', async () => {
    const one = project();
    const holder = runs(one);
    await hasBegun(one, 'a', holder);
    holder.child.kill('SIGSTOP');
    const second = await one.start('resume').exited;
    writeFileSync(`${one.log}.go`, '');
    holder.child.kill('SIGCONT');
    expect([second.code, second.err]).toEqual([2, expect.stringContaining('store/run-locked')]);
    expect((await holder.exited).code).toBe(0);
    expect(one.ran()).toHaveLength(1);
    expect(writers(one)).toBe(1);
  }, 60_000);
});
