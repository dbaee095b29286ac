// The supervisor with real processes: what is started arrives byte for byte, and every end is on record.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ending, Job } from '../../src/executors/job.ts';
import { readRecords } from '../../src/executors/records.ts';
import { openSupervisor, type Supervisor } from '../../src/executors/supervisor.ts';
import { supervisorsOf } from '../../src/executors/supervisors.ts';
import { jobIn, living, plainEnvironment, scratch, shellJob, until, type Scratch } from '../support/processes.ts';

let place: Scratch;
let open: Supervisor[];
beforeEach(() => {
  place = scratch();
  open = [];
});
afterEach(async () => {
  for (const one of open) await one.close();
  await until('no process of the test is left', () => living(place.folder).length === 0);
  place.remove();
});

interface How {
  readonly environment?: Record<string, string>;
  readonly shell?: string;
}

async function supervisor(how: How = {}): Promise<Supervisor> {
  const one = await openSupervisor({ recordsFile: place.path(`supervisor-${open.length}.log`), ...how });
  open.push(one);
  return one;
}

async function run(job: Job, how: How = {}): Promise<Ending> {
  const one = open[0] ?? (await supervisor(how));
  return await one.start(job).ended;
}

const log = (id: string): string =>
  existsSync(place.path(`${id}.log`)) ? readFileSync(place.path(`${id}.log`), 'utf8') : '';

describe.each([
  ['as sh', {}],
  ['as bash', { shell: '/bin/bash' }],
])('the supervisor, run %s,', (_name, how: How) => {
  it('records exit codes, also those that look like signals', async () => {
    for (const code of [0, 1, 7, 126, 127, 129, 137, 143, 255])
      expect(await run(shellJob(place, `exit-${code}`, `exit ${code}`), how)).toEqual({ kind: 'exited', code });
  });

  it('records the signal that ended a job', async () => {
    for (const signal of ['SIGTERM', 'SIGKILL', 'SIGSEGV', 'SIGHUP', 'SIGPIPE'])
      expect(await run(shellJob(place, signal, `kill -${signal.slice(3)} $$`), how)).toEqual({
        kind: 'signalled',
        signal,
      });
  });

  it('runs a hundred jobs at once, and two hundred after them, each with its own end', async () => {
    const all = await supervisorsOf(place.path('supervisors'), how);
    const ids = Array.from({ length: 300 }, (_, n) => `job-${n}`);
    const ends = await Promise.all(
      Array.from({ length: 100 }, async (_, lane) => {
        const of = ids.filter((_id, n) => n % 100 === lane);
        const got: [string, Ending][] = [];
        for (const id of of)
          got.push([id, await (await all.start(shellJob(place, id, `exit ${Number(id.slice(4)) % 100}`))).ended]);
        return got;
      }),
    );
    expect(new Map(ends.flat())).toEqual(new Map(ids.map((id, n) => [id, { kind: 'exited', code: n % 100 }])));
    expect(readdirSync(place.path('supervisors')).filter((name) => name.endsWith('.log')).length).toBe(100);
    await all.close();
  });

  it('ends a child that ignores TERM, its children, and a grandchild that left session and group', async () => {
    const one = await supervisor(how);
    const env = { ...plainEnvironment, SPEC_EXEC_ATTEMPT: `urn:test:${place.folder}` };
    const text = `trap '' TERM; setsid sh -c 'sleep 611; :' ${place.folder} & sh -c 'sleep 612; :' ${place.folder} & echo up; sleep 613; sleep 614`;
    const run = one.start(shellJob(place, 'tree', text, { env }));
    await until('the tree is up', () => living(place.folder).length >= 4 && log('tree') === 'up\n');
    expect(await run.stop()).toEqual([]);
    expect(await run.ended).toEqual({ kind: 'signalled', signal: 'SIGKILL' });
    expect(living('sleep\x00611').concat(living('sleep\x00612'), living('sleep\x00613'))).toEqual([]);
    expect(await one.start(shellJob(place, 'next', 'exit 4')).ended).toEqual({ kind: 'exited', code: 4 });
  });

  it('lets a job that listens to TERM end by itself within the grace', async () => {
    const one = await supervisor(how);
    const text = `trap 'echo bye; exit 3' TERM; echo up; while :; do sleep 0.05; done`;
    const run = one.start(shellJob(place, 'polite', text, { graceMs: 5_000 }));
    await until('it is up', () => log('polite') === 'up\n');
    expect(await run.stop()).toEqual([]);
    expect(await run.ended).toEqual({ kind: 'exited', code: 3 });
    expect(log('polite')).toContain('bye\n');
  });

  it('ends what a job left running in its session before the next job takes its place', async () => {
    const one = await supervisor(how);
    for (const [id, text] of [
      ['group', 'sleep 641 & exit 7'],
      ['own-group', 'set -m; sleep 641 & exit 7'],
      ['slow', 'sleep 641 & sleep 1.2; exit 7'],
    ] as const) {
      expect(await one.start(shellJob(place, id, text)).ended).toEqual({ kind: 'exited', code: 7 });
      expect(living('sleep\x00641')).toEqual([]);
    }
  });

  it('stays when a job signals its own group', async () => {
    const one = await supervisor(how);
    expect(await one.start(shellJob(place, 'zero', 'kill 0; sleep 5')).ended).toEqual({
      kind: 'signalled',
      signal: 'SIGTERM',
    });
    expect(await one.start(shellJob(place, 'next', 'exit 4')).ended).toEqual({ kind: 'exited', code: 4 });
  });
});

