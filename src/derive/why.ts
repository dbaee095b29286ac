// The triples behind a derived edge: the edge's query is asked again, and what its patterns matched is read off.
import type { Quad, Quad_Object, Quad_Predicate, Quad_Subject, Term } from '@rdfjs/types';
import { select, type Row } from '../query/ask.ts';
import type { Catalogue } from '../query/catalogue.ts';
import { constructPatterns, type Pattern } from '../query/patterns.ts';
import type { Graphs } from '../store/graphs.ts';
import { namedNode, quad } from '../vocabulary/factory.ts';
import { sx } from '../vocabulary/terms.ts';
import type { Iri } from './plan.ts';

/** An edge whose reason is asked for; `query` is the name of the derive query that found it. */
export interface EdgeNamed {
  readonly later: Iri;
  readonly earlier: Iri;
  readonly query: string;
}

/** The triples of the specification that make the edge, each once; empty where its query no longer finds it. */
export async function why(graphs: Graphs, catalogue: Catalogue, edge: EdgeNamed): Promise<readonly Quad[]> {
  const entry = catalogue.get(edge.query);
  if (!entry.ok) return [];
  const patterns = await constructPatterns(entry.value.text);
  const head = patterns?.template.find((one) => one.predicate.value === sx.dependsOn.value);
  if (!patterns || !head) return [];
  const ends = { later: namedNode(edge.later), earlier: namedNode(edge.earlier) };
  const { rows } = await select(graphs, patterns.rowsText);
  const behind = new Map<string, Quad>();
  for (const row of rows) {
    if (!filled(head.subject, row)?.equals(ends.later) || !filled(head.object, row)?.equals(ends.earlier)) continue;
    for (const pattern of patterns.where) {
      const triple = instance(pattern, row);
      if (triple && graphs.has(triple.subject, triple.predicate, triple.object))
        behind.set([triple.subject, triple.predicate, triple.object].map((term) => term.value).join(' '), triple);
    }
  }
  return [...behind.values()];
}

function filled(term: Term, row: Row): Term | undefined {
  return term.termType === 'Variable' ? row[term.value] : term;
}

function instance(pattern: Pattern, row: Row): Quad | undefined {
  const [subject, predicate, object] = [pattern.subject, pattern.predicate, pattern.object].map((term) =>
    filled(term, row),
  );
  return subject && predicate && object
    ? quad(subject as Quad_Subject, predicate as Quad_Predicate, object as Quad_Object)
    : undefined;
}
