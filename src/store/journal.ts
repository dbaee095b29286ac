// The record of a run: an append-only N-Quads file, written in batches that are on disk whole or not at all.
// journal-format.ts says what its bytes are; journal-files.ts is its seam to the disk.
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Quad } from '@rdfjs/types';
import { type Diagnostic, unusable } from '../base/diagnostic.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { batchText, damaged, HEADER, scanJournal } from './journal-format.ts';
import { type AppendHandle, type JournalFiles, systemFiles } from './journal-files.ts';
import { quadReader } from './journal-quads.ts';

/** Quads that become true together: one event, or several that belong together. */
export interface Batch {
  readonly quads: readonly Quad[];
}

export interface Journal {
  /** Queues a batch and says its number; batches reach the disk in this order. Throws on blank nodes and other things that N-Quads cannot hold. */
  append(batch: Batch): number;
  /** Fulfilled when all that was appended so far is on disk; several batches share one write and one fdatasync. Rejected with a `JournalError` for good once a write failed. */
  flushed(): Promise<void>;
  /** Number of the last batch appended, on disk or not; 0 where there is none. */
  readonly number: number;
  /** Writes what is queued and closes the file; rejected where that failed. */
  close(): Promise<void>;
}

/** The disk refused. Nothing that was not flushed before may be believed, and nothing more is written. */
export class JournalError extends Error {
  readonly diagnostic: Diagnostic;
  constructor(diagnostic: Diagnostic, cause: unknown) {
    super(diagnostic.message, { cause });
    this.name = 'JournalError';
    this.diagnostic = diagnostic;
  }
}

export interface ReplayedBatch {
  readonly number: number;
  readonly epoch: number;
  readonly quads: readonly Quad[];
}

export interface Replay {
  readonly batches: readonly ReplayedBatch[];
  /** Length of the torn last batch, which is left out; 0 where the file ends with a whole batch. */
  readonly tornBytes: number;
  /** Batches of a former holder that wrote on after another had taken over; left out. */
  readonly staleBatches: number;
  /** Highest epoch in the file, 0 where there is no batch: the next holder opens with one more. */
  readonly epoch: number;
  /** The file's format, such as `1.0`. */
  readonly format: string;
}

/** Reads a journal and checks every digest. A torn last batch is left out and said; any other damage is `journal/damaged` at its line. */
export function readJournal(file: string): Result<Replay> {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    return fail(unreadable(file, error));
  }
  const scan = scanJournal(bytes, file);
  if (!scan.ok) return scan;
  const read = quadReader();
  const batches: ReplayedBatch[] = [];
  for (const { number, epoch, start, end, firstLine } of scan.value.batches) {
    const quads: Quad[] = [];
    // The text between two batches' ends is lines, each with its newline: the last piece of the split is empty.
    const lines = bytes.toString('utf8', start, end).split('\n');
    for (let i = 0; i < lines.length - 1; i++) {
      const quad = read(lines[i]!);
      if (!quad) return fail(damaged(file, firstLine + i, 'this line is not a quad as the journal writes it'));
      quads.push(quad);
    }
    batches.push({ number, epoch, quads });
  }
  const { tornBytes, staleBatches, epoch, format } = scan.value;
  return ok({ batches, tornBytes, staleBatches, epoch, format });
}

/**
 * Opens a journal for writing, or makes it; a torn last batch is cut off. Call it as the holder of the run's lock, with an
 * epoch above all in the file: should a former holder wake up and write, its batches are then known by their epoch.
 */
export async function openJournal(
  file: string,
  options: { readonly epoch: number; readonly fs?: JournalFiles | undefined },
): Promise<Result<Journal>> {
  const files = options.fs ?? systemFiles;
  const { epoch } = options;
  if (!Number.isSafeInteger(epoch) || epoch < 1) throw new Error(`an epoch counts from 1: ${epoch}`);
  let handle: AppendHandle | undefined;
  try {
    const scan = scanJournal((await files.read(file)) ?? Buffer.alloc(0), file);
    if (!scan.ok) return scan;
    if (scan.value.epoch >= epoch) return fail(staleEpoch(file, epoch, scan.value.epoch));
    handle = await files.openAppend(file);
    if (scan.value.tornBytes > 0) {
      await handle.truncate(scan.value.soundBytes);
      await handle.datasync();
    }
    let length = scan.value.soundBytes;
    if (length === 0) {
      const header = Buffer.from(HEADER);
      await writeAll(handle, header);
      await handle.datasync();
      await files.syncFolder(dirname(file));
      length = header.length;
    }
    return ok(new FileJournal(file, files, handle, epoch, scan.value.number, scan.value.digest, length));
  } catch (error) {
    await handle?.close().catch(() => undefined);
    return fail(notWritten(file, error));
  }
}

class FileJournal implements Journal {
  number: number;
  private readonly file: string;
  private readonly files: JournalFiles;
  private readonly handle: AppendHandle;
  private readonly epoch: number;
  private digest: string;
  /** Bytes of the file that are known to be on disk. */
  private length: number;
  /** Bytes written after them. */
  private loose = 0;
  private queue: string[] = [];
  private durable: number;
  private waiting: {
    readonly number: number;
    readonly resolve: () => void;
    readonly reject: (error: Error) => void;
  }[] = [];
  private writing = false;
  private failure: JournalError | undefined;
  private closed = false;

  constructor(
    file: string,
    files: JournalFiles,
    handle: AppendHandle,
    epoch: number,
    number: number,
    digest: string,
    length: number,
  ) {
    this.file = file;
    this.files = files;
    this.handle = handle;
    this.epoch = epoch;
    this.number = number;
    this.durable = number;
    this.digest = digest;
    this.length = length;
  }

