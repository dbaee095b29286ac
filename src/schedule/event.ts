// What can happen to a run, and what the scheduler then wants done. Both are plain data.
import type { CauseName, Iri, NodeIndex } from '../derive/plan.ts';
import type { Consequence } from './retry.ts';

/** How an attempt ended. `lost`: its process is gone and left no record. */
export type Ending = 'succeeded' | 'failed' | 'timedOut' | 'cancelled' | 'lost';

/** How a gate is judged: EARL's outcomes. */
export type GateOutcome = 'passed' | 'failed' | 'cantTell' | 'untested';

/** How a run ends for good, or stops for now (`interrupted`, `awaiting`, `diskFull`, `reached`: it can be resumed). */
export type RunEnding = 'succeeded' | 'failed' | 'halted';
export type PauseReason = 'interrupted' | 'awaiting' | 'diskFull' | 'reached';

/** A fact: what the journal holds, and what replay feeds again. */
export type RunEvent =
  /** The first event of a run, which goes no further than up to a step where one is named. */
  | { readonly kind: 'run-started'; readonly upTo?: Iri | undefined }
  /** Another orchestrator took the run over. */
  | { readonly kind: 'run-resumed'; readonly upTo?: Iri | undefined }
  /** The run goes on by a changed specification, which is in the same batch; these nodes of its plan are stale. */
  | { readonly kind: 'specification-revised'; readonly stale: readonly NodeIndex[] }
  /** It was decided to start an attempt; on disk before the process starts. */
  | {
      readonly kind: 'attempt-started';
      readonly task: NodeIndex;
      readonly attempt: number;
      /** Who does it, where that is not the agent to whom the plan gives the task. */
      readonly agent?: Iri | undefined;
      /** Whether a person does it: then it waits for their word, and holds no pool. */
      readonly byHand?: boolean | undefined;
    }
  /** The person who does an attempt by hand said that it is done, or (not `yes`) that it cannot be. */
  | { readonly kind: 'attempt-answered'; readonly task: NodeIndex; readonly attempt: number; readonly yes: boolean }
  /** An attempt ended, and what it left was checked. */
  | {
      readonly kind: 'attempt-ended';
      readonly task: NodeIndex;
      readonly attempt: number;
      readonly ending: Ending;
      readonly reason: string;
      /** Why it did not succeed; records of earlier versions do not say. */
      readonly cause?: CauseName | undefined;
      /** What follows from that; where it is not said, it follows from the plan alone. */
      readonly consequence?: Consequence | undefined;
      /** How long it is waited before the task is tried again. */
      readonly retryAfterMs?: number | undefined;
    }
  /** The wait before a retry is over. */
  | { readonly kind: 'backoff-over'; readonly task: NodeIndex }
  /** A person said of a task that waits for it whether it is tried again. */
  | { readonly kind: 'task-answered'; readonly task: NodeIndex; readonly again: boolean; readonly reason: string }
  /** A task counts as done without being tried. */
  | { readonly kind: 'task-skipped'; readonly task: NodeIndex; readonly reason: string }
  /** A gate was judged; `decision` is the IRI of the sx:GateDecision on record. */
  | {
      readonly kind: 'gate-decided';
      readonly gate: NodeIndex;
      readonly outcome: GateOutcome;
      readonly reason: string;
      readonly decision?: Iri | undefined;
      /** An open critical conflict keeps it shut: the run halts. */
      readonly conflict?: boolean | undefined;
    }
  /** Something that a criterion of a passed gate reads has changed: nothing starts before it is looked at again. */
  | { readonly kind: 'gate-unsettled'; readonly gate: NodeIndex }
  /** Something outside the plan has changed: an approval was given, for a gate or (without one) before execution. */
  | { readonly kind: 'approved'; readonly gate: NodeIndex | undefined }
  /** A person handed a value over, outside of any task. */
  | { readonly kind: 'handed-over'; readonly handOff: Iri }
  /** All else that a gate asks for holds: it waits for this approval, at the most until then (UTC ms). */
  | {
      readonly kind: 'approval-awaited';
      readonly gate: NodeIndex;
      readonly criterion: Iri;
      readonly untilMs: number;
    }
  /** Nobody gave the approval in time: it is judged as the plan says for that. */
  | {
      readonly kind: 'approval-expired';
      readonly gate: NodeIndex;
      readonly criterion: Iri;
      readonly outcome: GateOutcome;
    }
  /** A phase is complete: follows from the event before it, and is on record for those who read the timeline. */
  | { readonly kind: 'phase-completed'; readonly phase: NodeIndex; readonly elapsedMs?: number | undefined }
  /** A checkpoint was evaluated: a periodic one decides nothing; one at completion that does not hold makes the run's end a failure. */
  | {
      readonly kind: 'checkpoint-evaluated';
      readonly checkpoint: Iri;
      readonly outcome: GateOutcome;
      readonly reason: string;
    }
  /** The orchestrator stopped before the end. */
  | { readonly kind: 'run-paused'; readonly why: PauseReason; readonly reason: string }
  /** Nothing more can happen. */
  | { readonly kind: 'run-ended'; readonly ending: RunEnding; readonly reason: string };

/** What the scheduler wants done. */
export type Effect =
  /** Start this attempt; the event is what goes on record first. */
  | { readonly kind: 'start'; readonly event: Extract<RunEvent, { kind: 'attempt-started' }> }
  /** See an attempt by hand through: the person has spoken. */
  | { readonly kind: 'see-through'; readonly task: NodeIndex; readonly attempt: number }
  /** Judge this gate: all that it waits for has ended, or something it reads changed. */
  | { readonly kind: 'judge'; readonly gate: NodeIndex }
  /** Look whether a gate that has passed still holds: by those of its criteria that are quick to tell. */
  | { readonly kind: 'look-again'; readonly gate: NodeIndex }
  /** Evaluate this checkpoint (its index in the plan), which no gate asks for and which is due. */
  | { readonly kind: 'evaluate'; readonly checkpoint: number }
  /** Stop: for good (`run-ended`) or until somebody resumes (`run-paused`). */
  | { readonly kind: 'stop'; readonly event: Extract<RunEvent, { kind: 'run-ended' | 'run-paused' }> };
