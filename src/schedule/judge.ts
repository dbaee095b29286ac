// Judges a gate: its phase is integrated, its criteria are evaluated and asserted, and then the gate's outcome is what
// queries/status/gate-outcome.rq answers over the graph. Change that query, and the run changes.
import type { NamedNode, Quad, Quad_Object, Quad_Predicate } from '@rdfjs/types';
import { localName } from '../derive/names.ts';
import type { Criterion, Iri, NodeIndex, PlanGate, PlanTask } from '../derive/plan.ts';
import { select } from '../query/ask.ts';
import { earl, prov, rdf } from '../vocabulary/borrowed.ts';
import { namedNode } from '../vocabulary/factory.ts';
import { boolean, dateTime, text } from '../vocabulary/literals.ts';
import { sx } from '../vocabulary/terms.ts';
import { evaluate, type Verdict } from './criteria.ts';
import type { GateOutcome } from './event.ts';
import { approvedKey, enter } from './ledger.ts';
import type { Judgement } from './loop.ts';
import { attemptIri, fileName } from './names.ts';
import { about } from './record.ts';
import type { SaidCriterion, Session } from './session.ts';
import { isMet, type RunState } from './state.ts';
import { outcomeTerm } from './status-graph.ts';

/** The engine itself, as EARL's assertor. */
const SELF = namedNode('https://w3id.org/spec-exec/ns');

export async function judge(session: Session, state: RunState, node: NodeIndex): Promise<Judgement> {
  const { plan } = session;
  const gate = plan.gates[plan.nodes[node]!.of]!;
  const round = (session.rounds.get(gate.iri) ?? 0) + 1;
  session.rounds.set(gate.iri, round);
  const base = `${session.run}/gate/${fileName(gate.id)}/${session.epoch}.${round}`;
  const quads: Quad[] = [];
  const merged = await integrate(session, state, gate, base);
  quads.push(...merged);
  const approvals = automatedApprovals(session, gate, base);
  quads.push(...approvals);
  enter(session.ledger, approvals);
  session.graphs.addAll(quads);

  const asserted: { criterion: Criterion; verdict: Verdict; iri: NamedNode }[] = [];
  for (const [index, criterion] of gate.criteria.entries()) {
    const verdict = await evaluate(session, state, criterion, {
      name: `gate.${gate.id}.${session.epoch}-${round}`,
      gate: gate.iri,
    });
    const iri = namedNode(`${base}/criterion/${index + 1}`);
    asserted.push({ criterion, verdict, iri });
    session.status.outcome(criterion.iri, verdict.outcome);
    quads.push(
      ...assertion(session, iri, sx.CriterionAssertion, criterion.iri, verdict, [sx.gate, namedNode(gate.iri)]),
    );
  }
  quads.push(...checkpointAssertions(session, gate, base, asserted));

  const outcome = await gateOutcome(session, gate.iri);
  const reason = reasonOf(session, gate, outcome, asserted);
  const decision = namedNode(`${base}/decision`);
  quads.push(
    ...assertion(
      session,
      decision,
      sx.GateDecision,
      gate.iri,
      { outcome, checked: reason, used: asserted.map(({ iri }) => iri.value) },
      [sx.gate, namedNode(gate.iri)],
    ),
    ...about(session.run, decision, [sx.reason, text(reason)]),
  );
  session.say({
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
  });
  return { outcome, reason, decision: decision.value, quads };
}

/** What the query says. A gate that it leaves out cannot be told. */
async function gateOutcome(session: Session, gate: Iri): Promise<GateOutcome> {
  const entry = session.catalogue.get('status/gate-outcome');
  if (!entry.ok) return 'cantTell';
  const { rows } = await select(session.graphs, entry.value, { gate: namedNode(gate) });
  const answered = localName(rows[0]?.['outcome']?.value ?? '');
  return answered === 'passed' || answered === 'failed' || answered === 'untested' ? answered : 'cantTell';
}

