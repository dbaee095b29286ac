import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shippedAssets } from '../../src/base/assets.ts';
import { closeSpec } from '../../src/closure/close.ts';
import { closureText } from '../../src/closure/closure-text.ts';
import { percentMet } from '../../src/closure/obligations.ts';
import { loadSpec } from '../../src/store/load.ts';
import { closed, head, headLines, ofDocument, refusals, temporary, write } from './closing.ts';

const riskShapes = `
:RiskShape a sh:NodeShape ; sh:targetClass sx:Risk ; sh:property :RiskShape-owner , :RiskShape-severity .
:RiskShape-owner a sh:PropertyShape ; sh:path sx:owner ; sh:minCount 1 ; sh:maxCount 1 ; sh:class sx:Agent ;
  sh:message "A risk has exactly one sx:owner." ; sx:code "closure/risk-without-owner" ;
  sx:why "Nobody would act." ; sx:remedy "sx:owner :somebody ;" .
:RiskShape-severity a sh:PropertyShape ; sh:path sx:severity ; sh:minCount 1 ; sh:severity sh:Warning ;
  sh:message "A severity helps." ; sx:code "closure/risk-without-severity" .
`;

describe('obligations', () => {
  it('are pairs of node and named property shape: met of all, in all and by class', async () => {
    const closure = await closed({
      shapes: riskShapes,
      spec: ':a a sx:Agent .\n:r1 a sx:Risk ; sx:owner :a ; sx:severity sx:high .\n:r2 a sx:Risk ; sx:severity sx:low .',
    });
    expect([closure.met, closure.total]).toEqual([1 + ofDocument, 2 + ofDocument]);
    expect(closure.byClass).toContainEqual({ class: 'https://w3id.org/spec-exec/ns#Risk', met: 1, total: 2 });
    expect(closure.conforms).toBe(false);
    expect(closure.percent).toBe(75);
  });

  it('do not include warnings: they are shown and keep nothing from being closed', async () => {
    const closure = await closed({ shapes: riskShapes, spec: ':a a sx:Agent . :r1 a sx:Risk ; sx:owner :a .' });
    expect(closure.diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
      ['closure/risk-without-severity', 'warning'],
    ]);
    expect([closure.conforms, closure.percent]).toEqual([true, 100]);
  });

  it('count once where a node breaks one shape in several ways', async () => {
    const closure = await closed({
      shapes: riskShapes,
      spec: ':r1 a sx:Risk ; sx:severity sx:low ; sx:owner "me" , "you" .',
    });
    expect([closure.met, closure.total]).toEqual([ofDocument, 1 + ofDocument]);
  });

  it('reach instances of subclasses, by the ontology and by the specification itself', async () => {
    const shapes =
      ':C a sh:NodeShape ; sh:targetClass sx:Criterion ; sh:property :C-o .\n:C-o sh:path sx:obligation ; sh:minCount 1 .';
    const spec = ':c a sx:StepCriterion . :MyRisk rdfs:subClassOf sx:Risk . :d a :MyRisk .';
    const closure = await closed({ shapes: shapes + riskShapes, spec });
    expect(
      closure.diagnostics.filter(({ severity }) => severity === 'error').map(({ focus }) => focus?.split('#')[1]),
    ).toEqual(['c', 'd']);
  });

  it('count sh:or, sh:node and shapes within shapes once, at the top', async () => {
    const shapes = `
:T a sh:NodeShape ; sh:targetClass sx:Task ; sh:property :T-who , :T-work .
:T-who sh:path sx:assignedTo ; sh:or ( [ sh:class sx:Agent ] [ sh:class sx:Role ] [ sh:nodeKind sh:Literal ] ) ; sx:code "closure/who" ; sh:message "who" .
:T-work sh:path sx:output ; sh:node :A ; sh:property :T-work-path ; sx:code "closure/work" ; sh:message "work" .
:T-work-path sh:path sx:path ; sh:minCount 1 ; sx:code "closure/path" ; sh:message "path" .
:A a sh:NodeShape ; sh:property :A-type . :A-type sh:path sx:mediaType ; sh:minCount 1 .
`;
    const spec = ':t a sx:Task ; sx:assignedTo :x ; sx:output :o . :x a sx:Gate . :o a sx:Artifact .';
    const closure = await closed({ shapes, spec });
    expect([closure.met, closure.total]).toEqual([ofDocument, 2 + ofDocument]);
    expect(closure.diagnostics.map(({ code }) => code).sort()).toEqual(['closure/path', 'closure/who', 'closure/work']);
    const better = await closed({
      shapes,
      spec: spec.replace('sx:Gate', 'sx:Role').replace('sx:Artifact', 'sx:Artifact ; sx:mediaType "a"'),
    });
    // The artifact has a type now but still no path, which only the shape within the shape asks for.
    expect(better.diagnostics.map(({ code }) => code)).toEqual(['closure/path']);
    expect([better.met, better.total]).toEqual([1 + ofDocument, 2 + ofDocument]);
  });

  it('leave deactivated shapes out', async () => {
    const shapes = riskShapes.replace(':RiskShape-owner a', ':RiskShape-owner sh:deactivated true ; a');
    expect((await closed({ shapes, spec: ':r a sx:Risk .' })).total).toBe(ofDocument);
  });

  it('come from sh:targetNode, sh:targetSubjectsOf and sh:targetObjectsOf too', async () => {
    const shapes = `
:S1 a sh:NodeShape ; sh:targetNode :n ; sh:property :P1 . :P1 sh:path sx:goal ; sh:minCount 1 .
:S2 a sh:NodeShape ; sh:targetSubjectsOf sx:requires ; sh:property :P2 . :P2 sh:path sx:key ; sh:minCount 1 .
:S3 a sh:NodeShape ; sh:targetObjectsOf sx:requires ; sh:property :P3 . :P3 sh:path sx:key ; sh:minCount 1 .
`;
    const closure = await closed({ shapes, spec: ':a a sx:Task ; sx:requires :b . :b a sx:Task ; sx:key "k" .' });
    expect([closure.met, closure.total]).toEqual([1 + ofDocument, 3 + ofDocument]);
    expect(closure.diagnostics.map(({ code }) => code)).toEqual(['closure/shape', 'closure/shape']);
  });

  it('of a condition on the node itself, besides its properties, count once', async () => {
    const shapes =
      ':N a sh:NodeShape ; sh:targetClass sx:Agent ; sh:nodeKind sh:IRI ; sx:code "closure/no-name" ; sh:message "An agent has an IRI." .';
    const closure = await closed({ shapes, spec: '[] a sx:Agent .\n:a a sx:Agent .' });
    expect([closure.met, closure.total]).toEqual([1 + ofDocument, 2 + ofDocument]);
    expect(closure.diagnostics[0]).toMatchObject({
      code: 'closure/no-name',
      at: { line: headLines + 1, column: 1, endColumn: 2 },
    });
  });

  it('make 100 % only where all are met', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.nat(), (total, some) => {
        const met = some % (total + 1);
        expect(percentMet(met, total) === 100).toBe(met === total);
      }),
    );
    expect(percentMet(0, 0)).toBe(100);
  });
});

