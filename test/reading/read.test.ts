// What is read of small plans in invented words: kinds, roles, names, places. And what is left unread.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/base/assets.ts';
import { readSpec } from '../../src/reading/read.ts';
import { Graphs } from '../../src/store/graphs.ts';
import { loadSpec } from '../../src/store/load.ts';
import { Locations } from '../../src/store/locations.ts';
import { blankNode, literal, namedNode, quad } from '../../src/vocabulary/factory.ts';
import { read, sx } from '../../src/vocabulary/terms.ts';
import { factsOf, headLines, kinds, lexicon, reading, stated } from './reading.ts';

const ex = (name: string) => namedNode(`https://example.org/plan#${name}`);

describe('a kind is read', () => {
  it('from a type whose name ends in a word of the lexicon', async () => {
    const found = await reading(
      ':a a v:WorkItem . :b a v:QualityGate . :c a v:TaskGroup . :d a v:RollbackPlan . :e a v:Plan .',
    );
    expect(kinds(found)).toEqual({ Task: [':a'], Gate: [':b'], Plan: [':e'] });
  });

  it('from the property that names a thing, where its type is only owl:Class', async () => {
    const found = await reading(':a a owl:Class ; v:taskName "Paint" . :b a owl:Class ; v:riskTitle "Rain" .');
    expect(kinds(found)).toEqual({ Task: [':a'], Risk: [':b'] });
    expect(stated(found, 'read:kindBy')).toEqual([':a read:NamingProperty', ':b read:NamingProperty']);
  });

  it('from what refers to a thing, by IRI or by the string that names it', async () => {
    const found = await reading(
      ':a v:taskName "Paint" ; v:assignee "Ada Lovelace" ; v:phase :outdoors . :AdaLovelace v:skill "brush" . :outdoors v:place "garden" .',
    );
    expect(kinds(found)).toEqual({ Task: [':a'], Agent: [':AdaLovelace'], Phase: [':outdoors'] });
    expect(stated(found, 'sx:assignedTo')).toEqual([':a :AdaLovelace']);
  });

  it('from two properties that things of one kind alone have, unless its type says otherwise', async () => {
    const found = await reading(
      ':a v:rootCause "rust" ; v:solution "oil" . :b a v:Incident ; v:rootCause "rust" ; v:solution "oil" .',
    );
    expect(kinds(found)).toEqual({ Bottleneck: [':a'] });
  });

  it('as an agent, and not as the gate whose name it carries', async () => {
    const found = await reading(
      ':gate v:gateName "Paint is dry" . :ada v:gateName "Paint is dry" ; v:duty "paint" . :paint v:taskName "Paint" ; v:agent :ada .',
    );
    expect(kinds(found)).toEqual({ Gate: [':gate'], Agent: [':ada'], Task: [':paint'] });
    expect(stated(found, 'read:name')).toEqual([':gate "paint is dry"', ':paint "paint"']);
  });

  it('of no class, property, shape, or thing that a name does not tell', async () => {
    const found = await reading(
      'v:Task a owl:Class ; rdfs:label "Task" ; rdfs:comment "work" . v:taskName a owl:DatatypeProperty . :a a v:Recipe ; v:steps ( "stir" ) ; v:condition "warm" .',
    );
    expect(kinds(found)).toEqual({});
    expect(found.foreign).toBe(false);
  });
});

