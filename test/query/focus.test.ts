// A query about many nodes at once gives what it would give about each alone, the node written in place of $this.
import fc from 'fast-check';
import type { Term } from '@rdfjs/types';
import { describe, expect, it } from 'vitest';
import { select, type Row } from '../../src/query/ask.ts';
import { askAbout, prepareFocusQuery } from '../../src/query/focus.ts';
import { Graphs } from '../../src/store/graphs.ts';
import { blankNode, literal, namedNode, quad } from '../../src/vocabulary/factory.ts';

const e = (name: string) => namedNode(`http://e/${name}`);
const PREFIX = 'PREFIX e: <http://e/> ';

async function asked(graphs: Graphs, query: string, nodes: readonly Term[]): Promise<string[][]> {
  const prepared = await prepareFocusQuery(PREFIX + query);
  if (!prepared.ok) throw new Error(prepared.problem);
  return (await askAbout(graphs, prepared.query, nodes)).map(shown);
}

/** The rows without the node's own column, in no order. */
function shown(rows: readonly Row[]): string[] {
  const line = (row: Row) =>
    Object.entries(row)
      .flatMap(([name, term]) => (term && name !== 'this' && name !== 'one' ? [`${name}=${term.value}`] : []))
      .sort()
      .join(' ');
  return rows.map(line).sort();
}

/** Every $this the node, and the node in its column: what pre-binding means. Of IRIs alone, which SPARQL can write anywhere. */
function written(query: string, iri: string): string {
  const told = query
    .replaceAll('bound($this)', '(true)')
    .replaceAll(/SELECT( DISTINCT)? \$this/g, 'SELECT$1 (1 AS ?one)');
  return PREFIX + told.replaceAll('$this', `<${iri}>`);
}

/** Where one question about all could differ from one about each: scopes of FILTER and BIND, OPTIONAL, UNION, EXISTS, groups. */
const queries = [
  'SELECT $this ?v { $this e:p ?v }',
  'SELECT $this ?v { $this e:p/^e:q ?v . FILTER (?v != $this) }',
  'SELECT $this ?v { $this e:p ?v OPTIONAL { ?v e:q ?w FILTER (?w = $this) } FILTER (!bound(?w)) }',
  'SELECT $this ?v { ?v e:p ?w OPTIONAL { { ?w e:q ?x FILTER (?x != $this) } } FILTER (!bound(?x)) }',
  'SELECT $this ?v { { $this e:p ?v } UNION { ?v e:q ?x FILTER (?x = $this) } UNION { ?v e:r e:a } }',
  'SELECT $this ?v { { { FILTER ($this = e:a) } ?v e:p ?x } FILTER bound($this) }',
  'SELECT $this ?v { ?v e:p ?x BIND (STR($this) AS ?y) FILTER (STR(?x) = ?y) }',
  'SELECT $this { FILTER NOT EXISTS { $this e:p ?x . ?x e:q ?y } }',
  'SELECT $this ?v { $this e:p ?v FILTER NOT EXISTS { ?v e:q $this } }',
  'SELECT $this ?v { $this e:p ?v FILTER NOT EXISTS { ?v e:q ?x FILTER (?x != $this) } }',
  'SELECT $this ?v { $this e:p ?v OPTIONAL { ?v e:q ?w } FILTER NOT EXISTS { $this e:r ?w } }',
  'SELECT $this ?v { ?v e:p ?x { $this e:q ?x FILTER NOT EXISTS { $this e:r ?v } } }',
  'SELECT $this ?v { $this e:p ?v FILTER EXISTS { ?v e:p* $this } }',
  'SELECT $this ?v { $this e:p* ?v }',
  'SELECT $this { $this e:p+ $this }',
  'SELECT $this ?v { ?v e:p ?x FILTER (?x = $this) } ORDER BY ?v LIMIT 1',
  'SELECT DISTINCT $this ?x { $this e:p ?v . ?v e:q ?x }',
];

const name = fc.constantFrom('a', 'b', 'c', 'd');
const triples = fc.array(fc.tuple(name, fc.constantFrom('p', 'q', 'r'), name), { maxLength: 14 });

function graphsOf(given: readonly (readonly [string, string, string])[]): Graphs {
  const graphs = new Graphs();
  for (const [s, p, o] of given) graphs.add(quad(e(s), e(p), e(o), e('g')));
  return graphs;
}