describe('the place of a finding', () => {
  const at = async (spec: string, shapes = riskShapes) =>
    (await closed({ shapes, spec })).diagnostics.filter(({ severity }) => severity === 'error');

  it('is the declaration of the subject where something is missing, with what to add', async () => {
    const [found] = await at(':x sx:owner :r .\n\n  :r\n    a sx:Risk .\n:o :sees :r .');
    expect(found).toMatchObject({
      code: 'closure/risk-without-owner',
      message: 'r: A risk has exactly one sx:owner.',
      why: 'Nobody would act.',
      help: 'sx:owner :somebody ;',
      focus: 'https://example.org/s#r',
      at: { file: '.specify/spec.ttl', line: headLines + 3, column: 3, endLine: headLines + 3, endColumn: 5 },
    });
  });

  it('is the value where a value is wrong', async () => {
    const [found] = await at(':r a sx:Risk ;\n  sx:owner "me" .');
    expect(found!.at).toMatchObject({ line: headLines + 2, column: 12, endColumn: 16 });
  });

  it('is the number that is none, however long it is', async () => {
    const shapes =
      ':M a sh:NodeShape ; sh:targetClass sx:Metric ; sh:property :M-t .\n:M-t sh:path sx:target ; sh:minExclusive 0.0 .';
    const [found] = await at(`:m a sx:Metric ;\n  sx:target "${'1'.repeat(300_000)}x"^^xsd:decimal .`, shapes);
    expect(found!.at).toMatchObject({ line: headLines + 2, column: 13 });
  });

  it('is the second of too many values, and the others are related', async () => {
    const found = await at(':a a sx:Agent . :b a sx:Agent .\n:r a sx:Risk ; sx:owner :a ,\n  :b .');
    expect(found).toHaveLength(1);
    expect(found[0]!.at).toMatchObject({ line: headLines + 3, column: 3 });
    expect(found[0]!.related?.map(({ at: one }) => one.line)).toEqual([headLines + 2]);
  });

  it('is the place where a path walked backwards begins', async () => {
    const shapes =
      ':A a sh:NodeShape ; sh:targetClass sx:Agent ; sh:property :A-t .\n:A-t sh:path [ sh:inversePath sx:assignedTo ] ; sh:class sx:Task ; sx:code "closure/x" ; sh:message "x" .';
    const [found] = await at(':a a sx:Agent .\n:g a sx:Gate ; sx:assignedTo :a .', shapes);
    expect(found!.at).toMatchObject({ line: headLines + 2, column: 1, endColumn: 3 });
  });

  it('is the property that a closed shape does not know', async () => {
    const shapes =
      ':A a sh:NodeShape ; sh:targetClass sx:Agent ; sh:closed true ; sh:ignoredProperties ( <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ) .';
    const [found] = await at(':a a sx:Agent ;\n  :odd 1 .', shapes);
    expect(found!.at).toMatchObject({ line: headLines + 2, column: 3, endColumn: 7 });
  });
});

