// Agents and commands that spill a declared secret wherever they can. It stands afterwards only where they put it themselves: in their
// raw logs and folders, which nobody else may read.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { secretsOf } from '../../src/base/secrets.ts';
import { openEngine } from '../../src/engine.ts';
import { speaker } from '../../src/schedule/message.ts';
import { heard, post } from '../../src/store/inbox.ts';
import { earl, rdf } from '../../src/vocabulary/borrowed.ts';
import { sx } from '../../src/vocabulary/terms.ts';
import { callProgram } from '../support/here.ts';
import { plainEnvironment, until } from '../support/processes.ts';
import { Project } from '../support/project.ts';

const SECRET = 'tok-"quoted"/é 7351';
const sh = (script: string): readonly string[] => ['/bin/sh', '-c', script];
// JSON as an agent would write it: the quotes of the secret escaped.
const json = 'j=$(printf %s "$SPILL_TOKEN" | sed \'s/"/\\\\"/g\')';
const gate = { id: 'gate', requires: ['honest'], criteria: ['a sx:CommandCriterion ; sx:command "spill"'] };

let one: Project;
const said: string[] = [];

beforeAll(async () => {
  one = new Project({
    tasks: [
      { id: 'words', argv: sh('echo "the token is $SPILL_TOKEN"; exit 1') },
      { id: 'evidence', argv: sh(`${json}; printf '{"agent":"a","notes":"%s"}' "$j" >"$SPEC_EXEC_EVIDENCE"`) },
      { id: 'value', hands: true, argv: sh(`${json}; printf '"%s"' "$j" >"$SPEC_EXEC_HANDOFF/value-key.json"`) },
      {
        id: 'file',
        makes: true,
        argv: sh(`mkdir out; printf '"%s"' "$(printf 'Bearer %s' "$SPILL_TOKEN" | base64)" >out/file.json`),
      },
      { id: 'checked', argv: sh('exit 0'), more: 'sx:verification "spill"' },
      { id: 'honest', argv: sh('echo "$SPILL_TOKEN"') },
    ],
    gates: [gate],
    commands: { spill: sh('echo "found $SPILL_TOKEN"; exit 1') },
  });
  const file = '.specify/bindings/default.ttl';
  const binding = readFileSync(join(one.folder, file), 'utf8');
  one.write(
    file,
    binding
      .replaceAll(
        'sx:executor sx:processExecutor ;',
        'sx:executor sx:processExecutor ; sx:secretEnvironment "SPILL_TOKEN" ;',
      )
      .replaceAll('sx:command "spill" ;', 'sx:command "spill" ; sx:secretEnvironment "SPILL_TOKEN" , "SPILL_PIN" ;'),
  );
  process.env['SPILL_TOKEN'] = SECRET;
  process.env['SPILL_PIN'] = '77';
  try {
    const result = await openEngine().run(one.plan, {
      minClosure: 0,
      keepGoing: true,
      say: (line) => said.push(JSON.stringify(line)),
      onEvent: (event) => said.push(JSON.stringify(event)),
    });
    if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  } finally {
    delete process.env['SPILL_TOKEN'];
    delete process.env['SPILL_PIN'];
  }
}, 60_000);
afterAll(() => one.remove());

const { foundIn } = secretsOf([{ name: 'SPILL_TOKEN', value: SECRET }]);
const held = (content: string | Buffer): boolean => foundIn(content) !== undefined;

