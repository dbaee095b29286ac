// The parts of lifting on their own: words, templates, and things that are one.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Quad } from '@rdfjs/types';
import { keptOnes, ofKept } from '../../src/lift/merge.ts';
import { plain } from '../../src/lift/names.ts';
import { filledIn, liftQuery } from '../../src/lift/template.ts';
import { LINES, PLACE, WORD, wordFacts } from '../../src/lift/words.ts';
import { readEntry } from '../../src/query/catalogue.ts';
import { owl, xsd } from '../../src/vocabulary/borrowed.ts';
import { literal, namedNode, quad } from '../../src/vocabulary/factory.ts';
import { graphsOf } from '../derive/small.ts';

const node = (name: string) => namedNode(`urn:x:${name}`);
const shown = ({ subject, predicate, object }: Quad): string =>
  [subject, predicate, object]
    .map(({ value }) =>
      value
        .replace(WORD, 'word:')
        .replace(LINES, 'lines:')
        .replace(PLACE, 'place:')
        .replace(/^.*[/#](?=\w+$)/, ''),
    )
    .join(' ');

describe('the words of a specification', () => {
  it('are its properties without their namespace, lists taken apart, and empty nodes left out', () => {
    const facts = wordFacts(
      graphsOf(`@prefix : <https://example.org/a/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        :b a :Thing ; :depends ( :c ( :d ) ) , [] ; :note ( "one" "two" ) ; rdfs:label "B" .
        :named rdfs:label "only named" .`),
    );
    expect(facts.map(shown).sort()).toEqual(
      [
        'b lines:note one\ntwo',
        'b type word:Thing',
        'b word:depends c',
        'b word:depends d',
        'b word:note one',
        'b word:note two',
        'c place:depends 1',
        'd place:depends 2',
        'named type word:only-named',
      ].sort(),
    );
  });
});

it('are found where lists hold one another, too', () => {
  const facts = wordFacts(
    graphsOf(`@prefix : <https://example.org/a/> .
      :a :after _:one . _:one rdf:first _:two ; rdf:rest rdf:nil . _:two rdf:first _:one ; rdf:rest ( :b ) .`),
  );
  expect(facts.map(shown)).toEqual(['a word:after b', 'b place:after 1']);
});

describe('a lift query', () => {
  const text = `# q: a list for each row.
# source: ?a
# binds: ?a, ?b
CONSTRUCT { ?a sx:pathSteps ( sx:firstWins ?b ) ; sx:title ?c } WHERE { ?a <urn:x:p> ?b }`;

  it('is filled in row by row: nodes without a name are other ones in each row, the same each time, and what is not bound is left out', async () => {
    const query = await liftQuery(readEntry('q', text), 'q.rq', true);
    if (!query.ok) throw new Error(JSON.stringify(query.diagnostics));
    expect(query.value.rows).toContain('SELECT *  WHERE { ?a <urn:x:p> ?b }');
    const fill = (b: string) => filledIn(query.value, { a: node('a'), b: literal(b) }, node('g'));
    expect(fill('1').map(shown)).toEqual(fill('1').map(shown));
    const heads = (b: string) => fill(b).find(({ predicate }) => predicate.value.endsWith('pathSteps'))!.object.value;
    expect(heads('1')).not.toBe(heads('2'));
    expect(fill('1')).toHaveLength(5);
    // A text can be no subject.
    expect(filledIn(query.value, { a: literal('x'), b: literal('1') }, node('g')).map(shown)).toHaveLength(4);
  });
});

describe('numbers and durations', () => {
  it.each([
    ['1.5E1', xsd.double, '15', xsd.integer],
    ['0.15', xsd.double, '0.15', xsd.decimal],
    ['PT3600S', xsd.dayTimeDuration, 'PT1H', xsd.dayTimeDuration],
    ['PT172800S', xsd.dayTimeDuration, 'P2D', xsd.dayTimeDuration],
    ['INF', xsd.double, 'INF', xsd.double],
    ['01', xsd.integer, '01', xsd.integer],
  ])('%s becomes as people write it', (given, type, wanted, wantedType) => {
    expect(plain(literal(given, type))).toEqual(literal(wanted, wantedType));
  });
});

describe('things that are one', () => {
  const same = (pairs: readonly (readonly [string, string])[]) =>
    keptOnes(pairs.map(([other, kept]) => quad(node(other), owl.sameAs, node(kept))));

  it('are followed through a chain to its end', () => {
    const kept = same([
      ['a', 'b'],
      ['b', 'c'],
    ]);
    const said = ofKept(quad(node('a'), node('p'), node('b')), kept);
    expect([said.subject.value, said.object.value]).toEqual(['urn:x:c', 'urn:x:c']);
  });

  it('of a ring the first by name is kept', () => {
    const kept = same([
      ['a', 'b'],
      ['b', 'a'],
      ['z', 'b'],
    ]);
    expect([...kept].map(([other, { value }]) => [other, value])).toEqual([
      ['Nurn:x:b', 'urn:x:a'],
      ['Nurn:x:z', 'urn:x:a'],
    ]);
  });

  it('whatever is said to be one, a kept thing is never replaced itself', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    fc.assert(
      fc.property(fc.array(fc.tuple(name, name), { maxLength: 8 }), (pairs) => {
        const kept = same(pairs);
        for (const { value } of kept.values()) expect(kept.has(`N${value}`)).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
});
