// Judges a gate: its phase is integrated, its criteria are evaluated and asserted, and then the gate's outcome is what
// queries/status/gate-outcome.rq answers over the graph. Change that query, and the run changes.
import type { Quad } from '@rdfjs/types';
import { localName } from '../derive/names.ts';
import type { Criterion, Iri, NodeIndex, PlanGate } from '../derive/plan.ts';
import { ask } from '../query/ask.ts';
import { earl } from '../vocabulary/borrowed.ts';
import { namedNode } from '../vocabulary/factory.ts';
import { text } from '../vocabulary/literals.ts';
import { sx } from '../vocabulary/terms.ts';
import { automatedApprovals } from './approvals.ts';
import { assertion, type Judged, together } from './assertions.ts';
import { evaluate } from './criteria.ts';
import type { GateOutcome } from './event.ts';
import { integrate } from './integrate.ts';
import { enter } from './ledger.ts';
import type { Judgement } from './loop.ts';
import { fileName } from './names.ts';
import { isLookedAtAgain } from './unsettled.ts';
import { about } from './record.ts';
import type { Said, SaidCriterion, Session } from './session.ts';
import type { RunState } from './state.ts';
import { waitsThatBegin } from './waits.ts';

export async function judge(session: Session, state: RunState, node: NodeIndex): Promise<Judgement> {
  const { plan } = session;
  const gate = plan.gates[plan.nodes[node]!.of]!;
  const { base, round } = nextRound(session, gate);
  const quads: Quad[] = [];
  const { quads: merged, conflict } = await integrate(session, state, gate, base);
  quads.push(...merged);
  const approvals = automatedApprovals(session, gate, base);
  quads.push(...approvals);
  enter(session.ledger, approvals);
  session.graphs.addAll(quads);

  const asserted = await evaluateAll(session, state, gate, gate.criteria, base, round);
  quads.push(...asserted.flatMap(({ quads: of }) => of));
  quads.push(...checkpointAssertions(session, gate, base, asserted));

  const outcome = await gateOutcome(session, gate.iri);
  const reason = [...(conflict === undefined ? [] : [conflict]), reasonOf(session, gate, outcome, asserted)].join('; ');
  const decision = decisionQuads(session, gate, base, outcome, reason, asserted);
  quads.push(...decision.quads);
  const outcomes = asserted.map(({ criterion, verdict }) => ({ criterion, outcome: verdict.outcome }));
  const following = outcome === 'untested' ? waitsThatBegin(state, gate, outcomes, session.clock.now()) : [];
  const said = saidOf(gate, outcome, reason, asserted);
  return { outcome, reason, decision: decision.iri, conflict: conflict !== undefined, quads, following, said };
}

/**
 * Whether a gate that has passed still holds, now that something has changed that it reads: by the criteria that are told from the
 * record. Nothing is merged and no program runs. That it still holds is recorded, and not worth a word.
 */
export async function lookAgain(session: Session, state: RunState, node: NodeIndex): Promise<Judgement> {
  const gate = session.plan.gates[session.plan.nodes[node]!.of]!;
  const { base, round } = nextRound(session, gate);
  const criteria = gate.criteria.filter(isLookedAtAgain);
  const asserted = await evaluateAll(session, state, gate, criteria, base, round);
  const outcome = await gateOutcome(session, gate.iri);
  const found = reasonOf(session, gate, outcome, asserted);
  const reason = outcome === 'passed' ? `it still holds: ${found}` : `it had passed, and holds no longer: ${found}`;
  const decision = decisionQuads(session, gate, base, outcome, reason, asserted);
  const quads = [...asserted.flatMap(({ quads: of }) => of), ...decision.quads];
  const said =
    outcome === 'passed' ? undefined : { ...saidOf(gate, outcome, reason, asserted), relapsed: true as const };
  return { outcome, reason, decision: decision.iri, quads, said };
}

interface Evaluated extends Judged {
  readonly quads: readonly Quad[];
}

/** How often a gate was judged by this orchestrator is part of the names of what is asserted then. */
function nextRound(session: Session, gate: PlanGate): { readonly base: string; readonly round: number } {
  const round = (session.rounds.get(gate.iri) ?? 0) + 1;
  session.rounds.set(gate.iri, round);
  return { round, base: `${session.run}/gate/${fileName(gate.id)}/${session.epoch}.${round}` };
}

async function evaluateAll(
  session: Session,
  state: RunState,
  gate: PlanGate,
  criteria: readonly Criterion[],
  base: string,
  round: number,
): Promise<Evaluated[]> {
  const asserted: Evaluated[] = [];
  for (const criterion of criteria) {
    const verdict = await evaluate(session, state, criterion, {
      name: `gate.${gate.id}.${session.epoch}-${round}`,
      gate: gate.iri,
    });
    const iri = namedNode(`${base}/criterion/${gate.criteria.indexOf(criterion) + 1}`);
    session.status.outcome(criterion.iri, verdict.outcome);
    const of = [sx.gate, namedNode(gate.iri)] as const;
    const quads = assertion(session, iri, sx.CriterionAssertion, criterion.iri, verdict, of);
    asserted.push({ criterion, verdict, iri, quads });
  }
  return asserted;
}