describe('a role is read', () => {
  it('of lists, member by member, and not of an empty list or an empty node', async () => {
    const found = await reading(
      ':a a v:Task ; v:dependsOn ( :b :c ) . :b a v:Task ; v:dependsOn [] . :c a v:Task ; v:dependsOn () .',
    );
    expect(stated(found, 'sx:requires')).toEqual([':a :b', ':a :c']);
  });

  it('of strings that name things by name, identifier or local name, several after commas too', async () => {
    const found = await reading(
      ':a a v:Task ; v:taskId "1-A" . :b a v:Task ; v:title "Buy paint" . :c a v:Task ; v:needs "1-A, buy paint" . :d a v:Task ; v:needs "nothing of this name" .',
    );
    expect(stated(found, 'sx:requires')).toEqual([':c :a', ':c :b', ':d "nothing of this name"']);
  });

  it('by what the thing is: the owner of a task does it, the owner of a gate answers for it', async () => {
    const found = await reading(':a a v:Task ; v:owner :ada . :b a v:Gate ; v:owner :ada . :ada a v:Agent .');
    expect(stated(found, 'sx:assignedTo')).toEqual([':a :ada']);
    expect(stated(found, 'sx:owner')).toEqual([':b :ada']);
  });

  it('as no order, where what a property names is never a thing', async () => {
    const found = await reading(':a a v:Task ; v:dependencies ( "openssl" "zlib" ) . :b a v:Task .');
    expect(stated(found, 'sx:requires')).toEqual([]);
  });

  it('through a group or a numbered property: its tasks have its one agent', async () => {
    const found = await reading(
      ':group v:agent :ada ; v:task1 ( :a :b ) . :ada a v:Agent . :a a v:Task . :b a v:Task . :other v:agent :ada , :ben ; v:task1 ( :c ) . :ben a v:Agent . :c a v:Task .',
    );
    expect(stated(found, 'read:assignedThrough')).toEqual([':a :group', ':b :group']);
  });
});

describe('names', () => {
  it('of the same words make two things one where kinds do not differ', async () => {
    const found = await reading(
      ':a a v:Metric ; v:name "Peak memory usage" . :b a v:Metric ; v:name "Memory usage (peak)" . :c a v:Task ; v:name "Peak memory usage" .',
    );
    expect(stated(found, 'read:sameName')).toEqual([':b :a']);
    expect(stated(found, 'read:things')).toEqual(['sx:Metric "1"', 'sx:Task "1"']);
  });

  it('that share most words are near, unless their numbers differ', async () => {
    const found = await reading(
      ':a a v:Metric ; v:name "First build time" . :b a v:Metric ; v:name "First build compilation time" . :c a v:Gate ; v:name "Gate 2: paint dry" . :d a v:Gate ; v:name "Gate 3: paint dry" . :e a v:Metric ; v:name "Incremental build time" .',
    );
    expect(stated(found, 'read:nearName')).toEqual([':b :a']);
  });

  it('are read of our own things too', async () => {
    const found = await reading(
      ':a a sx:Task ; dcterms:title "Paint the shed" . :b a sx:Task ; dcterms:title "paint shed" .',
    );
    expect(stated(found, 'read:sameName')).toEqual([':b :a']);
    expect(found.foreign).toBe(false);
  });
});

describe('values', () => {
  it('of ours are quantities in their unit, with comparator and upper end', async () => {
    const found = await reading(
      ':m a sx:Metric ; sx:target 100 ; sx:comparator sx:atMost ; sx:unit unit:MegaBYTE ; sx:statedBaseline 1500 ; sx:statedBaselineHigh 2000 .',
    );
    expect(stated(found, 'read:maximum')).toEqual(['[quantity] "100000000"', '[quantity] "2000000000"']);
    expect(stated(found, 'read:comparator')).toEqual(['[quantity] "<="']);
  });

  it('of others are quantities by text, by the unit beside them, or by the name of the property', async () => {
    const found = await reading(
      ':m a v:Metric ; v:target "≤15s" . :n a v:Metric ; v:target 3 ; v:unit "minutes" . :o a v:Phase ; v:totalDays 6 ; v:comment "2 hours" .',
    );
    expect(stated(found, 'read:minimum')).toEqual(['[quantity] "15"', '[quantity] "180"', '[quantity] "518400"']);
    expect(stated(found, 'read:total')).toEqual(['[quantity] "true"']);
  });

  it('that name a document of the specification lead to it', async () => {
    const found = await reading(':a a v:Task ; v:deliverable "specs/b.ttl" , "out/report.md" .', ':b a v:Task .');
    expect(stated(found, 'read:path').filter((one) => one.startsWith('[file]'))).toEqual([
      '[file] "out/report.md"',
      '[file] "specs/b.ttl"',
    ]);
    expect(stated(found, 'read:document').filter((one) => one.startsWith('[file]'))).toEqual([
      '[file] urn:spec-exec:doc:b.ttl',
    ]);
  });
});

