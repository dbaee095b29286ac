// What is left when the orchestrator or its supervisor is killed: nothing runs twice, no end is lost.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { attach, settled } from '../../src/executors/attach.ts';
import { bootId, isAlive, killTree, processesOf, processRef } from '../../src/executors/processes.ts';
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

/** An orchestrator of its own: starts the jobs of a list of `[id, sh text]` at once, and then hangs. */
function orchestrator(jobs: readonly (readonly [string, string])[]): ChildProcess {
  const module = builtExecutors(place.folder, 'supervisors');
  const file = place.path('orchestrator.mjs');
  writeFileSync(
    file,
    `import { supervisorsOf } from ${JSON.stringify(module)};
     const folder = ${JSON.stringify(place.folder)};
     const all = await supervisorsOf(folder + '/supervisors');
     await Promise.all(${JSON.stringify(jobs)}.map(([id, text]) =>
       all.start({ id, argv: ['/bin/sh', '-c', text, folder], cwd: folder, logFile: folder + '/' + id + '.log',
         env: { PATH: '/usr/bin:/bin', SPEC_EXEC_ATTEMPT: 'urn:crash:' + id }, graceMs: 100 })));
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

/** The records files of the orchestrator's supervisors, by the job that each was given. */
function recordsOf(ids: readonly string[]): Map<string, string> {
  const files = readdirSync(place.path('supervisors')).filter((name) => name.endsWith('.log'));
  const found = files.map((name) => place.path('supervisors', name));
  return new Map(ids.flatMap((id) => found.filter((file) => readRecords(file).jobs.has(id)).map((file) => [id, file])));
}

describe('after kill -9 of the orchestrator', () => {
  it('every job that was sent runs once, to an end that is on record, and its supervisor is gone', async () => {
    const jobs = Array.from({ length: 30 }, (_, n) => [`job-${n}`, `echo ran; sleep 0.2; exit ${n}`] as const);
    const ids = jobs.map(([id]) => id);
    await killOnceSent(orchestrator(jobs));
    await Promise.all(
      readdirSync(place.path('supervisors'))
        .filter((name) => name.endsWith('.log'))
        .map((name) => settled(place.path('supervisors', name))),
    );
    const files = recordsOf(ids);
    const ends = await Promise.all(ids.map((id) => attach(files.get(id)!, id)));
    expect(ends).toEqual(jobs.map((_, code) => ({ kind: 'exited', code })));
    for (const id of ids) expect(readFileSync(place.path(`${id}.log`), 'utf8')).toBe('ran\n');
    await until('the supervisors are gone', () =>
      [...files.values()].every((file) => !isAlive(readRecords(file).supervisor!)),
    );
  });

  it('a job that still runs holds nobody up, is watched to its end, and can be ended by its marker', async () => {
    await killOnceSent(
      orchestrator([
        ['short', 'sleep 0.5; exit 9'],
        ['long', 'setsid sleep 615 & sleep 616'],
      ]),
    );
    await until('both are started', () => recordsOf(['short', 'long']).size === 2);
    const files = recordsOf(['short', 'long']);
    await Promise.all([...files.values()].map(settled));
    expect(readRecords(files.get('long')!).jobs.get('long')).toEqual({ taken: true, started: true });
    expect(await attach(files.get('short')!, 'short')).toEqual({ kind: 'exited', code: 9 });
    const leader = readRecords(files.get('long')!).supervisor!;
    expect(processesOf(undefined, { leader, supervised: true }).length).toBeGreaterThan(0);
    expect(await killTree('urn:crash:long', { leader, supervised: true }, 100)).toEqual([]);
    expect(await attach(files.get('long')!, 'long')).toEqual({ kind: 'signalled', signal: 'SIGTERM' });
    expect(living('sleep\x00615')).toEqual([]);
  });
});

describe('after a supervisor itself was killed', () => {
  it('a job in its pipe never starts there, and another one starts it', async () => {
    const one = await openSupervisor({ recordsFile: place.path('supervisor-0.log') });
    process.kill(one.process.pid, 'SIGSTOP');
    const piped = one.start(shellJob(place, 'piped', `touch ${place.path('piped')}`));
    process.kill(one.process.pid, 'SIGKILL');
    expect(await piped.ended).toEqual({
      kind: 'not-started',
      reason: 'The supervisor ended before it came to this job.',
    });
    expect(one.open).toBe(false);
    expect(await one.start(shellJob(place, 'refused', 'true')).ended).toMatchObject({ kind: 'not-started' });
    await one.close();
    expect(await attach(place.path('supervisor-0.log'), 'piped')).toMatchObject({ kind: 'not-started' });
    expect(existsSync(place.path('piped'))).toBe(false);
  });

  it('its job is gone only when it has really ended', async () => {
    const file = place.path('supervisor-0.log');
    const one = await openSupervisor({ recordsFile: file });
    const run = one.start(shellJob(place, 'orphan', `while [ ! -e ${place.path('go')} ]; do sleep 0.05; done`));
    expect(await run.started()).toBe(true);
    process.kill(one.process.pid, 'SIGKILL');
    const ending = attach(file, 'orphan');
    const early = await Promise.race([
      ending,
      new Promise((resolve) => setTimeout(() => resolve('still there'), 1_200)),
    ]);
    expect(early).toBe('still there');
    expect(processesOf(undefined, { leader: one.process, supervised: true }).length).toBeGreaterThan(0);
    writeFileSync(place.path('go'), '');
    expect(await ending).toEqual({ kind: 'gone' });
    expect(await run.ended).toEqual({ kind: 'gone' });
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
      'supervisor 10 20 boot\ntake a\nend a exi\nstart a\nTerminated\nend a exit 3\nend b exit 0\nta',
    );
    const got = readRecords(file);
    expect(got.supervisor).toEqual({ pid: 10, startTime: '20', bootId: 'boot' });
    expect(got.eof).toBe(false);
    expect(got.jobs.get('a')).toEqual({
      taken: true,
      started: true,
      ended: { kind: 'exited', code: 3 },
    });
    appendFileSync(file, 'ke c\neof\n');
    expect(readRecords(file)).toMatchObject({ eof: true });
    expect(readRecords(file).jobs.get('c')).toEqual({ taken: true, started: false });
  });

  it('of another boot make a job gone, whatever has its pid now', async () => {
    const self = processRef(process.pid)!;
    expect(self.bootId).toBe(bootId());
    writeFileSync(place.path('old.log'), `supervisor ${self.pid} ${self.startTime} other\ntake a\nstart a\n`);
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