describe('a secret that agents spill', () => {
  it('stands in no file of the run but their own raw ones', () => {
    const run = one.runFolder()!;
    const files = readdirSync(run, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    const holding = files.filter((file) => held(readFileSync(file))).map((file) => relative(run, file));
    expect(new Set(holding.map((file) => file.split(sep)[0]))).toEqual(new Set(['logs', 'attempts', 'work']));
    expect(files.length).toBeGreaterThan(10);
  });

  it('is in nothing that is said, which names it instead', () => {
    expect(said.filter(held)).toEqual([]);
    expect(said.join('\n')).toContain('its last words: the token is [SPILL_TOKEN]');
    expect(said.join('\n')).toContain('spill exited with 1: found [SPILL_TOKEN]');
  });

  it('fails what holds it: evidence, a hand-off, an artifact; who only uses it succeeds', async () => {
    expect((await one.end()).tasks).toEqual({
      words: 'failed',
      evidence: 'failed',
      value: 'failed',
      file: 'failed',
      checked: 'failed',
      honest: 'succeeded',
    });
    const graphs = one.record();
    const failed = graphs
      .subjects(rdf.type, sx.CheckAssertion)
      .filter((check) => graphs.has(graphs.object(check, earl.result)!, earl.outcome, earl.failed))
      .map((check) => graphs.object(check, sx.reason)?.value ?? '');
    expect(failed.filter((text) => /holds the value of SPILL_TOKEN, which is a secret/.test(text))).toHaveLength(3);
  });

  it('that is too short to be looked for is named at the start', () => {
    expect(said.join('\n')).toContain('the value of SPILL_PIN is too short to be kept out of the record');
  });

  it.skipIf(process.platform === 'win32')('stands in logs and folders that are private', () => {
    const run = one.runFolder()!;
    const mode = (path: string): number => statSync(join(run, path)).mode & 0o077;
    expect([
      ...readdirSync(join(run, 'logs')).map((log) => mode(join('logs', log))),
      mode('attempts'),
      mode('work'),
    ]).toEqual(
      readdirSync(join(run, 'logs'))
        .map(() => 0)
        .concat(0, 0),
    );
  });
});

describe('what people say', () => {
  const given = {
    tasks: [{ id: 'a', hands: true, delayMs: 1_500 }],
    gates: [{ id: 'gate', requires: ['a'], criteria: ['a sx:ApprovalCriterion ; sx:role :owner'] }],
    turtle: ':owner a sx:Role ; dcterms:title "Owner" .\n',
  };
  const withSecret = (): Project => {
    const made = new Project(given);
    const file = '.specify/bindings/default.ttl';
    const binding = readFileSync(join(made.folder, file), 'utf8');
    made.write(
      file,
      binding.replace(
        'sx:executor sx:processExecutor ;',
        'sx:executor sx:processExecutor ; sx:secretEnvironment "SPILL_TOKEN" ;',
      ),
    );
    return made;
  };
  const recorded = (made: Project): string => readFileSync(made.journal(), 'utf8');
  const note = { kind: 'approval', subject: 'gate', yes: true, note: `it works with ${SECRET}` } as const;

  it('is masked before it is sent, where the one who says it has the secret: a note, a value', async () => {
    const made = withSecret();
    try {
      const env = { ...plainEnvironment, SPILL_TOKEN: SECRET, TEST_LOG: made.log };
      const program = (...words: readonly string[]) => callProgram(words, made.folder, env);
      expect((await program('run', made.plan, '--min-closure', '0')).code).toBe(4);
      const value = JSON.stringify({ [`key ${SECRET}`]: [`uses ${SECRET}`, 7] });
      expect((await program('handoff', 'put', 'a-key', value, '--as', 'ada')).code).toBe(0);
      expect((await program('approve', 'latest', 'gate', '--as', 'ada', '--note', note.note)).code).toBe(0);
      const got = await program('handoff', 'get', 'a-key');
      expect(JSON.parse(got.out)).toEqual({ 'key [SPILL_TOKEN]': ['uses [SPILL_TOKEN]', 7] });
      const graphs = made.record();
      const [approval] = graphs.subjects(rdf.type, sx.Approval);
      expect(graphs.object(approval!, sx.note)?.value).toBe('it works with [SPILL_TOKEN]');
      expect(secretsOf([{ name: 'SPILL_TOKEN', value: SECRET }]).foundIn(recorded(made))).toBeUndefined();
    } finally {
      await made.remove();
    }
  });

  it('is masked by whoever holds the run, where only they have the secret', async () => {
    const made = withSecret();
    process.env['SPILL_TOKEN'] = SECRET;
    try {
      const ran = openEngine().run(made.plan, { minClosure: 0 });
      await until('the task begins', () => made.ran().length > 0, 30_000);
      const id = post(made.runFolder()!, JSON.stringify({ ...note, ...speaker('ada') }), Date.now());
      expect(await ran).toMatchObject({ ok: true, value: { stop: { ending: 'succeeded' } } });
      expect(heard(made.runFolder()!, id)).toMatchObject({ ok: true });
      expect(recorded(made)).toContain('it works with [SPILL_TOKEN]');
    } finally {
      delete process.env['SPILL_TOKEN'];
      await made.remove();
    }
  });
});
