// How long a gate waits for a person: until a time that is on record, so that it goes on over a resume. When that has passed, an event of
// its own says so.
import type { Criterion, PlanGate } from '../derive/plan.ts';
import type { RunEvent } from './event.ts';
import { approvedKey, type Ledger } from './ledger.ts';
import type { Arrived, Late } from './loop.ts';
import type { Session } from './session.ts';
import { type RunState, waitKey } from './state.ts';

type ApprovalCriterion = Extract<Criterion, { kind: 'approval' }>;
type Expired = Extract<RunEvent, { kind: 'approval-expired' }>;

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

/** The waits that are over by now and that nobody ended by a word. */
export function expired(state: RunState, ledger: Ledger, now: number): Expired[] {
  return open(state, ledger).flatMap(({ gate, criterion, untilMs }): Expired[] =>
    untilMs > now
      ? []
      : [{ kind: 'approval-expired', gate: gate.node, criterion: criterion.iri, outcome: criterion.outcomeAfterWait }],
  );
}

/** When the next wait is over; undefined where none has an end. */
export function nextExpiry(state: RunState, ledger: Ledger): number | undefined {
  const times = open(state, ledger).map(({ untilMs }) => untilMs);
  return times.length === 0 ? undefined : Math.min(...times);
}

/** Looks at the clock while the run goes on. Returns what ends it. */
export function watchWaits(
  { ledger, clock }: Session,
  state: RunState,
  arrive: (event: Promise<Arrived | Late>) => void,
): () => void {
  const settle = (key: string) => (): Arrived | undefined => {
    const event = expired(state, ledger, clock.now()).find((one) => waitKey(one.gate, one.criterion) === key);
    return event && { event, quads: [] };
  };
  const timer = setInterval(() => {
    if (state.waits.size === 0 || state.held) return;
    for (const { gate, criterion } of expired(state, ledger, clock.now()))
      arrive(Promise.resolve({ settle: settle(waitKey(gate, criterion)) }));
  }, LOOK_MS);
  timer.unref();
  return () => clearInterval(timer);
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