describe('what reaches the job', () => {
  const show = 'process.stdout.write(JSON.stringify(process.argv.slice(1)))';
  const node = process.execPath;

  it('hands over arguments byte for byte: quotes, newlines, $(…), backslashes, 100 KiB', async () => {
    const argv = [
      `it's "so"`,
      'two\nlines\r\n',
      '$(touch x)`id`',
      '\\',
      '',
      ' ',
      '-n',
      '*',
      '~',
      'é🙂\u0081\u0088',
      'a'.repeat(102_400),
    ];
    expect(await run(jobIn(place, 'argv', [node, '-e', show, '--', ...argv]))).toEqual({ kind: 'exited', code: 0 });
    expect(JSON.parse(log('argv'))).toEqual(argv);
  });

  it('hands over any text as argument and as variable', async () => {
    const text = fc
      .string({ unit: 'binary', maxLength: 40 })
      .filter((s) => !s.includes('\0') && Buffer.from(s).toString() === s);
    let n = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(text, { maxLength: 4 }), text, async (words, value) => {
        const id = `any-${n++}`;
        const argv = ['/usr/bin/env', 'printf', '%s\\0', ...words, value] as const;
        await run(
          jobIn(place, id, ['/bin/sh', '-c', '"$@"; printf %s "$VALUE"', ...argv], {
            env: { ...plainEnvironment, VALUE: value },
          }),
        );
        expect(log(id)).toBe([...words, value].map((word) => `${word}\0`).join('') + value);
      }),
      { numRuns: 40 },
    );
  });

  it('gives exactly the environment that was asked for, awkward names and values of shells included', async () => {
    const env = {
      PATH: '/usr/bin:/bin',
      A: "it's\n",
      EMPTY: '',
      'npm_config_//x/:y': '1',
      PPID: '7',
      IFS: 'x',
      PWD: '/elsewhere',
      records: 'mine',
      _sx_jobs: 'z',
    };
    await run(jobIn(place, 'env', ['/usr/bin/env', '-0'], { env }), {
      environment: { PATH: '/bin', HOME: '/root', SECRET: 's' },
    });
    const got = Object.fromEntries(
      log('env')
        .split('\0')
        .slice(0, -1)
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
    expect(got).toEqual(env);
  });

  it('inherits a value from the supervisor without writing it to disk', async () => {
    const env = { ...plainEnvironment, TOKEN: 'very-secret' };
    await run(jobIn(place, 'secret', ['/usr/bin/printenv', 'TOKEN'], { env }), {
      environment: { TOKEN: 'very-secret' },
    });
    expect(log('secret')).toBe('very-secret\n');
    expect(readFileSync(place.path('supervisor-0.jobs/job.sh'), 'utf8')).not.toContain('very-secret');
  });

  it('gives it the stdin file, its folder, no open descriptor of ours, and a log that only the owner reads', async () => {
    writeFileSync(place.path('in put'), 'one\ntwo');
    await run(
      shellJob(place, 'io', 'cat; echo; pwd; ls -l /proc/self/fd >fds; echo err >&2', {
        stdinFile: place.path('in put'),
      }),
    );
    expect(log('io')).toBe(`one\ntwo\n${place.folder}\nerr\n`);
    expect(readFileSync(place.path('fds'), 'utf8')).not.toContain('supervisor-0');
    expect(statSync(place.path('io.log')).mode & 0o777).toBe(0o600);
    expect(statSync(place.path('supervisor-0.jobs')).mode & 0o777).toBe(0o700);
    expect(statSync(place.path('supervisor-0.jobs/job.sh')).mode & 0o777).toBe(0o600);
  });

  it('runs each job in a session and a group that no job beside it has', async () => {
    const ids = ['one', 'two'];
    for (const id of ids) await (await supervisor()).start(shellJob(place, id, 'cut -d" " -f5,6 /proc/$$/stat')).ended;
    expect(ids.map((id) => log(id).trim())).toEqual(open.map(({ process: { pid } }) => `${pid} ${pid}`));
  });
});

