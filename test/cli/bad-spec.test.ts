// Specifications that cannot be read or do not hold together: one clear finding each, at its line, with a way out, under the right
// exit status; with the real program, as a person sees it.
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codesOf, flaws, kitchen, type Kitchen, type Shown } from './kitchen.ts';

let here: Kitchen;
beforeEach(() => {
  here = kitchen();
});
afterEach(() => here.remove());

const SPEC = '.specify/specs/toast';
const PLAN = `${SPEC}/plan.ttl`;

/** Refused by validate: these codes, this exit status, nothing internal shown. */
async function refused(code: 1 | 2, ...codes: readonly string[]): Promise<Shown> {
  const shown = await here.cli(['validate', SPEC]);
  expect(codesOf(shown)).toEqual(codes);
  expect(shown.code).toBe(code);
  expect(flaws(shown)).toEqual([]);
  return shown;
}

/** `run` refuses it, too: under the same status, before anything of a run is on disk. */
async function runRefuses(code: 1 | 2): Promise<Shown> {
  const shown = await here.cli([SPEC]);
  expect(shown.code).toBe(code);
  expect(shown.out).toBe('');
  expect(flaws(shown)).toEqual([]);
  expect(here.runs()).toEqual([]);
  return shown;
}

const append = (file: string, text: string | Buffer): void =>
  here.write(file, Buffer.concat([readFileSync(here.path(file)), Buffer.from(text)]));

describe('broken text', () => {
  it('in several files is told of all at once, each at its line', async () => {
    here.change(PLAN, 'a sx:Phase ;', 'a sx:Phase');
    append(`${SPEC}/feature.ttl`, 'x y\n');
    const shown = await refused(2, 'store/syntax-error', 'store/syntax-error');
    expect(shown.err).toBe(`── .specify/specs/toast/feature.ttl  1 error

error[store/syntax-error] "x" cannot stand here.

  .specify/specs/toast/feature.ttl:68:1
  68 | x y
     | ^

  Nothing after this place can be read. The parser says: Unexpected "x".
  A statement is: subject, property, value, and a dot. Look at what stands just before this place, too.

── .specify/specs/toast/plan.ttl  1 error

error[store/syntax-error] A statement does not end where another begins.

  .specify/specs/toast/plan.ttl:13:5
  13 |     dcterms:title "Phase 1: Look" ;
     |     ^^^^^^^^^^^^^

  .specify/specs/toast/plan.ttl:12:7  the statement before it ends here
  12 |     a sx:Phase
     |       ^^^^^^^^

  Nothing after this place can be read.
  End the statement before it with "." (or ";" for another property, "," for another value).

2 errors in 2 files
`);
    expect((await runRefuses(2)).err).toBe(shown.err);
  });

  it('is one JSON document for programs, and nothing beside it', async () => {
    append(PLAN, 'x y\n');
    const shown = await here.cli(['validate', SPEC, '--json']);
    expect(shown).toMatchObject({ code: 2, err: '' });
    expect(JSON.parse(shown.out)).toMatchObject({
      spec: SPEC,
      conforms: false,
      closure: null,
      diagnostics: [{ code: 'store/syntax-error', at: { file: PLAN, line: 55, column: 1 } }],
    });
    const run = await here.cli([SPEC, '--json']);
    expect(run).toMatchObject({ code: 2, err: '' });
    expect(JSON.parse(run.out)).toMatchObject({ ok: false, diagnostics: [{ code: 'store/syntax-error' }] });
  });

  it('is told at its line after a byte order mark and with lines that end in CR LF, both of which are fine', async () => {
    for (const name of ['feature', 'entities', 'plan']) {
      const text = here.read(`${SPEC}/${name}.ttl`).replaceAll('\n', '\r\n');
      here.write(`${SPEC}/${name}.ttl`, `\ufeff${text}`);
    }
    expect(await here.cli(['validate', SPEC])).toMatchObject({ code: 0, err: '' });
    here.change(PLAN, 'a sx:Phase ;', 'a sx:Phase');
    const shown = await refused(2, 'store/syntax-error');
    expect(shown.err).toContain(
      'plan.ttl:13:5\n  13 |     dcterms:title "Phase 1: Look" ;\n     |     ^^^^^^^^^^^^^\n',
    );
  });

  it('of a string of a million characters that is not closed is told briefly; a closed one is fine', async () => {
    append(`${SPEC}/feature.ttl`, `\n:faster-toast dcterms:description "${'a'.repeat(1_000_000)}" .\n`);
    append(PLAN, `\n:plan dcterms:description "${'a'.repeat(1_000_000)} .\n`);
    const shown = await refused(2, 'store/syntax-error');
    expect(shown.err.length).toBeLessThan(1000);
    expect(shown.err).toContain('A string starts here and is not closed properly.');
  });
});

