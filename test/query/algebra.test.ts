import { QueryEngine } from '@comunica/query-sparql-rdfjs-lite';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shippedAssets } from '../../src/base/assets.ts';
import { algebraOf, projected, surelyEmpty } from '../../src/query/algebra.ts';
import { construct, select } from '../../src/query/ask.ts';
import { openCatalogue } from '../../src/query/catalogue.ts';
import { withPrefixes } from '../../src/query/syntax.ts';
import { Graphs } from '../../src/store/graphs.ts';
import { literal, namedNode, quad } from '../../src/vocabulary/factory.ts';

const PREFIX = 'PREFIX ex: <urn:ex:> ';
const ex = (name: string) => namedNode(`urn:ex:${name}`);

function graphsOf(triples: readonly (readonly [string, string, string])[]): Graphs {
  const graphs = new Graphs();
  for (const [s, p, o] of triples)
    graphs.add(quad(ex(s), ex(p), /^\d/.test(o) ? literal(o) : ex(o), namedNode('urn:ex:graph')));
  return graphs;
}

function freeze(node: unknown): void {
  if (node === null || typeof node !== 'object' || Object.isFrozen(node)) return;
  Object.freeze(node);
  Object.values(node).forEach(freeze);
}

describe('the algebra of a query', () => {
  it('is made once and never changed by the engine, so that all who ask may share it', async () => {
    const catalogue = openCatalogue(shippedAssets.queries);
    const graphs = graphsOf([['a', 'p', 'b']]);
    for (const prefix of ['closure/', 'derive/', 'status/'])
      for (const name of catalogue.names(prefix)) {
        const entry = catalogue.get(name);
        if (!entry.ok) throw new Error(name);
        const algebra = await algebraOf(withPrefixes(entry.value.text));
        freeze(algebra);
        await (algebra.type === 'construct' ? construct(graphs, entry.value) : select(graphs, entry.value));
        expect(await algebraOf(withPrefixes(entry.value.text))).toBe(algebra);
      }
  });

  it.each([
    ['?a ex:p ?b', false],
    ['?a ex:missing ?b', true],
    ['?a ex:p ?b ; ex:missing ?c', true],
    ['?a ex:p ex:nobody', true],
    ['?a ex:p ?b OPTIONAL { ?a ex:missing ?c }', false],
    ['?a ex:missing ?b OPTIONAL { ?a ex:p ?c }', true],
    ['?a ex:p ?b MINUS { ?a ex:missing ?c }', false],
    ['?a ex:p ?b FILTER NOT EXISTS { ?a ex:missing ?c }', false],
    ['{ ?a ex:p ?b } UNION { ?a ex:missing ?b }', false],
    ['{ SELECT ?a { ?a ex:missing ?b } } ?a ex:p ?b', true],
    ['{ SELECT (COUNT(?a) AS ?n) { ?a ex:missing ?b } }', false],
    ['{ SELECT ?b (COUNT(?a) AS ?n) { ?a ex:missing ?b } GROUP BY ?b }', true],
    ['?a ex:missing* ?b', false],
    ['GRAPH ?g { ?a ex:missing ?b }', false],
    ['VALUES ?a { ex:a }', false],
    ['[] ex:p ?b . _:x ex:q ?b', true],
  ])(
    'of { %s } is surely empty where a pattern that all solutions must match has no triple: %s',
    async (body, empty) => {
      const graphs = graphsOf([['a', 'p', 'b']]);
      expect(surelyEmpty(await algebraOf(`${PREFIX}SELECT * { ${body} }`), graphs.source)).toBe(empty);
    },
  );

  it('says which variables a query projects, in order', async () => {
    const algebra = await algebraOf(
      `${PREFIX}SELECT DISTINCT ?b (STR(?a) AS ?c) ?a { ?a ex:p ?b } ORDER BY ?a LIMIT 1`,
    );
    expect(projected(algebra)).toEqual(['b', 'c', 'a']);
  });

  it('spares the engine a question only where the engine finds nothing either', async () => {
    const engine = new QueryEngine();
    const name = fc.constantFrom('a', 'b', 'c', '1');
    const property = fc.constantFrom('p', 'q', 'r');
    const end = fc.oneof(fc.constantFrom('?x', '?y'), fc.constantFrom('ex:a', 'ex:b'));
    const pattern = fc.tuple(end, property, end).map(([s, p, o]) => `${s} ex:${p} ${o} .`);
    const { group } = fc.letrec<{ group: string }>((tie) => ({
      group: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        pattern,
        fc.tuple(tie('group'), tie('group')).map(([a, b]) => `{ ${a} } { ${b} }`),
        fc.tuple(tie('group'), tie('group')).map(([a, b]) => `{ ${a} } UNION { ${b} }`),
        fc.tuple(tie('group'), tie('group')).map(([a, b]) => `${a} OPTIONAL { ${b} }`),
        fc.tuple(tie('group'), pattern).map(([a, b]) => `${a} MINUS { ${b} }`),
        tie('group').map((a) => `{ SELECT (COUNT(*) AS ?n) { ${a} } }`),
        tie('group').map((a) => `{ SELECT ?x (COUNT(*) AS ?m) { ${a} } GROUP BY ?x }`),
      ),
    }));
    let spared = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom('a', 'b'), property, name), { maxLength: 4 }),
        group,
        async (triples, body) => {
          const graphs = graphsOf(triples);
          const text = `${PREFIX}SELECT * { ${body} }`;
          if (!surelyEmpty(await algebraOf(text), graphs.source)) return;
          spared++;
          const answer = await engine.queryBindings(text, { sources: [graphs.source] });
          expect(await answer.toArray(), text).toEqual([]);
        },
      ),
      { numRuns: 150 },
    );
    expect(spared).toBeGreaterThan(10);
  });
});
