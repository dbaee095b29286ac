// One orchestrator per run: a lock that the kernel releases when its holder dies, however it dies.
import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { unusable } from '../base/diagnostic.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { Holder, RunLock, Taken } from './lock-holder.ts';
import { heldByFile, lockByFile } from './lock-file.ts';

export type { Holder, RunLock } from './lock-holder.ts';

const ANSWER_MAX_BYTES = 200;
/** A busy machine lets a holder wait that long for its turn; one that is stopped never answers. */
const ANSWER_WAIT_MS = 3_000;

/**
 * Takes the run in this folder, or says who has it (`store/run-locked`).
 *
 * On Linux the lock is an abstract Unix socket named after the folder's real path: it is gone the moment its process is, and
 * leaves no file to clear up. It does not reach across network namespaces: two containers that share a folder do not see each
 * other's lock (the journal's epochs still keep a former holder's batches apart). Elsewhere it is a file with the holder's
 * process id and start time, taken over where that process is gone. `how` is for tests.
 */
export async function lockRun(
  folder: string,
  how: 'socket' | 'file' = process.platform === 'linux' ? 'socket' : 'file',
): Promise<Result<RunLock>> {
  let real: string;
  try {
    real = realpathSync(folder);
  } catch {
    return fail(
      unusable('store/no-run-folder', `There is no run folder ${folder}`, {
        help: 'Name a run that is there, or start one.',
      }),
    );
  }
  const me: Holder = { pid: process.pid, since: new Date(performance.timeOrigin).toISOString() };
  const taken = how === 'socket' ? await lockBySocket(real, me) : await lockByFile(real, me);
  return 'release' in taken ? ok(taken) : fail(locked(folder, taken.holder));
}

/** Whether somebody has the run in this folder. Asks without taking it, so that who looks keeps nobody from going on. */
export async function isHeld(
  folder: string,
  how: 'socket' | 'file' = process.platform === 'linux' ? 'socket' : 'file',
): Promise<boolean> {
  const real = realpathSync(folder);
  return how === 'socket' ? (await askHolder(socketName(real))) !== 'nobody' : heldByFile(real);
}

function locked(folder: string, holder: Holder | undefined) {
  const who = holder ? `process ${holder.pid}, started ${holder.since}` : 'another process, which does not answer';
  return unusable('store/run-locked', `The run in ${folder} is held by ${who}`, {
    why: 'Two orchestrators of one run would start its tasks twice.',
    help: holder
      ? `Wait for it, or stop it: \`kill -INT ${holder.pid}\` leaves a run that can be resumed.`
      : 'Find the spec-exec process that runs it (it may be stopped), and end it.',
  });
}

function socketName(folder: string): string {
  return `\0spec-exec:${createHash('sha256').update(folder).digest('hex')}`;
}

async function lockBySocket(folder: string, me: Holder): Promise<RunLock | Taken> {
  const name = socketName(folder);
  // The holder may die between our try and our question, which frees the name; a few tries then suffice.
  for (let tries = 1; ; tries++) {
    const server = await listen(name, me);
    if (server) return server;
    const answer = await askHolder(name);
    if (answer !== 'nobody') return { holder: answer === 'silent' ? undefined : answer };
    if (tries === 5) return { holder: undefined };
  }
}

function listen(name: string, me: Holder): Promise<RunLock | undefined> {
  return new Promise((resolve, reject) => {
    const open = new Set<Socket>();
    const server: Server = createServer((socket) => {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
      socket.on('error', () => socket.destroy());
      socket.end(JSON.stringify(me));
    });
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen(name, () => {
      // The lock lasts as long as the process does other work; by itself it keeps nothing alive.
      server.unref();
      resolve({
        release: () =>
          new Promise((released) => {
            server.close(() => released());
            for (const socket of open) socket.destroy();
          }),
      });
    });
  });
}

function askHolder(name: string): Promise<Holder | 'silent' | 'nobody'> {
  return new Promise((resolve) => {
    const socket = createConnection(name);
    let text = '';
    const settle = (answer: Holder | 'silent' | 'nobody'): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setEncoding('utf8');
    socket.setTimeout(ANSWER_WAIT_MS, () => settle('silent'));
    socket.on('error', (error: NodeJS.ErrnoException) => settle(error.code === 'ECONNREFUSED' ? 'nobody' : 'silent'));
    socket.on('data', (piece: string) => {
      text += piece;
      if (text.length > ANSWER_MAX_BYTES) settle('silent');
    });
    socket.on('end', () => settle(holderOf(text) ?? 'silent'));
  });
}

/** A holder as it introduces itself; undefined where the text is something else. */
export function holderOf(text: string): Holder | undefined {
  try {
    const { pid, since } = JSON.parse(text) as Partial<Holder>;
    return Number.isSafeInteger(pid) && typeof since === 'string' && !Number.isNaN(Date.parse(since))
      ? { pid: pid!, since }
      : undefined;
  } catch {
    return undefined;
  }
}
