// Events to triples and back: what the journal holds of each event, in PROV-O, P-Plan and EARL.
import type { NamedNode, Quad, Quad_Object, Quad_Predicate, Quad_Subject } from '@rdfjs/types';
import { unreachable } from '../base/result.ts';
import { durationMs } from '../base/duration.ts';
import type { CauseName, Iri, Plan } from '../derive/plan.ts';
import { earl, pplan, prov, rdf } from '../vocabulary/borrowed.ts';
import { namedNode, quad } from '../vocabulary/factory.ts';
import { boolean, dateTime, elapsed, integer, seconds, text } from '../vocabulary/literals.ts';
import { SX, sx } from '../vocabulary/terms.ts';
import type { Ending, GateOutcome, PauseReason, RunEnding, RunEvent } from './event.ts';
import { attemptIri, eventIri, runGraph } from './names.ts';
import type { Consequence } from './retry.ts';
import { outcomeTerm } from './status-graph.ts';

export interface Stamp {
  readonly run: string;
  readonly number: number;
  readonly epoch: number;
  /** UTC milliseconds. */
  readonly at: number;
}

type Pair = readonly [Quad_Predicate, Quad_Object];

/** Statements about one subject in the run's graph. */
export function about(run: string, subject: Quad_Subject, ...pairs: readonly Pair[]): Quad[] {
  return pairs.map(([predicate, object]) => quad(subject, predicate, object, runGraph(run)));
}

/** The event's own triples. What happened in detail (evidence, assertions, times of an attempt) comes beside them. */
export function eventQuads(plan: Plan, event: RunEvent, stamp: Stamp): Quad[] {
  const { run, number } = stamp;
  const self = eventIri(run, number);
  const common: Pair[] = [
    [sx.eventNumber, integer(number)],
    [sx.inRun, namedNode(run)],
    [sx.epoch, integer(stamp.epoch)],
    [prov.atTime, dateTime(stamp.at)],
  ];
  const is = (type: NamedNode, ...pairs: Pair[]): Quad[] => about(run, self, [rdf.type, type], ...common, ...pairs);
  switch (event.kind) {
    case 'run-started':
      return is(sx.RunStarted, ...upTo(event));
    case 'run-resumed':
      return is(sx.RunResumed, ...upTo(event));
    case 'specification-revised':
      return is(sx.SpecificationRevised);
    case 'attempt-started': {
      const task = taskOf(plan, event.task);
      const attempt = attemptIri(run, task, event.attempt);
      const agent = event.agent ?? task.agent;
      const byHand: Pair[] = event.byHand ? [[sx.byHand, boolean(true)]] : [];
      return [
        ...is(
          sx.AttemptStarted,
          [sx.task, namedNode(task.iri)],
          [sx.attempt, attempt],
          [sx.attemptNumber, integer(event.attempt)],
          ...byHand,
        ),
        ...about(
          run,
          attempt,
          [rdf.type, sx.Attempt],
          ...byHand,
          [sx.inRun, namedNode(run)],
          [sx.task, namedNode(task.iri)],
          [pplan.correspondsToStep, namedNode(task.iri)],
          [sx.attemptNumber, integer(event.attempt)],
          [prov.startedAtTime, dateTime(stamp.at)],
          ...(agent === undefined ? [] : [[prov.wasAssociatedWith, namedNode(agent)] as const]),
        ),
      ];
    }
    case 'attempt-answered': {
      const task = taskOf(plan, event.task);
      return is(
        sx.AttemptAnswered,
        [sx.task, namedNode(task.iri)],
        [sx.attempt, attemptIri(run, task, event.attempt)],
        [sx.attemptNumber, integer(event.attempt)],
        [earl.outcome, outcomeTerm(event.yes ? 'passed' : 'failed')],
      );
    }
    case 'attempt-ended': {
      const task = taskOf(plan, event.task);
      const attempt = attemptIri(run, task, event.attempt);
      const ending: Pair[] = [
        [sx.ending, sx[event.ending]],
        [sx.reason, text(event.reason)],
        ...(event.cause === undefined ? [] : [[sx.cause, sx[event.cause]] as const]),
        ...(event.consequence === undefined ? [] : [[sx.consequence, sx[event.consequence]] as const]),
        ...(event.retryAfterMs === undefined ? [] : [[sx.retryAfter, elapsed(event.retryAfterMs)] as const]),
      ];
      return [
        ...is(
          sx.AttemptEnded,
          [sx.task, namedNode(task.iri)],
          [sx.attempt, attempt],
          [sx.attemptNumber, integer(event.attempt)],
          ...ending,
        ),
        ...about(run, attempt, [prov.endedAtTime, dateTime(stamp.at)], ...ending),
      ];
    }
    case 'backoff-over':
      return is(sx.BackoffOver, [sx.task, namedNode(taskOf(plan, event.task).iri)]);
    case 'task-answered':
      return is(
        sx.TaskAnswered,
        [sx.task, namedNode(taskOf(plan, event.task).iri)],
        [sx.consequence, event.again ? sx.tryAgain : sx.failTask],
        [sx.reason, text(event.reason)],
      );
    case 'task-skipped':
      return is(sx.TaskSkipped, [sx.task, namedNode(taskOf(plan, event.task).iri)], [sx.reason, text(event.reason)]);
    case 'gate-decided':
      return is(
        sx.GateDecided,
        [sx.gate, namedNode(plan.nodes[event.gate]!.iri)],
        [earl.outcome, outcomeTerm(event.outcome)],
        [sx.reason, text(event.reason)],
        ...(event.conflict ? [[sx.severity, sx.critical] as const] : []),
        ...(event.decision === undefined ? [] : [[prov.used, namedNode(event.decision)] as const]),
      );
    case 'gate-unsettled':
      return is(sx.GateUnsettled, [sx.gate, namedNode(plan.nodes[event.gate]!.iri)]);
    case 'approved':
      return is(
        sx.Approved,
        ...(event.gate === undefined ? [] : [[sx.gate, namedNode(plan.nodes[event.gate]!.iri)] as Pair]),
      );
    case 'handed-over':
      return is(sx.HandedOver, [sx.handOff, namedNode(event.handOff)]);
    case 'approval-awaited':
      return is(
        sx.ApprovalAwaited,
        [sx.gate, namedNode(plan.nodes[event.gate]!.iri)],
        [earl.test, namedNode(event.criterion)],
        [sx.until, dateTime(event.untilMs)],
      );
    case 'approval-expired':
      return is(
        sx.ApprovalExpired,
        [sx.gate, namedNode(plan.nodes[event.gate]!.iri)],
        [earl.test, namedNode(event.criterion)],
        [earl.outcome, outcomeTerm(event.outcome)],
        [sx.automated, boolean(true)],
      );
    case 'phase-completed':
      return is(
        sx.PhaseCompleted,
        [sx.phase, namedNode(plan.nodes[event.phase]!.iri)],
        ...(event.elapsedMs === undefined
          ? []
          : ([
              [sx.elapsed, elapsed(event.elapsedMs)],
              [sx.elapsedSeconds, seconds(event.elapsedMs)],
            ] satisfies Pair[])),
      );
    case 'checkpoint-evaluated':
      return is(
        sx.CheckpointEvaluated,
        [sx.checkpoint, namedNode(event.checkpoint)],
        [earl.outcome, outcomeTerm(event.outcome)],
        [sx.reason, text(event.reason)],
      );
    case 'run-paused':
      return is(sx.RunPaused, [sx.ending, sx[event.why]], [sx.reason, text(event.reason)]);
    case 'run-ended':
      return [
        ...is(sx.RunEnded, [sx.ending, sx[event.ending]], [sx.reason, text(event.reason)]),
        ...about(
          run,
          namedNode(run),
          [prov.endedAtTime, dateTime(stamp.at)],
          [sx.ending, sx[event.ending]],
          [sx.reason, text(event.reason)],
        ),
      ];
    default:
      return unreachable(event);
  }
}

