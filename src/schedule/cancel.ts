// Asks whoever is at work on a run to stop, and waits until nobody is. What is left to do where nobody was there is the engine's.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../base/clock.ts';
import { unusable } from '../base/diagnostic.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { heard, post, withdraw } from '../store/inbox.ts';
import { isHeld } from '../store/lock.ts';
import { speaker } from './message.ts';
import { insideTask, notSent, silent } from './speak.ts';

/** So long a holder may be busy with one question before its silence is said. */
const SILENCE_MS = 60_000;
const LOOK_MS = 25;

/** Resolves when nobody holds the run; says whether somebody did. Findings where nobody answers, or a task asks. */
export async function askToStop(folder: string, clock: Clock): Promise<Result<{ readonly wasHeld: boolean }>> {
  const inside = insideTask('A task cannot cancel a run.', 'A person cancels it, outside the run.');
  if (inside) return fail(inside);
  if (!(await isHeld(folder))) return ok({ wasHeld: false });
  let id: string;
  try {
    id = post(folder, JSON.stringify({ kind: 'cancel', ...speaker() }), clock.now());
  } catch (error) {
    return fail(notSent(folder, error as Error));
  }
  const until = clock.monotonicMs() + SILENCE_MS;
  for (let taken = false; await isHeld(folder); await sleep(LOOK_MS)) {
    const answer = heard(folder, id);
    if (answer && !answer.ok) return fail(...answer.diagnostics);
    // Once it has heard us, it takes as long as its agents take to end.
    taken ||= answer !== undefined;
    if (!taken && clock.monotonicMs() > until) return fail(silent(folder));
  }
  withdraw(folder, id);
  return ok({ wasHeld: true });
}

/** The finding of a run that has come to its end: there is nothing to stop. */
export function nothingToCancel(name: string, ending: string) {
  return unusable('schedule/run-over', `The run ${name} has ended: it ${ending}. There is nothing to cancel.`, {
    help: 'Start the plan anew: spec-exec PLAN.ttl',
  });
}
