// What follows from a message for a run as it is now: an event with its triples, or a refusal. A calculation.
import type { Quad } from '@rdfjs/types';
import { unusable } from '../base/diagnostic.ts';
import { fail, type Result } from '../base/result.ts';
import type { Entities } from '../derive/entities.ts';
import type { Plan } from '../derive/plan.ts';
import type { Graphs } from '../store/graphs.ts';
import { text } from '../vocabulary/literals.ts';
import { sx } from '../vocabulary/terms.ts';
import { approvalFrom } from './approve.ts';
import type { RunEvent } from './event.ts';
import { handedOverFrom } from './hand-over.ts';
import type { Ledger } from './ledger.ts';
import type { Word } from './message.ts';
import type { RunState } from './state.ts';

/** A run as whoever speaks to it finds it. */
export interface Listening {
  readonly run: string;
  readonly folder: string;
  readonly plan: Plan;
  readonly entities: Entities;
  readonly state: RunState;
  readonly graphs: Graphs;
  readonly ledger: Ledger;
  /** UTC milliseconds. */
  readonly now: number;
}

export interface Follows {
  readonly event: RunEvent;
  /** They name the message by sx:messageId. */
  readonly quads: readonly Quad[];
  /** What the sender is told. */
  readonly value: Readonly<Record<string, string | number>>;
}

export function followsFrom(run: Listening, id: string, message: Word): Result<Follows> {
  const ended = run.state.over === 'ended';
  // A name that the plan does not have is said first, since it helps also with the next run.
  if (message.kind === 'approval') {
    const follows = approvalFrom(run, id, message);
    return follows.ok && ended ? fail(over()) : follows;
  }
  return ended ? fail(over()) : handedOverFrom(run, id, message);
}

/** Whether a message is on record already: its holder died before it could answer. */
export function isOnRecord(graphs: Graphs, id: string): boolean {
  return graphs.subjects(sx.messageId, text(id)).length > 0;
}

function over() {
  return unusable('schedule/run-over', 'The run has ended; nothing that is said to it changes anything.', {
    help: 'Start the plan anew: spec-exec PLAN.ttl',
  });
}