describe('the place of a fact', () => {
  const text = `:a a v:Task ;
  v:owner "Ada" ;
  v:needs ( :b
    :c ) .
:b a v:Task . :c a v:Task . :ada a v:Agent ; v:name "Ada" .`;

  it.each([
    ['where a string names the value', sx.assignedTo, ex('ada'), [2, 11]],
    ['at the member of a list', sx.requires, ex('c'), [4, 5]],
    ['at the foreign property, where no value is given', sx.requires, undefined, [3, 3]],
    ['at the thing, where nothing says so', sx.output, undefined, [1, 1]],
  ] as const)('is %s', async (_, predicate, value, [line, column]) => {
    const at = (await reading(text)).placeOf(ex('a'), predicate, value);
    expect([at!.line - headLines, at!.column]).toEqual([line, column]);
  });

  it('is its own triple, where it stands in the text', async () => {
    const found = await reading(':a a sx:Task ;\n  sx:requires :b .\n:b a sx:Task .');
    expect(found.placeOf(ex('a'), sx.requires, ex('b'))!.line - headLines).toBe(2);
  });
});

describe('reading', () => {
  it('never fails, and names no kind without a ground, whatever the triples', () => {
    const iri = fc.constantFrom(
      'a',
      'b',
      'agents',
      'Task',
      'task1',
      'dependsOn',
      'owner',
      'taskName',
      'name',
      'tasks',
      'phase',
    );
    const node = fc.oneof(
      iri.map(ex),
      fc.constantFrom('x', 'y').map((label) => blankNode(label)),
    );
    const verb = fc.oneof(
      iri.map(ex),
      fc.constantFrom(
        ...['first', 'rest', 'type'].map((name) => namedNode(`http://www.w3.org/1999/02/22-rdf-syntax-ns#${name}`)),
        sx.requires,
        sx.target,
      ),
    );
    const text = fc.oneof(fc.string(), fc.constantFrom('1-2 hours', 'b', '5 gates defined', 'x.ttl', '2031-01-01'));
    const value = fc.oneof(
      node,
      text.map((one) => literal(one)),
    );
    const triples = fc.array(fc.tuple(node, verb, value), { maxLength: 30 });
    fc.assert(
      fc.property(triples, (given) => {
        const graph = namedNode('urn:x:doc');
        const quads = given.map(([s, p, o]) => quad(s, p, o, graph));
        const graphs = new Graphs();
        graphs.addAll(quads);
        const locations = new Locations();
        locations.add({ file: 'x.ttl', text: '', quads });
        const found = readSpec({ graphs, locations, documents: [] }, lexicon);
        for (const { subject } of found.graphs.match(
          null,
          namedNode('http://www.w3.org/1999/02/22-rdf-syntax-ns#type'),
          read.Foreign,
        ))
          expect(found.graphs.object(subject, read.kindBy)).toBeDefined();
      }),
      { numRuns: 200 },
    );
  });

  it('states as many facts more as there are more things', async () => {
    const size = async (count: number) => {
      const lines = Array.from(
        { length: count },
        (_, n) =>
          `:t${n} a v:Task ; v:title "Build part number ${n}" ; v:duration "1-2 hours" ; v:dependsOn :t${n >> 1} .`,
      );
      return factsOf(await reading(lines.join('\n'))).length;
    };
    const [small, large] = [await size(50), await size(200)];
    expect(large / small).toBeLessThan(4.5);
  });

  it('finds nothing foreign in the reference specification', async () => {
    const spec = await loadSpec(join(packageRoot, '.specify/specs/007-optimize-build-times'));
    if (!spec.ok) throw new Error(JSON.stringify(spec.diagnostics));
    expect(readSpec(spec.value, lexicon).foreign).toBe(false);
  });

  const corpus = join(packageRoot, '../shared/corpora/ggen-007');
  it.skipIf(!existsSync(corpus))(
    'finds the tasks, gates, agents and all else in a real plan (skipped where the corpus is absent)',
    async () => {
      const spec = await loadSpec(corpus);
      if (!spec.ok) throw new Error(JSON.stringify(spec.diagnostics));
      const found = kinds({ ...readSpec(spec.value, lexicon) });
      expect(Object.fromEntries(Object.entries(found).map(([kind, things]) => [kind, things.length]))).toEqual({
        Task: 48,
        Gate: 13,
        Agent: 10,
        Bottleneck: 6,
        Metric: 11,
        Phase: 9,
        Risk: 3,
        ConflictRule: 6,
      });
    },
  );
});
