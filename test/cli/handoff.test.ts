// spec-exec handoff inside a task: what it may read, what it is refused, and that the record knows who read what.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { listRuns } from '../../src/history/runs.ts';
import { callProgram } from '../support/here.ts';
import { plainEnvironment } from '../support/processes.ts';
import { builtProgram } from '../support/program.ts';
import { Project, type SpecGiven } from '../support/project.ts';

const projects: Project[] = [];
afterEach(async () => {
  for (const one of projects.splice(0)) await one.remove();
});

/** An agent that says each of these to the program, with what comes of it in a file of the project. */
const asks = (...lines: readonly string[]): readonly string[] => [
  '/bin/sh',
  '-c',
  lines
    .map(
      (line, index) =>
        `"$TEST_NODE" "$TEST_PROGRAM" ${line} >"$TEST_OUT.${index}" 2>&1; echo "exit $?" >>"$TEST_OUT.${index}"`,
    )
    .join('\n'),
];

/** `later` reads what `wanted` hands over; `first` is of a phase that is over, `beside` of the one that is not. */
const given = (argv: readonly string[]): SpecGiven => ({
  phases: [
    { id: 'one', order: 1 },
    { id: 'two', order: 2 },
  ],
  tasks: [
    { id: 'first', phase: 'one', hands: true },
    { id: 'also', phase: 'one', hands: true },
    { id: 'wanted', phase: 'two', hands: true },
    { id: 'beside', phase: 'two', hands: true },
    { id: 'later', phase: 'two', requires: ['beside'], takes: ['wanted'], argv },
  ],
});

async function asked(...lines: readonly string[]): Promise<{ one: Project; said: string[] }> {
  const one = new Project(given(asks(...lines)));
  projects.push(one);
  const out = join(one.folder, 'said');
  one.write(
    '.specify/bindings/default.ttl',
    readFileSync(join(one.folder, '.specify/bindings/default.ttl'), 'utf8').replaceAll(
      'sx:setEnvironment ',
      `sx:setEnvironment ${[`TEST_NODE=${process.execPath}`, `TEST_PROGRAM=${builtProgram()}`, `TEST_OUT=${out}`].map((text) => JSON.stringify(text)).join(' , ')} , `,
    ),
  );
  const ran = await one.cli('run', one.plan, '--min-closure', '0');
  expect(ran.code, ran.err + ran.out).toBe(0);
  const said = lines.map((_, index) => (existsSync(`${out}.${index}`) ? readFileSync(`${out}.${index}`, 'utf8') : ''));
  return { one, said };
}

describe('handoff inside a task', () => {
  it('gets what the task consumes and what phases that are complete had, and refuses the rest with what there is', async () => {
    const { one, said } = await asked(
      'handoff get wanted-key',
      'handoff get first-key',
      'handoff get beside-key',
      'handoff get first-kee',
      'handoff get first-key --run latest',
    );
    expect(said[0]).toBe('{\n  "from": "wanted-key"\n}\nexit 0\n');
    expect(said[1]).toBe('{\n  "from": "first-key"\n}\nexit 0\n');
    expect(said[2]!.replace(/\n +/g, ' ')).toContain(`The hand-off "beside-key" is not this task's to read.`);
    expect(said[2]!.replace(/\n +/g, ' ')).toContain('It may read: also-key, first-key, wanted-key.');
    expect(said[2]).toMatch(/exit 2\n$/);
    expect(said[3]).toContain('Did you mean "first-key"?');
    expect(said[4]).toMatch(/exit 0\n$/);
    const rows = await one.cli('query', 'hand-offs', '--format', 'json');
    const found = JSON.parse(rows.out) as { results: { bindings: Record<string, { value: string }>[] } };
    const readers = found.results.bindings
      .filter((row) => row['reader'] !== undefined)
      .map((row) => `${row['key']!.value} by ${row['reader']!.value.replace(/^.*:(\w+:\d+)$/, '$1')}`);
    expect(readers).toEqual(['first-key by later:1', 'wanted-key by later:1']);
  });

  it('lists what the task may read, and all keys of a complete phase at once', async () => {
    const { one, said } = await asked(
      'handoff list --phase one --json',
      'handoff list',
      'handoff list --phase two --json',
    );
    const keys = (text: string): string[] =>
      (JSON.parse(text.replace(/exit 0\n$/, '')) as { key: string }[]).map(({ key }) => key);
    expect(keys(said[0]!)).toEqual(['also-key', 'first-key']);
    expect(said[1]!.match(/^\S+-key/gm)).toEqual(['also-key', 'first-key', 'wanted-key']);
    expect(keys(said[2]!)).toEqual(['wanted-key']);
    const outside = await one.cli('handoff', 'list', '--json');
    expect(keys(outside.out)).toEqual(['also-key', 'beside-key', 'first-key', 'wanted-key']);
  });

  it('reads no other run than its own', async () => {
    const one = new Project(given(['/bin/true']));
    projects.push(one);
    for (const _ of [1, 2]) expect((await one.cli('run', one.plan, '--min-closure', '0')).code).toBe(0);
    const [newest, older] = listRuns(join(one.folder, '.specify/runs'));
    const env = { ...plainEnvironment, SPEC_EXEC_RUN_FOLDER: newest!.folder, SPEC_EXEC_TASK: 'urn:x' };
    const said = await callProgram(['handoff', 'get', 'first-key', '--run', older!.name], one.folder, env);
    expect(said.code).toBe(2);
    expect(said.err.replace(/\n +/g, ' ')).toContain(
      `The hand-offs of the run ${older!.name} are not this task's to read.`,
    );
  });
});
