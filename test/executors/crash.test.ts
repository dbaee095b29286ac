// What is left when the orchestrator or its supervisor is killed: nothing runs twice, no end is lost.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { attach, settled } from '../../src/executors/attach.ts';
import { bootId, isAlive, killTree, processRef } from '../../src/executors/processes.ts';
import { readRecords, takeLine, emptyRecords } from '../../src/executors/records.ts';
import { openSupervisor } from '../../src/executors/supervisor.ts';
import { builtExecutors } from '../support/built.ts';
import { living, plainEnvironment, scratch, shellJob, until, type Scratch } from '../support/processes.ts';

let place: Scratch;
beforeEach(() => {
  place = scratch();
});
afterEach(async () => {
  await until('no process of the test is left', () => living(place.folder).length === 0);
  place.remove();
});

/** An orchestrator of its own: opens a supervisor, starts the jobs of a list of `[id, sh text]`, and then hangs. */
function orchestrator(jobs: readonly (readonly [string, string])[], options: object = {}): ChildProcess {
  const module = builtExecutors(place.folder);
  const file = place.path('orchestrator.mjs');
  writeFileSync(
    file,
    `import { openSupervisor } from ${JSON.stringify(module)};
     const folder = ${JSON.stringify(place.folder)};
     const one = await openSupervisor({ recordsFile: folder + '/supervisor-0.log', ...${JSON.stringify(options)} });
     for (const [id, text] of ${JSON.stringify(jobs)})
       void one.start({ id, argv: ['/bin/sh', '-c', text, folder], cwd: folder, logFile: folder + '/' + id + '.log',
         env: { PATH: '/usr/bin:/bin', SPEC_EXEC_ATTEMPT: 'urn:crash:' + id } });
     console.log('sent');
     setInterval(() => {}, 1000);`,
  );
  return spawn(process.execPath, [file], { env: plainEnvironment, stdio: ['ignore', 'pipe', 'inherit'] });
}

