import { describe, expect, it } from 'vitest';
import { unknownTerms } from '../../src/query/syntax.ts';
import { guard } from '../../src/query/guard.ts';

async function findingOf(text: string) {
  const guarded = await guard(text);
  if (guarded.ok) throw new Error('the guard let it through');
  return guarded.diagnostics[0]!;
}

describe('the guard', () => {
  it.each([
    ['INSERT DATA { sx:a sx:b sx:c }'],
    ['DELETE WHERE { ?s ?p ?o }'],
    ['LOAD <http://example.org/x.ttl>'],
    ['DROP ALL'],
    ['PREFIX sx: <urn:x>\nINSERT { ?s ?p 1 } WHERE { ?s ?p ?o }'],
  ])('refuses the update %s and says what to write instead', async (text) => {
    const finding = await findingOf(text);
    expect(finding).toMatchObject({ code: 'query/update', exit: 2 });
    expect(finding.help).toContain('SELECT');
  });

  it.each([
    ['SELECT * { SERVICE <http://example.org/sparql> { ?s ?p ?o } }', 1, 12],
    ['SELECT *\n{ { SELECT ?s { OPTIONAL { SERVICE SILENT ?where { ?s ?p ?o } } } } }', 2, 28],
    ['ASK { FILTER EXISTS { SERVICE <http://example.org/sparql> { ?s ?p ?o } } }', 1, 23],
    ['SELECT * FROM <http://example.org/x.ttl> { ?s ?p ?o }', 1, 10],
    ['SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }', 1, 10],
  ])('refuses to leave the machine: %s', async (text, line, column) => {
    expect(await findingOf(text)).toMatchObject({
      code: 'query/remote-access',
      exit: 2,
      at: { file: 'query', line, column },
    });
  });

  it('lets SERVICE through where somebody asked for federation', async () => {
    expect((await guard('SELECT * { SERVICE <http://example.org/sparql> { ?s ?p ?o } }', { remote: true })).ok).toBe(
      true,
    );
  });

  it('does not take words in strings and comments for SERVICE or updates', async () => {
    expect((await guard('# INSERT\nSELECT ("SERVICE <http://x>" AS ?a) { ?s ?p "DELETE" }')).ok).toBe(true);
  });

  it('refuses several FROM, whose counts would be wrong', async () => {
    expect(await findingOf('SELECT (COUNT(*) AS ?n) FROM <urn:a> FROM <urn:b> { ?s ?p ?o }')).toMatchObject({
      code: 'query/several-from',
    });
  });

  it.each([
    [
      'SELECT ?x WHERE {\n  ?x . }',
      2,
      6,
      'The query is not SPARQL at line 2, column 6: "." is not expected after "?x".',
      undefined,
    ],
    [
      'SELEC ?x { ?x ?p ?o }',
      1,
      1,
      'The query is not SPARQL at line 1, column 1: "SELEC" is not SPARQL.',
      'Did you mean SELECT?',
    ],
    [
      'SELECT ?x WHERE {\n  ?x ?p ?o',
      2,
      11,
      'The query is not SPARQL at line 2, column 11: the query ends too early.',
      'Close the group with a "}".',
    ],
    [
      'SELECT ?x WHERE { ?x ?p ?o } ODER BY ?x',
      1,
      30,
      'The query is not SPARQL at line 1, column 30: "ODER" is not SPARQL.',
      'Did you mean ORDER?',
    ],
  ])('says where %j stops being SPARQL', async (text, line, column, message, help) => {
    const finding = await findingOf(text);
    expect(finding).toMatchObject({ code: 'query/syntax', message, exit: 2, at: { line, column } });
    if (help !== undefined) expect(finding.help).toBe(help);
  });

  it('says what the language forbids although the grammar allows it', async () => {
    expect(await findingOf('SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o }')).toMatchObject({ code: 'query/syntax' });
  });

  it('names a prefix that nobody declared, its place, and the nearest', async () => {
    expect(await findingOf('SELECT * {\n ?s prv:used ?o }')).toMatchObject({
      code: 'query/unknown-prefix',
      message: 'The query uses the prefix "prv:" (line 2, column 5), which nobody declared.',
      help: expect.stringContaining('Did you mean "prov:"?') as string,
    });
  });

  it('knows no prefix by the name of what every object has', async () => {
    expect(await findingOf('SELECT * { ?s constructor:of ?o }')).toMatchObject({
      code: 'query/unknown-prefix',
      message: 'The query uses the prefix "constructor:" (line 1, column 15), which nobody declared.',
    });
  });

  it('names the empty prefix, which results show, and says how to declare it', async () => {
    expect(await findingOf('SELECT * {\n :write ?p ?o }')).toMatchObject({
      code: 'query/unknown-prefix',
      message: 'The query uses the prefix ":" (line 2, column 2), which nobody declared.',
      help: expect.stringContaining('PREFIX : <…>') as string,
    });
  });

  it('warns of a term that the vocabulary does not have, and of no other name', () => {
    const text = 'SELECT * { ?t a sx:Taskk, sx:Task ; sx:label "sx:no" } # sx:nor';
    expect(
      unknownTerms(text, 'query').map(({ message, severity, help, at }) => [message, severity, help, at?.column]),
    ).toEqual([
      ['The vocabulary has no term sx:Taskk.', 'warning', 'Did you mean sx:Task?', 17],
      ['The vocabulary has no term sx:label.', 'warning', expect.any(String), 37],
    ]);
    expect(unknownTerms('PREFIX sx: <urn:mine#> ASK { ?x a sx:Mine }', 'query')).toEqual([]);
  });

  it('declares known prefixes for a query that uses them, and leaves its lines and its own prefixes alone', async () => {
    const text = 'PREFIX prov: <urn:mine#>\nSELECT * { ?s a sx:Task ; prov:used ?x FILTER(?x != "earl:passed") }';
    const guarded = await guard(text);
    expect(guarded.ok && guarded.value.text).toBe(`PREFIX sx: <https://w3id.org/spec-exec/ns#> ${text}`);
  });
});
