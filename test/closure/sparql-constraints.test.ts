// A project's own sh:sparql constraints: what they find, where, in which words, and how they count.
import { describe, expect, it } from 'vitest';
import { closed, headLines, ofDocument, refusals } from './closing.ts';

const spec = `:a a sx:Task ; rdfs:label "A" ;
  sx:requires :b , :c .
:b a sx:Task ; rdfs:label "B" .
:c a sx:Task ; rdfs:label "C" .
`;
const shape = (constraints: string, more = '') =>
  `:S a sh:NodeShape ; sh:targetClass sx:Task ; ${more} sh:sparql ${constraints} .`;
const select = (query: string, more = '') => `[ ${more} sh:select """${query}""" ]`;
const labelled = (label: string) => `SELECT $this { $this rdfs:label '${label}' }`;

const found = async (own: string, of = spec) =>
  (await closed({ own, spec: of })).diagnostics.map(({ message, at, severity }) => ({
    message,
    severity,
    line: (at?.line ?? 0) - headLines,
    column: at?.column,
  }));

describe('a sh:sparql constraint', () => {
  it('finds its rows at the value, or at the node, in its own words', async () => {
    const query =
      'SELECT $this ?path ?value ?label { $this ?path ?value . FILTER (?path = sx:requires) ?value rdfs:label ?label }';
    expect(await found(shape(select(query, 'sh:message "{$this} needs {?label} by {$path}" ;')))).toEqual([
      { message: 'a needs B by sx:requires', severity: 'error', line: 2, column: 15 },
      { message: 'a needs C by sx:requires', severity: 'error', line: 2, column: 20 },
    ]);
    expect(await found(shape(select(labelled('B'))))).toEqual([
      { message: 'b: a sh:sparql constraint finds it.', severity: 'error', line: 3, column: 1 },
    ]);
  });

  it('takes its words from the row, then from itself, then from its shape; and its remedy from itself', async () => {
    const words = 'sh:message "of the shape" ;';
    const ofRow = `SELECT $this ?message { $this rdfs:label 'A' BIND ('of the row' AS ?message) }`;
    const own = shape(
      `${select(ofRow, 'sh:message "of itself" ;')} , ${select(labelled('B'), 'sh:message "of itself" ;')} , ${select(labelled('C'))}`,
      words,
    );
    expect((await found(own)).map(({ message }) => message)).toEqual([
      'a: of the row',
      'b: of itself',
      'c: of the shape',
    ]);
    const remedied = shape(
      select(labelled('B'), 'sx:remedy "Rename {$this}." ; sx:why "B is taken." ; sx:code "team/no-b" ;'),
    );
    const [only] = (await closed({ own: remedied, spec })).diagnostics;
    expect(only).toMatchObject({ code: 'team/no-b', why: 'B is taken.', help: 'Rename b.' });
  });

  it('is one of several on a shape, unless it is switched off', async () => {
    const off = select(labelled('C'), 'sh:deactivated true ;');
    const own = shape(`${select(labelled('A'))} , ${select(labelled('B'))} , ${off}`);
    expect((await found(own)).map(({ line }) => line)).toEqual([1, 3]);
    expect(await found(`${own} :S sh:deactivated true .`)).toEqual([]);
  });

  it('makes one obligation of each node of its shape, however many rows there are', async () => {
    const own = shape(`${select('SELECT $this ?value { $this sx:requires ?value }')} , ${select(labelled('B'))}`);
    const { met, total } = await closed({ own, spec });
    expect([met, total]).toEqual([1 + ofDocument, 3 + ofDocument]);
  });

  it('has the severity of its shape or of itself, and counts only as an error', async () => {
    const own = shape(
      `${select(labelled('A'), 'sh:severity sh:Info ;')} , ${select(labelled('B'))}`,
      'sh:severity sh:Warning ;',
    );
    expect((await found(own)).map(({ severity }) => severity)).toEqual(['info', 'warning']);
    expect(await closed({ own, spec })).toMatchObject({ conforms: true, total: ofDocument });
  });

  it('puts its path for $PATH, and leaves the other conditions of its shape what they were', async () => {
    const query = "SELECT $this ?value { $this $PATH ?value FILTER (?value = 'B') }";
    const own = `:S a sh:NodeShape ; sh:targetClass sx:Task ; sh:property [
      sh:path ( sx:requires [ sh:alternativePath ( rdfs:label rdfs:comment ) ] ) ; sh:minCount 1 ;
      sh:sparql ${select(query, 'sh:message "{$this} by {$PATH}: {?value}" ;')} ] .`;
    const lines = (await found(own)).map(({ line, message }) => `${line} ${message}`);
    expect(lines).toEqual([
      '2 a by sx:requires: "B"',
      expect.stringMatching(/^3 b: /),
      expect.stringMatching(/^4 c: /),
    ]);
  });

  it('is asked in shapes inside shapes, of nodes that only these meet', async () => {
    const named = `:B sh:sparql ${select("SELECT $this { $this rdfs:label ?l FILTER (?l != 'B') }")} .`;
    const through = (condition: string) => `:S sh:targetNode :a ; sh:path sx:requires ; ${condition} . ${named}`;
    expect((await found(through('sh:node :B'))).map(({ column }) => column)).toEqual([20]);
    expect((await found(through('sh:not :B'))).map(({ column }) => column)).toEqual([15]);
    expect(await found(through('sh:or ( :B [ sh:class sx:Task ] )'))).toEqual([]);
    expect((await found(through('sh:or ( :B [ sh:class sx:Gate ] )'))).map(({ column }) => column)).toEqual([20]);
    expect((await found(through('sh:qualifiedValueShape :B ; sh:qualifiedMinCount 2'))).length).toBe(1);
  });

  it('knows the prefixes that sh:prefixes declares, imported ones too', async () => {
    const own = `${shape(select('SELECT $this { $this l:label "B" ; x:requires* $this }', 'sh:prefixes :P ;').replaceAll('"B"', "'B'"))}
      :P owl:imports :Q ; sh:declare [ sh:prefix "l" ; sh:namespace "http://www.w3.org/2000/01/rdf-schema#"^^xsd:anyURI ] .
      :Q sh:declare [ sh:prefix "x" ; sh:namespace "https://w3id.org/spec-exec/ns#"^^xsd:anyURI ] .
      @prefix owl: <http://www.w3.org/2002/07/owl#> .`;
    expect((await found(`@prefix owl: <http://www.w3.org/2002/07/owl#> . ${own}`)).map(({ line }) => line)).toEqual([
      3,
    ]);
  });

  it('finds nothing, and asks nothing, where its shape has no node', async () => {
    expect(await found(shape(select('SELECT $this { FILTER (true) }')).replace('sx:Task', 'sx:Gate'))).toEqual([]);
  });

  it.each([
    [
      'calls a function that there is not',
      'SELECT $this { $this rdfs:label ?l FILTER (<urn:no-such>(?l)) }',
      /no-such/,
    ],
    ['says ?failure', 'SELECT $this ?failure { BIND (true AS ?failure) }', /\?failure/],
  ])('counts as not met, at its query, where it %s', async (_, query, reason) => {
    const closure = await closed({ own: shape(select(query)), spec });
    expect([closure.met, closure.total]).toEqual([ofDocument, 3 + ofDocument]);
    expect(closure.diagnostics).toMatchObject([{ code: 'closure/constraint-unanswered', severity: 'error' }]);
    expect(closure.diagnostics[0]!.message).toMatch(reason);
    expect(closure.diagnostics[0]!.at).toMatchObject({ file: '.specify/shapes/own.ttl', line: headLines + 1 });
  });

  it.each([
    ['has no query', '[ sh:message "none" ]', /no query/],
    ['has two queries', '[ sh:select "SELECT $this {}" , "SELECT $this { }" ]', /several queries/],
    ['has a query that is no SPARQL', select('SELECT $this WHER {}'), /not SPARQL/],
    ['says what is forbidden', select('SELECT $this { MINUS { $this ?p ?o } }'), /MINUS/],
    ['asks for $PATH on a node shape', select('SELECT $this { $this $PATH ?o }'), /no path/],
    ['uses a prefix that nobody declared', select('SELECT $this { $this nix:p ?o }'), /nix/],
    [
      'has one prefix twice',
      select(
        'SELECT $this {}',
        'sh:prefixes [ sh:declare [ sh:prefix "x" ; sh:namespace "urn:a" ] , [ sh:prefix "x" ; sh:namespace "urn:b" ] ] ;',
      ),
      /two namespaces/,
    ],
    [
      'has a prefix without namespace',
      select('SELECT $this {}', 'sh:prefixes [ sh:declare [ sh:prefix "x" ] ] ;'),
      /sh:declare/,
    ],
  ])('is refused at its place where it %s', async (_, constraint, problem) => {
    const refused = await refusals({ own: `\n${shape(constraint)}`, spec });
    expect(refused).toMatchObject([{ code: 'closure/sparql-constraint', exit: 2, at: { line: headLines + 2 } }]);
    expect(refused[0]!.message).toMatch(problem);
  });
});

