// The graphs that derivation writes, and how nodes of a plan are called.
import type { NamedNode } from '@rdfjs/types';
import { namedNode } from '../vocabulary/factory.ts';

const PREFIX = 'urn:spec-exec:';

/** The graph of what one derive query found: `urn:spec-exec:derive/artifacts` for `derive/artifacts`. */
export function derivedGraph(query: string): NamedNode {
  return namedNode(PREFIX + query);
}

/** The name of the query whose graph it is; undefined for every other graph. */
export function queryOfGraph(graph: string): string | undefined {
  return graph.startsWith(`${PREFIX}derive/`) ? graph.slice(PREFIX.length) : undefined;
}

/** The node through which everything in a phase waits for what comes before the phase; as queries/derive/phase-nodes.rq says. */
export function phaseStart(phase: string): string {
  return `${phase}/start`;
}

/** An order of names in which `task-2` comes before `task-10`; the same on every machine. */
export function byName(a: string, b: string): number {
  const left = a.match(/\d+|\D+/g) ?? [];
  const right = b.match(/\d+|\D+/g) ?? [];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [one, two] = [left[i]!, right[i]!];
    if (one === two) continue;
    if (/^\d/.test(one) && /^\d/.test(two) && Number(one) !== Number(two)) return Number(one) - Number(two);
    return one < two ? -1 : 1;
  }
  return left.length - right.length;
}

/** The last part of an IRI: after `#`, else after the last `/` or `:`. */
export function localName(iri: string): string {
  const hash = iri.indexOf('#');
  const rest = hash >= 0 ? iri.slice(hash + 1) : iri.slice(Math.max(iri.lastIndexOf('/'), iri.lastIndexOf(':')) + 1);
  return rest === '' ? iri : rest;
}
