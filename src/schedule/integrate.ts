// Brings the work of a phase together before something is judged on it: its branches are merged, and a conflict is recorded.
import type { NamedNode, Quad, Quad_Object, Quad_Predicate } from '@rdfjs/types';
import type { PlanGate, PlanTask } from '../derive/plan.ts';
import { prov, rdf } from '../vocabulary/borrowed.ts';
import { namedNode } from '../vocabulary/factory.ts';
import { dateTime, text } from '../vocabulary/literals.ts';
import { sx } from '../vocabulary/terms.ts';
import { attemptIri } from './names.ts';
import { about } from './record.ts';
import type { Session } from './session.ts';
import { isMet, type RunState } from './state.ts';

/** Merges what the gate's phase has so far, where something is judged on the merged state. */
export async function integrate(session: Session, state: RunState, gate: PlanGate, base: string): Promise<Quad[]> {
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
