// What people are told of a changed specification: which triples, where they stand, what is done again because of them, what is kept.
import { unusable, type Diagnostic, type Span } from '../base/diagnostic.ts';
import { localName } from '../derive/names.ts';
import type { Iri, Plan } from '../derive/plan.ts';
import type { Locations } from '../store/locations.ts';
import type { Revision } from './revision.ts';
import type { RunState } from './state.ts';

export interface ToldChange {
  readonly kind: 'added' | 'removed';
  readonly subject: Iri;
  readonly predicate: Iri;
  /** An IRI, or the text of a literal. */
  readonly object: string;
  /** Where an added triple stands. */
  readonly at: Span | undefined;
  /** Names of the tasks and gates that were started, or judged, and are stale by it. */
  readonly makesStale: readonly string[];
}

export interface ToldStale {
  readonly step: Iri;
  readonly name: string;
  /** The properties that were changed about it, by their short names; empty where it only uses what others leave. */
  readonly changed: readonly string[];
  /** Names of the steps whose results it uses and which are stale or new. */
  readonly after: readonly string[];
}

/** `revised` says it to programs too: `--json` prints it as it is. */
export interface Revised {
  readonly changes: readonly ToldChange[];
  /** Of those that were started, or judged. */
  readonly stale: readonly ToldStale[];
  /** Names of tasks that are done and stay so. */
  readonly kept: readonly string[];
  readonly fresh: readonly string[];
  readonly gone: readonly string[];
}

const UNTRIED: ReadonlySet<string> = new Set(['waiting', 'ready', 'untested']);

export function tellRevision(revision: Revision, before: RunState, plan: Plan, locations: Locations): Revised {
  const ids = new Map(
    [...before.plan.tasks, ...before.plan.gates, ...plan.tasks, ...plan.gates].map((one) => [one.iri, one.id]),
  );
  const name = (iri: Iri): string => ids.get(iri) ?? localName(iri);
  const stateOf = (iri: Iri): string => {
    const node = before.plan.indexOf.get(iri)!;
    return before.kept.get(node) ?? before.nodes[node]!;
  };
  const tried = [...revision.stale].filter(([iri]) => !UNTRIED.has(stateOf(iri)));
  const stale = tried.map(([step, { after, direct }]) => ({
    step,
    name: name(step),
    changed: [...direct].map((one) => propertyOf(revision, one)),
    after: [...after].map(name),
  }));
  const order = new Map([...plan.tasks, ...plan.gates].map(({ iri }, index) => [iri, index]));
  return {
    changes: revision.changes.map(({ kind, triple: { subject, predicate, object } }, index) => ({
      kind,
      subject: subject.value,
      predicate: predicate.value,
      object: object.value,
      at: kind === 'added' ? locations.ofTriple(subject, predicate, object)?.object : undefined,
      makesStale: tried.flatMap(([step, { changes }]) => (changes.has(revision.names[index]!) ? [name(step)] : [])),
    })),
    stale: stale
      .map((one) => ({ ...one, changed: [...new Set(one.changed)] }))
      .sort((a, b) => order.get(a.step)! - order.get(b.step)!),
    kept: plan.tasks
      .filter(({ iri }) => !revision.stale.has(iri) && before.plan.indexOf.has(iri))
      .filter(({ iri }) => stateOf(iri) === 'succeeded' || stateOf(iri) === 'skipped')
      .map(({ id }) => id),
    fresh: revision.fresh.map(name),
    gone: revision.gone.map(name),
  };
}

function propertyOf(revision: Revision, change: Iri): string {
  const { triple } = revision.changes[revision.names.indexOf(change)]!;
  return localName(triple.predicate.value);
}

/** Under `--strict`. */
export function changedUnder(revised: Revised, run: string): Diagnostic {
  const { changes, stale } = revised;
  const count = (kind: ToldChange['kind']): number => changes.filter((one) => one.kind === kind).length;
  const again = stale.map(({ name }) => name);
  return {
    code: 'schedule/specification-changed',
    severity: 'error',
    message: `The specification has changed since the run began: ${count('added')} triples added, ${count('removed')} removed; stale: ${again.join(', ') || 'nothing'}.`,
    at: (changes.find(({ at, makesStale }) => at && makesStale.length > 0) ?? changes.find(({ at }) => at))?.at,
    why: 'The run was to go on only by the specification that it has on record.',
    help: `\`spec-exec resume ${run}\` runs what is stale; with --as-recorded it goes on by the specification as it was.`,
  };
}

/** The binding is another than those that the run was led by so far. */
export function bindingChanged(file: string, run: string): Diagnostic {
  return {
    code: 'schedule/binding-changed',
    severity: 'error',
    message: `The binding ${file} has changed since the run began.`,
    at: undefined,
    why: 'The run was to go on only as it began: other programs may do its tasks now.',
    help: `\`spec-exec resume ${run}\` runs what is left as the binding says now; what is done stays done.`,
  };
}

/** Beside the findings that keep the changed specification from being run. */
export function cannotGoOn(run: string): Diagnostic {
  return unusable(
    'schedule/changed-unusable',
    'The specification has changed since the run began, and the run cannot go on by it as it is now.',
    {
      why: 'What is on record stays; nothing was started.',
      help: `Mend what is found above, or go on by the specification as it was: spec-exec resume ${run} --as-recorded`,
    },
  );
}