describe('the words of a finding', () => {
  it('take the names of node, value and path where the shape asks for them', async () => {
    const shapes =
      ':R a sh:NodeShape ; sh:targetClass sx:Risk ; sh:property :R-o .\n:R-o sh:path sx:owner ; sh:class sx:Agent ; sx:code "closure/x" ; sh:message "{$this} has {$path} {$value}." ; sx:remedy "Declare {$value}." .';
    const { diagnostics } = await closed({ shapes, spec: ':r a sx:Risk ; sx:owner :o . :o a sx:Gate .' });
    expect(diagnostics[0]).toMatchObject({ message: 'r has sx:owner o.', help: 'Declare o.' });
  });

  it('are said in plain words for a shape that says nothing of its own', async () => {
    const shapes =
      ':R a sh:NodeShape ; sh:targetClass sx:Risk ; sh:property :R-o .\n:R-o sh:path sx:owner ; sh:minCount 1 .';
    const { diagnostics } = await closed({ shapes, spec: ':r a sx:Risk .' });
    expect(diagnostics[0]).toMatchObject({
      code: 'closure/shape',
      message: 'r: sx:owner: less than 1 values.',
      why: 'The shape R-o asks for it.',
    });
  });
});

describe('coverage queries', () => {
  const query = `# closure/agent-works: has every agent a task?
# code: closure/agent-without-task
# severity: error
# message: {?focusName} has no task, and {?detail}.
# why: It would never
#   be started.
# remedy: sx:assignedTo {?focusName}
# class: sx:Agent
# binds:  ?focus ?met ?detail
PREFIX sx: <https://w3id.org/spec-exec/ns#>
SELECT ?focus (COUNT(?task) > 0 AS ?met) ("so on" AS ?detail) WHERE {
  ?focus a sx:Agent . OPTIONAL { ?task sx:assignedTo ?focus }
} GROUP BY ?focus ORDER BY ?focus`;
  const spec = ':a a sx:Agent .\n:b a sx:Agent . :t a sx:Task ; sx:assignedTo :a .';

  it('give one obligation a row, and a finding where it is not met', async () => {
    const closure = await closed({ spec, queries: { 'agent-works': query } });
    expect(closure.byClass).toContainEqual({ class: 'https://w3id.org/spec-exec/ns#Agent', met: 1, total: 2 });
    expect(closure.diagnostics).toEqual([
      {
        code: 'closure/agent-without-task',
        severity: 'error',
        message: 'b has no task, and so on.',
        why: 'It would never be started.',
        help: 'sx:assignedTo b',
        focus: 'https://example.org/s#b',
        at: { file: '.specify/spec.ttl', line: headLines + 2, column: 1, endLine: headLines + 2, endColumn: 3 },
      },
    ]);
  });

  it('find the node of a row that has no name, and count it once', async () => {
    const closure = await closed({ spec: ':x :has [ a sx:Agent ] .', queries: { 'agent-works': query } });
    expect([closure.met, closure.total]).toEqual([ofDocument, 1 + ofDocument]);
    expect(closure.diagnostics[0]).toMatchObject({ at: { line: headLines + 1, column: 9, endColumn: 10 } });
    expect(closure.diagnostics[0]!.message).toContain('a sx:Agent without a name');
  });

  it('that warn count nothing', async () => {
    const closure = await closed({ spec, queries: { w: query.replace('severity: error', 'severity: warning') } });
    expect([closure.total, closure.conforms, closure.diagnostics.length]).toEqual([ofDocument, true, 1]);
  });

  it('may point at the triple that is wrong', async () => {
    const pointing = query.replace(
      /SELECT[\s\S]*/,
      'SELECT ?focus (false AS ?met) ?predicate ?value WHERE { ?focus ?predicate ?value FILTER(?predicate = sx:assignedTo) } ORDER BY ?focus',
    );
    const { diagnostics } = await closed({ spec, queries: { p: pointing } });
    expect(diagnostics[0]!.at).toMatchObject({ line: headLines + 2, column: 46 });
  });
});

