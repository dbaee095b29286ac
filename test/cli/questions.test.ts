// Questions of a run: their forms, the names that are known, and what is said of those that cannot be answered.
import { appendFileSync, copyFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codesOf, flaws, kitchen, type Kitchen } from './kitchen.ts';

let here: Kitchen;
let run: string;
beforeAll(async () => {
  here = kitchen();
  const ran = await here.cli(['.specify/specs/toast']);
  expect(ran).toMatchObject({ code: 0, err: '' });
  run = here.runs()[0]!;
});
afterAll(() => here.remove());

describe('a question', () => {
  it('by its short name is asked of what happened, as a table with IRIs shortened', async () => {
    expect(await here.cli(['query', 'artifacts'])).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringMatching(
        /^artifact {2}path +sha256 .*\n─+ .*\n(?:.*\n)*:notes +notes\.md .*:time-toaster +:scout +run:\S+:time-toaster:1 /,
      ),
    });
  });

  it('gives the formats of SPARQL, and is whole in a pipe', async () => {
    const text = 'SELECT ?task ?state { ?task a sx:Task ; sx:state ?state } ORDER BY ?task LIMIT 1';
    expect((await here.cli(['query', text, '--format', 'csv'])).out).toBe(
      'task,state\r\nhttps://example.org/toast#make-toast,https://w3id.org/spec-exec/ns#succeeded\r\n',
    );
    expect((await here.cli(['query', text, '--format', 'tsv'])).out).toBe(
      '?task\t?state\n<https://example.org/toast#make-toast>\t<https://w3id.org/spec-exec/ns#succeeded>\n',
    );
    expect(JSON.parse((await here.cli(['query', text, '--json'])).out)).toEqual({
      head: { vars: ['task', 'state'] },
      results: {
        bindings: [
          {
            task: { type: 'uri', value: 'https://example.org/toast#make-toast' },
            state: { type: 'uri', value: 'https://w3id.org/spec-exec/ns#succeeded' },
          },
        ],
      },
    });
    const triples = await here.cli([
      'query',
      'CONSTRUCT { ?t sx:state ?s } WHERE { ?t a sx:Gate ; sx:outcome ?s }',
      '--format',
      'turtle',
    ]);
    expect(triples.out).toContain('<https://example.org/toast#look-gate> sx:state earl:passed.');
    const wide = await here.cli(['query', 'timeline']);
    expect(wide.out).toContain('it ended with exit status 0, and all 7 checks of what it left hold');
  });

  it('is read from a file, and asked of a specification or of all runs', async () => {
    here.write('my question.rq', 'ASK { ?x a sx:Risk }\n');
    expect(await here.cli(['query', '--file', 'my question.rq', '--spec', '.specify/specs/toast'])).toMatchObject({
      code: 0,
      out: 'true\n',
    });
    expect(
      (await here.cli(['query', '--all', 'SELECT (COUNT(?run) AS ?runs) { ?run a sx:Run }', '--format', 'csv'])).out,
    ).toBe('runs\r\n1\r\n');
  });

  it('is answered, and warned of, where it names a term that the vocabulary does not have', async () => {
    const shown = await here.cli(['query', 'ASK { ?x a sx:Taskk }']);
    expect(shown).toMatchObject({ code: 0, out: 'false\n' });
    expect(shown.err).toContain('warning[query/no-such-term]');
    expect(shown.err).toContain('Did you mean sx:Task?');
  });

  it('lists those with a name, what happened first', async () => {
    const shown = await here.cli(['query', '--list']);
    expect(shown.out.split('\n')[0]).toMatch(/^history\/approvals +who approved/);
    const names = JSON.parse((await here.cli(['query', '--list', '--json'])).out).map(
      (one: { name: string }) => one.name.split('/')[0],
    );
    expect([...new Set(names)]).toEqual(['history', 'status', 'derive', 'closure', 'consistency', 'lift']);
  });
});

