// Brings the work of a phase together before something is judged on it: its branches are merged, and a conflict is recorded.
import type { NamedNode, Quad, Quad_Object, Quad_Predicate, Quad_Subject } from '@rdfjs/types';
import type { PlanGate, PlanTask } from '../derive/plan.ts';
import { prov, rdf } from '../vocabulary/borrowed.ts';
import { namedNode } from '../vocabulary/factory.ts';
import { dateTime, text } from '../vocabulary/literals.ts';
import { sx } from '../vocabulary/terms.ts';
import { attemptIri } from './names.ts';
import { about } from './record.ts';
import type { Session } from './session.ts';
import { isMet, type RunState } from './state.ts';
import type { Integrable } from './workspace.ts';

export interface Integration {
  readonly quads: readonly Quad[];
  /** Where two branches cannot be merged: which and in which files. It keeps the gate shut and halts the run. */
  readonly conflict?: string;
}

/** Merges what the gate's phase has so far, where something is judged on the merged state. */
export async function integrate(session: Session, state: RunState, gate: PlanGate, base: string): Promise<Integration> {
  if (session.workspace.kind !== 'git') return { quads: [] };
  const onMergedState = gate.criteria.some(
    ({ kind }) => kind === 'command' || kind === 'clean-tree' || kind === 'rollback' || kind === 'conflict',
  );
  if (!gate.endsPhase && !onMergedState && gate.phase !== undefined) return { quads: [] };
  const done = session.plan.tasks
    .filter((task) => isMet(state.nodes[task.node]!) && state.attempts.has(task.node))
    .filter(
      (task) =>
        phaseOrder(session, task) <= (gate.phase === undefined ? Infinity : session.plan.phases[gate.phase]!.order),
    )
    .map((task) => integrable(session, state, task));
  const from = session.clock.now();
  const result = await session.workspace.integrate(done);
  const phase = gate.phase === undefined ? undefined : session.plan.phases[gate.phase]!.iri;
  const common: [Quad_Predicate, Quad_Object][] = [
    [sx.inRun, namedNode(session.run)],
    ...(phase === undefined ? [] : [[sx.phase, namedNode(phase)] as [Quad_Predicate, Quad_Object]]),
  ];
  const attemptOf = (task: PlanTask): NamedNode => attemptIri(session.run, task, state.attempts.get(task.node)!);
  if (result.kind === 'conflict') {
    const conflict = `merging ${result.task.id} conflicts in ${result.paths.join(', ')}`;
    const quads = about(
      session.run,
      namedNode(`${base}/conflict`),
      [rdf.type, sx.Conflict],
      ...common,
      [sx.gate, namedNode(gate.iri)],
      [sx.severity, sx.critical],
      [sx.conflictState, sx.open],
      [sx.reason, text(`${conflict}: ${result.reason}`)],
      ...result.paths.map((path) => [sx.path, text(path)] as [Quad_Predicate, Quad_Object]),
      [prov.wasDerivedFrom, attemptOf(result.task)],
      [prov.generatedAtTime, dateTime(session.clock.now())],
    );
    return { quads, conflict };
  }
  // Not only what was merged just now: a crash may have come between an earlier merge and its record.
  const merged = done.map(({ task }) => task).filter((task) => !isRecorded(session, attemptOf(task)));
  if (merged.length === 0) return { quads: [] };
  session.say({ kind: 'integrated', phase, branches: merged.length, commit: result.commit ?? '' });
  const quads = about(
    session.run,
    namedNode(`${base}/integration`),
    [rdf.type, sx.Integration],
    ...common,
    [sx.commit, text(result.commit ?? '')],
    [sx.baseCommit, text(lastIntegrated(session) ?? result.first ?? '')],
    ...merged.map((task) => [prov.used, attemptOf(task)] as [Quad_Predicate, Quad_Object]),
    [prov.startedAtTime, dateTime(from)],
    [prov.endedAtTime, dateTime(session.clock.now())],
  );
  return { quads };
}

/** After a revision: what counts no longer is taken out of the integrated state, which then holds the phases before the first that is open. */
export async function integrateRevised(session: Session, state: RunState): Promise<void> {
  const { graphs, plan, run, workspace } = session;
  if (workspace.kind !== 'git') return;
  const done = plan.tasks.filter((task) => isMet(state.nodes[task.node]!) && state.attempts.has(task.node));
  const later = plan.tasks.filter((task) => state.kept.has(task.node));
  const counts = new Set(
    [...done, ...later].map((task) => attemptIri(run, task, state.attempts.get(task.node)!).value),
  );
  const gone = graphs.subjects(rdf.type, sx.Attempt).flatMap((attempt) => {
    const left = graphs.object(attempt, sx.commit) !== undefined && !counts.has(attempt.value);
    const [, name, number] = /:([^:]+):(\d+)$/.exec(attempt.value) ?? [];
    return left && name !== undefined ? [{ name: decodeURIComponent(name), attempt: Number(number) }] : [];
  });
  const open = plan.tasks.filter((task) => !isMet(state.nodes[task.node]!)).map((task) => phaseOrder(session, task));
  const first = Math.min(Infinity, ...open);
  const kept = done.filter((task) => phaseOrder(session, task) < first);
  const anew = await workspace.anew(
    gone,
    kept.map((task) => integrable(session, state, task)),
  );
  if (anew) session.say({ kind: 'note', text: 'what is stale is taken out of the integrated state' });
}

function integrable(session: Session, state: RunState, task: PlanTask): Integrable {
  const attempt = state.attempts.get(task.node)!;
  const base = session.graphs.object(attemptIri(session.run, task, attempt), sx.baseCommit)?.value;
  return { task, attempt, base };
}

/** Whether an integration on record has merged what the attempt left; also where it left nothing to merge. */
function isRecorded({ graphs }: Session, attempt: NamedNode): boolean {
  if (graphs.object(attempt, sx.commit) === undefined) return true;
  return graphs.subjects(prov.used, attempt).some((user) => graphs.has(user, rdf.type, sx.Integration));
}

/** The integrated state that the newest integration on record left. */
function lastIntegrated({ graphs }: Session): string | undefined {
  const ended = (integration: Quad_Subject): string => graphs.object(integration, prov.endedAtTime)?.value ?? '';
  const newest = graphs.subjects(rdf.type, sx.Integration).sort((a, b) => (ended(a) < ended(b) ? 1 : -1))[0];
  return newest && graphs.object(newest, sx.commit)?.value;
}

function phaseOrder(session: Session, task: PlanTask): number {
  return task.phase === undefined ? -Infinity : session.plan.phases[task.phase]!.order;
}
