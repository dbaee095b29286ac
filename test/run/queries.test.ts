// The queries are the program: with another one in its place, the run is another.
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { shippedAssets } from '../../src/base/assets.ts';
import { openEngine } from '../../src/engine.ts';
import type { RunStop } from '../../src/schedule/run-input.ts';
import { Project, type SpecGiven } from '../support/project.ts';

const projects: Project[] = [];
afterEach(async () => {
  for (const one of projects.splice(0)) await one.remove();
});

/** Runs it with our queries after `change` has been at them; gives how it ended, and who began and ended in order. */
async function runWith(
  given: SpecGiven,
  change: (folder: string) => void,
): Promise<{ stop: RunStop; project: Project; order: string[] }> {
  const project = new Project(given);
  projects.push(project);
  const queries = project.place.path('queries');
  cpSync(shippedAssets.queries, queries, { recursive: true });
  change(queries);
  const ran = await openEngine({ assets: { queries } }).run(project.plan, { minClosure: 0, jobs: 4 });
  if (!ran.ok) throw new Error(ran.diagnostics.map((one) => one.message).join('\n'));
  return { stop: ran.value.stop, project, order: project.ran().map(({ what, task }) => `${what} ${task}`) };
}

const unchanged = (): void => undefined;
const without = (name: string) => (queries: string) => rmSync(join(queries, 'derive', `${name}.rq`));

describe('queries/status/gate-outcome.rq', () => {
  const gated: SpecGiven = {
    tasks: [{ id: 'before' }, { id: 'behind', requires: ['gate'] }],
    gates: [{ id: 'gate', requires: ['before'] }],
  };

  it('lets the run through a gate that it says has passed', async () => {
    const { stop, order } = await runWith(gated, unchanged);
    expect(stop).toMatchObject({ kind: 'run-ended', ending: 'succeeded' });
    expect(order).toContain('begin behind');
  });

  it.each([
    ['failed', 'gate gate failed'],
    ['cantTell', 'gate gate could not be told'],
  ])('stops the run at that gate where it answers %s, and nothing behind it starts', async (outcome, reason) => {
    const { stop, project, order } = await runWith(gated, (queries) => {
      const file = join(queries, 'status', 'gate-outcome.rq');
      const header = readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line.startsWith('#'));
      const text = `PREFIX sx: <https://w3id.org/spec-exec/ns#>\nPREFIX earl: <http://www.w3.org/ns/earl#>\nSELECT ?gate ?outcome WHERE { ?gate a sx:Gate . BIND(earl:${outcome} AS ?outcome) }\n`;
      writeFileSync(file, `${header.join('\n')}\n${text}`);
    });
    expect(stop).toMatchObject({ kind: 'run-ended', ending: 'failed', reason });
    expect(order).toEqual(['begin before', 'end before']);
    expect((await project.cli('resume')).code).toBe(1);
    expect((await project.end()).gates).toEqual({ gate: outcome });
  });
});

describe('a query of queries/derive', () => {
  it('phase-order is all that keeps the second phase waiting for the first', async () => {
    const phased: SpecGiven = {
      phases: [
        { id: 'one', order: 1 },
        { id: 'two', order: 2 },
      ],
      tasks: [
        { id: 'slow', phase: 'one', delayMs: 700 },
        { id: 'quick', phase: 'two' },
      ],
    };
    expect((await runWith(phased, unchanged)).order).toEqual(['begin slow', 'end slow', 'begin quick', 'end quick']);
    const { stop, order } = await runWith(phased, without('phase-order'));
    expect(stop).toMatchObject({ ending: 'succeeded' });
    expect(order.indexOf('begin quick')).toBeLessThan(order.indexOf('end slow'));
  });

  it('hand-offs is all that keeps who takes a value waiting for who hands it over', async () => {
    const handed: SpecGiven = {
      tasks: [
        { id: 'giver', hands: true, delayMs: 700 },
        { id: 'taker', takes: ['giver'] },
      ],
    };
    const { stop, order } = await runWith(handed, unchanged);
    expect(stop).toMatchObject({ ending: 'succeeded' });
    expect(order).toEqual(['begin giver', 'end giver', 'begin taker', 'end taker']);
    // The taker checks that its context holds the value, and now begins without it.
    const dropped = await runWith(handed, without('hand-offs'));
    expect(dropped.stop).toMatchObject({ ending: 'failed', reason: 'task taker failed' });
    expect(dropped.order.indexOf('begin taker')).toBeLessThan(dropped.order.indexOf('end giver'));
  });
});