  append(batch: Batch): number {
    if (this.closed) throw new Error('the journal is closed');
    const { text, digest } = batchText(this.number + 1, this.epoch, batch.quads, this.digest);
    this.digest = digest;
    this.number++;
    if (this.failure) return this.number;
    this.queue.push(text);
    if (!this.writing) {
      this.writing = true;
      // Batches of one turn of the event loop share a write.
      setImmediate(() => void this.writeQueue());
    }
    return this.number;
  }

  flushed(): Promise<void> {
    if (this.failure) return Promise.reject(this.failure);
    if (this.durable === this.number) return Promise.resolve();
    return new Promise((resolve, reject) => this.waiting.push({ number: this.number, resolve, reject }));
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    try {
      await this.flushed();
    } finally {
      await this.handle.close();
    }
  }

  private async writeQueue(): Promise<void> {
    try {
      while (this.queue.length > 0) {
        const bytes = Buffer.from(this.queue.join(''));
        const number = this.durable + this.queue.length;
        this.queue = [];
        const size = await this.handle.size();
        if (size !== this.length) await this.lookAtOthers();
        await writeAll(this.handle, bytes, (written) => (this.loose += written));
        await this.handle.datasync();
        if (await this.handle.removed?.()) throw new Error('the file was removed while the run was under way');
        this.length += bytes.length;
        this.loose = 0;
        this.durable = number;
        this.settle(
          (waiter) => waiter.number <= number,
          (waiter) => waiter.resolve(),
        );
      }
    } catch (error) {
      await this.giveUp(error);
    } finally {
      this.writing = false;
    }
  }

  /**
   * The file has grown by bytes that are not ours. Whole batches of a former holder, which woke up and wrote between its look and its
   * write, do not count, and are passed over; anything else is somebody who holds the run now.
   */
  private async lookAtOthers(): Promise<void> {
    const others = ((await this.files.read(this.file)) ?? Buffer.alloc(0)).subarray(this.length);
    const text = others.toString('latin1');
    const epochs = [...text.matchAll(/^# batch \d+ epoch (\d+) /gm)].map((found) => Number(found[1]));
    if (!text.endsWith('\n') || epochs.length === 0 || epochs.some((epoch) => epoch >= this.epoch)) throw new LostRun();
    this.length += others.length;
  }

  /** After a failed write or fdatasync nobody knows what is on disk, so nothing more is written and everybody who waits is told. */
  private async giveUp(error: unknown): Promise<void> {
    const diagnostic = error instanceof LostRun ? lostRun(this.file) : notWritten(this.file, error);
    this.failure = new JournalError(diagnostic, error);
    this.queue = [];
    try {
      // Only our own bytes may be cut off: where the length is another, somebody else has written since.
      if ((await this.handle.size()) === this.length + this.loose) await this.handle.truncate(this.length);
    } catch {
      // What is left is a torn batch, which replay knows.
    }
    const { failure } = this;
    this.settle(
      () => true,
      (waiter) => waiter.reject(failure),
    );
  }

  private settle(
    which: (waiter: FileJournal['waiting'][number]) => boolean,
    how: (waiter: FileJournal['waiting'][number]) => void,
  ): void {
    const chosen = this.waiting.filter(which);
    this.waiting = this.waiting.filter((waiter) => !chosen.includes(waiter));
    for (const waiter of chosen) how(waiter);
  }
}

/** Somebody else holds the run now, and has written. */
class LostRun extends Error {
  constructor() {
    super('the journal holds what is not ours');
    this.name = 'LostRun';
  }
}

async function writeAll(handle: AppendHandle, bytes: Uint8Array, onWritten?: (written: number) => void): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    const written = await handle.write(at === 0 ? bytes : bytes.subarray(at));
    if (written === 0) throw new Error('the disk took no bytes');
    at += written;
    onWritten?.(written);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'there is no space left on the disk',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the disk is read-only',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  ENOENT: 'there is no such file or folder',
  EISDIR: 'it is a folder',
  EIO: 'the disk reports an error',
};

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  return (code && REASONS[code]) || (error instanceof Error ? error.message : String(error));
}

function notWritten(file: string, error: unknown): Diagnostic {
  return unusable('journal/not-written', `The journal ${file} cannot be written: ${reasonOf(error)}`, {
    why: 'Nothing may start before it is on record, so the run stops here; all that was on record before is safe.',
    help: 'Mend the disk, then resume the run.',
  });
}

function unreadable(file: string, error: unknown): Diagnostic {
  return unusable('journal/unreadable', `The journal ${file} cannot be read: ${reasonOf(error)}`, {
    why: 'A run is what its journal says.',
    help: 'Name a run that is there, or start one.',
  });
}

/** Somebody else took the run over: `journal/stale-epoch`. */
function lostRun(file: string): Diagnostic {
  return unusable(
    'journal/lost-run',
    `Another orchestrator has taken the run over: ${file} holds what this one did not write`,
    {
      why: 'Two orchestrators of one run would start its tasks twice. This one stops and starts nothing more; agents at work are the other’s.',
      help: 'Nothing needs to be done: `spec-exec status` shows the run as the other one leads it.',
    },
  );
}

export function staleEpoch(file: string, epoch: number, last: number): Diagnostic {
  return unusable(
    'journal/stale-epoch',
    `The journal ${file} was written by holder ${last} of the run; holder ${epoch} cannot write it any more`,
    {
      why: 'Another orchestrator has taken the run over in the meantime.',
      help: 'Resume the run again.',
    },
  );
}
