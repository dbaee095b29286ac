import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shippedAssets } from '../../src/base/assets.ts';
import { ask, askBoolean, construct, select } from '../../src/query/ask.ts';
import { openCatalogue } from '../../src/query/catalogue.ts';
import { federate } from '../../src/query/federate.ts';
import { printAnswer } from '../../src/query/print.ts';
import { namedNode } from '../../src/vocabulary/factory.ts';
import { ex, graphsOf, quadsOf } from '../derive/small.ts';

const graphs = graphsOf(
  ':a a sx:Task ; sx:requires :b ; dcterms:title "First, \\"a\\""@en . :b a sx:Task ; sx:order 10 .',
);

describe('asking', () => {
  it('reads a triple that stands in two documents once', async () => {
    const twice = graphsOf(':one { :a sx:requires :b } :two { :a sx:requires :b }');
    const { rows } = await select(twice, 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o }');
    expect(rows[0]?.['n']?.value).toBe('1');
    const named = await select(
      twice,
      'SELECT ?g { GRAPH ?g { :a sx:requires :b } } ORDER BY ?g'
        .replaceAll(':a', `<${ex('a')}>`)
        .replaceAll(':b', `<${ex('b')}>`),
    );
    expect(named.rows.map((row) => row['g']?.value)).toEqual([ex('one'), ex('two')]);
  });

  it('sees what was added and removed since the last question', async () => {
    const changing = graphsOf(':a a sx:Task .');
    const count = async () => (await select(changing, 'SELECT ?t { ?t a sx:Task }')).rows.length;
    expect(await count()).toBe(1);
    for (const one of quadsOf(':b a sx:Task . :c a sx:Task .')) changing.add(one);
    expect(await count()).toBe(3);
    for (const one of quadsOf(':a a sx:Task . :b a sx:Task . :c a sx:Task .')) changing.delete(one);
    expect(await count()).toBe(0);
  });

  it('binds values as terms, also where the query groups by them', async () => {
    const given = { task: namedNode(ex('a')) };
    const plain = await select(graphs, 'SELECT ?task ?title { ?task dcterms:title ?title }', given);
    expect(plain.rows.map((row) => row['task']?.value)).toEqual([ex('a')]);
    const grouped = await select(graphs, 'SELECT ?task (COUNT(?o) AS ?n) { ?task ?p ?o } GROUP BY ?task', given);
    expect(grouped.rows.map((row) => row['n']?.value)).toEqual(['3']);
    const evil = await select(graphs, 'SELECT ?task { ?task a sx:Task }', { task: namedNode('urn:x> } # ') });
    expect(evil.rows).toEqual([]);
  });

  it('gives no wrong answer where a query that computes what is bound takes only some of its rows', async () => {
    const last = 'SELECT ?task (COUNT(?o) AS ?n) { ?task ?p ?o } GROUP BY ?task ORDER BY DESC(?task) LIMIT 1';
    expect(await ask(graphs, last, { values: { task: namedNode(ex('a')) } })).toMatchObject({
      ok: false,
      diagnostics: [{ code: 'query/failed' }],
    });
  });

  it('says "no such thing" where a UNION or alternative path inside MINUS or NOT EXISTS matches nothing', async () => {
    for (const without of [
      'MINUS { ?t sx:state|sx:outcome ?x }',
      'FILTER NOT EXISTS { { ?t sx:state ?x } UNION { ?t sx:outcome ?x } }',
    ])
      expect((await select(graphs, `SELECT ?t { ?t a sx:Task ${without} }`)).rows).toHaveLength(2);
  });

  it('orders dates of which some are none, and finds the least, where the engine would end the process', async () => {
    const dates = graphsOf(
      ['"2026-03-01"', '"2026-02-30"', '"soon"', '"2026-01-01"']
        .map((text) => `:a sx:deadline ${text}^^xsd:date .`)
        .join(' ') + ' :a sx:deadline "x" , 3 , :b .',
    );
    const { rows } = await select(dates, 'SELECT ?d { ?a sx:deadline ?d } ORDER BY ?d');
    expect(rows.map((row) => row['d']?.value)).toHaveLength(7);
    const least = await ask(dates, 'SELECT (MIN(?d) AS ?least) { ?a sx:deadline ?d FILTER(DATATYPE(?d) = xsd:date) }');
    expect(least.ok).toBe(true);
  });

  it('constructs each triple once and answers yes or no', async () => {
    expect(await construct(graphs, 'CONSTRUCT { ?t a sx:Step } { ?t ?p ?o }')).toHaveLength(2);
    expect(await askBoolean(graphs, 'ASK { ?t sx:requires ?o }')).toBe(true);
  });

  it('gives findings, not exceptions, for what a person got wrong', async () => {
    expect(await ask(graphs, 'SELECT ?x WHERE {')).toMatchObject({
      ok: false,
      diagnostics: [{ code: 'query/syntax', exit: 2 }],
    });
    expect(await ask(graphs, 'SELECT (1 AS ?x) {}', { values: { x: namedNode('urn:y') } })).toMatchObject({ ok: true });
    expect(
      await ask(graphs, 'CONSTRUCT { ?x a ?y } { BIND(1 AS ?y) }', { values: { y: namedNode('urn:y') } }),
    ).toMatchObject({ ok: false, diagnostics: [{ code: 'query/failed' }] });
  });

  it('stops a query that takes too long', async () => {
    const many = graphsOf(Array.from({ length: 300 }, (_, i) => `:n${i} sx:order ${i} .`).join('\n'));
    const slow =
      'SELECT (COUNT(*) AS ?n) { ?a sx:order ?x . ?b sx:order ?y . ?c sx:order ?z . FILTER(?x + ?y + ?z < 0) }';
    expect(await ask(many, slow, { limitMs: 50 })).toMatchObject({
      ok: false,
      diagnostics: [{ code: 'query/time-limit', exit: 2 }],
    });
  });

  it('does not federate with something that is no address, and loads nothing for it', async () => {
    expect(await federate(graphs, ['plan.ttl'], 'SELECT * { ?s ?p ?o }')).toMatchObject({
      ok: false,
      diagnostics: [{ code: 'query/source' }],
    });
  });
});

