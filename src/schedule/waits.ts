// How long a gate waits for a person: until a time that is on record, so that it goes on over a resume. When that has passed, an event of
// its own says so.
import { durationText } from '../base/duration.ts';
import type { Criterion, PlanGate } from '../derive/plan.ts';
import type { RunEvent } from './event.ts';
import { approvedKey, type Ledger } from './ledger.ts';
import type { Arrived, Late } from './loop.ts';
import type { Session } from './session.ts';
import { limitOf } from './attempt-ending.ts';
import { attemptIri } from './names.ts';
import { prov } from '../vocabulary/borrowed.ts';
import { type RunState, waitKey } from './state.ts';

type ApprovalCriterion = Extract<Criterion, { kind: 'approval' }>;
type Expired = Extract<RunEvent, { kind: 'approval-expired' | 'attempt-ended' }>;
/** Of a session: what the waits are known from. */
type Known = Pick<Session, 'run' | 'graphs' | 'ledger' | 'clock' | 'formerAttempts'>;

/** So often the clock is looked at. */
const LOOK_MS = 500;

/** The waits that begin with a judgement of the gate: where nothing is missing but approvals, those that have an end and none on record. */
export function waitsThatBegin(
  state: RunState,
  gate: PlanGate,
  judged: readonly { readonly criterion: Criterion; readonly outcome: string }[],
  now: number,
): RunEvent[] {
  const binds = judged.filter(({ criterion }) => criterion.obligation !== 'acceptable');
  const missing = binds.filter(({ outcome }) => outcome !== 'passed').map(({ criterion }) => criterion);
  if (!missing.every((criterion) => criterion.kind === 'approval')) return [];
  return missing.flatMap((criterion): RunEvent[] => {
    if (criterion.waitAtMostMs === undefined || state.waits.has(waitKey(gate.node, criterion.iri))) return [];
    return [
      { kind: 'approval-awaited', gate: gate.node, criterion: criterion.iri, untilMs: now + criterion.waitAtMostMs },
    ];
  });
}

/** The waits that are over by now and that nobody ended by a word: for approvals, and for people who do a task. */
export function expired(state: RunState, known: Known, now: number): Expired[] {
  return [...overtime(state, known, now), ...unspoken(state, known.ledger, now)];
}

function unspoken(state: RunState, ledger: Ledger, now: number): Expired[] {
  return open(state, ledger).flatMap(({ gate, criterion, untilMs }): Expired[] =>
    untilMs > now
      ? []
      : [{ kind: 'approval-expired', gate: gate.node, criterion: criterion.iri, outcome: criterion.outcomeAfterWait }],
  );
}

/** Attempts by hand whose time is over: their own, or their task's. */
function overtime(state: RunState, known: Known, now: number): Expired[] {
  return [...state.byHand].flatMap(([node, attempt]): Expired[] => {
    const task = state.plan.tasks[state.plan.nodes[node]!.of]!;
    if (state.nodes[node] !== 'awaiting') return [];
    const { ms, cause } = limitOf(known, task, attempt);
    const since = Date.parse(
      known.graphs.object(attemptIri(known.run, task, attempt), prov.startedAtTime)?.value ?? '',
    );
    if (ms === undefined || !(now >= since + ms)) return [];
    const reason = `nobody did it within ${durationText(Math.max(0, ms))}, ${cause === 'overTime' ? 'its timeout' : 'what was left of its task’s time'}`;
    return [{ kind: 'attempt-ended', task: node, attempt, ending: 'timedOut', cause, reason }];
  });
}

/** Looks at the clock while the run goes on. Returns what ends it. */
export function watchWaits(
  session: Session,
  state: RunState,
  arrive: (event: Promise<Arrived | Late>) => void,
): () => void {
  const due = (): Expired[] => expired(state, session, session.clock.now());
  const settle = (key: string) => (): Arrived | undefined => {
    const event = due().find((one) => keyOf(one) === key);
    return event && { event, quads: [] };
  };
  const timer = setInterval(() => {
    if ((state.waits.size === 0 && state.byHand.size === 0) || state.held) return;
    for (const event of due()) arrive(Promise.resolve({ settle: settle(keyOf(event)) }));
  }, LOOK_MS);
  timer.unref();
  return () => clearInterval(timer);
}

function keyOf(event: Expired): string {
  return event.kind === 'attempt-ended' ? `${event.task}` : waitKey(event.gate, event.criterion);
}

function open(
  state: RunState,
  ledger: Ledger,
): { readonly gate: PlanGate; readonly criterion: ApprovalCriterion; readonly untilMs: number }[] {
  return [...state.waits.values()].flatMap(({ gate: node, criterion: iri, untilMs }) => {
    const gate = state.plan.gates[state.plan.nodes[node]!.of]!;
    const criterion = gate.criteria.find((one) => one.iri === iri);
    if (criterion?.kind !== 'approval' || ledger.approved.has(approvedKey(criterion.role, gate.iri))) return [];
    return [{ gate, criterion, untilMs }];
  });
}
