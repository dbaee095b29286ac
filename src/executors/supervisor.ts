// Drives supervisor.sh: hands it jobs, tells when they started and how they ended, stops them. Everything this file
// knows it reads back from the records, so that it never knows more than somebody who comes after a crash.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, appendFileSync, closeSync, constants, mkdirSync, openSync, realpathSync } from 'node:fs';
import type { Socket } from 'node:net';
import { basename, delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { attach } from './attach.ts';
import { markerVariable, type Ending, type Job, type ProcessRef, type Started } from './job.ts';
import { launchScript, whyNot } from './launch-script.ts';
import { bootId, killTree, processRef } from './processes.ts';
import { watchRecords, type RecordWatch } from './record-watch.ts';
import { jobsFolderOf, readRecords } from './records.ts';
import { openSlots } from './slots.ts';

const script = fileURLToPath(new URL('./supervisor.sh', import.meta.url));

export interface SupervisorOptions {
  /** New file of this supervisor alone, such as `supervisor-1.log`; launch scripts go to `supervisor-1.jobs/` beside it. */
  readonly recordsFile: string;
  /**
   * What the supervisor itself runs in; by default `PATH` alone. A job whose environment holds one of these with the
   * same value inherits it; any other value is written into the job's launch script (mode 0600).
   */
  readonly environment?: Readonly<Record<string, string>>;
  /** Path of `setsid`; `undefined` looks for it, `''` does without: then each job has a detached shell of its own. */
  readonly setsid?: string;
  /** The POSIX shell that runs it; `/bin/sh` where nothing is said. */
  readonly shell?: string;
}

export interface Supervisor {
  readonly recordsFile: string;
  /** Known by the records' first line. */
  readonly process: ProcessRef;
  /** Resolves when the job's start is on record, or never will be. A job is started at most once. */
  start(job: Job): Promise<Started>;
  /** Resolves when the end is on record; `gone` only where job and wrapper are dead and nothing is. */
  ended(id: string): Promise<Ending>;
  /** TERM to the job's group, after the grace KILL, then whatever of it left the group. Resolves with what still lives. */
  stop(id: string, graceMs: number): Promise<readonly ProcessRef[]>;
  /** Whether further jobs can be started. */
  readonly open: boolean;
  /** End of input. Resolves when nothing will be started any more; running jobs run on, and their `ended` still come. */
  close(): Promise<void>;
}

/** Starts a supervisor in a session of its own, which no Ctrl-C reaches. Throws where that is impossible (a full disk). */
export async function openSupervisor(options: SupervisorOptions): Promise<Supervisor> {
  const environment = options.environment ?? { PATH: process.env['PATH'] ?? '/usr/bin:/bin' };
  const setsid = options.setsid ?? findSetsid();
  const shell = options.shell ?? '/bin/sh';
  mkdirSync(dirname(options.recordsFile), { recursive: true });
  const recordsFile = join(realpathSync(dirname(options.recordsFile)), basename(options.recordsFile));
  const jobs = jobsFolderOf(recordsFile);
  mkdirSync(jobs, { recursive: true, mode: 0o700 });
  closeSync(openSync(recordsFile, 'wx', 0o600));
  const launcher =
    setsid === ''
      ? wrapperEach(shell, recordsFile, jobs, environment)
      : await oneForAll(shell, recordsFile, jobs, environment, setsid);
  const { watch } = launcher;
  const slots = openSlots(jobs);
  let closed = false;
  const markers = new Map<string, string | undefined>();

  return {
    recordsFile,
    process: launcher.process,
    get open() {
      return launcher.open();
    },
    start: async (job) => {
      if (markers.has(job.id)) throw new Error(`job ${job.id} is started twice`);
      const reason = launcher.open() ? whyNot(job) : 'The supervisor is closed or has been killed.';
      if (reason !== undefined) return { kind: 'not-started', reason };
      markers.set(job.id, job.env[markerVariable]);
      try {
        launcher.launch(job.id, slots.take(job.id, launchScript(job, environment)));
      } catch (error) {
        // A disk without room is not the job's fault: whoever started us knows what to do then.
        if (['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
        return { kind: 'not-started', reason: `Its launch script cannot be written: ${(error as Error).message}` };
      }
      return await watch.started(job.id);
    },
    ended: async (id) => {
      if (closed) return await attach(recordsFile, id);
      const ending = await watch.ended(id);
      // A job that is believed never to start may yet come to its script, and must then find its own.
      if (ending.kind === 'exited' || ending.kind === 'signalled') slots.free(id);
      return ending;
    },
    stop: async (id, graceMs) => {
      const started = closed ? readRecords(recordsFile).jobs.get(id)?.started : await startOf(watch, id);
      const left = started === undefined ? [] : await killTree(markers.get(id), started, graceMs);
      if (!closed) watch.look();
      return left;
    },
    close: async () => {
      if (closed) return;
      await launcher.close();
      closed = true;
      slots.close();
      watch.close();
    },
  };
}

async function startOf(watch: RecordWatch, id: string): Promise<ProcessRef | undefined> {
  const started = await watch.started(id);
  return started.kind === 'started' ? started.process : undefined;
}

interface Launcher {
  readonly process: ProcessRef;
  readonly watch: RecordWatch;
  open(): boolean;
  launch(id: string, slot: string): void;
  close(): Promise<void>;
}

/** The usual way: one shell that reads ids from a pipe. */
async function oneForAll(
  shell: string,
  recordsFile: string,
  jobs: string,
  environment: Readonly<Record<string, string>>,
  setsid: string,
): Promise<Launcher> {
  const child = spawn(shell, [script, recordsFile, jobs, setsid], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
    env: { ...environment },
  });
  const pipe = child.stdin as Socket;
  let dead = false;
  let closed = false;
  const watch = watchRecords(recordsFile, () => !dead);
  const exited = exitOf(child).then(() => {
    dead = true;
    watch.look();
  });
  pipe.on('error', () => (closed = true)); // EPIPE: it was killed; `exit` says so as well
  // Nothing is sent before the first line: so a records file without it belongs to a supervisor that starts nothing.
  while (watch.records.supervisor === undefined && !dead) {
    await Promise.race([exited, new Promise((resolve) => setTimeout(resolve, 2))]);
    watch.look();
  }
  if (watch.records.supervisor === undefined) {
    appendFileSync(recordsFile, '\n'); // says why, where the disk is
    throw new Error(`the supervisor cannot write ${recordsFile}`);
  }
  child.unref();
  pipe.unref();
  return {
    process: watch.records.supervisor,
    watch,
    open: () => !closed && !dead,
    launch: (id, slot) => void pipe.write(`${id} ${slot}\n`),
    close: async () => {
      closed = true;
      pipe.end();
      await watch.settled();
    },
  };
}

/** The way without setsid: this process is the supervisor, and each job has a detached shell, which outlives us. */
function wrapperEach(
  shell: string,
  recordsFile: string,
  jobs: string,
  environment: Readonly<Record<string, string>>,
): Launcher {
  const self = processRef(process.pid) ?? { pid: process.pid, startTime: '', bootId: bootId(), group: process.pid };
  const append = (line: string): void => appendFileSync(recordsFile, `${line}\n`);
  append(`supervisor ${self.pid} ${self.startTime || '-'} ${self.bootId || '-'}`);
  let closed = false;
  const watch = watchRecords(recordsFile, () => !closed);
  return {
    process: self,
    watch,
    open: () => !closed,
    launch: (id, slot) => {
      append(`take ${id}`);
      const options = { detached: true, stdio: 'ignore', cwd: '/', env: { ...environment } } as const;
      const child = spawn(shell, [script, recordsFile, jobs, '', id, slot], options);
      child.on('error', () => append(`end ${id} exit 126`));
      child.unref();
    },
    close: async () => {
      closed = true;
      append('eof');
      await watch.settled();
    },
  };
}

async function exitOf(child: ChildProcess): Promise<void> {
  await once(child, 'exit').catch(() => undefined); // 'error' instead: it never ran
}

function findSetsid(): string {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin', '/bin'];
  for (const folder of folders) {
    const file = join(folder, 'setsid');
    try {
      accessSync(file, constants.X_OK);
      if (file.startsWith('/')) return file;
    } catch {
      // not here
    }
  }
  return '';
}