/** Merges what the gate's phase has so far, where something is judged on the merged state. */
async function integrate(session: Session, state: RunState, gate: PlanGate, base: string): Promise<Quad[]> {
  if (session.workspace.kind !== 'git') return [];
  const onMergedState = gate.criteria.some(
    ({ kind }) => kind === 'command' || kind === 'clean-tree' || kind === 'rollback' || kind === 'conflict',
  );
  if (!gate.endsPhase && !onMergedState && gate.phase !== undefined) return [];
  const done = session.plan.tasks
    .filter((task) => isMet(state.nodes[task.node]!) && state.attempts.has(task.node))
    .filter(
      (task) =>
        phaseOrder(session, task) <= (gate.phase === undefined ? Infinity : session.plan.phases[gate.phase]!.order),
    )
    .map((task) => ({ task, attempt: state.attempts.get(task.node)! }));
  const from = session.clock.now();
  const result = await session.workspace.integrate(done);
  const phase = gate.phase === undefined ? undefined : session.plan.phases[gate.phase]!.iri;
  const common: [Quad_Predicate, Quad_Object][] = [
    [sx.inRun, namedNode(session.run)],
    ...(phase === undefined ? [] : [[sx.phase, namedNode(phase)] as [Quad_Predicate, Quad_Object]]),
  ];
  const attemptOf = (task: PlanTask): NamedNode => attemptIri(session.run, task, state.attempts.get(task.node)!);
  if (result.kind === 'conflict')
    return about(
      session.run,
      namedNode(`${base}/conflict`),
      [rdf.type, sx.Conflict],
      ...common,
      [sx.severity, sx.critical],
      [sx.conflictState, sx.open],
      [sx.reason, text(`merging ${result.task.id} conflicts in ${result.paths.join(', ')}: ${result.reason}`)],
      ...result.paths.map((path) => [sx.path, text(path)] as [Quad_Predicate, Quad_Object]),
      [prov.wasDerivedFrom, attemptOf(result.task)],
      [prov.generatedAtTime, dateTime(session.clock.now())],
    );
  if (result.tasks.length === 0) return [];
  session.say({ kind: 'integrated', phase, branches: result.tasks.length, commit: result.commit ?? '' });
  return about(
    session.run,
    namedNode(`${base}/integration`),
    [rdf.type, sx.Integration],
    ...common,
    [sx.commit, text(result.commit ?? '')],
    [sx.baseCommit, text(result.base ?? '')],
    ...result.tasks.map((task) => [prov.used, attemptOf(task)] as [Quad_Predicate, Quad_Object]),
    [prov.startedAtTime, dateTime(from)],
    [prov.endedAtTime, dateTime(session.clock.now())],
  );
}

function phaseOrder(session: Session, task: PlanTask): number {
  return task.phase === undefined ? -Infinity : session.plan.phases[task.phase]!.order;
}

/** The sign-offs that the binding gives by itself, once for each role; recorded as automated. */
export function automatedApprovals(
  session: Session,
  gate: PlanGate | undefined,
  base: string,
  criteria = gate?.criteria ?? [],
): Quad[] {
  const roles = new Set(
    criteria.flatMap((one) =>
      one.kind === 'approval' && !session.ledger.approved.has(approvedKey(one.role, gate?.iri)) ? [one.role] : [],
    ),
  );
  return [...roles].flatMap((role) => {
    const given = session.binding.approvals.find((approval) => approval.role === role);
    if (!given) return [];
    return approvalQuads(session.run, `${base}/approval/${fileName(localName(role))}`, {
      role,
      gate: gate?.iri,
      name: given.name,
      automated: true,
      yes: true,
      note: 'signed by the binding of this environment',
      at: session.clock.now(),
    });
  });
}

export interface ApprovalWords {
  readonly role: Iri;
  readonly gate: Iri | undefined;
  readonly name: string;
  readonly automated: boolean;
  readonly yes: boolean;
  readonly note: string;
  /** UTC milliseconds. */
  readonly at: number;
}

