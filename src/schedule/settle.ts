// Takes the messages of a run's inbox where nobody is at work on it: whoever holds its lock for that moment. What they say is on disk
// before they are answered.
import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { ok, type Result } from '../base/result.ts';
import type { Secrets } from '../base/secrets.ts';
import { compile } from '../derive/compile.ts';
import { readEntities } from '../derive/entities.ts';
import { Graphs } from '../store/graphs.ts';
import { answer, type Answer, tidy, waiting } from '../store/inbox.ts';
import { openJournal, readJournal, type Journal } from '../store/journal.ts';
import { takeBatch } from '../store/snapshot.ts';
import { apply } from './apply.ts';
import { enter } from './ledger.ts';
import { fitsSchema } from './hand-over.ts';
import { readSpoken } from './message.ts';
import { ledgerOf, rebuild } from './rebuild.ts';
import { eventQuads, lastEventNumber } from './record.ts';
import { formerPlans } from './replay.ts';
import { followsFrom, isOnRecord } from './take.ts';

export interface SettleInput {
  readonly run: string;
  readonly folder: string;
  readonly clock: Clock;
  /** Folder of the JSON Schemas. */
  readonly schemas: string;
  /** What must not go on record. */
  readonly secrets: Secrets;
}

/** Call it as the holder of the run's lock. Findings where the record itself cannot be read or written. */
export async function settle(input: SettleInput): Promise<Result<void>> {
  const { run, folder, clock } = input;
  tidy(folder, clock.now());
  const ids = waiting(folder);
  if (ids.length === 0) return ok(undefined);
  const file = join(folder, 'journal.nq');
  const replay = readJournal(file);
  if (!replay.ok) return replay;
  const graphs = new Graphs();
  for (const batch of replay.value.batches) takeBatch(graphs, batch.quads);
  // By the specification on record: whoever takes the run up may bring a changed one, which does not count yet.
  const compiled = await compile(graphs);
  if (!compiled.ok) return compiled;
  const plan = compiled.value;
  const entities = readEntities(graphs);
  const { state } = rebuild(graphs, plan, run, replay.value, await formerPlans(replay.value.batches));
  const ledger = ledgerOf(run, replay.value);
  const epoch = replay.value.epoch + 1;
  let number = lastEventNumber(replay.value.batches) + 1;
  let journal: Journal | undefined;
  const answers: [id: string, said: Answer][] = [];
  try {
    for (const id of ids) {
      const read = await readSpoken(folder, id, input.schemas, input.secrets);
      const message = read?.ok ? await fitsSchema(read.value, entities) : read;
      if (message === undefined) continue;
      if (isOnRecord(graphs, id)) {
        answers.push([id, { ok: true, batch: journal?.number ?? 0, value: {} }]);
        continue;
      }
      if (!message.ok) {
        answers.push([id, { ok: false, diagnostics: message.diagnostics }]);
        continue;
      }
      if (message.value.kind === 'cancel') {
        // Whom it was said to is at work no more.
        answers.push([id, { ok: true, batch: 0, value: {} }]);
        continue;
      }
      const now = clock.now();
      const follows = followsFrom({ run, folder, plan, entities, state, graphs, ledger, now }, id, message.value);
      if (!follows.ok) {
        answers.push([id, { ok: false, diagnostics: follows.diagnostics }]);
        continue;
      }
      if (!journal) {
        const opened = await openJournal(file, { epoch });
        if (!opened.ok) return opened;
        journal = opened.value;
      }
      const { event, quads, value } = follows.value;
      const all = [...eventQuads(plan, event, { run, number: number++, epoch, at: now }), ...quads];
      const batch = journal.append({ quads: all });
      graphs.addAll(all);
      apply(state, event);
      enter(ledger, all);
      answers.push([id, { ok: true, batch, value }]);
    }
    await journal?.flushed();
  } finally {
    await journal?.close();
  }
  for (const [id, said] of answers) answer(folder, id, said);
  return ok(undefined);
}
