// The process executor and the short commands, with the scripted agent.
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { environmentFor } from '../../src/executors/environment.ts';
import type { Work } from '../../src/executors/executor.ts';
import { processExecutor, type ProcessBinding } from '../../src/executors/process.ts';
import { runCommand, type Command } from '../../src/executors/run-command.ts';
import { readRecords } from '../../src/executors/records.ts';
import { supervisorsOf, type Supervisors } from '../../src/executors/supervisors.ts';
import { living, plainEnvironment, scratch, until, type Scratch } from '../support/processes.ts';

const agent = fileURLToPath(new URL('../support/agent.mjs', import.meta.url));
let place: Scratch;
let supervisors: Supervisors;
beforeEach(async () => {
  place = scratch();
  supervisors = await supervisorsOf(place.folder);
  writeFileSync(place.path('prompt.txt'), 'Say "$HOME" {prompt-file}\n');
});
afterEach(async () => {
  await supervisors.close();
  await until('no process of the test is left', () => living(place.folder).length === 0);
  place.remove();
});

function work(id: string, more: Partial<Work> = {}): Work {
  return {
    id,
    run: 'urn:spec-exec:run:test',
    task: `urn:task:${id}`,
    attempt: `urn:attempt:${place.folder}:${id}`,
    folder: place.folder,
    logFile: place.path(`${id}.log`),
    prompt: readFileSync(place.path('prompt.txt'), 'utf8'),
    promptFile: place.path('prompt.txt'),
    variables: {
      SPEC_EXEC_PROMPT: place.path('prompt.txt'),
      SPEC_EXEC_EVIDENCE: place.path(`${id}.evidence.json`),
      SPEC_EXEC_HANDOFF: place.path('handoff'),
    },
    graceMs: 200,
    ...more,
  };
}

/** A folder of its own, so that nobody else's files are a sign of life. */
function mkFolder(name: string): string {
  mkdirSync(place.path(name));
  return place.path(name);
}

const binding = (script: object, more: Partial<ProcessBinding> = {}): ProcessBinding => ({
  argv: [process.execPath, agent, JSON.stringify(script)],
  promptBy: 'file',
  allow: [],
  set: {},
  ...more,
});
const executor = (bound: ProcessBinding, of: Supervisors = supervisors) =>
  processExecutor({
    supervisors: of,
    bindingOf: () => bound,
    environment: { ...plainEnvironment, HOME: '/h', SECRET: 's' },
  });
const log = (id: string): string => readFileSync(place.path(`${id}.log`), 'utf8');