describe('shapes that cannot be relied on', () => {
  it.each([
    [
      'a misspelt term',
      ':S a sh:NodeShape ;\n sh:targetClass sx:Risk ; sh:minCuont 1 .',
      'closure/unknown-shacl-term',
      /sh:minCount/,
      2,
    ],
    ['a misspelt kind', ':S a sh:NodeShap ; sh:targetClass sx:Risk .', 'closure/unknown-shacl-term', /sh:NodeShape/, 1],
    [
      'rules',
      ':S a sh:NodeShape ; sh:targetClass sx:Risk ;\n sh:rule [ a sh:TripleRule ] .',
      'closure/shape-not-evaluated',
      /coverage query/,
      2,
    ],
    [
      'a term of reports',
      ':S a sh:NodeShape ; sh:targetClass sx:Risk ;\n sh:resultSeverity sh:Info .',
      'closure/unknown-shacl-term',
      /sh:severity/,
      2,
    ],
    [
      'a condition of another vocabulary',
      ':S sh:path :a ;\n <http://datashapes.org/dash#singleLine> true .',
      'closure/shape-not-evaluated',
      /sh:sparql/,
      2,
    ],
    [
      'a second condition of a kind of which the engine reads one',
      ':S a sh:NodeShape ; sh:or ( [ sh:class sx:Risk ] [ sh:class sx:Task ] ) ;\n sh:or ( [ sh:class sx:Gate ] ) .',
      'closure/broken-shape',
      /sh:and/,
      2,
    ],
    ['a path that is none', ':S sh:minCount 1 ; sh:path "requires" .', 'closure/broken-shape', /inversePath/, 1],
    ['a count that is no number', ':S sh:path :a ; sh:minCount "one" .', 'closure/broken-shape', /whole number/, 1],
    ['a list that is none', ':S a sh:NodeShape ; sh:or :x .', 'closure/broken-shape', /list/, 1],
    [
      'a kind of node that there is not',
      ':S sh:path :a ; sh:nodeKind sh:Violation .',
      'closure/broken-shape',
      /sh:IRI/,
      1,
    ],
    ['a pattern that is none', ':S sh:path :a ; sh:pattern "(" .', 'closure/broken-shape', /regular expression/, 1],
    [
      'a class of ours that there is not',
      ':S a sh:NodeShape ; sh:targetClass sx:Tsk .',
      'closure/unknown-term',
      /sx:Task/,
      1,
    ],
    [
      'a property of ours that there is not',
      ':S sh:targetClass sx:Task ; sh:path sx:timout .',
      'closure/unknown-term',
      /sx:timeout/,
      1,
    ],
    [
      'a property shape without a path',
      ':S a sh:NodeShape ; sh:property :P . :P sh:minCount 1 .',
      'closure/broken-shape',
      /sh:path/,
      1,
    ],
    [
      'a shape that is declared nowhere',
      ':S a sh:NodeShape ; sh:property :P .',
      'closure/broken-shape',
      /declare it/,
      1,
    ],
  ])('are refused with the place: %s', async (_, own, code, help, line) => {
    const found = await refusals({ own, spec: ':r a sx:Risk .' });
    expect(found.map((one) => [one.code, one.exit, one.at?.file, one.at?.line]).slice(0, 1)).toEqual([
      [code, 2, '.specify/shapes/own.ttl', headLines + line],
    ]);
    expect(found[0]!.help).toMatch(help);
  });

  it('are not mixed up with ours where the files have one name', async () => {
    const lists =
      '[ sx:code "closure/x" ; sh:path sx:KEY ; sh:minCount 1 ; sh:or ( [ sh:nodeKind sh:IRI ] [ sh:minLength 2 ] ) ]';
    const shape = (name: string, key: string) =>
      `:${name} a sh:NodeShape ; sh:targetClass sx:Risk ; sh:property ${lists.replace('KEY', key)} .`;
    const folder = temporary();
    write(folder, {
      'project/spec.ttl': `${head}:r a sx:Risk .`,
      'project/core.ttl': head + shape('Theirs', 'severity'),
      'assets/core.ttl': head + shape('Ours', 'owner'),
    });
    const loaded = await loadSpec(join(folder, 'project/spec.ttl'), { root: join(folder, 'project') });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics));
    const result = await closeSpec(loaded.value, {
      assets: { ...shippedAssets, shapes: join(folder, 'assets') },
      shapes: [join(folder, 'project/core.ttl')],
      coverage: false,
      lint: false,
    });
    if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
    expect(result.value.diagnostics.filter(({ severity }) => severity === 'error')).toHaveLength(2);
    expect([result.value.met, result.value.total]).toEqual([ofDocument, 2 + ofDocument]);
  });

  it('are told apart from the project’s own good shapes, which add obligations', async () => {
    const closure = await closed({ own: riskShapes, spec: ':r a sx:Risk ; sx:severity sx:low .' });
    expect([closure.met, closure.total]).toEqual([ofDocument, 1 + ofDocument]);
  });
});