async function killOnceSent(child: ChildProcess): Promise<void> {
  await once(child.stdout!, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
}

const records = () => readRecords(place.path('supervisor-0.log'));

describe.each([
  ['one supervisor for all', {}],
  ['one detached shell a job', { setsid: '' }],
])('after kill -9 of the orchestrator (%s)', (_name, options) => {
  it('every job that was sent runs once, to an end that is on record, and the supervisor is gone', async () => {
    const jobs = Array.from({ length: 60 }, (_, n) => [`job-${n}`, `echo ran; sleep 0.2; exit ${n}`] as const);
    await killOnceSent(orchestrator(jobs, options));
    await settled(place.path('supervisor-0.log'));
    const ends = await Promise.all(jobs.map(([id]) => attach(place.path('supervisor-0.log'), id)));
    expect(ends).toEqual(jobs.map((_, code) => ({ kind: 'exited', code })));
    for (const [id] of jobs) expect(readFileSync(place.path(`${id}.log`), 'utf8')).toBe('ran\n');
    await until('the supervisor is gone', () => !isAlive(records().supervisor!));
  });

  it('a job that still runs is watched to its end, and can be ended by its marker', async () => {
    await killOnceSent(
      orchestrator(
        [
          ['short', 'sleep 0.5; exit 9'],
          ['long', 'setsid sleep 615 & sleep 616'],
        ],
        options,
      ),
    );
    const file = place.path('supervisor-0.log');
    await until('both are started', () => [...records().jobs.values()].filter((job) => job.started).length === 2);
    expect(records().jobs.get('short')?.ended).toBeUndefined();
    expect(await attach(file, 'short')).toEqual({ kind: 'exited', code: 9 });
    const long = records().jobs.get('long')!.started!;
    expect(isAlive(long)).toBe(true);
    expect(await killTree('urn:crash:long', long, 100)).toEqual([]);
    expect(await attach(file, 'long')).toEqual({ kind: 'signalled', signal: 'SIGTERM' });
    expect(living('sleep\x00615')).toEqual([]);
  });
});

describe('after the supervisor itself was killed', () => {
  it('running jobs run on and their ends are recorded; new ones are refused, those still in the pipe never start', async () => {
    const one = await openSupervisor({ recordsFile: place.path('supervisor-0.log') });
    await one.start(shellJob(place, 'running', 'sleep 0.4; exit 4'));
    process.kill(one.process.pid, 'SIGSTOP');
    const piped = one.start(shellJob(place, 'piped', `touch ${place.path('piped')}`));
    process.kill(one.process.pid, 'SIGKILL');
    expect(await piped).toEqual({ kind: 'not-started', reason: 'The supervisor ended before it came to this job.' });
    expect(one.open).toBe(false);
    expect(await one.start(shellJob(place, 'refused', 'true'))).toMatchObject({ kind: 'not-started' });
    expect(await one.ended('running')).toEqual({ kind: 'exited', code: 4 });
    await one.close();
    expect(await attach(place.path('supervisor-0.log'), 'running')).toEqual({ kind: 'exited', code: 4 });
    expect(await attach(place.path('supervisor-0.log'), 'piped')).toMatchObject({ kind: 'not-started' });
    expect(existsSync(place.path('piped'))).toBe(false);
  });

  it('a job whose wrapper was killed too is gone only when it has really ended', async () => {
    const one = await openSupervisor({ recordsFile: place.path('supervisor-0.log') });
    const started = await one.start(
      shellJob(place, 'orphan', `while [ ! -e ${place.path('go')} ]; do sleep 0.05; done`),
    );
    process.kill(one.process.pid, 'SIGKILL');
    process.kill(records().jobs.get('orphan')!.wrapperPid!, 'SIGKILL');
    const ending = attach(place.path('supervisor-0.log'), 'orphan');
    const early = await Promise.race([
      ending,
      new Promise((resolve) => setTimeout(() => resolve('still there'), 1_200)),
    ]);
    expect(early).toBe('still there');
    expect(started.kind === 'started' && isAlive(started.process)).toBe(true);
    writeFileSync(place.path('go'), '');
    expect(await ending).toEqual({ kind: 'gone' });
    expect(await one.ended('orphan')).toEqual({ kind: 'gone' });
    await one.close();
  });
});

describe('records', () => {
  it('of a missing or empty file say that nothing was started', async () => {
    await settled(place.path('none.log'));
    expect(await attach(place.path('none.log'), 'a')).toMatchObject({ kind: 'not-started' });
    writeFileSync(place.path('empty.log'), '');
    await settled(place.path('empty.log'));
    expect(await attach(place.path('empty.log'), 'a')).toMatchObject({ kind: 'not-started' });
  });

  it('pass over a torn last line and lines that mean nothing', () => {
    const file = place.path('torn.log');
    writeFileSync(
      file,
      'supervisor 10 20 boot\ntake a\nend a exi\nstart a 11 21 11 12\nTerminated\nend a exit 3\nend b exit 0\nta',
    );
    const got = readRecords(file);
    expect(got.supervisor).toEqual({ pid: 10, startTime: '20', bootId: 'boot', group: 10 });
    expect(got.eof).toBe(false);
    expect(got.jobs.get('a')).toEqual({
      taken: true,
      started: { pid: 11, startTime: '21', bootId: 'boot', group: 11 },
      wrapperPid: 12,
      ended: { kind: 'exited', code: 3 },
    });
    appendFileSync(file, 'ke c\neof\n');
    expect(readRecords(file)).toMatchObject({ eof: true });
    expect(readRecords(file).jobs.get('c')).toEqual({ taken: true });
  });

  it('of another boot make a job gone, whatever has its pid now', async () => {
    const self = processRef(process.pid)!;
    expect(self.bootId).toBe(bootId());
    writeFileSync(
      place.path('old.log'),
      `supervisor ${self.pid} ${self.startTime} other\ntake a\nstart a ${self.pid} ${self.startTime} ${self.pid} ${self.pid}\n`,
    );
    await settled(place.path('old.log'));
    expect(await attach(place.path('old.log'), 'a')).toEqual({ kind: 'gone' });
    expect(takeLine(emptyRecords('x'), 'eof')).toBeUndefined();
  });

  it('know a process by its start: another one with the same pid is not it', () => {
    const self = processRef(process.pid)!;
    expect(isAlive(self)).toBe(true);
    expect(isAlive({ ...self, startTime: '1' })).toBe(false);
  });
});
