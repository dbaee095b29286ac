// Follows a growing file line by line: woken by the system where it can, by a slow poll where it cannot.
import { closeSync, fstatSync, openSync, readSync, watch, type FSWatcher } from 'node:fs';

/** Waking by the system may be missed or refused (network file systems, no watches left); then this often. */
const pollMs = 500;
const pollUnwatchedMs = 100;

export interface Tail {
  /** Reads what has been appended up to now, before it returns. */
  read(): void;
  /** Whether the process stays alive for what may still come. */
  hold(on: boolean): void;
  close(): void;
}

/** Calls `onLine` for each whole line of a file, from its beginning; and `onPoll` from time to time. Who is `woken` calls `read` itself. */
export function tail(file: string, onLine: (line: string) => void, onPoll: () => void, woken: boolean): Tail {
  const descriptor = openSync(file, 'r');
  const buffer = Buffer.alloc(65_536);
  let position = 0;
  let rest = Buffer.alloc(0);
  let closed = false;
  let scheduled = false;

  const readOn = (): void => {
    while (!closed) {
      const length = readSync(descriptor, buffer, 0, buffer.length, position);
      if (length === 0) return;
      position += length;
      let chunk = rest.length === 0 ? buffer.subarray(0, length) : Buffer.concat([rest, buffer.subarray(0, length)]);
      for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10)) {
        onLine(chunk.toString('utf8', 0, end));
        chunk = chunk.subarray(end + 1);
      }
      rest = Buffer.from(chunk);
    }
  };
  // Many lines come at once: one reading after all wake-ups of a turn is enough.
  const soon = (): void => {
    if (scheduled) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      readOn();
    });
  };

  let watcher: FSWatcher | undefined;
  try {
    if (!woken) watcher = watch(file, { persistent: true }, soon);
    watcher?.on('error', () => watcher?.close());
  } catch {
    watcher = undefined;
  }
  const timer = setInterval(
    () => {
      if (fstatSync(descriptor).size > position) readOn();
      onPoll();
    },
    watcher === undefined && !woken ? pollUnwatchedMs : pollMs,
  );
  const hold = (on: boolean): void => {
    if (on) {
      timer.ref();
      watcher?.ref();
    } else {
      timer.unref();
      watcher?.unref();
    }
  };
  hold(false);
  return {
    read: readOn,
    hold,
    close: () => {
      if (closed) return;
      closed = true;
      clearInterval(timer);
      watcher?.close();
      closeSync(descriptor);
    },
  };
}
