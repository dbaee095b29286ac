// The loop: takes effects, feeds events. Everything that touches the world comes as an argument (Hands), so that the loop
// runs the same with real agents, scripted ones, or none at all.
import type { Quad } from '@rdfjs/types';
import { type Clock, systemTimer, type Timer } from '../base/clock.ts';
import type { CauseName, Iri, NodeIndex } from '../derive/plan.ts';
import type { Graphs } from '../store/graphs.ts';
import type { Ending, Effect, GateOutcome, RunEvent } from './event.ts';
import { prov } from '../vocabulary/borrowed.ts';
import { attemptIri } from './names.ts';
import { apply } from './apply.ts';
import { whatFollows } from './retry.ts';
import { answering, decide } from './next.ts';
import { unsettledBy } from './unsettled.ts';
import { eventQuads } from './record.ts';
import type { Said } from './session.ts';
import type { RunState } from './state.ts';
import type { StatusGraph } from './status-graph.ts';

/** What an attempt came to: goes on record in the same batch as the event. */
export interface AttemptResult {
  readonly ending: Ending;
  /** Why it did not succeed. */
  readonly cause?: CauseName | undefined;
  readonly reason: string;
  readonly quads: readonly Quad[];
  /** What people are told of it, once it is on disk. */
  readonly said?: Said | undefined;
}

export interface Judgement {
  readonly outcome: GateOutcome;
  /** IRI of the decision among the quads. */
  readonly decision?: Iri | undefined;
  /** Whether a merge conflict was found, which keeps the gate shut. */
  readonly conflict?: boolean | undefined;
  readonly reason: string;
  readonly quads: readonly Quad[];
  /** What follows from it: waits for approvals that begin. */
  readonly following?: readonly RunEvent[] | undefined;
  /** What people are told of it, once it is on disk. */
  readonly said?: Said | undefined;
}

/** What the loop has things done by. None of them may throw for what an agent or a user did; what they throw ends the run. */
export interface Hands {
  /** More triples for an attempt's start: its log, folder, branch. */
  prepare(task: NodeIndex, attempt: number): readonly Quad[];
  /** Makes the attempt ready, starts it once its start is on disk, and sees it through: process, checks. */
  perform(task: NodeIndex, attempt: number, onDisk: Promise<void>): Promise<AttemptResult>;
  /** Puts in its place what a person needs for the attempt (its start is on disk). */
  offer?(task: NodeIndex, attempt: number): Promise<void>;
  /** What an attempt by hand came to: the person has spoken. */
  answered?(task: NodeIndex, attempt: number): Promise<AttemptResult>;
  judge(gate: NodeIndex): Promise<Judgement>;
  /** How a gate that has passed is judged by what has changed since. */
  lookAgain?(gate: NodeIndex): Promise<Judgement>;
  /** Evaluates a checkpoint of the plan. */
  evaluate?(checkpoint: number): Promise<Arrived>;
  /** Called with each event and its triples once they are in the graph, before anything follows from them. */
  take?(event: RunEvent, quads: readonly Quad[]): void;
  /** Called for each event once it is on disk, with what people are told of it: what is said to be done is never lost. */
  report(event: RunEvent, at: number, said?: Said): void;
}

/** Where events are put on record; `store/journal.ts` has the durable one. */
export interface Recorder {
  append(quads: readonly Quad[]): void;
  /** Resolves when everything appended so far is on disk. */
  flushed(): Promise<void>;
}

export interface LoopInput {
  readonly run: string;
  readonly state: RunState;
  readonly graphs: Graphs;
  readonly status: StatusGraph;
  readonly recorder: Recorder;
  readonly hands: Hands;
  readonly clock: Clock;
  /** Wakes the loop when the wait before a retry is over. */
  readonly timer?: Timer | undefined;
  /** A number from 0 up to 1, for the share of a wait that is left to chance. */
  readonly chance?: (() => number) | undefined;
  readonly epoch: number;
  /** Number of the next event: one more than the last of the journal. */
  readonly firstEvent: number;
  /** Triples that belong to the first event (the run's description, the specification). */
  readonly opening?: { readonly event: RunEvent; readonly quads: readonly Quad[] };
  /** Attempts that were running when an earlier orchestrator ended, each seen through by this promise. */
  readonly adopted?: readonly {
    readonly task: NodeIndex;
    readonly attempt: number;
    readonly result: Promise<AttemptResult>;
  }[];
  /** Aborted when the run is to stop: running attempts are expected to end as cancelled, and the run pauses. */
  readonly interrupt?: AbortSignal;
  /** Starts whatever brings events of itself (polls); returns what ends it. */
  readonly sources?: (arrive: (event: Promise<Arrived | Late>) => void) => () => void;
  /** Where given, nothing starts: after the opening, this is put on record and the run stops. */
  readonly forbid?: Extract<RunEvent, { kind: 'run-ended' | 'run-paused' }>;
  /** Said after each step of the loop: for tests that hold the index against the graph. */
  readonly onStep?: (state: RunState) => void | Promise<void>;
}