describe('the supervisor itself', () => {
  it('runs in a session of its own, with PATH alone in its environment', async () => {
    const { pid } = (await supervisor()).process;
    const [, , group, session] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    expect([group, session]).toEqual([String(pid), String(pid)]);
    expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).toBe(`PATH=${process.env['PATH']}\0`);
  });
});

describe('what cannot be started', () => {
  it('exits with 127 where the command is not found, and says so in the log', async () => {
    expect(await run(jobIn(place, 'missing', ['no-such-command']))).toEqual({ kind: 'exited', code: 127 });
    expect(log('missing')).toContain('no-such-command');
    expect(await run(jobIn(place, 'missing-path', ['/no/such/command']))).toEqual({ kind: 'exited', code: 127 });
  });

  it('says why where the folder is missing, the command is not executable or a folder, or an argument is too long', async () => {
    writeFileSync(place.path('plain'), '');
    const one = await supervisor();
    const reasons = [
      jobIn(place, 'folder', ['true'], { cwd: place.path('none') }),
      jobIn(place, 'mode', [place.path('plain')]),
      jobIn(place, 'dir', [place.folder]),
      jobIn(place, 'long', ['true', 'x'.repeat(200_000)]),
      jobIn(place, 'zero', ['true', 'a\0b']),
      jobIn(place, 'in', ['true'], { stdinFile: place.path('none') }),
      jobIn(place, '../up', ['true']),
    ].map(async (job) => await one.start(job).ended);
    expect(await Promise.all(reasons)).toEqual(
      [
        `The working folder ${place.path('none')} does not exist.`,
        `${place.path('plain')} is not executable (chmod +x would make it so).`,
        `${place.folder} is a folder, not a command.`,
        'One argument or variable is 200000 bytes long; the system takes 131071. Hand it over in a file.',
        'No argument, variable or path can hold a zero byte.',
        `${place.path('none')} cannot be read.`,
        '"../up" cannot be the id of a job: it is not a plain file name.',
      ].map((reason) => ({ kind: 'not-started', reason })),
    );
  });

  it('refuses to start a job after it was closed, and answers the end of one that still ran then', async () => {
    const one = await supervisor();
    const late = one.start(shellJob(place, 'late', 'sleep 0.3; exit 5'));
    await one.close();
    expect(one.open).toBe(false);
    expect(await one.start(shellJob(place, 'later', 'true')).ended).toMatchObject({ kind: 'not-started' });
    expect(await late.ended).toEqual({ kind: 'exited', code: 5 });
    await until('it says that it ends', () => readRecords(one.recordsFile).eof);
  });
});
