// Journals that earlier versions wrote, read by this one: the states that they mean stay what they were.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openEngine } from '../../src/engine.ts';
import { prov, rdf } from '../../src/vocabulary/borrowed.ts';
import { sx } from '../../src/vocabulary/terms.ts';
import { Project } from '../support/project.ts';
import { GIVEN } from './given.ts';

const here = new URL('.', import.meta.url).pathname;
const formats = readdirSync(here).filter((name) => /^\d+\.\d+$/.test(name));

const projects: Project[] = [];
afterEach(async () => {
  for (const one of projects.splice(0)) await one.remove();
});

/** The project as it was when so many batches were on disk. */
function stoppedAfter(format: string, journal: string, batches: number): Project {
  const one = new Project(GIVEN);
  projects.push(one);
  const text = readFileSync(join(here, format, journal), 'utf8');
  const ends = [...text.matchAll(/^# batch \d+ .*\n/gm)].map((match) => match.index + match[0].length);
  const name = /<urn:spec-exec:run:([^>/]+)>/.exec(text)![1]!;
  const folder = join(one.folder, '.specify', 'runs', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'journal.nq'), text.slice(0, ends[batches - 1]));
  return one;
}

/** After each batch: measure, build, ship; first-gate, sign-off; what the last event was. */
const STATES: readonly (readonly string[])[] = [
  ['ready', 'waiting', 'waiting', 'untested', 'untested', 'run-started'],
  ['running', 'waiting', 'waiting', 'untested', 'untested', 'attempt-started'],
  ['ready', 'waiting', 'waiting', 'untested', 'untested', 'attempt-ended'],
  ['running', 'waiting', 'waiting', 'untested', 'untested', 'attempt-started'],
  ['succeeded', 'waiting', 'waiting', 'untested', 'untested', 'attempt-ended'],
  ['succeeded', 'ready', 'waiting', 'passed', 'untested', 'gate-decided'],
  ['succeeded', 'running', 'waiting', 'passed', 'untested', 'attempt-started'],
  ['succeeded', 'succeeded', 'ready', 'passed', 'untested', 'attempt-ended'],
  ['succeeded', 'succeeded', 'running', 'passed', 'untested', 'attempt-started'],
  ['succeeded', 'succeeded', 'succeeded', 'passed', 'untested', 'attempt-ended'],
  ['succeeded', 'succeeded', 'succeeded', 'passed', 'untested', 'gate-decided'],
  ['succeeded', 'succeeded', 'succeeded', 'passed', 'untested', 'run-paused'],
  ['succeeded', 'succeeded', 'succeeded', 'passed', 'untested', 'approved'],
  ['succeeded', 'succeeded', 'succeeded', 'passed', 'untested', 'run-resumed'],
  ['succeeded', 'succeeded', 'succeeded', 'passed', 'passed', 'gate-decided'],
  ['succeeded', 'succeeded', 'succeeded', 'passed', 'passed', 'run-ended'],
];

describe.each(formats)('a journal of format %s', (format) => {
  it.each(readdirSync(join(here, format)))(
    '%s means after each batch what it meant when it was written',
    async (name) => {
      const states: string[][] = [];
      for (let batches = 1; batches <= STATES.length; batches++) {
        const opened = await openEngine().open(stoppedAfter(format, name, batches).folder);
        if (!opened.ok) throw new Error(opened.diagnostics[0]!.message);
        const { plan, state, lastEvent } = opened.value;
        const of = (id: string): string => state.nodes[plan.nodes.findIndex((node) => node.iri.endsWith(`#${id}`))]!;
        states.push([...['measure', 'build', 'ship', 'first-gate', 'sign-off'].map(of), lastEvent!.kind]);
      }
      expect(states).toEqual(STATES);
    },
  );

  it.each(readdirSync(join(here, format)))('%s still says who did what, and what was handed over', async (name) => {
    const one = stoppedAfter(format, name, STATES.length);
    const end = await one.end();
    expect([end.handOffs, Object.keys(end.artifacts)]).toEqual([
      { 'measure-key': '{"from":"measure-key"}' },
      ['build-file', 'measure-file'],
    ]);
    expect(one.endings('measure')).toEqual(['failed', 'succeeded']);
    const graphs = one.record();
    const [approval] = graphs.subjects(rdf.type, sx.Approval);
    expect(graphs.object(approval!, sx.approverName)?.value).toBe('Ada Lovelace');
    expect(graphs.subjects(rdf.type, sx.Measurement)).toHaveLength(1);
    expect(
      graphs.subjects(rdf.type, sx.Attempt).every((attempt) => graphs.object(attempt, prov.endedAtTime) !== undefined),
    ).toBe(true);
  });

  it('is gone on with where it was stopped, under the same rules: nothing that was done is done again', async () => {
    const one = stoppedAfter(format, 'in-folders.nq', 13);
    const resumed = await openEngine().resume(one.folder, undefined, {});
    expect(resumed.ok && resumed.value.stop).toMatchObject({ kind: 'run-ended', ending: 'succeeded' });
    expect(one.ran()).toEqual([]);
  });
});