export interface Arrived {
  readonly event: RunEvent;
  readonly quads: readonly Quad[];
  /** Goes on record with it, in one batch. */
  readonly following?: readonly RunEvent[] | undefined;
  readonly said?: Said | undefined;
}

/** Something that came from outside: what it makes of the run is known when its turn comes; nothing, where it is refused. */
export interface Late {
  settle(): Arrived | undefined;
}

/** Runs to the end, or until it pauses. Resolves with the event that stopped it, which is on disk. */
export async function runLoop(input: LoopInput): Promise<Extract<RunEvent, { kind: 'run-ended' | 'run-paused' }>> {
  const { state, graphs, status, recorder, hands, clock, run } = input;
  const inbox: (Arrived | Late)[] = [];
  let wake: () => void = () => undefined;
  let failure: unknown;
  let number = input.firstEvent;
  let effects: Effect[] = [];
  const toReport: { event: RunEvent; at: number; said?: Said | undefined }[] = [];
  const offers: Promise<unknown>[] = [];

  const arrive = (arrived: Arrived | Late): void => {
    inbox.push(arrived);
    wake();
  };
  const fault = (error: unknown): void => {
    failure ??= error;
    wake();
  };
  const watch = (promise: Promise<Arrived | Late>): void => {
    promise.then(arrive, fault);
  };
  /** Puts an event on record, with what follows from it: one batch, of which a crash leaves all or nothing. */
  const put = (event: RunEvent, quads: readonly Quad[], following: readonly RunEvent[] = [], said?: Said): void => {
    const at = clock.now();
    const all = [event, ...following].flatMap((one) =>
      eventQuads(state.plan, one, { run, number: number++, epoch: input.epoch, at }),
    );
    for (const quad of quads) all.push(quad);
    graphs.addLater(all);
    recorder.append(all);
    hands.take?.(event, quads);
    for (const one of [event, ...following]) toReport.push({ event: one, at, said: one === event ? said : undefined });
  };
  const timer = input.timer ?? systemTimer;
  const waits = new Map<NodeIndex, () => void>();
  const waitFor = (task: NodeIndex, ms: number): void => {
    const over = { event: { kind: 'backoff-over', task }, quads: [] } as const;
    waits.set(
      task,
      timer(Math.max(0, ms), () => arrive(over)),
    );
  };
  /** What follows from a failure is decided once, here, and goes on record with it. */
  const withConsequence = (event: RunEvent): RunEvent => {
    if (event.kind !== 'attempt-ended' || event.ending === 'succeeded') return event;
    const first = state.plan.tasks[state.plan.nodes[event.task]!.of]!.policy.taskTimeoutMs && since(event.task, 1);
    const follows = whatFollows(state, event, input.chance?.() ?? 0, first);
    if (!follows) return event;
    const { consequence, retryAfterMs, note } = follows;
    return {
      ...event,
      reason: note === undefined ? event.reason : `${event.reason}; ${note}`,
      consequence,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    };
  };
  const feed = ({ event: arrived, quads, following: more = [], said }: Arrived): void => {
    const event = withConsequence(arrived);
    const following = [...more, ...unsettledBy(state, event, quads)];
    const changedBefore = state.changed.length;
    apply(state, event);
    for (const one of following) apply(state, one);
    effects.push(...answering(event));
    const completed = state.changed
      .slice(changedBefore)
      .filter((node) => state.plan.nodes[node]!.kind === 'phase' && state.nodes[node] === 'complete');
    const phases = completed.map(
      (phase) => ({ kind: 'phase-completed', phase, elapsedMs: sinceBegin(phase) }) as const,
    );
    put(event, quads, [...following, ...phases], said);
    if (event.kind === 'attempt-ended' && event.retryAfterMs !== undefined) waitFor(event.task, event.retryAfterMs);
  };

  /** Since an attempt of a task began, or ended, by the record; undefined where neither is on it. */
  const since = (node: NodeIndex, attempt: number, what = prov.startedAtTime): number | undefined => {
    const iri = attemptIri(run, state.plan.tasks[state.plan.nodes[node]!.of]!, attempt);
    const at = graphs.object(iri, what)?.value;
    return at === undefined ? undefined : Math.max(0, clock.now() - Date.parse(at));
  };

  /** From the first attempt of a phase until now; undefined where it had none. */
  const sinceBegin = (phase: NodeIndex): number | undefined => {
    const { tasks } = state.plan.phases[state.plan.nodes[phase]!.of]!;
    const starts = tasks.flatMap((node) => {
      const first = attemptIri(run, state.plan.tasks[state.plan.nodes[node]!.of]!, 1);
      return graphs.object(first, prov.startedAtTime)?.value ?? [];
    });
    return starts.length === 0
      ? undefined
      : clock.now() - starts.map((start) => Date.parse(start)).reduce((a, b) => Math.min(a, b));
  };

  // Whoever asked to stop before the first step is heard before anything starts.
  if (input.interrupt?.aborted) state.held = true;
  if (input.opening && input.forbid) {
    put(input.opening.event, input.opening.quads);
    effects.push({ kind: 'stop', event: input.forbid });
  } else {
    if (input.opening) feed(input.opening);
    effects.push(...decide(state));
  }
  // Of a wait that an earlier orchestrator began, only what is left is waited for.
  for (const [task, ms] of state.backoff)
    waitFor(task, ms - (since(task, state.attempts.get(task) ?? 1, prov.endedAtTime) ?? 0));
  for (const { task, attempt, result } of input.adopted ?? [])
    watch(result.then((ended) => attemptEnded(task, attempt, ended)));
  input.interrupt?.addEventListener('abort', () => wake());
  const endSources = input.sources?.(watch);

  try {
    return await turn();
  } finally {
    endSources?.();
    for (const end of waits.values()) end();
  }

  async function turn(): Promise<Extract<RunEvent, { kind: 'run-ended' | 'run-paused' }>> {
    for (;;) {
      // Starts go on record before any process of this step begins; several events share one flush.
      for (const effect of effects)
        if (effect.kind === 'start') put(effect.event, hands.prepare(effect.event.task, effect.event.attempt));
      const stop = effects.find((effect) => effect.kind === 'stop');
      if (stop) put(stop.event, []);
      const due = effects;
      effects = [];
      graphs.beforeReading(() => status.update(state));
      const onDisk = recorder.flushed();
      for (const effect of due)
        if (effect.kind === 'start') {
          const { task, attempt, byHand } = effect.event;
          if (!byHand) watch(hands.perform(task, attempt, onDisk).then((ended) => attemptEnded(task, attempt, ended)));
        }
      await onDisk;
      for (const { event, at, said } of toReport.splice(0)) hands.report(event, at, said);
      await input.onStep?.(state);
      // Also where the run pauses for them: people need what the attempt is given.
      for (const effect of due)
        if (effect.kind === 'start' && effect.event.byHand)
          offers.push(hands.offer!(effect.event.task, effect.event.attempt).catch(fault));
      if (stop) {
        await Promise.all(offers);
        if (failure !== undefined) throw failure;
        return stop.event;
      }
      for (const effect of due)
        if (effect.kind === 'judge') watch(hands.judge(effect.gate).then((judged) => gateDecided(effect.gate, judged)));
        else if (effect.kind === 'look-again')
          watch(hands.lookAgain!(effect.gate).then((judged) => gateDecided(effect.gate, judged)));
        else if (effect.kind === 'evaluate') watch(hands.evaluate!(effect.checkpoint));
        else if (effect.kind === 'see-through') {
          const { task, attempt } = effect;
          watch(hands.answered!(task, attempt).then((ended) => attemptEnded(task, attempt, ended)));
        }
      if (state.held && isQuiet(state) && inbox.length === 0) {
        const event = { kind: 'run-paused', why: 'interrupted', reason: whyStopped(input.interrupt) } as const;
        put(event, []);
        await recorder.flushed();
        for (const { event: reported, at, said } of toReport.splice(0)) hands.report(reported, at, said);
        return event;
      }
      if (inbox.length === 0 && failure === undefined && !(input.interrupt?.aborted && !state.held))
        await new Promise<void>((resolve) => (wake = resolve));
      wake = () => undefined;
      if (failure !== undefined) throw failure;
      // After an interrupt nothing new starts and no gate is judged; what ends is recorded, what became ready stays so.
      if (input.interrupt?.aborted) state.held = true;
      for (const arrived of inbox.splice(0)) {
        const fact = 'settle' in arrived ? arrived.settle() : arrived;
        if (fact) feed(fact);
      }
      // Once all that has come is known: what one event lets start, another one may hold back.
      effects.push(...decide(state));
    }
  }
}

/** Who asks may say why. */
function whyStopped(interrupt: AbortSignal | undefined): string {
  const reason: unknown = interrupt?.reason;
  return typeof reason === 'string' ? reason : 'it was asked to stop';
}

/** Whether nobody works: no agent, no judgement. */
function isQuiet({ running, judging, evaluating }: RunState): boolean {
  return running.size + judging.size + evaluating.size === 0;
}

function attemptEnded(
  task: NodeIndex,
  attempt: number,
  { ending, reason, cause, quads, said }: AttemptResult,
): Arrived {
  return { event: { kind: 'attempt-ended', task, attempt, ending, reason, ...(cause ? { cause } : {}) }, quads, said };
}

function gateDecided(gate: NodeIndex, judged: Judgement): Arrived {
  const { outcome, reason, decision, conflict, quads, following, said } = judged;
  const event = { kind: 'gate-decided', gate, outcome, reason, decision, ...(conflict ? { conflict } : {}) } as const;
  return { event, quads, following, said };
}
