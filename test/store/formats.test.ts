import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseForeign } from '../../src/store/formats.ts';
import { loadFiles } from '../../src/store/load.ts';
import { namedNode } from '../../src/vocabulary/factory.ts';

const folder = mkdtempSync(join(tmpdir(), 'spec-exec-formats-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function read(name: string, text: string) {
  writeFileSync(join(folder, name), text);
  return loadFiles([join(folder, name)], { root: folder });
}

const turtle = '@prefix ex: <http://example.org/> . ex:a a ex:T ; ex:p "x"@en , 1 ; ex:l ( ex:b "c" ) .';
const xml = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ex="http://example.org/">
  <ex:T rdf:about="http://example.org/a"><ex:p xml:lang="en">x</ex:p>
  <ex:p rdf:datatype="http://www.w3.org/2001/XMLSchema#integer">1</ex:p></ex:T></rdf:RDF>`;
const jsonld = JSON.stringify({
  '@context': { ex: 'http://example.org/' },
  '@id': 'ex:a',
  '@type': 'ex:T',
  'ex:p': [{ '@value': 'x', '@language': 'en' }, 1],
  'ex:l': { '@list': [{ '@id': 'ex:b' }, 'c'] },
});

/** Subject, property, value of all triples without blank nodes, sorted. */
async function facts(name: string, text: string): Promise<string[]> {
  const result = await read(name, text);
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  const show = (term: { termType: string; value: string; language?: string }) =>
    term.termType === 'BlankNode' ? '_' : `${term.value}${term.language ? `@${term.language}` : ''}`;
  return Array.from(result.value.graphs.match(), ({ subject, predicate, object }) =>
    [subject, predicate, object].map(show).join(' '),
  ).sort();
}

describe('formats beside Turtle', () => {
  it('say the same as Turtle: N3, JSON-LD with lists', async () => {
    const expected = await facts('a.ttl', turtle);
    expect(expected).toHaveLength(8);
    expect(await facts('a.n3', turtle)).toEqual(expected);
    expect(await facts('a.jsonld', jsonld)).toEqual(expected);
  });

  it('say the same as Turtle: RDF/XML', async () => {
    const expected = (await facts('a.ttl', turtle)).filter(
      (fact) => !/#(first|rest) | http:\/\/example.org\/l /.test(fact),
    );
    expect(await facts('a.rdf', xml)).toEqual(expected);
  });

  it('give the file as the place of their triples', async () => {
    const result = await read('a.jsonld', jsonld);
    if (!result.ok) throw new Error('not loaded');
    for (const { places } of result.value.locations.all())
      expect(places().object).toMatchObject({ file: 'a.jsonld', line: 1, column: 1 });
  });

  it.each([
    ['b.rdf', '<rdf:RDF', 'store/syntax-error'],
    ['b.jsonld', '{ "@id": ', 'store/syntax-error'],
    ['b.n3', 'a b', 'store/syntax-error'],
    ['a rule.n3', '{ <urn:a> <urn:b> <urn:c> } => { <urn:a> <urn:b> <urn:d> } .', 'store/syntax-error'],
    ['a variable.n3', '@prefix : <urn:> . :a :b ( 1 ?x ) .', 'store/syntax-error'],
    [
      'c.jsonld',
      '{ "@context": "https://example.org/context.jsonld", "@id": "urn:a", "urn:p": 1 }',
      'store/remote-context',
    ],
    [
      'd.jsonld',
      '{ "@context": { "@version": 1.1, "@import": "http://127.0.0.1:9/context.jsonld" }, "@id": "urn:a", "urn:p": 1 }',
      'store/remote-context',
    ],
    [
      'g.jsonld',
      `{ "urn:p": ${'['.repeat(20_000)}${']'.repeat(20_000)}, "@context": "http://127.0.0.1:9/context.jsonld" }`,
      'store/remote-context',
    ],
    ['e.rdf', xml.replace('xml:lang="en"', 'xml:lang="en_US"'), 'store/syntax-error'],
    ['e.jsonld', '{ "@id": "urn:a", "urn:p": { "@value": "x", "@language": "en_US" } }', 'store/syntax-error'],
    ['f.jsonld', '{ "@id": "urn:a", "urn:p": { "@id": "http://example.org/a|b" } }', 'store/syntax-error'],
    ['a triple inside a triple.ttl', '<urn:a> <urn:p> <<( <urn:b> <urn:c> "d" )>> .', 'store/syntax-error'],
  ])('refuse %s with one finding at the file', async (name, text, code) => {
    const result = await read(name, text);
    expect(result.ok ? [] : result.diagnostics.map((one) => [one.code, one.at?.file, one.exit])).toEqual([
      [code, name, 2],
    ]);
  });

  it('leave the console as it was when several are read side by side', async () => {
    const before = [console.warn, console.error];
    const given = { file: 'e', graph: namedNode('urn:e'), blankPrefix: 'e' };
    await Promise.all([
      parseForeign(xml, { ...given, format: 'application/rdf+xml' }),
      parseForeign(jsonld, { ...given, format: 'application/ld+json' }),
    ]);
    const after = [console.warn, console.error];
    Object.assign(console, { warn: before[0], error: before[1] });
    expect(after).toEqual(before);
  });

  it('read the graphs of TriG into the document, and say so', async () => {
    const result = await read('g.trig', '@prefix ex: <http://example.org/> . ex:g { ex:a ex:p ex:b . }');
    expect(result.ok && result.value.diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
      ['store/named-graphs', 'warning'],
    ]);
    expect(result.ok && result.value.graphs.size).toBe(1);
  });
});
