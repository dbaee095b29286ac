// The reference specification with one thing forgotten: it is said which, at which line, and what to write; the exit status is 1, and
// `run` refuses it before anything starts.
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectFolder } from '../support/program.ts';
import { codesOf, flaws, kitchen, type Kitchen, type Shown } from './kitchen.ts';

const REFERENCE = '.specify/specs/007-optimize-build-times';

interface Forgotten {
  readonly what: string;
  readonly file: 'feature' | 'entities' | 'plan';
  readonly from: string | RegExp;
  readonly to?: string;
  /** Code of the finding, what it is about as it is declared in the file, and a word of what to write. */
  readonly code: string;
  readonly subject: string;
  readonly write: string;
}

const FORGOTTEN: Readonly<Record<string, Forgotten>> = {
  target: {
    what: "a metric's target",
    file: 'feature',
    from: '    sx:target 15 ;\n',
    code: 'closure/metric-without-target',
    subject: ':first-build',
    write: 'sx:target 15 ;',
  },
  assignment: {
    what: "an agent's assignment",
    file: 'plan',
    from: '    sx:assignedTo :code-optimizer ;\n',
    code: 'closure/agent-without-task',
    subject: ':code-optimizer',
    write: 'sx:assignedTo',
  },
  owner: {
    what: "a risk's owner",
    file: 'feature',
    from: ' ;\n    sx:owner :task-orchestrator .',
    to: ' .',
    code: 'closure/risk-without-owner',
    subject: ':makefile-merge-conflicts',
    write: 'sx:owner',
  },
  requirement: {
    what: "a gate's requirement",
    file: 'entities',
    from: '    sx:requires :validate-production ;\n',
    code: 'closure/gate-without-requirement',
    subject: ':release-gate',
    write: 'sx:requires',
  },
  producer: {
    what: "an artifact's producer",
    file: 'plan',
    from: '    sx:output :baseline ;\n',
    code: 'closure/artifact-without-producer',
    subject: ':baseline',
    write: 'sx:output',
  },
  agent: {
    what: 'a whole agent',
    file: 'entities',
    from: /:test-optimizer\n {4}a sx:Agent ;[^]*? \.\n/,
    code: 'closure/expectation-not-met',
    subject: ':ten-agents',
    write: 'sx:expectedCount 9 ;',
  },
};

interface Document {
  readonly spec: string;
  readonly conforms: boolean;
  readonly closure: { readonly met: number; readonly total: number; readonly percent: number };
  readonly diagnostics: readonly {
    readonly code: string;
    readonly message: string;
    readonly why?: string;
    readonly help?: string;
    readonly at?: { readonly file: string; readonly line: number };
  }[];
}

let here: Kitchen;
let shown: Shown;
let documents: Document[];
beforeAll(async () => {
  here = kitchen();
  for (const [name, { file, from, to }] of Object.entries(FORGOTTEN)) {
    cpSync(join(projectFolder, REFERENCE), here.path(name), { recursive: true });
    here.change(`${name}/${file}.ttl`, from, to ?? '');
  }
  shown = await here.cli(['validate', ...Object.keys(FORGOTTEN), '--json']);
  documents = JSON.parse(shown.out) as Document[];
});
afterAll(() => here.remove());

describe('the reference specification', () => {
  it('is closed, at 100 % of so many obligations', async () => {
    const whole = await here.cli(['validate', join(projectFolder, REFERENCE)]);
    expect(whole).toMatchObject({ code: 0, err: '' });
    expect(whole.out).toMatch(/: closed: 100 % \((\d{4}) of \1 obligations met\)\n$/);
  });

  it('with any one thing forgotten is refused under exit status 1', () => {
    expect(shown).toMatchObject({ code: 1, err: '' });
    expect(flaws(shown)).toEqual([]);
    expect(documents.map(({ conforms }) => conforms)).toEqual(documents.map(() => false));
  });

  it.each(Object.entries(FORGOTTEN))(
    'without %s (%o) says which, at its line, why it matters and what to write',
    (name, forgotten) => {
      const { closure, diagnostics } = documents.find(({ spec }) => spec === name)!;
      expect(closure.percent).toBeLessThan(100);
      expect(closure.met).toBeLessThan(closure.total);
      const found = diagnostics.find(({ code, at }) => {
        const lines = at ? readFileSync(here.path(at.file), 'utf8').split('\n') : [];
        return code === forgotten.code && at && lines[at.line - 1]!.startsWith(forgotten.subject);
      });
      expect(found?.message).toContain(forgotten.subject.slice(1));
      expect(found?.why).toBeTruthy();
      expect(found?.help).toContain(forgotten.write);
    },
  );

  it('without a target is not run: the finding in full, nothing started, nothing left behind', async () => {
    const run = await here.cli(['target']);
    const line = readFileSync(here.path('target/feature.ttl'), 'utf8').split('\n').indexOf(':first-build') + 1;
    expect(run).toMatchObject({ code: 1, out: '' });
    expect(run.err)
      .toBe(`error[closure/metric-without-target] first-build: This metric needs exactly one sx:target, a plain number in its unit.

  target/feature.ttl:${line}:1
  ${line} | :first-build
      | ^^^^^^^^^^^^

  A gate compares the measured value with the target; without one the gate can never be told.
  Write: sx:target 15 ;

error[closure/not-closed] The specification is not closed: ${documents[0]!.closure.met} of ${documents[0]!.closure.total} obligations are met (99.9 %). Nothing was started.

  A run acts on what the specification says; what it leaves open would be guessed.
  Mend the finding above; \`spec-exec validate target\` shows it again.

2 errors in 1 file
`);
    expect(here.runs()).toEqual([]);
  });

  it('without a whole agent is not run', async () => {
    const run = await here.cli(['agent', '--json']);
    expect(run).toMatchObject({ code: 1, err: '' });
    expect(JSON.parse(run.out)).toMatchObject({ ok: false });
    expect(codesOf(run)).toEqual([]);
    expect(here.runs()).toEqual([]);
  });
});
