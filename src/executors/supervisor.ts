// Drives a supervisor.sh: hands it one job after the other, tells how each ended, stops them. Everything this file knows it
// reads back from the records, so that it never knows more than somebody who comes after a crash.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, closeSync, mkdirSync, openSync, realpathSync, writeSync } from 'node:fs';
import type { Socket } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { markerVariable, type Ending, type Job, type ProcessRef } from './job.ts';
import { handedDown, launchScript, whyNot } from './launch-script.ts';
import { hasCompany, killTree, newestPid } from './processes.ts';
import { watchRecords } from './record-watch.ts';
import { jobsFolderOf } from './records.ts';

const script = fileURLToPath(new URL('./supervisor.sh', import.meta.url));

/** A job that took longer may have been given any pid there is. */
const PIDS_KNOWN_MS = 1_000;

/** While a start is waited for that nobody tells of. */
const LOOK_MS = 10;

export interface SupervisorOptions {
  /** New file of this supervisor alone, such as `supervisor-1.log`; its launch script goes to `supervisor-1.jobs/` beside it. */
  readonly recordsFile: string;
  /**
   * What the supervisor itself runs in; by default `PATH` alone. A job whose environment holds one of these with the
   * same value is given it from there; any other value is written into the job's launch script (mode 0600).
   */
  readonly environment?: Readonly<Record<string, string>>;
  /** The POSIX shell that runs it; `/bin/sh` where nothing is said. */
  readonly shell?: string;
}

/** One job that was handed over. */
export interface JobRun {
  /** Resolves when the job's start is on record, with true; with false when it is certain never to be. */
  started(): Promise<boolean>;
  /**
   * Resolves when the end is on record, and nothing is left of the job; `not-started` where it never ran; `gone` only where job
   * and supervisor are dead and nothing is.
   */
  readonly ended: Promise<Ending>;
  /** TERM to the job's group, after the grace KILL, then whatever of it left the group. Resolves with what still lives. */
  stop(): Promise<readonly ProcessRef[]>;
}

export interface Supervisor {
  readonly recordsFile: string;
  /** Known by the records' first line; leads the session and the group that its jobs run in. */
  readonly process: ProcessRef;
  /** Hands a job over. Throws where the one before has not ended. */
  start(job: Job): JobRun;
  /** Whether a job can be started, once the one before has ended. */
  readonly open: boolean;
  /** End of input: it ends as soon as it has nothing to do, which is waited for where that is now. What runs, runs on, and its end still comes. */
  close(): Promise<void>;
}

/** Starts a supervisor in a session of its own, which no Ctrl-C reaches. Throws where that is impossible (a full disk). */
export async function openSupervisor(options: SupervisorOptions): Promise<Supervisor> {
  const environment = options.environment ?? { PATH: process.env['PATH'] ?? '/usr/bin:/bin' };
  mkdirSync(dirname(options.recordsFile), { recursive: true });
  const recordsFile = join(realpathSync(dirname(options.recordsFile)), basename(options.recordsFile));
  const jobs = jobsFolderOf(recordsFile);
  mkdirSync(jobs, { recursive: true, mode: 0o700 });
  closeSync(openSync(recordsFile, 'wx', 0o600));
  const words = [script, recordsFile, jobs, ...handedDown(environment)];
  const child = spawn(options.shell ?? '/bin/sh', words, {
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
    cwd: '/',
    env: { ...environment },
  });
  const ids = child.stdin as Socket;
  const bell = child.stdout as Socket;
  let [dead, closed, closing, busy] = [false, false, false, false];
  const watch = watchRecords(recordsFile, { stillStarting: () => !dead, woken: true });
  const exited = exitOf(child).then(() => {
    dead = true;
    watch.look();
  });
  ids.on('error', () => (closed = true)); // EPIPE: it was killed; `exit` says so as well
  bell.on('error', () => undefined).on('data', () => watch.read());
  // Nothing is sent before the first line: so a records file without it belongs to a supervisor that starts nothing.
  await Promise.race([exited, once(bell, 'data')]);
  watch.read();
  const leader = watch.records.supervisor;
  if (leader === undefined) {
    watch.close();
    appendFileSync(recordsFile, '\n'); // says why, where the disk is
    throw new Error(`the supervisor cannot write ${recordsFile}`);
  }
  child.unref();
  for (const pipe of [ids, bell]) pipe.unref();
  const launch = launchFile(join(jobs, 'job.sh'));
  let cleanAt = newestPid();

  /** Why it is not handed over, as a sentence. */
  const handOver = (job: Job): string | undefined => {
    const reason = closed || dead ? 'The supervisor is closed or has been killed.' : whyNot(job);
    if (reason !== undefined) return reason;
    if (busy) throw new Error(`job ${job.id} is started before the end of the one before`);
    try {
      launch.write(launchScript(job, environment));
    } catch (error) {
      // A disk without room is not the job's fault: whoever started us knows what to do then.
      if (['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
      return `Its launch script cannot be written: ${(error as Error).message}`;
    }
    busy = true;
    ids.write(`${job.id}\n`);
    return undefined;
  };
  const end = (job: Job) => killTree(job.env[markerVariable], { leader, supervised: true }, job.graceMs);
  /** What a job that has ended left running is ended too, before another one takes its place. */
  const seeOut = async (job: Job): Promise<Ending> => {
    const from = performance.now();
    const ending = await watch.ended(job.id);
    const newest = newestPid();
    const since = performance.now() - from > PIDS_KNOWN_MS ? undefined : cleanAt;
    if (hasCompany(leader, since, newest)) await end(job);
    else cleanAt = newest;
    busy = false;
    return ending;
  };

  return {
    recordsFile,
    process: leader,
    get open() {
      return !closed && !dead;
    },
    start: (job) => {
      const reason = handOver(job);
      if (reason !== undefined) return neverRun({ kind: 'not-started', reason });
      const started = async (): Promise<boolean> => {
        const looking = setInterval(() => watch.look(), LOOK_MS);
        return await watch.started(job.id).finally(() => clearInterval(looking));
      };
      return {
        started,
        ended: seeOut(job),
        stop: async () => {
          const left = (await started()) ? await end(job) : [];
          watch.look();
          return left;
        },
      };
    },
    close: async () => {
      if (closing) return;
      closing = closed = true;
      ids.end();
      launch.close();
      watch.close();
      if (busy) return;
      child.ref();
      await exited;
    },
  };
}

function neverRun(reason: Extract<Ending, { kind: 'not-started' }>): JobRun {
  return { started: async () => false, ended: Promise.resolve(reason), stop: async () => [] };
}

/** One launch script after the other, in one file: cutting it shorter each time would cost more than all else about it. */
function launchFile(path: string): { write(text: string): void; close(): void } {
  const file = openSync(path, 'wx', 0o600);
  return {
    write: (text) => {
      // It says itself where it ends, so that nobody reads what a longer one before left behind it.
      const bytes = Buffer.from(text);
      for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at, bytes.length - at, at);
    },
    close: () => closeSync(file),
  };
}

async function exitOf(child: ChildProcess): Promise<void> {
  await once(child, 'exit').catch(() => undefined); // 'error' instead: it never ran
}