describe('the process executor', () => {
  it('is done when the agent exits with 0, and what the agent left is there', async () => {
    const running = await executor(
      binding({ output: 'hi', files: { 'a/b.txt': 'x' }, evidence: { agent: 'a' }, handoffs: { 'k/1': 2 } }),
    ).start(work('ok'));
    expect(await running.outcome).toEqual({ kind: 'done', durationMs: expect.any(Number) });
    expect(log('ok')).toBe('hi');
    expect(JSON.parse(readFileSync(place.path('ok.evidence.json'), 'utf8'))).toEqual({ agent: 'a' });
    expect(readFileSync(place.path('handoff/k%2F1.json'), 'utf8')).toBe('2');
  });

  it('says why an attempt failed', async () => {
    const outcome = async (id: string, bound: ProcessBinding) => await (await executor(bound).start(work(id))).outcome;
    expect(await outcome('three', binding({ exit: 3 }))).toMatchObject({
      kind: 'failed',
      reason: 'exited with 3',
      exitCode: 3,
    });
    expect(await outcome('killed', binding({ signal: 'SIGKILL' }))).toMatchObject({
      reason: 'was ended by SIGKILL',
      signal: 'SIGKILL',
    });
    expect(await outcome('none', binding({}, { argv: ['no-such-agent'] }))).toMatchObject({
      reason: 'exited with 127 (command not found)',
    });
    expect(await outcome('folder', binding({}, { argv: [place.folder] }))).toMatchObject({ kind: 'not-started' });
  });

  it('hands the prompt over as argument, in its place, or on stdin, byte for byte', async () => {
    const prompt = readFileSync(place.path('prompt.txt'), 'utf8');
    const show = [process.execPath, agent, '{"echo":["argv"]}'] as const;
    await (
      await executor(binding({}, { argv: [...show], promptBy: 'argument' })).start(work('last'))
    ).outcome;
    expect(JSON.parse(log('last'))).toEqual(['{"echo":["argv"]}', prompt]);
    await (
      await executor(binding({}, { argv: [...show, '--p={prompt}', '{prompt-file}'], promptBy: 'argument' })).start(
        work('named'),
      )
    ).outcome;
    expect(JSON.parse(log('named')).slice(1)).toEqual([`--p=${prompt}`, place.path('prompt.txt')]);
    await (
      await executor(binding({ echo: ['stdin'] }, { promptBy: 'stdin' })).start(work('stdin'))
    ).outcome;
    expect(log('stdin')).toBe(`${prompt}\n`);
  });

  it('shows the agent the allow-list, the binding and the attempt, and nothing else of our environment', async () => {
    await (
      await executor(binding({ echo: ['env'] }, { set: { MODE: 'fast' } })).start(work('env'))
    ).outcome;
    const { LC_CTYPE: _set, ...env } = JSON.parse(log('env')) as Record<string, string>;
    expect(env).toEqual({
      ...plainEnvironment,
      HOME: '/h',
      MODE: 'fast',
      ...work('env').variables,
      SPEC_EXEC_ATTEMPT: work('env').attempt,
    });
  });

  it('ends the whole tree of an agent that is over its time, a daemon that left session and group included', async () => {
    const script = {
      tree: { child: true, session: true, daemon: true },
      delayMs: 60_000,
      ignoreTerm: true,
      output: 'up',
    };
    const running = await executor(binding(script)).start(work('slow', { timeoutMs: 1_000 }));
    expect(await running.outcome).toMatchObject({ kind: 'timed-out', afterMs: 1_000 });
    expect(log('slow')).toBe('up');
    expect(living('sleep\x00617')).toEqual([]);
  });

  it('ends the whole tree of one that gives no sign of life, and of none that writes, leaves evidence or changes a file', async () => {
    const script = { tree: { child: true, session: true, daemon: true }, output: 'up', delayMs: 60_000 };
    const idle = { idleTimeoutMs: 1_000, signsOfLife: [place.path('signs')] };
    const every = (step: object) => ({ steps: Array(8).fill({ afterMs: 250, ...step }) });
    const scripts = [
      script,
      every({ output: 'x' }),
      every({ files: { '../signs': 'x' } }),
      every({ files: { 'a/b': 'x' } }),
    ];
    const outcomes = scripts.map(async (one, index) => {
      const folder = mkFolder(`idle-${index}`);
      const running = await executor(binding(one)).start(work(`idle-${index}`, { ...idle, folder }));
      return await running.outcome;
    });
    expect(await Promise.all(outcomes)).toMatchObject([
      { kind: 'timed-out', limit: 'idle', afterMs: 1_000 },
      { kind: 'done' },
      { kind: 'done' },
      { kind: 'done' },
    ]);
    expect(living('sleep\x00617')).toEqual([]);
  });

  it('ends a daemon that left session and group on request, and in an attempt that another orchestrator began', async () => {
    const script = { tree: { daemon: true }, output: 'up', delayMs: 60_000 };
    const up = (id: string) => until('it is up', () => existsSync(place.path(`${id}.log`)) && log(id) === 'up');
    const running = await executor(binding(script)).start(work('asked'));
    await up('asked');
    expect(await running.cancel()).toMatchObject({ kind: 'cancelled' });
    expect(living('sleep\x00617')).toEqual([]);
    await executor(binding(script)).start(work('before'));
    await up('before');
    await supervisors.close();
    const afterwards = await supervisorsOf(place.folder);
    const taken = await executor(binding({}), afterwards).attach(work('before', { timeoutMs: 100 }), { elapsedMs: 90 });
    expect(await taken?.outcome).toMatchObject({ kind: 'timed-out' });
    expect(living('sleep\x00617')).toEqual([]);
    await afterwards.close();
  });

  it('does not find a daemon with an emptied environment in a session of its own: docs/bindings.md says so', async () => {
    const running = await executor(binding({ tree: { emptied: true }, output: 'up', delayMs: 60_000 })).start(
      work('gone'),
    );
    const up = () => existsSync(place.path('gone.log')) && log('gone') === 'up' && living('sleep\x00616').length === 1;
    await until('it is up', up);
    expect(await running.cancel()).toMatchObject({ kind: 'cancelled' });
    const [daemon, ...others] = living('sleep\x00616');
    process.kill(daemon!, 'SIGKILL');
    expect(others).toEqual([]);
  });

  it('cancels once, and leaves nothing of the group behind when the agent ends by itself', async () => {
    const running = await executor(binding({ delayMs: 60_000 })).start(work('cancel'));
    const [first, second] = await Promise.all([running.cancel(), running.cancel()]);
    expect(first).toMatchObject({ kind: 'cancelled' });
    expect(second).toBe(first);
    const left = await executor(binding({ tree: { child: true } })).start(work('left'));
    expect(await left.outcome).toMatchObject({ kind: 'done' });
    expect(living('sleep\x00617')).toEqual([]);
  });

  it('takes up an attempt that an earlier orchestrator started, with what is left of its time', async () => {
    await executor(binding({ delayMs: 400, exit: 6 })).start(work('taken'));
    await executor(binding({ delayMs: 60_000 })).start(work('late'));
    await supervisors.close(); // as far as a later one can tell, the same as being killed
    const afterwards = await supervisorsOf(place.folder);
    expect(afterwards.earlier).toEqual([place.path('supervisor-1.log'), place.path('supervisor-0.log')]);
    const later = executor(binding({}), afterwards);
    const taken = await later.attach(work('taken'), { elapsedMs: 100 });
    expect(await taken?.outcome).toMatchObject({ kind: 'failed', exitCode: 6 });
    expect(await later.attach(work('never'), { elapsedMs: 0 })).toBeUndefined();
    const late = await later.attach(work('late', { timeoutMs: 1_000 }), { elapsedMs: 5_000 });
    expect(await late?.outcome).toMatchObject({ kind: 'timed-out' });
    await afterwards.close();
  });

  it('starts on another supervisor what the one that was to start it died before', async () => {
    const files = () =>
      readdirSync(place.folder).filter((name) => name.endsWith('.log') && name.startsWith('supervisor'));
    await (
      await executor(binding({})).start(work('first'))
    ).outcome;
    process.kill(readRecords(place.path('supervisor-0.log')).supervisor!.pid, 'SIGSTOP');
    const running = await executor(binding({ exit: 3 })).start(work('second'));
    process.kill(readRecords(place.path('supervisor-0.log')).supervisor!.pid, 'SIGKILL');
    expect(await running.outcome).toMatchObject({ kind: 'failed', exitCode: 3 });
    expect(files().sort()).toEqual(['supervisor-0.log', 'supervisor-1.log']);
  });
});

