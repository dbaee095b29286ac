// A run under way, as others see it: from another process, on a terminal, after Ctrl-C and after a kill.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { living, plainEnvironment, until } from '../support/processes.ts';
import { builtProgram } from '../support/program.ts';
import { kitchen, type Kitchen } from './kitchen.ts';

let here: Kitchen;
beforeEach(() => {
  here = kitchen();
});
afterEach(() => here.remove());

const SPEC = '.specify/specs/toast';

/** Makes the second task wait for a file, so that a run can be looked at while it is at work. */
function holdsAtToast(): void {
  here.script('make-toast', {
    waitFor: here.path('go'),
    measure: [{ metric: 'toast-time', kind: 'actual', value: 54.5 }],
    evidence: { agent: 'baker' },
  });
}

describe('a run under way', () => {
  it('is shown by status and explain from another process; interrupted, it stops its agents, says so, and can be resumed', async () => {
    holdsAtToast();
    const run = here.start([SPEC]);
    await until('make-toast starts', () => run.out().includes('make-toast starts'));
    const status = await here.cli(['status']);
    expect(status.out).toMatch(/^urn:spec-exec:run:\S+ running\n {2}an orchestrator is at work on it\n/);
    expect(status.out).toContain('▶ make-toast    running');
    expect(status.out).toContain('· wipe-table    waiting  waits for make-toast');
    expect((await here.cli(['explain', 'make-toast'])).out).toMatch(
      /make-toast \(task\) is running[^]*Its attempts:\n {2}1\. \S+ running/,
    );
    const second = await here.cli(['resume']);
    expect(second).toMatchObject({ code: 2, out: expect.not.stringContaining('starts') });
    expect(second.err).toContain(`is held by process ${run.child.pid}`);

    run.child.kill('SIGINT');
    const ended = await run.ended;
    expect(ended).toMatchObject({ code: 130, err: '' });
    expect(ended.out).toContain('stopping the agents; once more leaves at once');
    expect(ended.out).toContain('The run is paused\n  `spec-exec resume` goes on with it\n');
    expect(living(here.path('go'))).toEqual([]);
    const after = await here.cli(['status']);
    expect(after.out).toMatch(/ interrupted\n {2}interrupted: spec-exec resume goes on\n/);
    expect((await here.cli(['status', '--exit-code'])).code).toBe(130);

    here.write('go', '');
    const resumed = await here.cli(['resume']);
    expect(resumed).toMatchObject({ code: 0, err: '' });
    expect(resumed.out).toContain('the run is taken up again');
    expect(resumed.out).not.toContain('time-toaster starts');
    expect(resumed.out).toContain('── Phase 2: Bake goes on');
    expect((await here.cli(['resume'])).code).toBe(0);
  });

  it('that was killed is shown as stopped, with what was under way', async () => {
    holdsAtToast();
    const run = here.start([SPEC]);
    await until('make-toast starts', () => run.out().includes('make-toast starts'));
    run.child.kill('SIGKILL');
    await run.ended;
    const status = await here.cli(['status']);
    expect(status.out).toMatch(/ stopped\n {2}nobody is at work on it: spec-exec resume goes on\n/);
    expect(status.out).toContain('▶ make-toast    was running');
    here.write('go', '');
    expect(await here.cli(['resume'])).toMatchObject({ code: 0, err: '' });
  });

  it('goes on to its end when its reader goes away', async () => {
    const run = here.start([SPEC]);
    await until('it prints', () => run.out() !== '');
    run.child.stdout!.destroy();
    expect(await run.ended).toMatchObject({ code: 0, err: '' });
    expect((await here.cli(['status', '--exit-code'])).code).toBe(0);
  });
});