function taskOf(plan: Plan, node: number) {
  return plan.tasks[plan.nodes[node]!.of]!;
}

/**
 * The events that a batch of the journal holds, in order. Event types that this version does not replay (a merge, a
 * checkpoint: facts that change nothing in the scheduler) are left out. Throws where an event names a node that the plan lacks.
 */
export function eventsOf(plan: Plan, quads: readonly Quad[]): { readonly number: number; readonly event: RunEvent }[] {
  const properties = new Map<string, Map<string, string>>();
  for (const { subject, predicate, object } of quads) {
    if (!subject.value.includes('/event/')) continue;
    let of = properties.get(subject.value);
    if (!of) properties.set(subject.value, (of = new Map()));
    of.set(predicate.value, object.value);
  }
  const found: { number: number; event: RunEvent }[] = [];
  for (const of of properties.values()) {
    const get = (predicate: NamedNode): string => {
      const value = of.get(predicate.value);
      if (value === undefined) throw new Error(`an event of the journal lacks ${predicate.value}`);
      return value;
    };
    const type = get(rdf.type);
    const event: RunEvent | undefined =
      type === sx.SpecificationRevised.value
        ? { kind: 'specification-revised', stale: staleNodes(plan, quads) }
        : decode(plan, type, get, (predicate) => of.has(predicate.value));
    if (event) found.push({ number: Number(get(sx.eventNumber)), event });
  }
  return found.sort((a, b) => a.number - b.number);
}

function upTo(event: { readonly upTo?: Iri | undefined }): Pair[] {
  return event.upTo === undefined ? [] : [[sx.upTo, namedNode(event.upTo)]];
}

