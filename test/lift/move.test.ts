// A small specification in another dialect, from its author's files to a run: the library of test/cases/lift/move moves house.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/base/assets.ts';
import { lift as liftCommand } from '../../src/cli/commands/lift.ts';
import type { Output } from '../../src/cli/output.ts';
import { graphText } from '../../src/derive/graph-text.ts';
import { openEngine, type Checked } from '../../src/engine.ts';
import { ask } from '../../src/query/ask.ts';
import { namedNode } from '../../src/vocabulary/factory.ts';
import { sx } from '../../src/vocabulary/terms.ts';
import { scratch, type Scratch } from '../support/processes.ts';

const cases = join(packageRoot, 'test/cases/lift/move');
const engine = openEngine();
let place: Scratch;
let spec: string;
let checked: Checked;

function write(path: string, text: string): void {
  mkdirSync(dirname(place.path(path)), { recursive: true });
  writeFileSync(place.path(path), text);
}

async function check(path: string, lift?: boolean): Promise<Checked> {
  const found = await engine.check(path, lift === undefined ? {} : { lift });
  if (!found.ok) throw new Error(JSON.stringify(found.diagnostics));
  return found.value;
}

/** The command, and what it printed. */
async function printed(run: (output: Output) => Promise<number>): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  const code = await run({
    color: false,
    isTerminal: false,
    columns: undefined,
    out: (text) => void (said.out += `${text}\n`),
    err: (text) => void (said.err += `${text}\n`),
  });
  return { code, ...said };
}

beforeAll(async () => {
  place = scratch('spec-exec-lift-');
  spec = place.path('.specify/specs/move');
  cpSync(join(cases, 'spec'), spec, { recursive: true });
  checked = await check(spec);
});
afterAll(() => place.remove());

const byClass = ({ closure }: Checked) =>
  closure.byClass.filter(({ class: name }) => name !== 'urn:spec-exec:document');

describe('a specification in a known dialect', () => {
  it('is lifted without being asked for it, and is then closed', () => {
    expect(checked.lifted?.dialect.name).toBe('ggen-007');
    expect(checked.closure).toMatchObject({ conforms: true, percent: 100 });
    expect(checked.plan?.tasks.map(({ id }) => id)).toEqual([
      'Pack1_List',
      'Pack2_Boxes',
      'Carry1_Shelves',
      'Carry2_Check',
    ]);
  });

  it('is judged as it stands with lifting switched off', async () => {
    const raw = await check(spec, false);
    expect(raw.lifted).toBeUndefined();
    expect(raw.plan).toBeUndefined();
    expect(raw.closure.diagnostics.map(({ code }) => code)).toContain('derive/no-plan');
    expect(raw.closure.diagnostics.filter(({ code }) => code.startsWith('lift/'))).toEqual([]);
  });

  it('has a finding for each guess, at the line of what was read, and none that is an error', () => {
    const guesses = checked.closure.diagnostics.filter(({ code }) => code.startsWith('lift/'));
    expect(guesses.length).toBe(checked.lifted!.guesses.length);
    expect(guesses.filter(({ at, severity }) => !at || severity === 'error')).toEqual([]);
    const wrong = guesses.filter(({ message, at }) => {
      const line = readFileSync(place.path(at!.file), 'utf8').split('\n')[at!.line - 1]!;
      const quoted = /"([^"…]{3,30})"/.exec(message)?.[1];
      return quoted !== undefined && !line.includes(quoted) && /is read as|has the name|is the name/.test(message);
    });
    expect(wrong.map(({ message }) => message)).toEqual([]);
  });

  it('uses every query of the dialect, and hears every guess that it can make', () => {
    const { dialect, guesses } = checked.lifted!;
    const said = new Set(guesses.map(({ code }) => code as string));
    const codes = dialect.queries.flatMap(({ fields }) => fields['code'] ?? []);
    expect(codes.filter((code) => !said.has(code))).toEqual([]);
    expect([...said].filter((code) => !codes.includes(code))).toEqual(['lift/left-out']);
  });

  it('keeps what its kept description says, and tells what the other said otherwise', () => {
    const left = checked.lifted!.guesses.filter(({ code }) => code === 'lift/left-out').map(({ message }) => message);
    expect(left).toContain(
      'LiftWait is taken for SlowLift, and differs from it: the sx:impact "Half of the day is spent waiting" is left out for "A third of the day is spent waiting for it".',
    );
    const impact = checked.spec.graphs.objects(namedNode('https://example.org/move/SlowLift'), sx.impact);
    expect(impact.map(({ value }) => value)).toEqual(['A third of the day is spent waiting for it']);
  });

  it('has the places of its author in findings of closure, and what he says in our words stands before every guess', async () => {
    cpSync(spec, place.path('.specify/specs/open'), { recursive: true });
    const plan = readFileSync(join(spec, 'plan.ttl'), 'utf8');
    const changed = plan
      .replace('    :owner "PorterTeam" ;\n    :condition', '    :condition')
      .replace(':taskName "Count the books" ;', ':taskName "Count the books" ; sx:prompt "Count them twice." ;');
    write('.specify/specs/open/plan.ttl', changed);
    const open = await check(place.path('.specify/specs/open'));
    const errors = open.closure.diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ code, at }) => [code, at?.file, at?.line])).toEqual([
      ['closure/gate-without-owner', '.specify/specs/open/plan.ttl', 83],
    ]);
    const prompts = open.spec.graphs.objects(namedNode('https://example.org/move/Carry2_Check'), sx.prompt);
    expect(prompts.map(({ value }) => value)).toEqual(['Count them twice.']);
  });

  it('shows its order as a graph', () => {
    const text = graphText(checked.plan!);
    expect(text).toContain('  task Carry2_Check (1 h 00 min)\n       after Carry1_Shelves  [requires]');
    expect(text).toContain('  starts after CarryStart  [unblocks]');
    expect(text).toContain(
      'Critical path: Pack1_List → Pack2_Boxes → PackGate → PackCompletion → Carry1_Shelves → Carry2_Check → OpeningGate',
    );
  });
});