describe('the catalogue', () => {
  const catalogue = openCatalogue(shippedAssets.queries);

  it('finds a query by its whole name and by its last part', () => {
    expect(catalogue.get('history/slo-table')).toEqual(catalogue.get('slo-table'));
  });

  it('names the nearest query where there is none of that name', () => {
    expect(catalogue.get('slo-tabel')).toMatchObject({
      ok: false,
      diagnostics: [{ code: 'query/unknown-name', exit: 2, help: 'Did you mean "slo-table"?' }],
    });
  });

  it('is empty for an empty folder', () => {
    const folder = mkdtempSync(join(tmpdir(), 'queries-'));
    try {
      expect(openCatalogue(folder).names()).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('printing', () => {
  const asked = async (text: string, format: Parameters<typeof printAnswer>[1]) => {
    const answer = await ask(graphs, text);
    if (!answer.ok) throw new Error(answer.diagnostics[0]!.message);
    return printAnswer(answer.value, format);
  };
  const TITLES =
    'SELECT ?task ?title ?n { ?task a sx:Task OPTIONAL { ?task dcterms:title ?title } OPTIONAL { ?task sx:order ?n } } ORDER BY ?task';

  it('aligns the columns of a table, numbers to the right, IRIs shortened', async () => {
    expect(await asked(TITLES, 'table')).toBe(
      'task  title        n\n────  ──────────  ──\n:a    First, "a"\n:b                10\n',
    );
  });

  it('shows nothing for a variable that is not bound, whatever its name', async () => {
    expect(
      await asked('SELECT ?task ?constructor { ?task sx:order 10 OPTIONAL { ?task sx:none ?constructor } }', 'table'),
    ).toBe('task  constructor\n────  ───────────\n:b\n');
  });

  it('shows no control character that could drive a terminal, in a table or in Turtle', async () => {
    const driving = 'BIND("\\u001B[2J\\u009B1mred" AS ?o)';
    expect(await asked(`SELECT ?o { ${driving} }`, 'table')).toBe('o\n──────────\n·[2J·1mred\n');
    expect(await asked(`CONSTRUCT { <urn:a> <urn:p> ?o } { ${driving} }`, 'turtle')).toBe(
      '<urn:a> <urn:p> "\\u001B[2J\\u009B1mred".\n',
    );
  });

  it('says so where a table has no rows', async () => {
    expect(await asked('SELECT ?x { ?x a sx:Nothing }', 'table')).toBe('x\n─\n(no rows)\n');
  });

  it('writes CSV and TSV as SPARQL 1.1 has them', async () => {
    expect(await asked(TITLES, 'csv')).toBe(`task,title,n\r\n${ex('a')},"First, ""a""",\r\n${ex('b')},,10\r\n`);
    expect(await asked(TITLES, 'tsv')).toBe(
      `?task\t?title\t?n\n<${ex('a')}>\t"First, \\"a\\""@en\t\n<${ex('b')}>\t\t"10"^^<http://www.w3.org/2001/XMLSchema#integer>\n`,
    );
  });

  it('writes SPARQL 1.1 JSON, and leaves out what is not bound', async () => {
    expect(JSON.parse(await asked(TITLES, 'json'))).toEqual({
      head: { vars: ['task', 'title', 'n'] },
      results: {
        bindings: [
          { task: { type: 'uri', value: ex('a') }, title: { type: 'literal', value: 'First, "a"', 'xml:lang': 'en' } },
          {
            task: { type: 'uri', value: ex('b') },
            n: { type: 'literal', value: '10', datatype: 'http://www.w3.org/2001/XMLSchema#integer' },
          },
        ],
      },
    });
    expect(await asked('ASK { ?x a sx:Task }', 'json')).toBe('{"head":{},"boolean":true}\n');
  });

  it('writes triples as Turtle with the prefixes that they use', async () => {
    expect(await asked('CONSTRUCT { ?a sx:requires ?b } { ?a sx:requires ?b }', 'turtle')).toBe(
      `@prefix sx: <https://w3id.org/spec-exec/ns#>.\n\n<${ex('a')}> sx:requires <${ex('b')}>.\n`,
    );
  });
});
