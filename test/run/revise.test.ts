// The specification changes under a run: what is stale is done again, what is not stays, and the record tells both.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openEngine, type RunOptions } from '../../src/engine.ts';
import { select } from '../../src/query/ask.ts';
import { rdf } from '../../src/vocabulary/borrowed.ts';
import { sx } from '../../src/vocabulary/terms.ts';
import { Project, type SpecGiven } from '../support/project.ts';
import { until } from '../support/processes.ts';

const projects: Project[] = [];
const engine = openEngine();
function project(given: SpecGiven): Project {
  const made = new Project(given);
  projects.push(made);
  return made;
}
afterEach(async () => {
  for (const one of projects.splice(0)) await one.remove();
});

async function run(one: Project): Promise<string> {
  const result = await engine.run(one.plan, { minClosure: 0 });
  return result.ok ? stopOf(result.value.stop) : codes(result.diagnostics);
}
async function resume(one: Project, options: RunOptions = {}): Promise<string> {
  const result = await engine.resume(one.folder, undefined, options);
  return result.ok ? stopOf(result.value.stop) : codes(result.diagnostics);
}
const stopOf = (stop: { kind: string; ending?: string; why?: string }): string => stop.ending ?? stop.why ?? stop.kind;
const codes = (diagnostics: readonly { code: string }[]): string => diagnostics.map(({ code }) => code).join(' ');
const begun = (one: Project): string[] =>
  one.ran().flatMap(({ what, task, attempt }) => (what === 'begin' ? [`${task}.${attempt}`] : []));
const edit = (one: Project, turtle: string): void => appendFileSync(one.plan, `\n${turtle}\n`);

/** Of the newest run as it was left, and as its journal gives it back. */
async function states(one: Project): Promise<Record<string, string>> {
  const { tasks, gates } = await one.end();
  return { ...tasks, ...gates };
}

const given: SpecGiven = {
  tasks: [
    { id: 'a', makes: true },
    { id: 'b', makes: true, reads: ['a'] },
    { id: 'c', requires: ['a'] },
  ],
  gates: [{ id: 'g', requires: ['b'], criteria: ['a sx:StepCriterion ; sx:step :b'] }],
};