/** What the changes of a revision make stale, as nodes of the revised plan. */
function staleNodes(plan: Plan, quads: readonly Quad[]): number[] {
  const named = quads.filter(({ predicate }) => predicate.equals(sx.makesStale)).map(({ object }) => object.value);
  return [...new Set(named)].flatMap((iri) => plan.indexOf.get(iri) ?? []).sort((a, b) => a - b);
}

/** The number of the last event on record, those that are not replayed included; 0 where there is none. */
export function lastEventNumber(batches: readonly { readonly quads: readonly Quad[] }[]): number {
  let last = 0;
  for (const { quads } of batches)
    for (const { predicate, object } of quads)
      if (predicate.equals(sx.eventNumber)) last = Math.max(last, Number(object.value));
  return last;
}

function decode(
  plan: Plan,
  type: string,
  get: (predicate: NamedNode) => string,
  has: (predicate: NamedNode) => boolean,
): RunEvent | undefined {
  const node = (predicate: NamedNode): number => {
    const index = plan.indexOf.get(get(predicate));
    if (index === undefined) throw new Error(`the journal names ${get(predicate)}, which its plan does not have`);
    return index;
  };
  const local = (iri: string): string => iri.slice(iri.lastIndexOf('#') + 1);
  switch (type.startsWith(SX) ? type.slice(SX.length) : type) {
    case 'RunStarted':
      return { kind: 'run-started', ...(has(sx.upTo) ? { upTo: get(sx.upTo) } : {}) };
    case 'RunResumed':
      return { kind: 'run-resumed', ...(has(sx.upTo) ? { upTo: get(sx.upTo) } : {}) };
    case 'AttemptStarted':
      return {
        kind: 'attempt-started',
        task: node(sx.task),
        attempt: Number(get(sx.attemptNumber)),
        ...(has(sx.byHand) ? { byHand: true } : {}),
      };
    case 'AttemptAnswered':
      return {
        kind: 'attempt-answered',
        task: node(sx.task),
        attempt: Number(get(sx.attemptNumber)),
        yes: get(earl.outcome) === earl.passed.value,
      };
    case 'AttemptEnded':
      return {
        kind: 'attempt-ended',
        task: node(sx.task),
        attempt: Number(get(sx.attemptNumber)),
        ending: local(get(sx.ending)) as Ending,
        reason: get(sx.reason),
        ...(has(sx.cause) ? { cause: local(get(sx.cause)) as CauseName } : {}),
        ...(has(sx.consequence) ? { consequence: local(get(sx.consequence)) as Consequence } : {}),
        ...(has(sx.retryAfter) ? { retryAfterMs: durationMs(get(sx.retryAfter)) } : {}),
      };
    case 'BackoffOver':
      return { kind: 'backoff-over', task: node(sx.task) };
    case 'TaskAnswered':
      return {
        kind: 'task-answered',
        task: node(sx.task),
        again: local(get(sx.consequence)) === 'tryAgain',
        reason: get(sx.reason),
      };
    case 'TaskSkipped':
      return { kind: 'task-skipped', task: node(sx.task), reason: get(sx.reason) };
    case 'GateDecided':
      return {
        kind: 'gate-decided',
        gate: node(sx.gate),
        outcome: local(get(earl.outcome)) as GateOutcome,
        reason: get(sx.reason),
        ...(has(sx.severity) ? { conflict: true } : {}),
      };
    case 'GateUnsettled':
      return { kind: 'gate-unsettled', gate: node(sx.gate) };
    case 'Approved':
      return { kind: 'approved', gate: has(sx.gate) ? node(sx.gate) : undefined };
    case 'HandedOver':
      return { kind: 'handed-over', handOff: get(sx.handOff) };
    case 'ApprovalAwaited':
      return {
        kind: 'approval-awaited',
        gate: node(sx.gate),
        criterion: get(earl.test),
        untilMs: Date.parse(get(sx.until)),
      };
    case 'ApprovalExpired':
      return {
        kind: 'approval-expired',
        gate: node(sx.gate),
        criterion: get(earl.test),
        outcome: local(get(earl.outcome)) as GateOutcome,
      };
    case 'CheckpointEvaluated':
      return {
        kind: 'checkpoint-evaluated',
        checkpoint: get(sx.checkpoint),
        outcome: local(get(earl.outcome)) as GateOutcome,
        reason: get(sx.reason),
      };
    case 'RunPaused':
      return { kind: 'run-paused', why: local(get(sx.ending)) as PauseReason, reason: get(sx.reason) };
    case 'RunEnded':
      return { kind: 'run-ended', ending: local(get(sx.ending)) as RunEnding, reason: get(sx.reason) };
    default:
      return undefined;
  }
}
