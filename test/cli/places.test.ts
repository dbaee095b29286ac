// Where a project may stand and how it may be named: names with spaces and quotes, links, folders below, one file alone, no
// project at all, and a folder that may not be written.
import { chmodSync, cpSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { codesOf, flaws, kitchen, type Kitchen } from './kitchen.ts';

let here: Kitchen;
afterEach(() => here.remove());

describe('a project', () => {
  it('whose names hold spaces, quotes and letters of all kinds is run and asked as any other, from a folder below it', async () => {
    here = kitchen('spec exec "çlî\' $HOME-', '.specify/specs/the toast\'s "été"');
    expect(await here.cli([`${here.spec}/plan.ttl`])).toMatchObject({ code: 0, err: '' });
    mkdirSync(here.path('a/b'), { recursive: true });
    const below = await here.cli(['status', '--json'], { cwd: 'a/b' });
    expect(JSON.parse(below.out)).toMatchObject({ condition: 'succeeded' });
    expect(here.runs()).toHaveLength(1);
  });

  it('into which a specification is linked keeps its run and its binding', async () => {
    here = kitchen();
    renameSync(here.path('.specify/specs/toast'), here.path('elsewhere'));
    symlinkSync(here.path('elsewhere'), here.path('.specify/specs/toast'));
    expect(await here.cli(['.specify/specs/toast'])).toMatchObject({ code: 0, err: '' });
    expect(here.runs()).toHaveLength(1);
    expect(await here.cli(['validate'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('specs/toast: closed: 100 %'),
    });
  });

  it('may be named from inside the specification’s folder, by its plan alone', async () => {
    here = kitchen();
    const shown = await here.cli(['plan.ttl'], { cwd: '.specify/specs/toast' });
    expect(shown).toMatchObject({ code: 0, err: '' });
    expect(here.runs()).toHaveLength(1);
  });

  it('is not needed to look: a folder anywhere is a specification, and one file may be', async () => {
    here = kitchen();
    cpSync(here.path('.specify/specs/toast'), here.path('outside/spec'), { recursive: true });
    rmSync(here.path('.specify'), { recursive: true });
    expect(await here.cli(['validate', 'spec'], { cwd: 'outside' })).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^spec: closed: 100 % \((\d+) of \1 obligations met\)\n$/) as string,
    });
    const all = ['feature', 'entities', 'plan'].map((name) => here.read(`outside/spec/${name}.ttl`)).join('\n');
    here.write('one/toast.ttl', all);
    expect(await here.cli(['graph', 'toast.ttl'], { cwd: 'one' })).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringContaining('wipe-table'),
    });
    const run = await here.cli(['toast.ttl'], { cwd: 'one' });
    expect(codesOf(run)).toEqual(['derive/no-binding']);
    expect(run).toMatchObject({ code: 2, out: '' });
  });

  it('that may not be written can be looked at; a run of it is refused with one finding', async () => {
    here = kitchen();
    for (const folder of ['.', '.specify', '.specify/specs', '.specify/specs/toast', '.specify/bindings'])
      chmodSync(here.path(folder), 0o555);
    expect(await here.cli(['validate'], { asNobody: true })).toMatchObject({ code: 0, err: '' });
    const run = await here.cli(['.specify/specs/toast'], { asNobody: true });
    expect(run.code).toBe(2);
    expect(codesOf(run)).toHaveLength(1);
    expect(flaws(run)).toEqual([]);
    expect(run.err).toContain('.specify/runs');
    for (const folder of ['.', '.specify', '.specify/specs', '.specify/specs/toast', '.specify/bindings'])
      chmodSync(here.path(folder), 0o755);
  });
});