describe('shapes of core', () => {
  it('may follow a path however it is nested', async () => {
    const path = '[ sh:oneOrMorePath [ sh:alternativePath ( sx:requires [ sh:inversePath sx:unblocks ] ) ] ]';
    const own = `:S sh:targetNode :a ; sh:path ${path} ; sh:maxCount 2 ; sh:message "too many" .`;
    expect(await found(own)).toEqual([]);
    const more = `${spec} :d sx:unblocks :b .`;
    expect(await found(own, more)).toEqual([{ message: 'a: too many', severity: 'error', line: 2, column: 20 }]);
  });

  it('may ask that two properties have no value in common', async () => {
    const own = ':S sh:targetClass sx:Task ; sh:path sx:requires ; sh:disjoint rdfs:seeAlso .';
    expect(await found(own)).toEqual([]);
    expect((await found(own, `${spec} :a rdfs:seeAlso :c .`)).map(({ column }) => column)).toEqual([20]);
  });

  it.each([
    ['"P1D"^^xsd:dayTimeDuration', '"PT25H"^^xsd:dayTimeDuration', true],
    ['"P1D"^^xsd:dayTimeDuration', '"PT2H"^^xsd:dayTimeDuration', false],
    ['"P1D"^^xsd:dayTimeDuration', '"PT2H"', false],
    ['9007199254740992', '9007199254740993', true],
    ['2', '10', true],
    ['1.5', '15e-1', false],
    ['"B"', '"a"', true],
    ['"B"@en', '"a"@en', false],
    ['"2026-01-31"^^xsd:date', '"2026-02-01"^^xsd:date', true],
    ['"2026-01-01T00:00:00+02:00"^^xsd:dateTime', '"2025-12-31T22:00:01Z"^^xsd:dateTime', true],
    ['"2026-01-01T00:00:00"^^xsd:dateTime', '"2026-01-02T00:00:00Z"^^xsd:dateTime', false],
    ['false', 'true', true],
    ['"x"^^xsd:integer', '3', false],
  ])('compare as SPARQL does: whether %s is less than %s is %s', async (less, more, met) => {
    const own = ':S sh:targetNode :a ; sh:path rdfs:label ; sh:lessThan rdfs:comment .';
    const value = `:a rdfs:label ${less} ; rdfs:comment ${more} .`;
    expect((await found(own, value)).length).toBe(met ? 0 : 1);
  });

  it('take a language as langMatches does, whatever its case', async () => {
    const own = ':S sh:targetNode :a ; sh:path rdfs:label ; sh:languageIn ( "en-US" "de" ) .';
    const values = ':a rdfs:label "1"@en-US , "2"@DE , "3"@de-AT , "4"@deu , "5"@en , "6" .';
    expect((await found(own, values)).length).toBe(3);
  });

  it.each([
    ['xsd:string', '"🎉 done"', true],
    ['xsd:string', '"done"@en', false],
    ['xsd:string', '5', false],
    ['xsd:normalizedString', '"two\\nlines"^^xsd:normalizedString', false],
    ['xsd:token', '"one two"^^xsd:token', true],
    ['xsd:token', `"${'a'.repeat(60)}  b"^^xsd:token`, false],
    ['xsd:anyURI', '"https://example.org/🎉"^^xsd:anyURI', true],
    ['xsd:integer', '"x"^^xsd:integer', false],
    ['xsd:integer', '5', true],
  ])('know text as XML Schema does: that %s is what %s is, is %s', async (datatype, value, fits) => {
    const own = `:S sh:targetNode :a ; sh:path rdfs:label ; sh:datatype ${datatype} .`;
    expect((await found(own, `:a rdfs:label ${value} .`)).length).toBe(fits ? 0 : 1);
  });

  it('count characters, not halves of them; and a blank node has none', async () => {
    const own = ':S sh:targetNode :a ; sh:path rdfs:label ; sh:minLength 2 ; sh:maxLength 3 ; sh:pattern "^.{2,3}$" .';
    expect(await found(own, ':a rdfs:label "🎉🎉🎉" , "ab"@en .')).toEqual([]);
    expect((await found(own, ':a rdfs:label "🎉" .')).length).toBe(2);
    expect((await found(own, ':a rdfs:label [ rdfs:comment "abc" ] .')).length).toBe(3);
  });

  it('are refused for flags that no expression here knows', async () => {
    const [only] = await refusals({ own: ':S sh:path :a ; sh:pattern "a" ; sh:flags "xi" .', spec });
    expect(only).toMatchObject({ code: 'closure/broken-shape', exit: 2, help: expect.stringContaining('i, m or s') });
  });

  it('miss the condition at the top for what a shape inside its property finds, and no other', async () => {
    const own = `:S a sh:NodeShape ; sh:targetClass sx:Task ; sh:property
      [ sh:path sx:requires ; sh:property [ sh:path rdfs:comment ; sh:minCount 1 ] ] , [ sh:path rdfs:label ; sh:minCount 1 ] .`;
    const { met, total, diagnostics } = await closed({ own, spec });
    expect([met, total, diagnostics.length]).toEqual([5 + ofDocument, 6 + ofDocument, 2]);
  });
});
