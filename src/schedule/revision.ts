// A specification that was changed under a run: what was changed, and which steps are stale by it.
import type { Quad } from '@rdfjs/types';
import type { Iri, Plan } from '../derive/plan.ts';
import type { Catalogue } from '../query/catalogue.ts';
import type { Graphs } from '../store/graphs.ts';
import { namedNode } from '../vocabulary/factory.ts';
import { sx } from '../vocabulary/terms.ts';
import { type Change, changeIri, changeQuads, changesBetween, stated } from './changes.ts';
import { about } from './record.ts';
import { type Stale, staleSteps } from './stale.ts';

export interface Revision {
  /** The how many-th of its run, from 1. */
  readonly number: number;
  readonly changes: readonly Change[];
  /** The node of each change on record. */
  readonly names: readonly Iri[];
  /** Tasks and gates of both plans that are to be done, or judged, again where they were done. */
  readonly stale: ReadonlyMap<Iri, Stale>;
  /** Tasks and gates that the former plan did not have. */
  readonly fresh: readonly Iri[];
  /** Tasks and gates that the plan no longer has. */
  readonly gone: readonly Iri[];
  /** The changes, and what each makes stale: triples of the run's graph. */
  readonly quads: readonly Quad[];
}

export interface RevisionInput {
  readonly run: Iri;
  readonly number: number;
  /** The run's dataset with the specification that it went by so far. */
  readonly former: { readonly graphs: Graphs; readonly plan: Plan };
  /** The specification as it is now, without blank nodes, and its derived edges. The changes are put into it. */
  readonly revised: { readonly graphs: Graphs; readonly plan: Plan };
  readonly catalogue: Catalogue;
}

/** Undefined where no triple differs. */
export async function revisionOf(input: RevisionInput): Promise<Revision | undefined> {
  const { run, number, former, revised, catalogue } = input;
  const changes = changesBetween(stated(former.graphs), stated(revised.graphs));
  if (changes.length === 0) return undefined;
  const base = revisionIri(run, number);
  const described = changeQuads(run, base, changes);
  revised.graphs.addAll(described);
  const [before, now] = [stepsOf(former.plan), stepsOf(revised.plan)];
  const fresh = [...now].filter((iri) => !before.has(iri));
  const reached = await staleSteps(
    revised.graphs,
    revised.plan,
    catalogue,
    new Map(fresh.map((iri) => [iri, addedTo(iri)])),
  );
  const stale = new Map([...reached].filter(([iri]) => before.has(iri) && now.has(iri)));
  const makesStale = [...stale].flatMap(([iri, { changes: by }]) =>
    [...by].flatMap((change) => about(run, namedNode(change), [sx.makesStale, namedNode(iri)])),
  );
  revised.graphs.addAll(makesStale);
  return {
    number,
    changes,
    names: changes.map((_, index) => changeIri(base, index).value),
    stale,
    fresh,
    gone: [...before].filter((iri) => !now.has(iri)),
    quads: [...described, ...makesStale],
  };

  function addedTo(iri: Iri): Iri[] {
    return changes.flatMap(({ kind, triple }, index) =>
      kind === 'added' && triple.subject.value === iri ? [changeIri(base, index).value] : [],
    );
  }
}

/** What the changes of a revision are named below. */
function revisionIri(run: Iri, number: number): Iri {
  return `${run}/revision/${number}`;
}

/** What a batch says is stale. */
export function staleIn(quads: readonly Quad[]): ReadonlySet<Iri> {
  return new Set(quads.filter(({ predicate }) => predicate.equals(sx.makesStale)).map(({ object }) => object.value));
}

function stepsOf(plan: Plan): ReadonlySet<Iri> {
  return new Set([...plan.tasks, ...plan.gates].map(({ iri }) => iri));
}