describe('a run whose specification was changed', () => {
  it('does again what is stale and what uses its results, keeps the rest, and says so on record', async () => {
    const one = project(given);
    expect(await run(one)).toBe('succeeded');
    expect(begun(one).sort()).toEqual(['a.1', 'b.1', 'c.1']);

    edit(one, '# A comment is no change.');
    expect(await resume(one, { strict: true })).toBe('succeeded');
    expect(begun(one)).toHaveLength(3);

    edit(one, ':a sx:evidenceRequired false .');
    const told: unknown[] = [];
    const live: string[][] = [];
    const result = await resume(one, {
      onPlan: ({ revised }) => told.push(revised),
      onStep: (state) => void live.push([...state.nodes]),
    });
    expect(result).toBe('succeeded');
    expect(told).toMatchObject([
      {
        changes: [{ kind: 'added', object: 'false', at: { file: '.specify/specs/small/plan.ttl' } }],
        stale: [
          { name: 'a', changed: ['evidenceRequired'], after: [] },
          { name: 'b', changed: [], after: ['a'] },
          { name: 'g', changed: [], after: ['b'] },
        ],
        kept: ['c'],
      },
    ]);
    expect(begun(one).slice(3)).toEqual(['a.2', 'b.2']);
    expect(await states(one)).toEqual({ a: 'succeeded', b: 'succeeded', c: 'succeeded', g: 'passed' });
    // What the live run held last is what its journal gives back.
    const opened = await engine.open(one.folder);
    if (!opened.ok) throw new Error(codes(opened.diagnostics));
    expect([...opened.value.state.nodes]).toEqual(live.at(-1));
    const revisions = engine.catalogue.get('history/revisions');
    const { rows } = await select(opened.value.graphs, revisions.ok ? revisions.value : '');
    expect(rows.map((row) => row['stale']?.value.replace(/^.*#/, ''))).toEqual(['a', 'b', 'g']);
    // A crash in the middle of the batch leaves the run as it was before.
    const journal = readFileSync(one.journal(), 'utf8');
    const revising = journal.indexOf('SpecificationRevised');
    writeFileSync(one.journal(), journal.slice(0, revising));
    expect([await states(one), (await engine.open(one.folder)).ok]).toEqual([
      { a: 'succeeded', b: 'succeeded', c: 'succeeded', g: 'passed' },
      true,
    ]);
    expect(one.record().subjects(rdf.type, sx.AddedTriple)).toEqual([]);
    writeFileSync(one.journal(), journal);
    // Nothing has changed since: it repeats its code.
    expect(await resume(one)).toBe('succeeded');
    expect(begun(one)).toHaveLength(5);
  });

  it('is left alone under --strict, goes on by the record with --as-recorded, and is refused where the change cannot be run', async () => {
    const one = project(given);
    expect(await run(one)).toBe('succeeded');
    const before = readFileSync(one.journal(), 'utf8');
    edit(one, ':b sx:retriesMax 2 ; sx:command "other" .');
    expect(await resume(one, { strict: true })).toBe('schedule/specification-changed');
    expect(await resume(one, { asRecorded: true })).toBe('succeeded');
    edit(one, ':b sx:requires :nobody .');
    expect(await resume(one)).toMatch(/schedule\/changed-unusable$/);
    edit(one, 'this is no Turtle');
    expect(await resume(one)).toBe('store/syntax-error schedule/changed-unusable');
    expect(readFileSync(one.journal(), 'utf8')).toBe(before);
  });

  it('goes on with a binding that was changed, which it says once and has on record, and not under --strict', async () => {
    const one = project({ tasks: [{ id: 'a', delayMs: 0, set: { TEST_EXIT: '3' } }] });
    expect(await run(one)).toBe('failed');
    const binding = join(one.folder, '.specify', 'bindings', 'default.ttl');
    const text = readFileSync(binding, 'utf8');
    writeFileSync(binding, text.replace('TEST_EXIT=3', 'TEST_EXIT=4'));
    expect(readFileSync(binding, 'utf8')).not.toBe(text);
    const heard: string[] = [];
    const told = async (): Promise<string> => {
      heard.length = 0;
      // A run that has ended goes on only where its specification was changed.
      edit(one, `:a dcterms:description "${Math.random()}" .`);
      return await resume(one, {
        minClosure: 0,
        say: (line) => void (line.kind === 'note' && heard.push(line.text)),
      });
    };
    expect(await told()).toBe('failed');
    expect(heard.join()).toMatch(/bindings\/default\.ttl has changed since the run began/);
    expect(await told()).toBe('failed');
    expect(heard.join()).not.toMatch(/has changed since/);
    const paused = project({ tasks: [{ id: 'a' }, { id: 'b', requires: ['a'] }] });
    expect((await paused.cli('run', paused.plan, '--min-closure', '0', '--until', 'a')).code).toBe(0);
    appendFileSync(join(paused.folder, '.specify', 'bindings', 'default.ttl'), '\n# another\n');
    expect(await resume(paused, { strict: true })).toBe('schedule/binding-changed');
    expect(await resume(paused, { whole: true })).toBe('succeeded');
    const [led] = paused.record().subjects(rdf.type, sx.Run);
    expect(paused.record().objects(led!, sx.bindingDigest)).toHaveLength(2);
  });

  it('runs new tasks, forgets those that are gone, and tries anew what failed', async () => {
    const one = project({
      tasks: [
        { id: 'a', makes: true },
        { id: 'b', requires: ['a'], set: { TEST_EXIT: '3' } },
        { id: 'c', requires: ['b'] },
      ],
    });
    expect(await run(one)).toBe('failed');
    const text = readFileSync(one.plan, 'utf8').split('\n');
    writeFileSync(
      one.plan,
      text
        .filter((line) => !/^:b /.test(line))
        .join('\n')
        .replace('sx:requires :b', 'sx:requires :a'),
    );
    edit(one, ':d a sx:Task ; dcterms:title "New" ; sx:inPlan :plan ; sx:input :a-file .');
    const bindings = join(one.folder, '.specify', 'bindings', 'default.ttl');
    writeFileSync(
      bindings,
      readFileSync(bindings, 'utf8').replace('sx:binds :b ;', 'sx:binds :d ;').replace('TEST_EXIT=3', 'TEST_EXIT=0'),
    );
    expect(await resume(one)).toBe('succeeded');
    expect(begun(one).sort()).toEqual(['a.1', 'b.1', 'c.1', 'd.1']);
    expect(await states(one)).toEqual({ a: 'succeeded', c: 'succeeded', d: 'succeeded' });
    // Again, over two revisions: the former plans are found in the journal.
    edit(one, ':d sx:evidenceRequired false .');
    expect(await resume(one)).toBe('succeeded');
    expect(begun(one).slice(4)).toEqual(['d.2']);
  });
});

describe('an attempt that outlived its orchestrator', () => {
  it('is stopped where its task is stale, and another one is made; where it is not, it is seen through', async () => {
    const wait = (flag: string): readonly string[] => [
      '/bin/sh',
      '-c',
      `echo "begin $SPEC_EXEC_TASK $SPEC_EXEC_ATTEMPT" >>"$TEST_LOG"; while [ ! -e "$(dirname "$TEST_LOG")/${flag}" ]; do sleep 0.05; done`,
    ];
    const made = project({
      tasks: [
        { id: 'a', argv: wait('go-a') },
        { id: 'b', argv: wait('go-b') },
      ],
    });
    const under = made.start('run', made.plan, '--min-closure', '0', '--jobs', '2');
    await until('both have begun', () => begun(made).length === 2, 30_000);
    under.child.kill('SIGKILL');
    await under.exited;
    edit(made, ':a sx:evidenceRequired false .');
    writeFileSync(join(made.folder, 'go-b'), '');
    const going = resume(made);
    await until('a has begun again', () => begun(made).length === 3, 30_000);
    writeFileSync(join(made.folder, 'go-a'), '');
    expect(await going).toBe('succeeded');
    expect(made.endings('a')).toEqual(['cancelled', 'succeeded']);
    expect(made.endings('b')).toEqual(['succeeded']);
  });
});

describe('a stale task in a git workspace', () => {
  it('begins where its phase began, and what it left before is no part of what is integrated; what is kept is', async () => {
    const writes = (file: string): readonly string[] => [
      '/bin/sh',
      '-c',
      `[ -e ${file}.txt ] && exit 9; mkdir -p out; echo '{}' >"out/$0.json"; echo "$SPEC_EXEC_ATTEMPT" >${file}.txt; echo "begin $SPEC_EXEC_TASK $SPEC_EXEC_ATTEMPT" >>"$TEST_LOG"`,
      file,
    ];
    const there =
      'for one in a b c; do cat $one.txt | sed "s/.*://" || exit 1; done >>"$TEST_LOG.seen"; echo >>"$TEST_LOG.seen"';
    const one = project({
      git: true,
      phases: [
        { id: 'first', order: 1 },
        { id: 'second', order: 2 },
      ],
      tasks: [
        { id: 'a', phase: 'first', makes: true, argv: writes('a') },
        { id: 'b', phase: 'first', makes: true, argv: writes('b') },
        { id: 'c', phase: 'second', argv: writes('c') },
      ],
      gates: [
        { id: 'g', ends: 'first', requires: ['a', 'b'] },
        { id: 'h', ends: 'second', requires: ['c'], criteria: ['a sx:CommandCriterion ; sx:command "there"'] },
      ],
      commands: { there: ['/bin/sh', '-c', there] },
    });
    expect(await run(one)).toBe('succeeded');
    edit(one, ':a sx:evidenceRequired false . :h-criterion-1 sx:obligation sx:expected .');
    expect(await resume(one)).toBe('succeeded');
    expect(begun(one).sort()).toEqual(['a.1', 'a.2', 'b.1', 'c.1']);
    // The first time a, b and c are of their first attempts; then a of its second.
    expect(readFileSync(`${one.log}.seen`, 'utf8').trim().split('\n\n')).toEqual(['1\n1\n1', '2\n1\n1']);
    // And once more, over what was brought to another base before.
    edit(
      one,
      ':b sx:evidenceRequired false . :h-criterion-1 dcterms:description "more" ; sx:obligation sx:mandatory .',
    );
    expect(await resume(one)).toBe('succeeded');
    expect(readFileSync(`${one.log}.seen`, 'utf8').trim().split('\n\n').at(-1)).toBe('2\n2\n1');
  });
});