describe('the report', () => {
  it('is a sh:ValidationReport with the place of every finding, and holds no blank nodes', async () => {
    const closure = await closed({ shapes: riskShapes, spec: '[] a sx:Risk .' });
    const quads = closure.report();
    expect(
      quads.every(({ subject, object }) => subject.termType === 'NamedNode' && object.termType !== 'BlankNode'),
    ).toBe(true);
    const lines = quads
      .filter(({ predicate }) => predicate.value.endsWith('#sourceLine'))
      .map(({ object }) => object.value);
    expect(lines).toEqual([String(headLines + 1), String(headLines + 1)]);
    expect(quads.find(({ predicate }) => predicate.value.endsWith('#conforms'))?.object.value).toBe('false');
  });

  it('has a text that counts, with the classes that lack something', async () => {
    const closure = await closed({
      shapes: riskShapes,
      spec: ':a a sx:Agent .\n:r1 a sx:Risk ; sx:owner :a .\n:r2 a sx:Risk .',
    });
    expect(closureText(closure)).toBe('not closed: 75 % (3 of 4 obligations met)\n  sx:Risk    50 %  1 of 2');
    expect(closureText(await closed({ spec: ':a a sx:Agent .' }))).toBe('closed: 100 % (2 of 2 obligations met)');
  });
});
