// Small specifications for the tests of this room, written as Turtle.
import { Parser } from 'n3';
import type { Quad } from '@rdfjs/types';
import { shippedAssets } from '../../src/base/assets.ts';
import { compile } from '../../src/derive/compile.ts';
import { derive } from '../../src/derive/derive.ts';
import type { Plan } from '../../src/derive/plan.ts';
import { openCatalogue } from '../../src/query/catalogue.ts';
import { Graphs } from '../../src/store/graphs.ts';
import { prefixes } from '../../src/vocabulary/borrowed.ts';
import { namedNode, quad } from '../../src/vocabulary/factory.ts';

export const shipped = openCatalogue(shippedAssets.queries);
export const ex = (name: string): string => `urn:x:spec#${name}`;

const HEAD = Object.entries(prefixes)
  .map(([prefix, iri]) => `@prefix ${prefix}: <${iri}> .`)
  .join('\n');

/** Quads of a TriG text with our prefixes and `:` declared; triples outside a graph go into one named `urn:x:doc`. */
export function quadsOf(text: string): Quad[] {
  const parsed = new Parser({ format: 'application/trig' }).parse(
    `${HEAD}\n@prefix : <urn:x:spec#> .\n${text}`,
  ) as unknown as Quad[];
  return parsed.map((one) =>
    one.graph.termType === 'DefaultGraph' ? quad(one.subject, one.predicate, one.object, namedNode('urn:x:doc')) : one,
  );
}

export function graphsOf(text: string | readonly Quad[]): Graphs {
  const graphs = new Graphs();
  graphs.addAll(typeof text === 'string' ? quadsOf(text) : text);
  return graphs;
}

/** The plan of a specification; throws its findings where there is none. */
export async function planOf(text: string | readonly Quad[]): Promise<{ graphs: Graphs; plan: Plan }> {
  const graphs = graphsOf(text);
  await derive(graphs, shipped);
  const plan = await compile(graphs, { catalogue: shipped });
  if (!plan.ok) throw new Error(plan.diagnostics.map((one) => one.message).join('\n'));
  return { graphs, plan: plan.value };
}

/** The edges of a plan as `later < earlier (query)`, sorted. */
export function edgesOf(plan: Plan): string[] {
  const name = (node: number) => plan.nodes[node]!.iri.replace('urn:x:spec#', '');
  return plan.edges
    .map((edge) => `${name(edge.later)} < ${name(edge.earlier)} (${edge.query.replace('derive/', '')})`)
    .sort();
}