describe('files that are none', () => {
  it.each([
    ['an empty file', 'store/empty-file', '', /entities\.ttl is empty/],
    ['a file of comments', 'store/empty-file', '# nothing yet\n', /says nothing/],
    ['a binary file', 'store/binary-file', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2]), /is not a text file/],
    ['a file in Latin-1', 'store/not-utf8', Buffer.from('# x\n# caf\xe9\n', 'latin1'), /not UTF-8: line 2/],
  ])('%s among the documents is %s', async (_what, code, text, words) => {
    here.write(`${SPEC}/entities.ttl`, text);
    const shown = await refused(2, code);
    expect(shown.err).toMatch(words);
    expect(shown.err).toContain('entities.ttl:');
  });

  it('a folder in a document’s place is told as such', async () => {
    rmSync(here.path(SPEC, 'entities.ttl'));
    mkdirSync(here.path(SPEC, 'entities.ttl'));
    const shown = await refused(2, 'store/not-a-file');
    expect(shown.err).toContain('.specify/specs/toast/entities.ttl is a folder, not a file.');
  });

  it('a file that this user may not read is told, with the command that would let him', async () => {
    chmodSync(here.folder, 0o755);
    chmodSync(here.path(PLAN), 0o000);
    const shown = await here.cli(['validate', SPEC], { asNobody: true });
    expect(codesOf(shown)).toEqual(['store/unreadable']);
    expect(shown.code).toBe(2);
    expect(shown.err).toContain('chmod u+rX .specify/specs/toast/plan.ttl');
  });

  it('a path with nothing at its end names what is near', async () => {
    const shown = await here.cli(['validate', `${SPEC}/paln.ttl`]);
    expect(shown).toMatchObject({ code: 2, out: '' });
    expect(shown.err).toBe(`error[store/no-such-file] There is no file or folder .specify/specs/toast/paln.ttl.

  Did you mean .specify/specs/toast/plan.ttl?

1 error
`);
  });

  it('a folder without Turtle is told; where it is a project, so are its specifications', async () => {
    mkdirSync(here.path('empty'));
    const empty = await here.cli(['validate', 'empty']);
    expect(codesOf(empty)).toEqual(['store/empty-folder']);
    expect(empty.code).toBe(2);
    const project = await here.cli(['.']);
    expect(project.code).toBe(2);
    expect(project.err).toContain('Specifications here: .specify/specs/toast.');
    expect(codesOf(await here.cli(['validate', '']))).toEqual(['store/no-such-file']);
  });

  it('a missing document is told with its name, and with the file that was meant', async () => {
    here.write(`${SPEC}/plans.ttl`, here.read(PLAN));
    rmSync(here.path(PLAN));
    const shown = await refused(2, 'store/missing-document');
    expect(shown.err).toContain('.specify/specs/toast has no plan.ttl.');
    expect(shown.err).toContain('Did you mean plans.ttl? Rename it to plan.ttl.');
  });
});

describe('imports', () => {
  const imports = (iri: string): void => append(PLAN, `\n<> <http://www.w3.org/2002/07/owl#imports> <${iri}> .\n`);

  it.each([
    ['a missing file', 'more.ttl', 'store/no-such-file'],
    ['a file outside the project', '../../../../../../etc/passwd.ttl', 'store/import-outside'],
  ])('of %s is told where it is written', async (_what, iri, code) => {
    imports(iri);
    const shown = await refused(2, code);
    expect(shown.err).toContain('plan.ttl:');
    expect(shown.err).toContain(`<${iri}> .`);
  });

  it.each(['http://example.org/x.ttl', 'file:///etc/passwd'])(
    'of %s is not followed, and said; nothing is refused for it',
    async (iri) => {
      imports(iri);
      const shown = await here.cli(['validate', SPEC]);
      expect(codesOf(shown)).toEqual(['store/import-ignored']);
      expect(shown.code).toBe(0);
    },
  );

  it('of a file that is linked to a place outside the project is refused', async () => {
    symlinkSync('/etc/hostname', here.path(SPEC, 'linked.txt'));
    imports('linked.txt');
    expect(codesOf(await here.cli(['validate', SPEC]))[0]).toMatch(/^store\/(import-outside|unknown-format)$/);
  });
});

