// Who may read which hand-off, and who did: a task sees what it is given, what it leaves, and what phases that are complete had.
import type { Quad } from '@rdfjs/types';
import { type Diagnostic, unusable } from '../base/diagnostic.ts';
import { nearest } from '../base/near.ts';
import type { Entities } from '../derive/entities.ts';
import type { Iri, Plan, PlanTask } from '../derive/plan.ts';
import { readsIn } from '../evidence/handoff.ts';
import { prov, rdf } from '../vocabulary/borrowed.ts';
import { integer, text } from '../vocabulary/literals.ts';
import { sx } from '../vocabulary/terms.ts';
import { attemptFiles } from './attempt-files.ts';
import { attemptIri } from './names.ts';
import { about } from './record.ts';
import type { Session } from './session.ts';
import type { RunState } from './state.ts';

/** The keys that these tasks read or leave. */
export function keysOf(entities: Entities, tasks: readonly PlanTask[]): Set<string> {
  return new Set(
    tasks.flatMap((task) => [...task.consumes, ...task.produces]).map((iri) => entities.handOffs.get(iri)?.key ?? iri),
  );
}

/** The keys that a task may read now. */
export function readableKeys(
  run: { readonly plan: Plan; readonly entities: Entities; readonly state: RunState },
  task: Iri,
): Set<string> {
  const { plan, entities, state } = run;
  const over = new Set(plan.phases.filter(({ end }) => state.nodes[end] === 'complete'));
  return keysOf(
    entities,
    plan.tasks.filter(({ iri, phase }) => iri === task || (phase !== undefined && over.has(plan.phases[phase]!))),
  );
}

/** The finding of a task that asks for what is not its to read. */
export function notReadable(key: string, readable: ReadonlySet<string>): Diagnostic {
  const near = nearest(key, [...readable]);
  const those = [...readable].sort().join(', ');
  return unusable('evidence/not-readable', `The hand-off "${key}" is not this task's to read.`, {
    why: 'A task reads the hand-offs that it consumes or produces, and those of phases that are complete: what else there is may change while it works.',
    help:
      near === undefined
        ? `${those === '' ? 'It may read none yet' : `It may read: ${those}`}. Where it needs this one, the plan says so: sx:consumer.`
        : `Did you mean "${near}"?`,
  });
}

/** What goes on record with an attempt's end: the values that it asked for while it worked, and whose they are. */
export function readQuads(
  { run, graphs, folders }: Pick<Session, 'run' | 'graphs' | 'folders'>,
  task: PlanTask,
  attempt: number,
): Quad[] {
  const values = readsIn(attemptFiles({ folders }, task, attempt).handOffs).flatMap(({ key, version }) =>
    graphs
      .subjects(sx.key, text(key))
      .filter((one) => graphs.has(one, rdf.type, sx.HandOffValue) && graphs.has(one, sx.version, integer(version))),
  );
  const makers = values.flatMap((one) => graphs.object(one, prov.wasGeneratedBy) ?? []);
  return about(
    run,
    attemptIri(run, task, attempt),
    ...values.map((one) => [prov.used, one] as const),
    ...makers.map((one) => [prov.wasInformedBy, one] as const),
  );
}
