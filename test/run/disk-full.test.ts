// A disk without room: the run pauses and says so, loses nothing, and goes on when there is room. Once with a real file system of
// three megabytes, and with each write of a run refused, one after another.
import { spawnSync } from 'node:child_process';
import fs, { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openEngine } from '../../src/engine.ts';
import { Project, type SpecGiven } from '../support/project.ts';
import { until } from '../support/processes.ts';

const projects: Project[] = [];
const project = (given: SpecGiven): Project => {
  const made = new Project(given);
  projects.push(made);
  return made;
};
afterEach(async () => {
  for (const one of projects.splice(0)) await one.remove();
});

const begun = (one: Project, task: string): number =>
  one.ran().filter((line) => line.what === 'begin' && line.task === task).length;

/** Puts a file system of its own, of so much room, in a folder's place; false where this user may not. */
function mountSmall(folder: string, size: string): boolean {
  mkdirSync(folder, { recursive: true });
  return spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]).status === 0;
}

it('on a small file system that an agent fills: paused with one sentence and 130, resumed once there is room', async (context) => {
  const fills = `echo "begin $SPEC_EXEC_TASK $SPEC_EXEC_ATTEMPT" >>"$TEST_LOG"; cat /dev/zero >"$SPEC_EXEC_RUN_FOLDER/filler" 2>/dev/null; exit 0`;
  const one = project({
    tasks: [
      { id: 'a', argv: ['/bin/sh', '-c', fills] },
      { id: 'b', requires: ['a'] },
    ],
  });
  const runs = join(one.folder, '.specify', 'runs');
  if (!mountSmall(runs, '3m')) return context.skip('no file system can be mounted here');
  try {
    const run = await one.cli('run', one.plan, '--min-closure', '0');
    expect(run).toMatchObject({ code: 130, err: '' });
    expect(run.out).toContain(
      'The run is paused\n  there is no room left on the disk: make room, then `spec-exec resume` goes on\n',
    );
    expect((await one.cli('status')).out).toContain('paused, since the disk was full: make room');
    const full = await one.cli('resume');
    expect(full).toMatchObject({ code: 130, out: expect.stringContaining('there is no room left on the disk') });
    rmSync(join(one.runFolder()!, 'filler'));
    await until('the end of a is on record', () => one.left().length === 0);
    expect((await one.cli('resume')).code).toBe(0);
    expect([begun(one, 'a'), begun(one, 'b')]).toEqual([1, 1]);
    expect(existsSync(join(one.runFolder()!, 'reserve'))).toBe(true);
  } finally {
    await until('its processes are gone', () => one.left().length === 0);
    spawnSync('umount', [runs]);
  }
});

const WRITES = ['writeSync', 'writeFileSync', 'mkdirSync', 'linkSync', 'copyFileSync', 'ftruncateSync'] as const;

/** Refuses every write below a folder from the `nth` on, until its run's reserve is released. Counts them, and gives what heals it. */
function refuseWrites(folder: string, nth: number): { readonly count: () => number; readonly heal: () => void } {
  const real = Object.fromEntries([...WRITES, 'rmSync', 'openSync'].map((name) => [name, fs[name as 'rmSync']]));
  const set = (name: string, value: unknown): void => void ((fs as unknown as Record<string, unknown>)[name] = value);
  let count = 0;
  let room = true;
  const ours = new Set<number>();
  const isOurs = (what: unknown): boolean =>
    typeof what === 'number' ? ours.has(what) : String(what).startsWith(folder);
  for (const name of WRITES)
    set(name, (...args: unknown[]) => {
      if (isOurs(args[name === 'linkSync' || name === 'copyFileSync' ? 1 : 0])) {
        if (++count === nth) room = false;
        if (!room) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
      }
      return (real[name] as unknown as (...all: unknown[]) => unknown)(...args);
    });
  set('openSync', (...args: unknown[]) => {
    const file = (real['openSync'] as unknown as (...all: unknown[]) => number)(...args);
    if (isOurs(args[0])) ours.add(file);
    return file;
  });
  set('rmSync', (...args: unknown[]) => {
    if (String(args[0]).endsWith('/reserve')) room = true;
    return (real['rmSync'] as unknown as (...all: unknown[]) => unknown)(...args);
  });
  syncBuiltinESMExports();
  return {
    count: () => count,
    heal: () => {
      for (const [name, value] of Object.entries(real)) set(name, value);
      syncBuiltinESMExports();
    },
  };
}

/** By default every third write, which takes seconds; all of them by SPEC_EXEC_FULL_EVERY=1. */
const EVERY = Number(process.env['SPEC_EXEC_FULL_EVERY'] ?? 3);

describe('with every write refused from the nth on', () => {
  const given: SpecGiven = {
    tasks: [
      { id: 'a', makes: true, hands: true, measures: 3 },
      { id: 'b', reads: ['a'], takes: ['a'], makes: true },
    ],
  };

  it('a run is not begun, or pauses; resumed, it ends as if there had always been room, and nothing that was recorded is done again', async () => {
    const paused: number[] = [];
    const wrong: string[] = [];
    for (let nth = 1, more = true; more; nth += EVERY) {
      const one = project(given);
      const refused = refuseWrites(join(one.folder, '.specify', 'runs'), nth);
      const first = await openEngine().run(one.plan, { minClosure: 0, jobs: 2 }).finally(refused.heal);
      more = refused.count() >= nth;
      if (!first.ok) {
        if (!/disk|journal/.test(first.diagnostics[0]!.code)) wrong.push(`${nth}: ${first.diagnostics[0]!.message}`);
        if (one.runFolder() === undefined) continue;
      } else if (first.value.stop.kind === 'run-paused') {
        paused.push(nth);
        if (first.value.stop.why !== 'diskFull') wrong.push(`${nth}: ${first.value.stop.why}`);
        if (!/#diskFull>/.test(readFileSync(one.journal(), 'utf8'))) wrong.push(`${nth}: the pause is not on record`);
      } else if (more) wrong.push(`${nth}: ${first.value.stop.reason}`);
      const before = { done: one.done(), a: begun(one, 'a'), b: begun(one, 'b') };
      const again = await openEngine().resume(one.folder, undefined, { jobs: 2 });
      const [stop] = again.ok ? [again.value.stop.reason] : again.diagnostics.map(({ message }) => message);
      if (stop !== 'all tasks succeeded and all gates passed') wrong.push(`${nth}: resumed, ${stop}`);
      for (const task of ['a', 'b'] as const)
        if (before.done.has(task) && begun(one, task) > before[task]) wrong.push(`${nth}: ${task} began again`);
    }
    expect(wrong).toEqual([]);
    expect(paused.length).toBeGreaterThan(10 / EVERY);
  });
});