describe('names that stand for nothing', () => {
  it('are told with the names that were meant', async () => {
    here.change(PLAN, 'sx:assignedTo :baker', 'sx:asignedTo :bakker');
    const shown = await refused(
      1,
      'closure/agent-without-task',
      'closure/task-without-agent',
      'closure/unknown-term',
      'closure/unknown-reference',
    );
    expect(shown.out).toContain('Did you mean sx:assignedTo?');
    expect(shown.out)
      .toContain(`error[closure/unknown-reference] make-toast refers to bakker, which is declared nowhere.

  .specify/specs/toast/plan.ttl:40:18
  40 |     sx:asignedTo :bakker ;
     |                  ^^^^^^^

  .specify/specs/toast/entities.ttl:20:1  baker is declared here
  20 | :baker
     | ^^^^^^

  The plan cannot say what is meant by it.
  Did you mean baker?
`);
    expect((await runRefuses(1)).err).toContain(
      'Mend the 4 findings above; `spec-exec validate .specify/specs/toast` shows them again.',
    );
  });
});

describe('things that wait for each other', () => {
  it('two tasks: the loop is shown with the statements that make it, and nothing starts', async () => {
    append(PLAN, '\n:make-toast sx:requires :wipe-table .\n');
    const shown = await refused(1, 'derive/cycle');
    expect(shown.out.replace(/\((\d+) of \1 obligations/, '(ALL of ALL obligations'))
      .toBe(`error[derive/cycle] "make-toast" waits for "wipe-table" waits for "make-toast".

  .specify/specs/toast/plan.ttl:56:25  "make-toast" waits for "wipe-table" (derive/requires)
  56 | :make-toast sx:requires :wipe-table .
     |                         ^^^^^^^^^^^

  .specify/specs/toast/plan.ttl:53:17  "wipe-table" waits for "make-toast" (derive/requires)
  53 |     sx:requires :make-toast ;
     |                 ^^^^^^^^^^^

  None of them could ever start.
  Take out one of the statements that make the loop.

1 error in 1 file
.specify/specs/toast: closed, but it gives no plan: 100 % (ALL of ALL obligations met)
`);
    const run = await runRefuses(1);
    expect(run.err).toContain(
      'error[closure/not-closed] No plan can be made of the specification. Nothing was started.',
    );
    expect(run.err).toContain('Mend the finding above; `spec-exec validate .specify/specs/toast` shows it again.');
    const graph = await here.cli(['graph', SPEC]);
    expect(graph.code).toBe(1);
    expect(graph.err).toContain('error[derive/cycle]');
  });

  it('are told each by the loop, wherever it comes from', async () => {
    const loops = {
      gate: [':make-toast sx:requires :serve-gate .', '"make-toast" waits for "serve-gate" waits for "make-toast"'],
      self: [':make-toast sx:requires :make-toast .', '"make-toast" waits for itself'],
      phases: [':look sx:requires :bake .', 'the start of "look" waits for "bake"'],
      artifact: [
        ':tea a sx:Artifact ; sx:path "tea" ; sx:mediaType "text/plain" . :time-toaster sx:input :tea . :make-toast sx:output :tea .',
        '(derive/artifacts)',
      ],
      handOff: [
        ':tip a sx:HandOff ; sx:key "tip" ; sx:producer :wipe-table ; sx:consumer :make-toast .',
        '(derive/hand-offs)',
      ],
    } as const;
    for (const [name, [turtle]] of Object.entries(loops)) {
      cpSync(here.path(SPEC), here.path(name), { recursive: true });
      append(`${name}/plan.ttl`, `\n${turtle}\n`);
    }
    const shown = await here.cli(['validate', ...Object.keys(loops), '--json']);
    expect(shown.code).toBe(1);
    expect(flaws(shown)).toEqual([]);
    const documents = JSON.parse(shown.out) as {
      spec: string;
      diagnostics: { code: string; message: string; related?: { message: string }[] }[];
    }[];
    for (const { spec, diagnostics } of documents) {
      const found = diagnostics.find((one) => one.code === 'derive/cycle');
      const said = [found?.message, ...(found?.related ?? []).map(({ message }) => message)].join('\n');
      expect(said, spec).toContain(loops[spec as keyof typeof loops][1]);
    }
  });
});
