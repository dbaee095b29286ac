// Says something to a run, and waits until it is on record: through the inbox where somebody is at work on the run, else by taking
// the run for that moment.
import { setTimeout as sleep } from 'node:timers/promises';
import { type Diagnostic, unusable } from '../base/diagnostic.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { heard, post, withdraw } from '../store/inbox.ts';
import { isHeld, lockRun } from '../store/lock.ts';
import { orFindings } from './failures.ts';
import { maskedMessage, type Word } from './message.ts';
import { settle, type SettleInput } from './settle.ts';

/** So long a holder may be busy with one question before its silence is said. */
const SILENCE_MS = 60_000;
const LOOK_MS = 25;

export interface Heard {
  /** The batch of the journal that holds it; 0 where an earlier holder put it on record. */
  readonly batch: number;
  readonly value: Readonly<Record<string, string | number>>;
  /** Whether somebody is at work on the run, who goes on by it. */
  readonly held: boolean;
}

/** Findings where it is refused, or nobody answers. On disk when it resolves. */
export async function speak(input: SettleInput, message: Word): Promise<Result<Heard>> {
  const inside = insideTask('A task cannot approve a gate of its own run.', 'A person approves, outside the run.');
  if (inside) return fail(inside);
  const { folder, clock } = input;
  let id: string;
  try {
    id = post(folder, JSON.stringify(maskedMessage(input.secrets, message)), clock.now());
  } catch (error) {
    return fail(notSent(folder, error as Error));
  }
  const until = clock.monotonicMs() + SILENCE_MS;
  let held = true;
  for (;;) {
    const said = heard(folder, id);
    if (said) return said.ok ? ok({ batch: said.batch, value: said.value, held }) : fail(...said.diagnostics);
    if (!(await isHeld(folder))) {
      const lock = await lockRun(folder);
      // Somebody else was quicker, and takes it.
      if (!lock.ok) continue;
      held = false;
      try {
        const settled = await orFindings(() => settle(input));
        if (!settled.ok) {
          withdraw(folder, id);
          return settled;
        }
      } finally {
        await lock.value.release();
      }
      continue;
    }
    if (clock.monotonicMs() > until) return fail(silent(folder));
    await sleep(LOOK_MS);
  }
}

/** The finding of a task that speaks as people do. */
export function insideTask(what: string, help: string): Diagnostic | undefined {
  return process.env['SPEC_EXEC_TASK'] === undefined ? undefined : unusable('schedule/approve-in-task', what, { help });
}

export function silent(folder: string) {
  return unusable('schedule/not-answered', `Whoever holds the run in ${folder} has not answered for a minute.`, {
    why: 'It may be stopped, or busy. What was said stays in the inbox, and is taken when it goes on, or by whoever resumes the run.',
    help: 'Look at it: spec-exec status',
  });
}

export function notSent(folder: string, error: Error) {
  return unusable('schedule/not-sent', `Nothing can be said to the run in ${folder}: ${error.message}`, {
    help: 'Make room, or mend the permissions of the folder; then say it again.',
  });
}
