// What people type wrong, and bindings that do not fit: one finding each, what was meant where that can be told, and the exit
// status of a command that could not run. Nothing is started.
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codesOf, flaws, kitchen, type Kitchen } from './kitchen.ts';

let here: Kitchen;
beforeAll(() => {
  here = kitchen();
});
afterAll(() => {
  expect(here.runs()).toEqual([]);
  here.remove();
});

const SPEC = '.specify/specs/toast';

describe('a command line', () => {
  it.each([
    [['--jobs', '0', SPEC], "option '--jobs <n>' argument '0' is invalid. It must be a whole number from 1."],
    [['--jobs', 'many', SPEC], 'It must be a whole number from 1.'],
    [['--min-closure', '101', SPEC], 'It must be a number from 0 to 100.'],
    [['--min-closure', '', SPEC], 'It must be a number from 0 to 100.'],
    [['--job', '3', SPEC], '(Did you mean --jobs?)'],
    [['validate', '--format', 'xml', SPEC], 'Allowed choices are human, json, sarif, junit, github, turtle.'],
    [['query', '--all', '--spec', SPEC, 'risks'], "option '--all' cannot be used with option '--spec <spec>'"],
    [['handoff', 'gte', 'x'], '(Did you mean get?)'],
    [['approve', 'latest', 'x'], "required option '--as <name>' not specified"],
    [['explain'], "missing required argument 'subject'"],
    [['run'], "missing required argument 'plan'"],
    [['run', 'a', 'b'], 'too many arguments'],
  ])('%j is refused with the reason', async (args, words) => {
    const shown = await here.cli(args);
    expect(shown).toMatchObject({ code: 2, out: '' });
    expect(shown.err).toContain(words);
    expect(shown.err).toMatch(/^error: .*\n(?:\(Did you mean .*\)\n)?\(spec-exec --help shows the commands\)\n$/);
  });

  it('with --json is told in JSON when it is wrong, and nothing beside it', async () => {
    expect(await here.cli(['run', SPEC, '--job', '3', '--json'])).toEqual({
      code: 2,
      err: '',
      out: `{
  "ok": false,
  "diagnostics": [
    {
      "code": "cli/usage",
      "severity": "error",
      "exit": 2,
      "message": "unknown option '--job'.",
      "help": "Did you mean --jobs?"
    }
  ]
}
`,
    });
  });

  it('of nothing shows the help, on standard error', async () => {
    const shown = await here.cli([]);
    expect(shown).toMatchObject({ code: 2, out: '' });
    expect(shown.err).toContain('Usage: spec-exec [options] [command]');
    expect(shown.err).toContain('Exit status:');
  });

  it('that names a command nearly is told which was meant', async () => {
    const shown = await here.cli(['statsu']);
    expect(shown).toEqual({
      code: 2,
      out: '',
      err: `error[store/no-such-file] There is no file or folder statsu.

  Did you mean the command: spec-exec status?

1 error
`,
    });
  });

  it.each([
    'run',
    'validate',
    'graph',
    'explain',
    'status',
    'logs',
    'conflicts',
    'resume',
    'cancel',
    'approve',
    'handoff',
    'query',
  ])('%s --help fits 80 columns and shows examples', async (command) => {
    const shown = await here.cli([command, '--help']);
    expect(shown).toMatchObject({ code: 0, err: '' });
    expect(shown.out).toContain('\nExamples:\n');
    expect(shown.out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });
});

describe('without a run', () => {
  it.each([
    [['status']],
    [['resume']],
    [['query', 'slo-table']],
    [['query', '--all', 'slo-table']],
    [['explain', 'make-toast']],
    [['handoff', 'list']],
    [['approve', 'latest', 'serve-gate', '--as', 'me']],
  ])('%j says that there is none, and how to start one', async (args) => {
    const shown = await here.cli(args);
    expect(codesOf(shown)).toEqual(['history/no-run']);
    expect(shown).toMatchObject({ code: 2, out: '' });
    expect(shown.err).toContain('Start one: spec-exec PLAN.ttl');
  });

  it('explain says how a plan is asked that was never run, and which code may be meant', async () => {
    expect((await here.cli(['explain', 'make-toast'])).err).toContain('explain make-toast --spec PATH');
    expect((await here.cli(['explain', 'unused-prefix'])).err).toContain('Did you mean the code lint/unused-prefix?');
  });

  it('the same is one JSON document for programs', async () => {
    const shown = await here.cli(['status', '--json']);
    expect(shown).toMatchObject({ code: 2, err: '' });
    expect(JSON.parse(shown.out)).toMatchObject({ ok: false, diagnostics: [{ code: 'history/no-run' }] });
  });

  it('a value can be handed over only inside a task, and only as JSON', async () => {
    const outside = await here.cli(['handoff', 'put', 'toast/recipe', '{}']);
    expect(codesOf(outside)).toEqual(['evidence/not-in-task']);
    expect(outside.code).toBe(2);
    const env = { SPEC_EXEC_HANDOFF: here.path('left') };
    for (const input of ['{x', '', '{"a":1} more']) {
      const shown = await here.cli(['handoff', 'put', 'toast/recipe'], { env, input });
      expect(codesOf(shown)).toEqual(['evidence/not-json']);
      expect(shown).toMatchObject({ code: 2, out: '' });
    }
    expect(await here.cli(['handoff', 'put', 'toast/recipe'], { env, input: '{"seconds":5}' })).toMatchObject({
      code: 0,
      err: '',
      out: '',
    });
    expect(JSON.parse(here.read('left/toast%2Frecipe.json'))).toEqual({ seconds: 5 });
  });
});

describe('a binding', () => {
  const BINDING = '.specify/bindings/default.ttl';
  /** Runs with a binding file of this text, which is taken away again. */
  async function boundBy(text: string) {
    here.write('.specify/bindings/try.ttl', text);
    const shown = await here.cli([SPEC, '--bindings', 'try']);
    rmSync(here.path('.specify/bindings/try.ttl'));
    expect(shown.out).toBe('');
    expect(flaws(shown)).toEqual([]);
    return shown;
  }

  it('that is not there is told with the one that is near', async () => {
    const shown = await here.cli([SPEC, '--bindings', 'defualt']);
    expect(codesOf(shown)).toEqual(['derive/no-binding']);
    expect(shown).toMatchObject({ code: 2, out: '' });
    expect(shown.err).toContain('There is no binding "defualt": .specify/bindings/defualt.ttl does not exist.');
    expect(shown.err).toContain('Did you mean "default"?');
  });

  it('that the project does not have at all is one finding, with what to write', async () => {
    const before = here.read(BINDING);
    rmSync(here.path(BINDING));
    const shown = await here.cli([SPEC]);
    here.write(BINDING, before);
    expect(codesOf(shown)).toEqual(['derive/no-binding']);
    expect(shown.code).toBe(2);
    expect(shown.err).toContain(
      'Nothing says how the agents run here: there is no .specify/bindings/default.ttl. Nothing was started.',
    );
    expect(shown.err).toContain('sx:agentBinding [');
  });

  it('with a syntax error is told at its line', async () => {
    const shown = await boundBy(here.read(BINDING).replace('a sx:Binding ;', 'a sx:Binding'));
    expect(codesOf(shown)).toEqual(['store/syntax-error']);
    expect(shown.code).toBe(2);
    expect(shown.err).toContain('.specify/bindings/try.ttl:7:5');
  });

  it('with a misspelt word is told at the word, and nothing runs by what was not meant', async () => {
    const shown = await boundBy(here.read(BINDING).replace('sx:executor', 'sx:exekutor'));
    expect(shown.code).toBe(1);
    expect(codesOf(shown)).toContain('closure/unknown-term');
    expect(shown.err).toContain('Did you mean sx:executor?');
  });

  it('whose rule names no program is told at the rule', async () => {
    const shown = await boundBy(here.read(BINDING).replace('sx:argv', 'sx:arg'));
    expect(codesOf(shown)).toEqual(['derive/binding-argv']);
    expect(shown.code).toBe(1);
    expect(shown.err).toContain('.specify/bindings/try.ttl:9:1\n  9 | :time-toaster\n');
  });

  it('that leaves an agent out is told at its task, with the line to add', async () => {
    const shown = await boundBy(here.read(BINDING).replace(' , :wipe-table', ''));
    expect(codesOf(shown)).toEqual(['derive/unbound-task']);
    expect(shown.code).toBe(1);
    expect(shown.err).toBe(`error[derive/unbound-task] Nothing says how the task "wipe-table" runs here.

  .specify/specs/toast/plan.ttl:47:1
  47 | :wipe-table
     | ^^^^^^^^^^^

  The plan says what is to be done; a binding says how each agent runs in this environment.
  In .specify/bindings/try.ttl, add to the binding: sx:agentBinding [ a sx:AgentBinding ; sx:binds <https://example.org/toast#scout> ; sx:executor
  sx:processExecutor ; sx:argv ( "program" "argument" ) ] .

1 error in 1 file
`);
  });

  it('that leaves a command out is told where the command is named', async () => {
    const plan = here.read(`${SPEC}/plan.ttl`);
    here.change(`${SPEC}/plan.ttl`, 'sx:prompt "Wipe it." ;', 'sx:prompt "Wipe it." ;\n    sx:verification "shine" ;');
    const shown = await here.cli([SPEC]);
    here.write(`${SPEC}/plan.ttl`, plan);
    expect(codesOf(shown)).toEqual(['derive/unbound-command']);
    expect(shown.err).toContain('Nothing says what the command "shine" runs here.');
    expect(shown.err).toContain('sx:commandBinding [ a sx:CommandBinding ; sx:command "shine"');
  });

  it.each([
    ['cpu', '"cpu" is not a resource.'],
    ['gpu=3', 'The specification has no pool "gpu".'],
  ])('and --resources %s are told apart', async (resources, words) => {
    const shown = await here.cli([SPEC, '--resources', resources]);
    expect(codesOf(shown)).toEqual(['schedule/resources']);
    expect(shown).toMatchObject({ code: 2, out: '' });
    expect(shown.err).toContain(words);
  });
});