describe('a short command', () => {
  const command = (argv: readonly [string, ...string[]], more: Partial<Command> = {}): Command => ({
    argv,
    cwd: place.folder,
    env: plainEnvironment,
    timeoutMs: 20_000,
    logFile: place.path('command.log'),
    ...more,
  });

  it('gives exit code, duration and the end of its own output, without a shell', async () => {
    writeFileSync(place.path('command.log'), 'from before\n');
    expect(await runCommand(command(['printf', '%s|', '$HOME', 'a b']))).toEqual({
      kind: 'exited',
      code: 0,
      durationMs: expect.any(Number),
      tail: '$HOME|a b|',
    });
    expect(await runCommand(command(['sh', '-c', 'echo out; echo err >&2; exit 4']))).toMatchObject({
      code: 4,
      tail: 'out\nerr\n',
    });
    expect(await runCommand(command(['sh', '-c', 'kill -9 $$']))).toMatchObject({
      kind: 'signalled',
      signal: 'SIGKILL',
    });
    const long = await runCommand(command(['seq', '100000']));
    expect(long).toMatchObject({ kind: 'exited', tail: expect.stringMatching(/^\d+\n[\s\S]*100000\n$/) });
    expect(log('command').startsWith('from before\n$HOME|a b|out\n')).toBe(true);
  });

  it('creates its log for the owner alone', async () => {
    await runCommand(command(['true']));
    expect(statSync(place.path('command.log')).mode & 0o777).toBe(0o600);
  });

  it('says why it could not be started', async () => {
    writeFileSync(place.path('plain'), '');
    chmodSync(place.path('plain'), 0o644);
    for (const argv of [['no-such-command'], [place.path('plain')], ['a\0b']] as [string][])
      expect(await runCommand(command(argv))).toMatchObject({
        kind: 'not-started',
        reason: expect.stringContaining('cannot be started'),
      });
    expect(await runCommand(command(['true'], { cwd: place.path('none') }))).toMatchObject({ kind: 'not-started' });
    expect(await runCommand(command(['true'], { logFile: place.path('none/x.log') }))).toMatchObject({
      kind: 'not-started',
    });
  });

  it('is ended with its whole group when its time is over, and when it is cancelled', async () => {
    const tree = `trap '' TERM; sh -c 'sleep 618; :' ${place.folder} & touch ${place.path('up')}; sleep 619`;
    expect(await runCommand(command(['sh', '-c', tree], { timeoutMs: 300 }))).toMatchObject({ kind: 'timed-out' });
    expect(living('sleep\x00618').concat(living('sleep\x00619'))).toEqual([]);
    const stop = new AbortController();
    const running = runCommand(command(['sleep', '620'], { signal: stop.signal }));
    stop.abort();
    expect(await running).toMatchObject({ kind: 'cancelled' });
    expect(existsSync(place.path('up'))).toBe(true);
  });

  it('does not wait for what it left in the background, and ends that', async () => {
    const result = await runCommand(command(['sh', '-c', 'sleep 621 & echo done']));
    expect(result).toMatchObject({ kind: 'exited', code: 0, tail: 'done\n' });
    expect(living('sleep\x00621')).toEqual([]);
  });
});

describe('the environment of a child', () => {
  it('holds allowed names and prefixes that exist, and what is set wins', () => {
    const from = { PATH: '/bin', CI_A: '1', CI_B: '2', OTHER: 'x', GONE: undefined };
    expect(environmentFor(['PATH', 'CI_*', 'GONE', 'MISSING'], { CI_B: 'set' }, from)).toEqual({
      PATH: '/bin',
      CI_A: '1',
      CI_B: 'set',
    });
    expect(environmentFor([], {}, from)).toEqual({});
  });
});