describe('a query about many nodes', () => {
  it('gives what it gives about each alone', async () => {
    const nodes = ['a', 'b', 'c', 'd', 'nowhere'].map(e);
    await fc.assert(
      fc.asyncProperty(triples, async (given) => {
        const graphs = graphsOf(given);
        for (const query of queries) {
          const alone: string[][] = [];
          for (const { value } of nodes) {
            const { rows } = await select(graphs, written(query, value));
            alone.push(shown(rows));
          }
          expect([query, graphs.size, await asked(graphs, query, nodes)]).toEqual([query, graphs.size, alone]);
        }
      }),
      { numRuns: 5 },
    );
  });

  const graphs = new Graphs();
  for (const [s, p, o] of [
    [e('a'), e('p'), e('b')],
    [e('c'), e('p'), e('b')],
    [e('c'), e('p'), e('a')],
    [blankNode('x'), e('p'), blankNode('y')],
    [e('a'), e('size'), literal('5')],
  ] as const)
    graphs.add(quad(s, p, o, e('g')));
  const nodes = [e('a'), e('c'), e('nowhere'), blankNode('x'), literal('5')];

  it('keeps blank nodes and literals apart, and nodes of which nothing is known', async () => {
    expect(await asked(graphs, 'SELECT $this ?v { $this e:p ?v }', nodes)).toEqual([
      ['v=http://e/b'],
      ['v=http://e/a', 'v=http://e/b'],
      [],
      ['v=y'],
      [],
    ]);
    expect(await asked(graphs, 'SELECT $this { FILTER (!isIRI($this)) }', nodes)).toEqual([[], [], [], [''], ['']]);
    expect(await asked(graphs, 'SELECT $this ?v { $this e:p? ?v }', nodes)).toContainEqual(['v=x', 'v=y']);
  });

  it('counts for each node', async () => {
    const counting =
      'SELECT $this (COUNT(?v) AS ?n) { OPTIONAL { $this e:p ?v } } GROUP BY $this HAVING (COUNT(?v) != 1)';
    expect(await asked(graphs, counting, nodes)).toEqual([[], ['n=2'], ['n=0'], [], ['n=0']]);
    const nested =
      'SELECT $this ?n { { SELECT $this (COUNT(*) AS ?n) { ?x e:p $this } GROUP BY $this } FILTER (?n > 0) }';
    expect(await asked(graphs, nested, nodes)).toEqual([['n=1'], [], [], [], []]);
  });

  it('reads named graphs', async () => {
    expect(await asked(graphs, 'SELECT $this ?v { GRAPH ?g { $this e:p ?v FILTER ($this != e:a) } }', nodes)).toEqual([
      [],
      ['v=http://e/a', 'v=http://e/b'],
      [],
      ['v=y'],
      [],
    ]);
  });
});

describe('a query with $this', () => {
  it.each([
    ['MINUS', 'SELECT $this { $this ?p ?o MINUS { $this e:p ?o } }', /MINUS/],
    ['VALUES', 'SELECT $this { $this ?p ?o } VALUES ?o { 1 }', /VALUES/],
    ['SERVICE', 'SELECT $this { SERVICE <http://e/> { $this ?p ?o } }', /SERVICE/],
    ['FROM', 'SELECT $this FROM <urn:g> { $this ?p ?o }', /FROM/],
    ['AS $this', 'SELECT (1 AS $this) { ?s ?p ?o }', /another value/],
    ['BIND … AS $this', 'SELECT $this { BIND (1 AS $this) }', /another value/],
    ['GROUP BY … AS $this', 'SELECT $this { ?s ?p ?o } GROUP BY (?s AS $this)', /another value/],
    ['a nested SELECT without it', 'SELECT $this { { SELECT ?o { $this e:p ?o } } }', /nested/],
    ['a nested SELECT *', 'SELECT $this { { SELECT * { $this e:p ?o } } }', /nested/],
    [
      'a nested SELECT without it under EXISTS',
      'SELECT $this { FILTER EXISTS { SELECT ?o { $this e:p ?o } } }',
      /nested/,
    ],
    ['no $this in its head', 'SELECT ?o { $this e:p ?o }', /does not select \$this/],
    ['$shapesGraph', 'SELECT $this { GRAPH $shapesGraph { ?s ?p $this } }', /shapesGraph/],
    ['$PATH left over', 'SELECT $this { $this $PATH ?o }', /no path/],
    ['no SELECT at all', 'ASK { $this ?p ?o }', /no SELECT/],
    ['an update', 'DELETE WHERE { $this ?p ?o }', /update/],
    ['a loop that the engine answers wrongly', 'SELECT $this { $this e:p ?t . ?t e:p+ ?t }', /to itself/],
    ['an empty path beside groups', 'SELECT $this (COUNT(?v) AS ?n) { $this e:p* ?v } GROUP BY $this', /may be empty/],
    ['a word that is no SPARQL', 'SELECT $this WHER { }', /not SPARQL/],
  ])('is refused aloud for %s', async (_, query, problem) => {
    const prepared = await prepareFocusQuery(PREFIX + query);
    expect(prepared).toMatchObject({ ok: false, problem: expect.stringMatching(problem) as unknown });
  });

  it('is asked about all nodes at once, unless it counts or cuts over all of them or may match nothing', async () => {
    const asking = async (query: string) => {
      const prepared = await prepareFocusQuery(PREFIX + query);
      return prepared.ok && prepared.query.asking;
    };
    expect(await asking('SELECT $this ?v { $this a/e:sub* ?v OPTIONAL { ?v e:p $this } }')).toBe('together');
    expect(await asking('SELECT $this { FILTER EXISTS { SELECT $this { $this e:p ?v } LIMIT 1 } }')).toBe('together');
    expect(await asking('SELECT $this ?v { $this e:p ?v } LIMIT 1')).toBe('each');
    expect(await asking('SELECT $this ?v { { SELECT $this ?v { $this e:p ?v } LIMIT 1 } }')).toBe('each');
    expect(await asking('SELECT $this ?v { ?v e:p* $this }')).toBe('written-in');
  });
});