describe('spec-exec lift', () => {
  it('prints Turtle that says where everything comes from, the same each time', async () => {
    const shown = await printed((output) => liftCommand(spec, { format: 'turtle' }, output));
    expect(shown).toMatchObject({ code: 0, err: 'Lifted from ggen 007: 200 triples, 68 guesses to be confirmed.\n' });
    expect(shown.out).toBe(`${readFileSync(join(cases, 'lifted.ttl'), 'utf8')}\n`);
  });

  it('gives a specification of its own, as closed as the lifted one, in one file or in three', async () => {
    const { code } = await printed((output) =>
      liftCommand(spec, { format: 'turtle', output: place.path('three') }, output),
    );
    expect(code).toBe(0);
    write('one/lifted.ttl', readFileSync(join(cases, 'lifted.ttl'), 'utf8'));
    for (const path of ['one/lifted.ttl', 'three']) {
      const again = await check(place.path(path));
      expect(again.lifted, path).toBeUndefined();
      expect(byClass(again), path).toEqual(byClass(checked));
      expect(again.closure.conforms, path).toBe(true);
      expect(again.plan!.nodes, path).toEqual(checked.plan!.nodes);
      expect(again.plan!.edges, path).toEqual(checked.plan!.edges);
    }
    const taken = await printed((output) =>
      liftCommand(spec, { format: 'turtle', output: place.path('three') }, output),
    );
    expect(taken.code).toBe(2);
    expect(taken.err).toContain('error[lift/file-exists]');
  });

  it.each(['/proc/nowhere', 'package.json'])('says of %s that nothing can be written there', async (folder) => {
    const refused = await printed((output) =>
      liftCommand(spec, { format: 'turtle', output: resolve(packageRoot, folder) }, output),
    );
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('error[lift/cannot-write]');
  });

  it('has nothing to do where a specification is in our vocabulary', async () => {
    write('ours/lifted.ttl', readFileSync(join(cases, 'lifted.ttl'), 'utf8'));
    const shown = await printed((output) => liftCommand(place.path('ours/lifted.ttl'), { format: 'turtle' }, output));
    expect(shown.code).toBe(2);
    expect(shown.err).toContain('error[lift/nothing-to-lift]');
  });
});

describe('a run of a lifted specification', () => {
  const agent = `mkdir -p out && for f in list labels risk-log shelves; do echo done > out/$f.md; done
echo '{ "agent": "somebody" }' > "$SPEC_EXEC_EVIDENCE"
`;
  const binding = (more: string): string => `@prefix : <https://example.org/here#> .
@prefix sx: <https://w3id.org/spec-exec/ns#> .
:here a sx:Binding ;
    sx:agentBinding :everybody${more} .
:everybody a sx:AgentBinding ;
    sx:executor sx:processExecutor ;
    sx:argv ( "/bin/sh" ${JSON.stringify(place.path('agent.sh'))} ) .
`;

  it('waits where a condition is in words, is resumed, and goes to its end; its record holds what was lifted', async () => {
    write('agent.sh', agent);
    write('.specify/bindings/default.ttl', binding(''));
    write(
      '.specify/bindings/signed.ttl',
      `${binding(' ;\n    sx:automatedApproval :signs')}:signs a sx:AutomatedApproval ; sx:signsFor <https://example.org/move/gate-approver> ; sx:approverName "the test" .\n`,
    );
    const begun = await engine.run(spec);
    if (!begun.ok) throw new Error(JSON.stringify(begun.diagnostics));
    expect(begun.value.stop).toMatchObject({ kind: 'run-paused', why: 'awaiting' });

    const opened = await engine.open(place.folder);
    if (!opened.ok) throw new Error('the record cannot be read');
    const asked = await ask(opened.value.graphs, readFileSync(join(cases, 'guesses.rq'), 'utf8'));
    const rows = asked.ok && asked.value.kind === 'rows' ? asked.value.rows : [];
    expect(rows.map((row) => ['line', 'query', 'dialect', 'guess'].map((name) => row[name]?.value))).toEqual([
      [
        '18',
        'lift/ggen-007/task-durations',
        'ggen-007',
        'The duration of Pack1_List, "1-2 hours", is read as the shortest and the longest time that it takes.',
      ],
      [
        '64',
        'lift/ggen-007/task-durations',
        'ggen-007',
        'The duration of Carry1_Shelves, "2-3 hours", is read as the shortest and the longest time that it takes.',
      ],
    ]);

    const ended = await engine.resume(place.folder, undefined, { bindings: 'signed' });
    if (!ended.ok) throw new Error(JSON.stringify(ended.diagnostics));
    expect(ended.value.stop).toMatchObject({ kind: 'run-ended', ending: 'succeeded' });
    const lifted = [...ended.value.graphs.match(null, null, sx.Task, namedNode('urn:spec-exec:lifted'))];
    expect(lifted).toHaveLength(4);
  }, 60_000);

  it('is refused with lifting switched off', async () => {
    const refused = await engine.run(spec, { lift: false });
    expect(!refused.ok && refused.diagnostics.map(({ code }) => code)).toContain('closure/not-closed');
  });
});