describe('a gate that asks a person', () => {
  it('stops the run under exit status 4 with the command to type; approved and resumed, the run succeeds', async () => {
    here.change(
      `${SPEC}/entities.ttl`,
      'sx:criterion :toast-fast , :table-clean .',
      'sx:criterion :toast-fast , :table-clean , :tasted .',
    );
    here.write(
      `${SPEC}/entities.ttl`,
      `${here.read(`${SPEC}/entities.ttl`)}
:tasted
    a sx:ApprovalCriterion ;
    dcterms:title "somebody tasted it" ;
    sx:obligation sx:mandatory ;
    sx:role :taster .

:taster
    a sx:Role ;
    dcterms:title "Taster" .
`,
    );
    const run = await here.cli([SPEC]);
    expect(run).toMatchObject({ code: 4, err: '' });
    expect(run.out).toContain('? somebody tasted it  waits for the approval of Taster [untested]');
    const command =
      /waits {3}Serving Gate: the approval of Taster\n +spec-exec (approve \w+ serve-gate --as NAME), then spec-exec resume/.exec(
        run.out,
      )?.[1];
    expect(command).toBeDefined();
    expect((await here.cli(['status'])).out).toContain('awaiting');
    expect((await here.cli(['status', '--exit-code'])).code).toBe(4);
    const approved = await here.cli(command!.replace('NAME', 'Ada').split(' '));
    expect(approved).toMatchObject({ code: 0, err: '' });
    const resumed = await here.cli(['resume']);
    expect(resumed).toMatchObject({ code: 0, err: '' });
    expect(resumed.out).toMatch(/✓ somebody tasted it +approved by Ada as Taster/);
    expect(resumed.out).not.toContain('make-toast starts');
  });
});

describe('a terminal', () => {
  const script = '/usr/bin/script';

  it.skipIf(!existsSync(script))('that is closed stops the run, which pauses in order and can be resumed', async () => {
    holdsAtToast();
    const terminal = spawn(script, ['-qec', `'${process.execPath}' '${builtProgram()}' ${SPEC}`, '/dev/null'], {
      cwd: here.folder,
      env: { ...plainEnvironment, TERM: 'xterm' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let out = '';
    terminal.stdout.on('data', (piece: Buffer) => (out += piece.toString()));
    await until('make-toast starts', () => /make-toast\S* starts/.test(out));
    terminal.kill('SIGKILL');
    const journal = (): string => readFileSync(here.path('.specify/runs', here.runs()[0]!, 'journal.nq'), 'utf8');
    await until('it is paused', () => journal().includes('#RunPaused>'));
    expect(living(here.path('go'))).toEqual([]);
  });

  /** Runs the program on a terminal of so many columns. */
  const onTerminal = (
    columns: number,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): string[] => {
    const quoted = [process.execPath, builtProgram(), ...args]
      .map((word) => `'${word.replaceAll("'", `'\\''`)}'`)
      .join(' ');
    const out = execFileSync(script, ['-qec', `stty cols ${columns}; ${quoted}`, '/dev/null'], {
      cwd: here.folder,
      env: { ...plainEnvironment, TERM: 'xterm', ...env },
      encoding: 'utf8',
    });
    return out.split('\r\n');
  };
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  const bare = (line: string): string => line.replace(/\u001b\[[\d;]*m/g, '');

  it.skipIf(!existsSync(script))(
    'has colours unless NO_COLOR is set, and lines no wider than it; a pipe has neither',
    () => {
      const lines = onTerminal(80, [SPEC]);
      expect(lines.join('')).toContain('\u001b[32m✓\u001b[39m');
      expect(lines.map(bare).filter((line) => line.length > 80 && !line.includes('/'))).toEqual([]);
      const table = onTerminal(60, ['query', 'timeline']);
      expect(table.map(bare).filter((line) => Array.from(line).length > 60)).toEqual([]);
      expect(table.join('')).toContain('…');
      expect(onTerminal(80, ['status'], { NO_COLOR: '1' }).join('')).not.toContain('\u001b');
      expect(bare(onTerminal(80, ['status']).join(''))).toContain('succeeded');
    },
  );
});
