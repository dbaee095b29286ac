// One build at a time in one target folder. Whoever comes second waits, and each such wait is counted: it is what the
// metric "file locks" measures. A holder that has died leaves no lock behind, its process id tells.
import { appendFileSync, linkSync, mkdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const POLL_MS = 20;

/** The target folder stayed locked for longer than the task may wait. */
export class Blocked extends Error {}

/** The lock file of a target folder. */
export const lockFileOf = (targetDir) => join(targetDir, '.build-lock');

/** Where each wait for a target folder is written down as it begins, one holder-to-be a line. */
export const waitLogOf = (targetDir) => join(targetDir, '.lock-waits');

/** Takes the lock of `targetDir`. `waits` is 1 if another build held it, else 0. Throws {@link Blocked} after `timeoutMs`. */
export async function takeLock(targetDir, holder, timeoutMs = Infinity) {
  mkdirSync(targetDir, { recursive: true });
  const file = lockFileOf(targetDir);
  const mine = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  const started = performance.now();
  let waits = 0;
  writeFileSync(mine, JSON.stringify({ pid: process.pid, holder }));
  try {
    for (;;) {
      try {
        // a link appears whole, with its contents: nobody can read a lock that is half written
        linkSync(mine, file);
        break;
      } catch (error) {
        if (error.code !== 'EEXIST') throw error;
      }
      const held = readHolder(file);
      if (held && !isAlive(held.pid)) {
        sweep(file, held);
        continue;
      }
      if (waits === 0) appendFileSync(waitLogOf(targetDir), `${holder}\n`);
      waits = 1;
      const waitedMs = performance.now() - started;
      if (waitedMs > timeoutMs) {
        const error = new Blocked(`blocked: ${targetDir} is locked by ${held?.holder ?? 'another build'}`);
        error.waitedMs = waitedMs;
        throw error;
      }
      await new Promise((wake) => setTimeout(wake, POLL_MS));
    }
  } finally {
    unlinkSync(mine);
  }
  return { waits, waitedMs: performance.now() - started, release: () => unlinkSync(file) };
}

function readHolder(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null; // released in this moment
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

// Two builds may find the same dead lock: the rename lets only one of them take it away, and what it took is looked
// at again, since between the two looks somebody else may have locked anew.
function sweep(file, dead) {
  const aside = `${file}.dead.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  const taken = readHolder(aside);
  if (taken && taken.pid !== dead.pid && isAlive(taken.pid)) {
    try {
      linkSync(aside, file);
    } catch {
      // a third one was quicker; it will see the second one's work when it gets there
    }
  }
  unlinkSync(aside);
}
