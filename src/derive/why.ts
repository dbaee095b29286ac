// The triples behind derived edges: the edges' query is asked again, and what its patterns matched is read off.
import type { Quad, Quad_Object, Quad_Predicate, Quad_Subject, Term } from '@rdfjs/types';
import { select, type Row } from '../query/ask.ts';
import type { Catalogue } from '../query/catalogue.ts';
import { constructPatterns, type Pattern } from '../query/patterns.ts';
import type { Graphs } from '../store/graphs.ts';
import { quad } from '../vocabulary/factory.ts';
import { sx } from '../vocabulary/terms.ts';
import type { Iri } from './plan.ts';

/** An edge whose reason is asked for; `query` is the name of the derive query that found it. */
export interface EdgeNamed {
  readonly later: Iri;
  readonly earlier: Iri;
  readonly query: string;
}

/** The triples of the specification that make an edge, each once; empty where its query no longer finds it. */
export type Reasons = (edge: EdgeNamed) => Promise<readonly Quad[]>;

/** Finds reasons for edges of the graphs as they are now. Each query is asked once, however many of its edges are asked about. */
export function reasonsIn(graphs: Graphs, catalogue: Catalogue): Reasons {
  const asked = new Map<string, Promise<Asked>>();
  return async ({ later, earlier, query }) => {
    let answer = asked.get(query);
    if (!answer) asked.set(query, (answer = ask(graphs, catalogue, query)));
    const { where, rows } = await answer;
    const behind = new Map<string, Quad>();
    for (const row of rows.get(ends(later, earlier)) ?? [])
      for (const pattern of where) {
        const triple = instance(pattern, row);
        if (triple && graphs.has(triple.subject, triple.predicate, triple.object))
          behind.set([triple.subject, triple.predicate, triple.object].map((term) => term.value).join(' '), triple);
      }
    return [...behind.values()];
  };
}

interface Asked {
  /** What the query matches. */
  readonly where: readonly Pattern[];
  /** Its rows, by the edge that each would have made. */
  readonly rows: ReadonlyMap<string, readonly Row[]>;
}

async function ask(graphs: Graphs, catalogue: Catalogue, query: string): Promise<Asked> {
  const entry = catalogue.get(query);
  const patterns = entry.ok ? await constructPatterns(entry.value.text) : undefined;
  const head = patterns?.template.find((one) => one.predicate.value === sx.dependsOn.value);
  const rows = new Map<string, Row[]>();
  if (!patterns || !head) return { where: [], rows };
  for (const row of (await select(graphs, patterns.rowsText)).rows) {
    const [later, earlier] = [filled(head.subject, row), filled(head.object, row)];
    if (later?.termType !== 'NamedNode' || earlier?.termType !== 'NamedNode') continue;
    const key = ends(later.value, earlier.value);
    const known = rows.get(key);
    if (known) known.push(row);
    else rows.set(key, [row]);
  }
  return { where: patterns.where, rows };
}

function ends(later: Iri, earlier: Iri): string {
  return `${later} ${earlier}`;
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
