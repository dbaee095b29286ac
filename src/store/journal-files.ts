// What the journal asks of a file system, so that a test can let the n-th call fail.
import { fdatasync, fdatasyncSync, fstatSync, writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { promisify } from 'node:util';

const putOnDisk = promisify(fdatasync);

/** A disk that takes longer is waited for by another thread; to hand over to it takes a good part of this. */
const QUICK_MS = 1;

/** A file that is open for appending. */
export interface AppendHandle {
  /** Appends; may write less than it was given, and says how much. */
  write(bytes: Uint8Array): Promise<number>;
  /** Puts the data and the length of the file on disk (fdatasync). */
  datasync(): Promise<void>;
  truncate(length: number): Promise<void>;
  /** Length in bytes. */
  size(): Promise<number>;
  /** Whether the file has lost its name: what is written to it is gone with the process. */
  removed?(): Promise<boolean>;
  close(): Promise<void>;
}

export interface JournalFiles {
  /** Opens for appending (O_APPEND), makes it with mode 0600 where there is none. */
  openAppend(file: string): Promise<AppendHandle>;
  /** The whole file; undefined where there is none. */
  read(file: string): Promise<Buffer | undefined>;
  /** Puts a folder's entries on disk, so that a new file is still there after power was lost. */
  syncFolder(folder: string): Promise<void>;
}

export const systemFiles: JournalFiles = {
  async openAppend(file) {
    const handle = await open(file, 'a', 0o600);
    let quick = true;
    // Only fdatasync waits for the disk. What the system does from memory is done at once: another thread costs more than it.
    return {
      write: async (bytes) => writeSync(handle.fd, bytes),
      datasync: async () => {
        const from = performance.now();
        if (quick) fdatasyncSync(handle.fd);
        else await putOnDisk(handle.fd);
        quick = performance.now() - from < QUICK_MS;
      },
      truncate: (length) => handle.truncate(length),
      size: async () => fstatSync(handle.fd).size,
      removed: async () => fstatSync(handle.fd).nlink === 0,
      close: () => handle.close(),
    };
  },
  async read(file) {
    let handle;
    try {
      handle = await open(file, 'r');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    try {
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  },
  async syncFolder(folder) {
    // Windows cannot open a folder; there, a new file's entry is on disk with the file.
    if (process.platform === 'win32') return;
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
};
