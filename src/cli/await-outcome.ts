// Stays after a person's word until something came of it: the gate was judged, the attempt was checked, the run began.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Quad } from '@rdfjs/types';
import type { Engine, OpenedRun } from '../engine.ts';
import { ok, type Result } from '../base/result.ts';
import { recordedBytes } from '../schedule/stay.ts';
import { isMet } from '../schedule/state.ts';
import { sx } from '../vocabulary/terms.ts';
import { EXIT, type ExitCode } from './output.ts';
import { exitOfRun } from './run-exit.ts';

const LOOK_MS = 200;

export interface Outcome {
  readonly code: ExitCode;
  /** Of the gate or task; of the run for a checkpoint before execution, or `interrupted`. */
  readonly state: string;
}

/** `batch` holds the word: what is on record after it counts. `subject` is the name of a gate, a task or a checkpoint. */
export async function outcomeOfWord(
  engine: Engine,
  run: string,
  subject: string,
  batch: number,
  interrupt: AbortSignal,
): Promise<Result<Outcome>> {
  let folder: string | undefined;
  // Another run may become the newest meanwhile.
  let meant = run;
  for (
    let bytes = -1;
    !interrupt.aborted;
    await sleep(LOOK_MS, undefined, { signal: interrupt }).catch(() => undefined)
  ) {
    const now = folder === undefined ? 0 : recordedBytes(folder);
    // Read again only where there is more to read.
    if (now === bytes) continue;
    bytes = now;
    const opened = await engine.open('.', meant);
    if (!opened.ok) return opened;
    ({ folder, iri: meant } = opened.value.ref);
    const said = outcomeIn(opened.value, subject, batch);
    if (said) return ok(said);
  }
  return ok({ code: EXIT.interrupted, state: 'interrupted' });
}

function outcomeIn({ plan, state, replay, lastEvent }: OpenedRun, subject: string, batch: number): Outcome | undefined {
  const over = lastEvent?.kind === 'run-ended' ? lastEvent : undefined;
  const step = [...plan.gates, ...plan.tasks].find(({ id }) => id === subject);
  if (!step) {
    if (over) return { code: exitOfRun(over), state: over.ending };
    return state.attempts.size > 0 ? { code: EXIT.ok, state: 'begun' } : undefined;
  }
  const at = state.nodes[step.node]!;
  const isTask = plan.nodes[step.node]!.kind === 'task';
  const later = replay.batches.filter(({ number }) => number > batch);
  const judged = later.some(({ quads }) => tellsOf(quads, isTask ? sx.AttemptEnded : sx.GateDecided, step.iri));
  if (!judged && !over) return undefined;
  if (isMet(at)) return { code: EXIT.ok, state: at };
  if (at === 'untested') return { code: EXIT.awaiting, state: at };
  return { code: EXIT.failed, state: at };
}

/** Whether a batch holds an event of this kind about the step. */
function tellsOf(quads: readonly Quad[], type: { readonly value: string }, step: string): boolean {
  const events = new Set(quads.flatMap(({ subject, object }) => (object.value === type.value ? [subject.value] : [])));
  return quads.some(({ subject, object }) => events.has(subject.value) && object.value === step);
}
