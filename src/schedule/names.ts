// IRIs and file names of what a run makes, in one place.
import type { NamedNode } from '@rdfjs/types';
import type { PlanTask } from '../derive/plan.ts';
import { namedNode } from '../vocabulary/factory.ts';

/** Safe as a file name and as part of a URN, and different for different names. */
export function fileName(id: string): string {
  return encodeURIComponent(id).replace(/[!'()*~.]/g, (c) =>
    c === '.' ? '.' : `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

export function attemptIri(run: string, task: PlanTask, attempt: number): NamedNode {
  return namedNode(`${run}:${fileName(task.id)}:${attempt}`);
}

/** `optimise-code.1`: names an attempt's log, folders and branch. */
export function attemptName(task: PlanTask, attempt: number): string {
  return `${fileName(task.id)}.${attempt}`;
}

/** The branch that an attempt works on, in the run's own repository. */
export function attemptBranch(run: string, task: { readonly id: string }, attempt: number): string {
  return `spec-exec/${runName(run)}/${fileName(task.id).replaceAll('.', '%2E')}.${attempt}`;
}

/** The branch that phases are merged into. */
export function integrationBranch(run: string): string {
  return `spec-exec/${runName(run)}/integration`;
}

export function eventIri(run: string, number: number): NamedNode {
  return namedNode(`${run}/event/${number}`);
}

export function runGraph(run: string): NamedNode {
  return namedNode(run);
}

export function statusGraph(run: string): NamedNode {
  return namedNode(`${run}/status`);
}

/** The part of a run's IRI after `urn:spec-exec:run:`: the name of its folder. */
export function runName(run: string): string {
  return run.replace(/^urn:spec-exec:run:/, '');
}
