import type { Quad } from '@rdfjs/types';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
// @ts-expect-error it has no types of its own
import { canonize as untyped } from 'rdf-canonize';
import { describe, expect, it } from 'vitest';
import { assetNames, packageRoot } from '../../src/base/assets.ts';
import { parseForeign } from '../../src/store/formats.ts';
import { parseText } from '../../src/store/parse.ts';
import { literal, namedNode, quad } from '../../src/vocabulary/factory.ts';

const settings = { file: 'f', graph: namedNode('http://example.org/f'), blankPrefix: 'd' };

async function byN3(text: string): Promise<readonly Quad[]> {
  const { quads, problem } = await parseText(text, settings);
  expect(problem).toBeUndefined();
  return quads;
}

async function byRdflib(text: string, format: string): Promise<readonly Quad[]> {
  const { quads, problem } = await parseForeign(text, { ...settings, format });
  expect(problem).toBeUndefined();
  return quads;
}

type Canonize = (quads: readonly Quad[], options: { algorithm: string; maxWorkFactor: number }) => Promise<string>;
const canonize = untyped as Canonize;

/** The lines of the canonical form: equal for two graphs exactly where they say the same. */
async function canonical(quads: readonly Quad[]): Promise<string[]> {
  const text = await canonize(quads, { algorithm: 'RDFC-1.0', maxWorkFactor: Infinity });
  // A triple that a text says twice is one.
  return [...new Set(text.split('\n'))];
}

const turtle = `@prefix ex: <http://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:a a ex:T , ex:U ;
  ex:text "one\\ntwo \\"quoted\\" <&> é" , "fünf"@de-AT , "" ;
  ex:typed "2026-01-01"^^xsd:date , 7 , "1.50"^^xsd:decimal , true ;
  ex:rel <g#h> ;
  ex:node [ a ex:B ; ex:back ex:a ; ex:inner [ ex:text "deep" ] ] .
_:x ex:ring _:y . _:y ex:ring _:z . _:z ex:ring _:x .`;
const lists = `${turtle} ex:a ex:list ( ex:b "c" ( 8 ) () [ ex:text "in" ] true ) , () .`;

const xml = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ex="http://example.org/">
  <ex:T rdf:about="http://example.org/a">
    <rdf:type rdf:resource="http://example.org/U"/>
    <ex:text>one\ntwo "quoted" &lt;&amp;&gt; é</ex:text><ex:text xml:lang="de-AT">fünf</ex:text><ex:text></ex:text>
    <ex:typed rdf:datatype="http://www.w3.org/2001/XMLSchema#date">2026-01-01</ex:typed>
    <ex:typed rdf:datatype="http://www.w3.org/2001/XMLSchema#integer">7</ex:typed>
    <ex:typed rdf:datatype="http://www.w3.org/2001/XMLSchema#decimal">1.50</ex:typed>
    <ex:typed rdf:datatype="http://www.w3.org/2001/XMLSchema#boolean">true</ex:typed>
    <ex:rel rdf:resource="g#h"/>
    <ex:node><ex:B><ex:back rdf:resource="http://example.org/a"/>
      <ex:inner rdf:parseType="Resource"><ex:text>deep</ex:text></ex:inner></ex:B></ex:node>
  </ex:T>
  <rdf:Description rdf:nodeID="x"><ex:ring rdf:nodeID="y"/></rdf:Description>
  <rdf:Description rdf:nodeID="y"><ex:ring rdf:nodeID="z"/></rdf:Description>
  <rdf:Description rdf:nodeID="z"><ex:ring rdf:nodeID="x"/></rdf:Description>