export function approvalQuads(run: string, iri: string, words: ApprovalWords): Quad[] {
  const self = namedNode(iri);
  const result = namedNode(`${iri}/result`);
  return [
    ...about(
      run,
      self,
      [rdf.type, sx.Approval],
      [sx.inRun, namedNode(run)],
      [sx.role, namedNode(words.role)],
      ...(words.gate === undefined ? [] : [[sx.gate, namedNode(words.gate)] as const]),
      [sx.approverName, text(words.name)],
      [sx.automated, boolean(words.automated)],
      [sx.note, text(words.note)],
      [earl.result, result],
      [prov.generatedAtTime, dateTime(words.at)],
    ),
    ...about(run, result, [rdf.type, earl.TestResult], [earl.outcome, words.yes ? earl.passed : earl.failed]),
  ];
}

/** An EARL assertion of the engine's own. */
export function assertion(
  session: Session,
  iri: NamedNode,
  type: NamedNode,
  test: Iri,
  verdict: Verdict,
  ...more: readonly (readonly [Quad_Predicate, Quad_Object])[]
): Quad[] {
  const result = namedNode(`${iri.value}/result`);
  return [
    ...about(
      session.run,
      iri,
      [rdf.type, type],
      [sx.inRun, namedNode(session.run)],
      [earl.test, namedNode(test)],
      [earl.subject, namedNode(session.run)],
      [earl.assertedBy, SELF],
      [earl.mode, earl.automatic],
      [earl.result, result],
      [sx.checked, text(verdict.checked)],
      [prov.generatedAtTime, dateTime(session.clock.now())],
      ...verdict.used.map((used) => [prov.used, namedNode(used)] as const),
      ...more,
    ),
    ...about(session.run, result, [rdf.type, earl.TestResult], [earl.outcome, outcomeTerm(verdict.outcome)]),
  ];
}

/** The gate's checkpoints, each with the worst of its criteria's outcomes as far as they bind. */
function checkpointAssertions(
  session: Session,
  gate: PlanGate,
  base: string,
  asserted: readonly { criterion: Criterion; verdict: Verdict; iri: NamedNode }[],
): Quad[] {
  const named = new Set(session.graphs.objects(namedNode(gate.iri), sx.checkpoint).map((term) => term.value));
  return session.plan.checkpoints
    .filter((checkpoint) => named.has(checkpoint.iri))
    .flatMap((checkpoint, index) => {
      const mine = asserted.filter(({ criterion }) => checkpoint.criteria.some((one) => one.iri === criterion.iri));
      return assertion(session, namedNode(`${base}/checkpoint/${index + 1}`), sx.CheckpointAssertion, checkpoint.iri, {
        outcome: binding(mine),
        checked: `${mine.filter(({ verdict }) => verdict.outcome === 'passed').length} of ${mine.length} criteria hold`,
        used: mine.map(({ iri }) => iri.value),
      });
    });
}

/** Passed where every mandatory criterion passed and no expected one failed (design section 6). */
export function binding(judged: readonly { criterion: Criterion; verdict: Verdict }[]): GateOutcome {
  const at = (outcome: GateOutcome, ...kinds: readonly Criterion['obligation'][]): boolean =>
    judged.some(({ criterion, verdict }) => verdict.outcome === outcome && kinds.includes(criterion.obligation));
  if (at('failed', 'mandatory', 'expected')) return 'failed';
  if (at('cantTell', 'mandatory')) return 'cantTell';
  return at('untested', 'mandatory') ? 'untested' : 'passed';
}

function reasonOf(
  session: Session,
  gate: PlanGate,
  outcome: GateOutcome,
  asserted: readonly { criterion: Criterion; verdict: Verdict }[],
): string {
  if (outcome === 'passed') return `all ${asserted.length} criteria that bind hold`;
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
