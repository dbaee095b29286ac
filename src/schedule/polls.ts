// Checkpoints that no gate evaluates. Periodic ones: while a phase has running tasks, their criteria are evaluated every so often,
// recorded and said; they decide nothing by themselves. Those at completion: once, when they fall due.
import type { Quad } from '@rdfjs/types';
import type { Turns } from '../base/in-turn.ts';
import type { PlanCheckpoint } from '../derive/plan.ts';
import { evaluateCheckpoint } from './checkpoint.ts';
import type { RunEvent } from './event.ts';
import type { Session } from './session.ts';
import type { RunState } from './state.ts';

export interface Poll {
  readonly event: Extract<RunEvent, { kind: 'checkpoint-evaluated' }>;
  readonly quads: readonly Quad[];
}

/** How often each phase's periodic checkpoints are evaluated: the plan's period, shortened by the binding. */
function periodOf(session: Session, checkpoint: PlanCheckpoint): number | undefined {
  const planned = checkpoint.phase === undefined ? undefined : session.plan.phases[checkpoint.phase]!.pollEveryMs;
  const atMost = session.binding.pollEveryAtMostMs;
  if (planned === undefined) return undefined;
  return atMost === undefined ? planned : Math.min(planned, atMost);
}

/** Starts the timers; each poll goes to `arrive`. Returns what stops them. A poll that is still evaluating is not started again. */
export function startPolls(
  session: Session,
  state: RunState,
  judging: Turns,
  arrive: (poll: Promise<Poll>) => void,
): () => void {
  const timers = session.plan.checkpoints
    .filter((checkpoint) => checkpoint.when === 'periodic')
    .flatMap((checkpoint) => {
      const period = periodOf(session, checkpoint);
      if (period === undefined || period <= 0) return [];
      let round = 0;
      let busy = false;
      const timer = setInterval(
        () => {
          const active = [...state.running.keys()].some(
            (node) => session.plan.tasks[session.plan.nodes[node]!.of]!.phase === checkpoint.phase,
          );
          if (busy || !active || session.interrupt.aborted) return;
          busy = true;
          arrive(
            judging(() => evaluateNow(session, state, checkpoint, 'poll', ++round)).finally(() => {
              busy = false;
            }),
          );
        },
        Math.min(period, 2_147_483_647),
      );
      timer.unref();
      return [timer];
    });
  return () => timers.forEach((timer) => clearInterval(timer));
}

/** A checkpoint at completion, or the final one, that no gate asks for. */
export async function evaluateDue(session: Session, state: RunState, at: number): Promise<Poll> {
  const checkpoint = session.plan.checkpoints[at]!;
  const round = (session.rounds.get(checkpoint.iri) ?? 0) + 1;
  session.rounds.set(checkpoint.iri, round);
  return evaluateNow(session, state, checkpoint, 'due', round);
}

async function evaluateNow(
  session: Session,
  state: RunState,
  checkpoint: PlanCheckpoint,
  why: 'poll' | 'due',
  round: number,
): Promise<Poll> {
  const place = session.plan.checkpoints.indexOf(checkpoint) + 1;
  const base = `${session.run}/${why}/${place}/${session.epoch}.${round}`;
  const name = `${why}.${place}.${session.epoch}-${round}`;
  const { outcome, reason, quads } = await evaluateCheckpoint(session, state, checkpoint, base, name);
  return { event: { kind: 'checkpoint-evaluated', checkpoint: checkpoint.iri, outcome, reason }, quads };
}