</rdf:RDF>`;

const node = {
  '@context': { ex: 'http://example.org/', xsd: 'http://www.w3.org/2001/XMLSchema#' },
  '@graph': [
    {
      '@id': 'ex:a',
      '@type': ['ex:T', 'ex:U'],
      'ex:text': ['one\ntwo "quoted" <&> é', { '@value': 'fünf', '@language': 'de-AT' }, ''],
      'ex:typed': [
        { '@value': '2026-01-01', '@type': 'xsd:date' },
        7,
        { '@value': '1.50', '@type': 'xsd:decimal' },
        true,
      ],
      'ex:rel': { '@id': 'g#h' },
      'ex:node': { '@type': 'ex:B', 'ex:back': { '@id': 'ex:a' }, 'ex:inner': { 'ex:text': 'deep' } },
      'ex:list': [
        {
          '@list': [{ '@id': 'ex:b' }, 'c', { '@list': [8] }, { '@list': [] }, { 'ex:text': 'in' }, true],
        },
        { '@list': [] },
      ],
    },
    { '@id': '_:x', 'ex:ring': { '@id': '_:y' } },
    { '@id': '_:y', 'ex:ring': { '@id': '_:z' } },
    { '@id': '_:z', 'ex:ring': { '@id': '_:x' } },
  ],
};

const html = `<html xmlns="http://www.w3.org/1999/xhtml" prefix="ex: http://example.org/ xsd: http://www.w3.org/2001/XMLSchema#"><head><title>t</title></head><body>
  <div resource="http://example.org/a" typeof="ex:T ex:U">
    <span property="ex:text" content="one&#10;two &quot;quoted&quot; &lt;&amp;&gt; é">shown</span>
    <span property="ex:text" lang="de-AT">fünf</span><span property="ex:text" content=""></span>
    <span property="ex:typed" datatype="xsd:date">2026-01-01</span><span property="ex:typed" datatype="xsd:integer">7</span>
    <span property="ex:typed" datatype="xsd:decimal">1.50</span><span property="ex:typed" datatype="xsd:boolean">true</span>
    <a property="ex:rel" href="g#h">there</a>
    <div property="ex:node" typeof="ex:B"><a property="ex:back" href="http://example.org/a"></a>
      <div rel="ex:inner"><div resource="_:inner"><span property="ex:text">deep</span></div></div></div>
  </div>
  <div resource="_:x"><a property="ex:ring" resource="_:y"></a></div>
  <div resource="_:y"><a property="ex:ring" resource="_:z"></a></div>
  <div resource="_:z"><a property="ex:ring" resource="_:x"></a></div>
</body></html>`;

describe('rdflib reads the same as n3 out of', () => {
  it.each([
    ['RDF/XML', 'application/rdf+xml', xml, turtle],
    ['JSON-LD', 'application/ld+json', JSON.stringify(node), lists],
    ['N3', 'text/n3', lists, lists],
    ['RDFa', 'text/html', html, turtle],
  ])('%s', async (_, format, text, same) => {
    const [ours, theirs] = [await byN3(same), await byRdflib(text, format)];
    expect(await canonical(theirs)).toEqual(await canonical(ours));
  });

  it('and would be caught where it did not', async () => {
    const [one, other] = [turtle, turtle.replace('"deep"', '"deeper"')];
    expect(await canonical(await byN3(one))).not.toEqual(await canonical(await byN3(other)));
  });
});

/** What rdflib loses of N3: how numbers and truth values are spelled, and the carriage returns inside strings. */
function bySense(quads: readonly Quad[]): Quad[] {
  return quads.map((one) => {
    if (one.object.termType !== 'Literal') return one;
    const { value, language, datatype } = one.object;
    const number = /#(integer|decimal|double)$/.test(datatype.value);
    const truth = datatype.value.endsWith('#boolean') && /^[01]$/.test(value);
    const sense = number ? String(Number(value)) : truth ? String(value === '1') : value;
    return quad(one.subject, one.predicate, literal(sense.replace(/\r/g, ''), language || datatype), one.graph);
  });
}

/** Lists whose cells say more than their item and what follows: rdflib leaves that out, or refuses them. */
const ODD_LISTS = /path-(strange|unused)-\d+(-shapes)?\.ttl$/;

const corpora = join(packageRoot, '..', 'shared', 'corpora');
describe.skipIf(!existsSync(corpora))('the corpora (skipped where ../shared/corpora is absent)', () => {
  it('are read alike by rdflib as N3 and by n3 as Turtle, but for spellings and odd lists', async () => {
    const different: string[] = [];
    for (const name of assetNames(corpora, '.ttl').filter((one) => !ODD_LISTS.test(one))) {
      const text = readFileSync(join(corpora, name), 'utf8');
      const [ours, theirs] = [bySense(await byN3(text)), bySense(await byRdflib(text, 'text/n3'))];
      if ((await canonical(ours)).join('\n') !== (await canonical(theirs)).join('\n')) different.push(name);
    }
    expect(different).toEqual([]);
  });
});