function decisionQuads(
  session: Session,
  gate: PlanGate,
  base: string,
  outcome: GateOutcome,
  reason: string,
  asserted: readonly Judged[],
): { readonly iri: Iri; readonly quads: readonly Quad[] } {
  const decision = namedNode(`${base}/decision`);
  const verdict = { outcome, checked: reason, used: asserted.map(({ iri }) => iri.value) };
  return {
    iri: decision.value,
    quads: [
      ...assertion(session, decision, sx.GateDecision, gate.iri, verdict, [sx.gate, namedNode(gate.iri)]),
      ...about(session.run, decision, [sx.reason, text(reason)]),
    ],
  };
}

function saidOf(
  gate: PlanGate,
  outcome: GateOutcome,
  reason: string,
  asserted: readonly Judged[],
): Extract<Said, { kind: 'judged' }> {
  return {
    kind: 'judged',
    gate: gate.iri,
    outcome,
    reason,
    criteria: asserted.map(({ criterion, verdict }): SaidCriterion => ({
      criterion: criterion.title,
      outcome: verdict.outcome,
      checked: verdict.checked,
      obligation: criterion.obligation,
    })),
  };
}

/** A judgement is one row about one gate. */
const OUTCOME_LIMIT_MS = 60_000;

/** What the query says. A gate that it leaves out cannot be told. */
async function gateOutcome(session: Session, gate: Iri): Promise<GateOutcome> {
  const entry = session.catalogue.get('status/gate-outcome');
  if (!entry.ok) return 'cantTell';
  // Asked as people's queries are: one that cannot be answered leaves the gate shut, and the run with a reason.
  const answer = await ask(session.graphs, entry.value, {
    values: { gate: namedNode(gate) },
    limitMs: OUTCOME_LIMIT_MS,
  });
  if (!answer.ok || answer.value.kind !== 'rows') {
    const why = answer.ok ? 'it is not a SELECT query' : answer.diagnostics.map((one) => one.message).join('; ');
    session.say({ kind: 'note', text: `queries/status/gate-outcome.rq: ${why}` });
    return 'cantTell';
  }
  const answered = localName(answer.value.rows[0]?.['outcome']?.value ?? '');
  return answered === 'passed' || answered === 'failed' || answered === 'untested' ? answered : 'cantTell';
}

/** The gate's checkpoints, each with the worst of its criteria's outcomes as far as they bind. */
function checkpointAssertions(session: Session, gate: PlanGate, base: string, asserted: readonly Judged[]): Quad[] {
  const named = new Set(session.graphs.objects(namedNode(gate.iri), sx.checkpoint).map((term) => term.value));
  return session.plan.checkpoints
    .filter((checkpoint) => named.has(checkpoint.iri))
    .flatMap((checkpoint, index) => {
      const mine = asserted.filter(({ criterion }) => checkpoint.criteria.some((one) => one.iri === criterion.iri));
      return assertion(session, namedNode(`${base}/checkpoint/${index + 1}`), sx.CheckpointAssertion, checkpoint.iri, {
        outcome: together(mine),
        checked: `${mine.filter(({ verdict }) => verdict.outcome === 'passed').length} of ${mine.length} criteria hold`,
        used: mine.map(({ iri }) => iri.value),
      });
    });
}

function reasonOf(session: Session, gate: PlanGate, outcome: GateOutcome, asserted: readonly Judged[]): string {
  if (outcome === 'passed') {
    const binding = asserted.filter(({ criterion }) => criterion.obligation !== 'acceptable');
    const missed = asserted.filter(
      ({ criterion, verdict }) => !binding.some((one) => one.criterion === criterion) && verdict.outcome !== 'passed',
    );
    const beside = missed
      .map(({ criterion, verdict }) => `; acceptable, and ${verdict.outcome}: ${criterion.title}`)
      .join('');
    const hold =
      binding.length === 1 ? 'the one criterion that binds holds' : `all ${binding.length} criteria that bind hold`;
    return `${hold}${beside}`;
  }
  const unmet = session.plan.dependencies[gate.node]!.map((dependency) => session.plan.nodes[dependency]!.iri).filter(
    (iri) =>
      session.graphs.has(namedNode(iri), sx.state, sx.failed) ||
      session.graphs.has(namedNode(iri), sx.outcome, earl.failed),
  );
  const bad = asserted
    .filter(({ criterion, verdict }) => verdict.outcome !== 'passed' && criterion.obligation !== 'acceptable')
    .map(({ criterion, verdict }) => `${criterion.title}: ${verdict.checked}`);
  const parts = [...unmet.map((iri) => `${session.entities.title(iri)} failed`), ...bad];
  return parts.length > 0 ? parts.join('; ') : `queries/status/gate-outcome.rq says ${outcome}`;
}
