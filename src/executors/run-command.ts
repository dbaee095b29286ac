// Runs one short command to its end: a verification, a criterion, a calibration. Never a shell; output goes to a file,
// since a grandchild that holds a pipe open would keep us waiting.
import { spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { systemClock, type Clock } from '../base/clock.ts';
import { groupLives, killTree, processRef } from './processes.ts';
import { markerVariable } from './job.ts';

export interface Command {
  readonly argv: readonly [string, ...string[]];
  /** Absolute path of a folder that exists. */
  readonly cwd: string;
  /** The whole environment. A `SPEC_EXEC_ATTEMPT` in it is how a process that leaves the group is found. */
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Absolute path; created with mode 0600, appended to. */
  readonly logFile: string;
  /** Ends the command early. */
  readonly signal?: AbortSignal | undefined;
}

/** `tail` is the end of its output, whole lines where they fit, in UTF-8. */
export type CommandResult =
  | { readonly kind: 'exited'; readonly code: number; readonly durationMs: number; readonly tail: string }
  | { readonly kind: 'signalled'; readonly signal: string; readonly durationMs: number; readonly tail: string }
  | { readonly kind: 'timed-out'; readonly durationMs: number; readonly tail: string }
  | { readonly kind: 'cancelled'; readonly durationMs: number; readonly tail: string }
  | { readonly kind: 'not-started'; readonly reason: string };

const tailBytesMax = 8_192;

/** Between TERM and KILL: a verification has nothing to save. */
const graceMs = 1_000;

/** Runs it to its end, or ends it and its whole group when the time is over. Duration by a monotonic clock. */
export async function runCommand(command: Command, clock: Clock = systemClock): Promise<CommandResult> {
  if (command.signal?.aborted === true) return { kind: 'cancelled', durationMs: 0, tail: '' };
  let log: number;
  try {
    log = openSync(command.logFile, 'a+', 0o600);
  } catch (error) {
    return { kind: 'not-started', reason: `Its log cannot be written: ${(error as Error).message}` };
  }
  try {
    return await run(command, clock, log);
  } finally {
    closeSync(log);
  }
}

async function run(command: Command, clock: Clock, log: number): Promise<CommandResult> {
  const before = fstatSync(log).size;
  const [file, ...args] = command.argv;
  const from = clock.monotonicMs();
  let cause: 'timed-out' | 'cancelled' | undefined;
  let killing: Promise<unknown> = Promise.resolve();
  const started = start(file, args, command, log);
  if (typeof started === 'string') return { kind: 'not-started', reason: started };
  const { child, ended } = started;
  const leader = child.pid === undefined ? undefined : (processRef(child.pid) ?? bare(child.pid));
  const session = leader && { leader, supervised: false };
  const end = (why: 'timed-out' | 'cancelled'): void => {
    if (cause !== undefined || session === undefined) return;
    cause = why;
    killing = killTree(command.env[markerVariable], session, graceMs);
  };
  const timer = setTimeout(end, Math.min(command.timeoutMs, 2_147_483_647), 'timed-out');
  const cancel = (): void => end('cancelled');
  command.signal?.addEventListener('abort', cancel);
  const how = await ended;
  const durationMs = clock.monotonicMs() - from;
  clearTimeout(timer);
  command.signal?.removeEventListener('abort', cancel);
  await killing;
  if (typeof how === 'string') return { kind: 'not-started', reason: how };
  // What it left running in its group would disturb what is measured next.
  if (session !== undefined && groupLives(session)) await killTree(undefined, session, graceMs);
  const tail = tailOf(log, before);
  if (cause !== undefined) return { kind: cause, durationMs, tail };
  return how.signal === null
    ? { kind: 'exited', code: how.code ?? 0, durationMs, tail }
    : { kind: 'signalled', signal: how.signal, durationMs, tail };
}

type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

/** Spawns it in a session of its own; what hinders that is a sentence, at once or later. */
function start(file: string, args: readonly string[], command: Command, log: number) {
  try {
    const child = spawn(file, args, {
      cwd: command.cwd,
      env: { ...command.env },
      detached: true,
      stdio: ['ignore', log, log],
    });
    const ended = new Promise<Exit | string>((resolve) => {
      child.on('error', (error) => resolve(`${file} cannot be started in ${command.cwd}: ${error.message}`));
      child.on('exit', (code, signal) => resolve({ code, signal }));
    });
    return { child, ended };
  } catch (error) {
    return `${file} cannot be started: ${(error as Error).message}`;
  }
}

function bare(pid: number) {
  return { pid, startTime: '', bootId: '' };
}

function tailOf(log: number, before: number): string {
  const size = fstatSync(log).size;
  const length = Math.min(tailBytesMax, size - before);
  const buffer = Buffer.alloc(Math.max(0, length));
  const got = readSync(log, buffer, 0, buffer.length, size - buffer.length);
  const text = buffer.toString('utf8', 0, got);
  return length < size - before ? text.slice(text.indexOf('\n') + 1) : text;
}
