// How other processes speak to whoever holds a run: a message is a file in `<run>/inbox/`, whole or not there at all; the answer
// stands beside it once what was said is on disk. Only the holder of the run's lock takes messages.
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../base/diagnostic.ts';

/** A hand-off value at its largest, and what is written around it. */
export const MESSAGE_BYTES_MAX = 8 * 1024 * 1024 + 64 * 1024;

/** Names sort by the time of sending: messages are taken in order. */
const ID = /^\d{15}-[0-9a-f]{12}$/;

export function inboxFolder(run: string): string {
  return join(run, 'inbox');
}

/** What the holder answers: what became of it, or why it was refused. */
export type Answer =
  | { readonly ok: true; readonly batch: number; readonly value: Readonly<Record<string, string | number>> }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** Puts a message into the inbox, on disk when it returns; says its name. */
export function post(run: string, text: string, nowMs: number): string {
  const folder = inboxFolder(run);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const id = `${String(nowMs).padStart(15, '0')}-${randomBytes(6).toString('hex')}`;
  writeDurably(folder, `${id}.json`, text);
  return id;
}

/** The messages that wait, in order. */
export function waiting(run: string): string[] {
  return namesIn(run)
    .flatMap((name) => (name.endsWith('.json') ? [name.slice(0, -'.json'.length)] : []))
    .filter((id) => ID.test(id))
    .sort();
}

/** What a message holds, and whose file it is; undefined where it is gone, a reason where it is nothing that a sender of ours wrote. */
export function readMessage(
  run: string,
  id: string,
): { readonly bytes: Buffer; readonly uid: number } | string | undefined {
  let file: number;
  try {
    file = openSync(join(inboxFolder(run), `${id}.json`), 'r');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : 'it cannot be read';
  }
  try {
    const { size, uid } = fstatSync(file);
    if (size > MESSAGE_BYTES_MAX) return `it has ${size} bytes; ${MESSAGE_BYTES_MAX} are allowed`;
    return { bytes: readFileSync(file), uid };
  } finally {
    closeSync(file);
  }
}

/** Answers a message, and takes it away. Called when what it said is on disk: a crash between the two leaves both, and the answer counts. */
export function answer(run: string, id: string, said: Answer): void {
  const folder = inboxFolder(run);
  writeDurably(folder, `${id}.ack`, `${JSON.stringify(said)}\n`);
  rmSync(join(folder, `${id}.json`), { force: true });
}

/** The answer to a message; undefined where there is none yet. It is taken away with the message: whoever asked has heard it. */
export function heard(run: string, id: string): Answer | undefined {
  const file = join(inboxFolder(run), `${id}.ack`);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  withdraw(run, id);
  return JSON.parse(text) as Answer;
}

/** Takes a message back, with its answer. */
export function withdraw(run: string, id: string): void {
  for (const ending of ['json', 'ack']) rmSync(join(inboxFolder(run), `${id}.${ending}`), { force: true });
}

/** Answers that nobody came for, and files that were never finished, are of no use after a day. */
export function tidy(run: string, nowMs: number): void {
  for (const name of namesIn(run)) {
    const sentMs = Number(/^\.?(\d{15})-/.exec(name)?.[1]);
    if (!name.endsWith('.json') && nowMs - sentMs > DAY_MS) rmSync(join(inboxFolder(run), name), { force: true });
  }
}

const DAY_MS = 86_400_000;

function namesIn(run: string): string[] {
  try {
    return readdirSync(inboxFolder(run));
  } catch {
    return [];
  }
}

/** Whole and on disk: written beside, synced, renamed, and the folder synced. */
function writeDurably(folder: string, name: string, text: string): void {
  const beside = join(folder, `.${name}.tmp`);
  const file = openSync(beside, 'w', 0o600);
  try {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(beside, join(folder, name));
  const directory = openSync(folder, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
