// The lock of a run where there are no abstract sockets: a file that names its holder, taken over once the holder is gone.
import { spawnSync } from 'node:child_process';
import { linkSync, mkdirSync, readFileSync, rmdirSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Holder, RunLock, Taken } from './lock-holder.ts';

const TAKEOVER_AGE_MAX_MS = 10_000;
const TRIES_MAX = 10;
const BETWEEN_TRIES_MS = 20;

interface Entry extends Holder {
  /** When the process started, as the system tells it: a process id alone is used again. */
  readonly started: string;
}

export async function lockByFile(folder: string, me: Holder): Promise<RunLock | Taken> {
  const file = join(folder, 'lock');
  const text = JSON.stringify({ ...me, started: startOf(me.pid) } satisfies Entry);
  for (let tries = 1; tries <= TRIES_MAX; tries++) {
    if (make(file, text)) return releaseOf(file, text);
    const holder = read(file);
    if (holder && isAlive(holder)) return { holder: { pid: holder.pid, since: holder.since } };
    clear(file);
    await sleep(BETWEEN_TRIES_MS);
  }
  return { holder: undefined };
}

/** Whether the file names a holder that lives. */
export function heldByFile(folder: string): boolean {
  const holder = read(join(folder, 'lock'));
  return holder !== undefined && isAlive(holder);
}

/** Written beside and linked into place: nobody ever reads half of it. */
function make(file: string, text: string): boolean {
  const beside = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  writeFileSync(beside, text, { flag: 'wx', mode: 0o600 });
  try {
    linkSync(beside, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    unlinkSync(beside);
  }
}

function releaseOf(file: string, text: string): RunLock {
  let held = true;
  return {
    release: () => {
      if (held && readText(file) === text) unlinkSync(file);
      held = false;
      return Promise.resolve();
    },
  };
}

/** Removes a dead holder's file. A folder guards it, so that of two who find it dead only one does, and none removes a new one. */
function clear(file: string): void {
  const guard = `${file}.takeover`;
  try {
    mkdirSync(guard);
  } catch {
    // Somebody else is at it, or died at it.
    if (ageMs(guard) < TAKEOVER_AGE_MAX_MS) return;
  }
  try {
    const holder = read(file);
    if (!holder || !isAlive(holder)) unlinkSync(file);
  } catch {
    // Already gone.
  }
  try {
    rmdirSync(guard);
  } catch {
    // Likewise.
  }
}

function ageMs(path: string): number {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function read(file: string): Entry | undefined {
  try {
    const { pid, since, started } = JSON.parse(readText(file) ?? '') as Partial<Entry>;
    return Number.isSafeInteger(pid) && typeof since === 'string' && typeof started === 'string'
      ? { pid: pid!, since, started }
      : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(holder: Entry): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const started = startOf(holder.pid);
  return started === '' || holder.started === '' || started === holder.started;
}

/** When a process started, as `ps` says; empty where it cannot tell. */
function startOf(pid: number): string {
  const asked = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  });
  return asked.status === 0 ? asked.stdout.trim() : '';
}
