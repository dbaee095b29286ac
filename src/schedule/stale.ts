// What a change of the specification makes stale: two queries say which step a change is about, and which step uses what another
// leaves; from the first along the second everything is reached that is to be done, or judged, again.
import type { Iri } from '../derive/plan.ts';
import { select } from '../query/ask.ts';
import type { Catalogue, QueryEntry } from '../query/catalogue.ts';
import type { Graphs } from '../store/graphs.ts';

/** Why a step is stale. */
export interface Stale {
  /** IRIs of the changes that reach it, directly or by way of other steps. */
  readonly changes: ReadonlySet<Iri>;
  /** Steps whose results it uses and which are stale, or new, themselves. */
  readonly after: ReadonlySet<Iri>;
  /** Of these, the changes that are about it itself. */
  readonly direct: ReadonlySet<Iri>;
}

/**
 * Every step that the changes on record in `graphs` reach. `fresh` are the steps that the former specification did not have, each with
 * the changes that made it: what uses their results is stale too.
 */
export async function staleSteps(
  graphs: Graphs,
  catalogue: Catalogue,
  fresh: ReadonlyMap<Iri, readonly Iri[]>,
): Promise<ReadonlyMap<Iri, Stale>> {
  const found = new Map<Iri, { changes: Set<Iri>; after: Set<Iri>; direct: Set<Iri> }>();
  const at = (step: Iri) => {
    let one = found.get(step);
    if (!one) found.set(step, (one = { changes: new Set(), after: new Set(), direct: new Set() }));
    return one;
  };
  for (const { step, change } of await pairs(graphs, entryOf(catalogue, 'status/stale-steps'), 'step', 'change')) {
    at(step!).changes.add(change!);
    at(step!).direct.add(change!);
  }
  const users = new Map<Iri, Iri[]>();
  for (const { later, earlier } of await pairs(graphs, entryOf(catalogue, 'status/stale-after'), 'later', 'earlier'))
    users.set(earlier!, [...(users.get(earlier!) ?? []), later!]);
  for (const [step, changes] of fresh) for (const change of changes) at(step).changes.add(change);
  const work = [...found.keys()];
  for (let step = work.pop(); step !== undefined; step = work.pop())
    for (const user of users.get(step) ?? []) {
      const [from, to] = [at(step), at(user)];
      const known = to.changes.size;
      for (const change of from.changes) to.changes.add(change);
      const isNew = !to.after.has(step);
      to.after.add(step);
      if (isNew || to.changes.size > known) work.push(user);
    }
  return found;
}

async function pairs(
  graphs: Graphs,
  entry: QueryEntry,
  ...names: readonly string[]
): Promise<readonly Readonly<Record<string, Iri>>[]> {
  const { rows } = await select(graphs, entry);
  return rows.map((row) => Object.fromEntries(names.map((name) => [name, row[name]!.value])));
}

function entryOf(catalogue: Catalogue, name: string): QueryEntry {
  const entry = catalogue.get(name);
  if (!entry.ok) throw new Error(`there is no queries/${name}.rq`);
  return entry.value;
}