describe('what cannot be asked', () => {
  it.each([
    ['a name nearly known', ['slo-tabel'], 'query/unknown-name', 'Did you mean "slo-table"?'],
    ['nothing', [''], 'query/no-question', 'spec-exec query --list'],
    ['a group that is not closed', ['SELECT * { ?s ?p'], 'query/syntax', 'query:1:17'],
    ['a word that is none', ['SELCT * { ?s ?p ?o }'], 'query/syntax', 'Did you mean SELECT?'],
    ['a prefix that nobody declared', ['SELECT * { ?s a foo:Bar }'], 'query/unknown-prefix', 'query:1:17'],
    ['SERVICE', ['SELECT * { SERVICE <http://x.org/> { ?s ?p ?o } }'], 'query/remote-access', 'query:1:12'],
    ['FROM the network', ['SELECT * FROM <http://x.org/> { ?s ?p ?o }'], 'query/remote-access', 'query:1:10'],
    ['LOAD', ['LOAD <http://x.org/>'], 'query/update', 'query:1:1'],
    ['INSERT', ['INSERT DATA { <a:a> <b:b> <c:c> }'], 'query/update', 'query:1:1'],
    ['DELETE', ['DELETE WHERE { ?s ?p ?o }'], 'query/update', 'query:1:1'],
    ['a file that is not there', ['--file', 'nope.rq'], 'query/no-file', 'There is no file or folder nope.rq.'],
    ['a folder', ['--file', '.specify'], 'query/no-file', '.specify is a folder, not a file.'],
    ['a text and a file', ['ASK {}', '--file', 'x.rq'], 'query/no-question', 'Give one of them.'],
  ])('%s', async (_what, args, code, words) => {
    const shown = await here.cli(['query', ...args]);
    expect(codesOf(shown)).toEqual([code]);
    expect(shown).toMatchObject({ code: 2, out: '' });
    expect(shown.err).toContain(words);
    expect(flaws(shown)).toEqual([]);
  });

  it('is told at its line of the file, in full', async () => {
    here.write('q.rq', 'SELECT *\nWHERE {\n  ?s ?p ?o ;;; x\n}\n');
    expect(await here.cli(['query', '--file', 'q.rq'])).toEqual({
      code: 2,
      out: '',
      err: `error[query/syntax] The query is not SPARQL at line 3, column 16: "x" is not SPARQL.

  q.rq:3:16
  3 |   ?s ?p ?o ;;; x
    |                ^

  A query that cannot be read cannot be answered.
  The grammar is at https://www.w3.org/TR/sparql12-query/#sparqlGrammar; \`spec-exec query --list\` shows queries that work.

1 error in 1 file
`,
    });
    const json = await here.cli(['query', '--file', 'q.rq', '--format', 'json']);
    expect(json).toMatchObject({ code: 2, err: '' });
    expect(JSON.parse(json.out)).toMatchObject({
      ok: false,
      diagnostics: [{ code: 'query/syntax', at: { file: 'q.rq', line: 3, column: 16 } }],
    });
  });
});

describe('names that the run does not have', () => {
  it.each([
    [['status', 'nonesuch'], 'history/unknown-run', 'The newest is '],
    [['explain', 'make-tost'], 'history/unknown-node', 'Did you mean "make-toast"?'],
    [['explain', 'nothing-like-it'], 'history/unknown-node', 'It has: '],
    [['explain', 'store/not-utf9'], 'history/unknown-code', 'Did you mean store/not-utf8?'],
    [['handoff', 'get', 'toast/recip'], 'evidence/no-hand-off', 'Did you mean "toast/recipe"?'],
    [['handoff', 'list', '--phase', 'lok'], 'history/unknown-phase', 'It has: look, bake.'],
    [['approve', 'latest', 'serve-gat', '--as', 'me'], 'schedule/unknown-gate', 'Did you mean "serve-gate"?'],
    [
      ['approve', 'latest', 'serve-gate', '--as', 'me'],
      'schedule/no-approval-asked',
      'It is judged by its criteria alone.',
    ],
  ])('%j', async (args, code, words) => {
    const shown = await here.cli(args);
    expect(codesOf(shown)).toEqual([code]);
    expect(shown).toMatchObject({ code: 2, out: '' });
    expect(shown.err).toContain(words);
    expect(flaws(shown)).toEqual([]);
  });
});

describe('a journal', () => {
  const file = (): string => here.path('.specify/runs', run, 'journal.nq');

  it('that was changed is refused at the line that shows it, by every command that reads it', async () => {
    copyFileSync(file(), `${file()}.whole`);
    writeFileSync(file(), readFileSync(file(), 'utf8').replace('Toast in two phases', 'Toast in ten phases'));
    for (const args of [['status'], ['query', 'timeline'], ['resume']]) {
      const shown = await here.cli(args);
      expect(codesOf(shown)).toEqual(['journal/damaged']);
      expect(shown).toMatchObject({ code: 2, out: '' });
      expect(shown.err).toMatch(/journal\.nq:\d+:1\n/);
    }
    const json = await here.cli(['status', '--json']);
    expect(json).toMatchObject({ code: 2, err: '' });
    expect(JSON.parse(json.out)).toMatchObject({ ok: false, diagnostics: [{ code: 'journal/damaged' }] });
    copyFileSync(`${file()}.whole`, file());
  });

  it('that was cut short at its end is read up to there, and that is said', async () => {
    truncateSync(file(), readFileSync(file()).length - 100);
    const shown = await here.cli(['status']);
    expect(shown).toMatchObject({ code: 0, err: '' });
    expect(shown.out).toMatch(/ stopped\n {2}nobody is at work on it: spec-exec resume goes on\n/);
    expect(shown.out).toMatch(/the last \d+ bytes of its journal were cut short by a crash, and are left out/);
    copyFileSync(`${file()}.whole`, file());
  });

  it('that never got its first batch is told as a run of which nothing was done', async () => {
    writeFileSync(file(), '');
    const shown = await here.cli(['status']);
    expect(codesOf(shown)).toEqual(['history/empty-run']);
    expect(shown.code).toBe(2);
    copyFileSync(`${file()}.whole`, file());
  });

  it('that is something else is refused', async () => {
    writeFileSync(file(), Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 3]));
    appendFileSync(file(), '\n');
    const shown = await here.cli(['status']);
    expect(codesOf(shown)).toEqual(['journal/damaged']);
    expect(flaws(shown)).toEqual([]);
    copyFileSync(`${file()}.whole`, file());
  });
});
