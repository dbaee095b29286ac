// What a change of the specification makes stale: two queries say which step a change is about, and which task uses what another
// leaves; from the first along the second every task is reached that is to be done again, and then every gate that comes after one.
import type { Iri, Plan } from '../derive/plan.ts';
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
  plan: Plan,
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
  for (const { gate, changes, after } of gatesAfter(plan, found)) {
    for (const change of changes) at(gate).changes.add(change);
    for (const step of after) at(gate).after.add(step);
  }
  return found;
}

/** Each gate that comes after something stale, however far: what it was judged by is another by then. */
function gatesAfter(
  plan: Plan,
  stale: ReadonlyMap<Iri, Stale>,
): { readonly gate: Iri; readonly changes: ReadonlySet<Iri>; readonly after: ReadonlySet<Iri> }[] {
  const changes = plan.nodes.map(() => new Set<Iri>());
  const after = plan.nodes.map(() => new Set<Iri>());
  const open = plan.dependencies.map((list) => list.length);
  const found = [];
  const work = plan.nodes.flatMap((_, node) => (open[node] === 0 ? [node] : []));
  for (let node = work.pop(); node !== undefined; node = work.pop()) {
    const { iri, kind } = plan.nodes[node]!;
    if (kind === 'gate' && changes[node]!.size > 0)
      found.push({ gate: iri, changes: new Set(changes[node]), after: after[node]! });
    const own = stale.get(iri);
    for (const change of own?.changes ?? []) changes[node]!.add(change);
    for (const later of plan.dependents[node]!) {
      for (const change of changes[node]!) changes[later]!.add(change);
      for (const step of own || kind === 'gate' ? (changes[node]!.size > 0 ? [iri] : []) : after[node]!)
        after[later]!.add(step);
      if (--open[later]! === 0) work.push(later);
    }
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
