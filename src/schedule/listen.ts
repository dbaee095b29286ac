// While a run goes on: takes the messages of its inbox, one after the other, and answers each once it is on disk.
import { mkdirSync, watch, type FSWatcher } from 'node:fs';
import { answer, type Answer, inboxFolder, waiting } from '../store/inbox.ts';
import type { RunEvent } from './event.ts';
import type { Arrived, Late } from './loop.ts';
import { fitsSchema } from './hand-over.ts';
import { readSpoken } from './message.ts';
import type { Session } from './session.ts';
import type { RunState } from './state.ts';
import { followsFrom, isOnRecord } from './take.ts';

/** So often the folder is looked at where the system does not say of itself that something came. */
const LOOK_MS = 500;

export interface Listener {
  /** Starts it; each message becomes an arrival. Returns what ends it. */
  start(arrive: (event: Promise<Arrived | Late>) => void): () => void;
  /** The event was appended as this batch; not on disk yet. */
  taken(event: RunEvent, batch: number): void;
  /** The event is on disk: its sender is answered. */
  recorded(event: RunEvent): void;
}

export function listener(session: Session, state: RunState): Listener {
  const { folders } = session;
  const folder = folders.root;
  /** Messages that are being read, or wait for the disk. */
  const busy = new Set<string>();
  const toAnswer = new Map<
    RunEvent,
    { readonly id: string; readonly value: Readonly<Record<string, string | number>>; batch: number }
  >();

  /** Answers what makes nothing of the run, or did so long ago. */
  const done = (id: string, said: Answer): undefined => {
    answer(folder, id, said);
    busy.delete(id);
  };
  const take = async (id: string): Promise<Late> => {
    const read = await readSpoken(folder, id, session.assets.schemas, session.secrets);
    const message = read?.ok ? await fitsSchema(read.value, session.entities) : read;
    // Judged when its turn comes: what it speaks of may change until then.
    const settle = (): Arrived | undefined => {
      if (message === undefined) return void busy.delete(id);
      if (isOnRecord(session.graphs, id)) return done(id, { ok: true, batch: 0, value: {} });
      if (!message.ok) return done(id, { ok: false, diagnostics: message.diagnostics });
      if (message.value.kind === 'cancel') {
        session.cancel(`it was cancelled by ${message.value.systemUser}`);
        return done(id, { ok: true, batch: 0, value: {} });
      }
      const { run, plan, entities, graphs, ledger, clock } = session;
      const now = clock.now();
      const follows = followsFrom({ run, folder, plan, entities, state, graphs, ledger, now }, id, message.value);
      if (!follows.ok) return done(id, { ok: false, diagnostics: follows.diagnostics });
      const { event, quads, value } = follows.value;
      toAnswer.set(event, { id, value, batch: 0 });
      return { event, quads };
    };
    return { settle };
  };

  return {
    start: (arrive) => {
      mkdirSync(inboxFolder(folder), { recursive: true, mode: 0o700 });
      const look = (): void => {
        for (const id of waiting(folder)) {
          if (busy.has(id)) continue;
          busy.add(id);
          arrive(take(id));
        }
      };
      let watcher: FSWatcher | undefined;
      try {
        watcher = watch(inboxFolder(folder), { persistent: false }, look);
        watcher.on('error', () => watcher?.close());
      } catch {
        // Too many are watched already: looking now and then will do.
      }
      const timer = setInterval(look, LOOK_MS);
      timer.unref();
      look();
      return () => {
        watcher?.close();
        clearInterval(timer);
      };
    },
    taken: (event, batch) => {
      const waits = toAnswer.get(event);
      if (waits) waits.batch = batch;
    },
    recorded: (event) => {
      const waits = toAnswer.get(event);
      if (!waits) return;
      toAnswer.delete(event);
      done(waits.id, { ok: true, batch: waits.batch, value: waits.value });
    },
  };
}
