// Runs every query of queries/derive/: each finds one reason for order and writes its edges into a graph of its own.
import { asLoaded } from '../query/as-loaded.ts';
import { construct } from '../query/ask.ts';
import type { Catalogue } from '../query/catalogue.ts';
import type { Graphs } from '../store/graphs.ts';
import { quad } from '../vocabulary/factory.ts';
import { derivedGraph } from './names.ts';

/** What one query of `queries/derive/` found. */
export interface Derived {
  readonly query: string;
  readonly quads: number;
}

/**
 * Adds what each derive query finds to the graph named after it. All of them read what was there before: no query sees
 * what another derived, so their order does not matter. What an earlier derivation left is replaced.
 */
export async function derive(graphs: Graphs, catalogue: Catalogue): Promise<readonly Derived[]> {
  forget(graphs, catalogue);
  const found = [];
  for (const query of catalogue.names('derive/')) {
    const entry = catalogue.get(query);
    if (entry.ok) found.push({ query, triples: await construct(graphs, entry.value) });
  }
  for (const { query, triples } of found) {
    const graph = derivedGraph(query);
    // CONSTRUCT renames the blank nodes of each solution; an edge is about the node that was matched.
    for (const one of triples) graphs.add(quad(asLoaded(one.subject), one.predicate, asLoaded(one.object), graph));
  }
  return found.map(({ query, triples }) => ({ query, quads: triples.length }));
}

function forget(graphs: Graphs, catalogue: Catalogue): void {
  for (const query of catalogue.names('derive/'))
    for (const old of Array.from(graphs.match(null, null, null, derivedGraph(query)))) graphs.delete(old);
}
