// Cases of findings that no shape and no query gives: broken files, loops, shapes that cannot be relied on. Each is written here, since
// half of them could not be kept as files: they are no Turtle, no text, or nothing at all.
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface Made {
  readonly name: string;
  readonly code: string;
  /** Path → text or bytes; a number makes a file of so many bytes, a path that ends in `/` a folder. */
  readonly files: Readonly<Record<string, string | Buffer | number>>;
  /** What is checked, below the folder that is made; the folder itself where nothing is said. */
  readonly path?: string;
  /** Further shapes, below it. */
  readonly shapes?: string;
}

const HEAD = `@prefix : <https://example.org/case#> .
@prefix sx: <https://w3id.org/spec-exec/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
`;
const SHACL = `@prefix : <https://example.org/shapes#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix sx: <https://w3id.org/spec-exec/ns#> .
`;
/** A file of its own, which is a specification of its own. */
const one = (text: string | Buffer): Made['files'] => ({ 'case.ttl': text });
const turtle = (text: string): Made['files'] => one(`${HEAD}${text}\n`);
const shapes = (text: string): Pick<Made, 'files' | 'path' | 'shapes'> => ({
  files: { 'case.ttl': `${HEAD}:a a sx:Task ; sx:prompt "PT1H" .\n`, 'own.ttl': `${SHACL}${text}\n` },
  path: 'case.ttl',
  shapes: 'own.ttl',
});
const task = (name: string, more = ''): string =>
  `:${name}\n  a sx:Task ; <http://purl.org/dc/terms/title> "${name}" ; sx:inPlan :plan${more} .\n`;
const json = (schema: string, more = ''): Made['files'] =>
  turtle(`${PLAN}:value a sx:HandOff ;\n  sx:jsonSchema """${schema}"""^^rdf:JSON${more} .`);
const PLAN = ':plan a sx:Plan .\n';

const FOREIGN = '@prefix : <https://example.org/chores/> .\n:dishes :chore "Wash the dishes" ; :by "Ada" .\n';
const DIALECT = `${HEAD}<> a sx:Dialect ; sx:threshold 3 ; sx:clue [ sx:word "chore" ; sx:weight 3 ] .\n`;

const byCode: Readonly<Record<string, Omit<Made, 'name' | 'code'> | readonly Omit<Made, 'name' | 'code'>[]>> = {
  'store/no-such-file': [
    { files: { 'spec/': 0, 'spec/plan.ttl': `${HEAD}${PLAN}` }, path: 'spec/paln.ttl' },
    { files: turtle(`${PLAN}<> <http://www.w3.org/2002/07/owl#imports> <more.ttl> .`), path: 'case.ttl' },
  ],
  'store/empty-folder': { files: { 'spec/README.md': 'Nothing yet.\n' }, path: 'spec' },
  'store/missing-document': {
    files: {
      'spec/feature.ttl': `${HEAD}:f a sx:Feature .`,
      'spec/entities.ttl': `${HEAD}:a a sx:Agent .`,
      'spec/plans.ttl': `${HEAD}${PLAN}`,
    },
    path: 'spec',
  },
  'store/empty-file': [
    { files: one(''), path: 'case.ttl' },
    { files: one('# nothing yet\n'), path: 'case.ttl' },
  ],
  'store/binary-file': { files: one(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1])), path: 'case.ttl' },
  'store/not-utf8': { files: one(Buffer.from('# x\n# caf\xe9\n', 'latin1')), path: 'case.ttl' },
  'store/not-a-file': {
    files: { 'feature.ttl': `${HEAD}:f a sx:Feature .`, 'entities.ttl': `${HEAD}:a a sx:Agent .`, 'plan.ttl/': 0 },
  },
  'store/too-large': { files: { 'case.ttl': 65 * 1024 * 1024 }, path: 'case.ttl' },
  'store/unknown-format': { files: { 'case.docx': 'x' }, path: 'case.docx' },
  'store/syntax-error': [
    { files: turtle(':build a sx:Task\n:test a sx:Task .'), path: 'case.ttl' },
    { files: turtle(':build a sx:Task ; sx:requires'), path: 'case.ttl' },
    { files: turtle(':build <http://purl.org/dc/terms/title> "Build .'), path: 'case.ttl' },
    { files: turtle(':build a sx:Task ; "requires" :test .'), path: 'case.ttl' },
    { files: turtle(':build a sx:Task ; sx:requires , :test .'), path: 'case.ttl' },
    { files: turtle(':build a sx:Task ; sx:requires <two words> .'), path: 'case.ttl' },
  ],
  'store/unknown-prefix': [
    { files: turtle(':build a prov:Activity .'), path: 'case.ttl' },
    { files: turtle(':build a sex:Task .'), path: 'case.ttl' },
    { files: turtle(':build a other:Task .'), path: 'case.ttl' },
  ],
  'store/import-outside': {
    files: turtle(`${PLAN}<> <http://www.w3.org/2002/07/owl#imports> <../../other.ttl> .`),
    path: 'case.ttl',
  },
  'store/import-ignored': {
    files: turtle(`${PLAN}<> <http://www.w3.org/2002/07/owl#imports> <https://example.org/other> .`),
    path: 'case.ttl',
  },
  'store/not-read': {
    files: {
      'spec/feature.ttl': `${HEAD}:f a sx:Feature .`,
      'spec/entities.ttl': `${HEAD}:a a sx:Agent .`,
      'spec/plan.ttl': `${HEAD}${PLAN}`,
      'spec/more.trig': `${HEAD}${task('build')}`,
    },
    path: 'spec',
  },
  'store/remote-context': {
    files: { 'case.jsonld': '{ "@context": "https://example.org/context", "@id": "urn:a", "p": "x" }\n' },
    path: 'case.jsonld',
  },
  'store/named-graphs': { files: { 'case.trig': `${HEAD}:g { :plan a sx:Plan }\n` }, path: 'case.trig' },
  'closure/unknown-term': [
    { files: turtle(`${PLAN}${task('test')}${task('build', ' ; sx:reqires :test')}`), path: 'case.ttl' },
    { files: turtle(`${PLAN}:x a sx:Wombat .`), path: 'case.ttl' },
  ],
  'closure/unknown-reference': [
    { files: turtle(`${PLAN}${task('test')}${task('build', ' ; sx:requires :tets')}`), path: 'case.ttl' },
    { files: turtle(`${PLAN}${task('build', ' ; sx:requires :something')}`), path: 'case.ttl' },
  ],
  'closure/shape': shapes(
    ':S a sh:NodeShape ; sh:targetClass sx:Task ; sh:property [ sh:path sx:prompt ; sh:maxLength 2 ] .',
  ),
  'closure/unknown-shacl-term': shapes(
    ':S a sh:NodeShape ; sh:targetClass sx:Task ; sh:property [ sh:path sx:prompt ; sh:minCont 1 ] .',
  ),
  'closure/shape-not-evaluated': shapes(':S a sh:NodeShape ; sh:targetClass sx:Task ; sh:rule [ a sh:TripleRule ] .'),
  'closure/broken-shape': [
    shapes(':S a sh:NodeShape ; sh:targetClass sx:Task ; sh:property [ sh:path sx:prompt ; sh:minCount "one" ] .'),
    shapes(':S a sh:NodeShape ; sh:targetClass sx:Task ; sh:property [ sh:minCount 1 ] .'),
  ],
  'closure/ignores-nothing': [
    { files: turtle(`${PLAN}<> sx:ignores "store/import-ignord" .`), path: 'case.ttl' },
    { files: turtle(`${PLAN}:plan sx:ignores "store/import-ignored" .`), path: 'case.ttl' },
    { files: turtle(`${PLAN}<> sx:ignores "closure/plan-without-feature" .`), path: 'case.ttl' },
  ],
  'closure/wrong-namespace': {
    files: one(`${HEAD.replace('ns#', 'ns/')}${PLAN}${task('build')}${task('test', ' ; sx:requires :build')}`),
    path: 'case.ttl',
  },
  'closure/sparql-constraint': shapes(
    ':S a sh:NodeShape ; sh:targetClass sx:Task ; sh:sparql :C .\n:C a sh:SPARQLConstraint ; sh:select "SELECT $this { $this a ?t MINUS { $this a ?u } }" .',
  ),
  'closure/constraint-unanswered': shapes(
    ':S a sh:NodeShape ; sh:targetClass sx:Task ; sh:sparql :C .\n:C a sh:SPARQLConstraint ; sh:select "SELECT $this { $this a ?t FILTER (<urn:no-such>(?t)) }" .',
  ),
  'closure/record-word': {
    files: turtle(`${PLAN}:build a sx:Task ;\n  sx:outcome <http://www.w3.org/ns/earl#passed> .`),
    path: 'case.ttl',
  },
  'closure/ask-unusable': {
    files: turtle(`${PLAN}:ask a sx:AskCriterion ;\n  sx:ask "ASK { ?task a }" .`),
    path: 'case.ttl',
  },
  'closure/json-malformed': { files: json("{ 'type': 'object' }"), path: 'case.ttl' },
  'closure/schema-unusable': [
    { files: json('{ "minimum": "one" }'), path: 'case.ttl' },
    { files: json('{ "$ref": "https://example.org/schema" }'), path: 'case.ttl' },
  ],
  'closure/example-misfit': {
    files: json('{ "type": "object" }', ' ;\n  sx:exampleValue "6"^^rdf:JSON'),
    path: 'case.ttl',
  },
  'closure/unknown-unit': {
    files: turtle(`${PLAN}:m a sx:Metric ;\n  sx:unit <http://qudt.org/vocab/unit/SECOND> .`),
    path: 'case.ttl',
  },
  'closure/estimate-order': {
    files: turtle(
      `${PLAN}:build a sx:Task ;\n  sx:optimistic "PT3H"^^xsd:dayTimeDuration ;\n  sx:mostLikely "PT2H"^^xsd:dayTimeDuration .`,
    ),
    path: 'case.ttl',
  },
  'closure/target-met-before': {
    files: turtle(
      `${PLAN}:m a sx:Metric ; <http://purl.org/dc/terms/title> "First build" ;\n  sx:comparator sx:atLeast ;\n  sx:statedBaseline 120 ; sx:target 15 .`,
    ),
    path: 'case.ttl',
  },
  'closure/demand-beyond-budget': {
    files: turtle(
      `${PLAN}:p a sx:Phase ; <http://purl.org/dc/terms/title> "Foundation" ; sx:inPlan :plan ; sx:budget :b .\n:b a sx:Budget ; sx:pool :cpu ; sx:amount 2 .\n:d a sx:Demand ; sx:pool :cpu ; sx:amount 4 .\n:cpu a sx:ResourcePool .\n:build a sx:Task ; sx:inPhase :p ;\n  sx:demand :d .`,
    ),
    path: 'case.ttl',
  },
  'closure/demand-beyond-pool': {
    files: turtle(
      `${PLAN}:build a sx:Task ; sx:inPlan :plan ;\n  sx:demand :d .\n:d a sx:Demand ; sx:pool :licence ; sx:amount 3 .\n:licence a sx:ResourcePool ; <http://purl.org/dc/terms/title> "licences" ; sx:amount 2 .`,
    ),
    path: 'case.ttl',
  },
  'lift/unknown-vocabulary': {
    files: one(
      `@prefix : <https://example.org/case#> .\n@prefix x: <https://example.org/other-vocabulary#> .\n:build a x:Task ; x:after :design .\n:design a x:Task .\n`,
    ),
    path: 'case.ttl',
  },
  'derive/criterion': {
    files: turtle(
      `${PLAN}:gate a sx:Gate ; sx:inPlan :plan ; sx:criterion :c .\n:c <http://purl.org/dc/terms/title> "All is well" .`,
    ),
    path: 'case.ttl',
  },
  'derive/no-plan': { files: turtle(':a a sx:Agent .'), path: 'case.ttl' },
  'derive/several-plans': { files: turtle(`${PLAN}:second\n  a sx:Plan .`), path: 'case.ttl' },
  'derive/name-clash': [
    { files: turtle(`${PLAN}${task('build')}${task('Build')}`), path: 'case.ttl' },
    { files: turtle(`${PLAN}${task('b'.repeat(190))}`), path: 'case.ttl' },
  ],
  'derive/cycle': [
    {
      files: turtle(
        `${PLAN}${task('a', ' ; sx:requires :b')}${task('b', ' ; sx:requires :c')}${task('c', ' ; sx:requires :a')}`,
      ),
      path: 'case.ttl',
    },
    { files: turtle(`${PLAN}${task('a', ' ; sx:requires :a')}`), path: 'case.ttl' },
  ],
  'lift/dialect-unusable': {
    files: { 'case.ttl': FOREIGN, '.specify/dialects/chores/dialect.ttl': `${HEAD}<> a sx:Dialect .\n` },
    path: 'case.ttl',
  },
  'lift/query-unusable': {
    files: {
      'case.ttl': FOREIGN,
      '.specify/dialects/chores/dialect.ttl': DIALECT,
      '.specify/dialects/chores/tasks.rq':
        '# tasks: what is a task?\nCONSTRUCT { ?task a sx:Task } WHERE { ?task ?says ?it }\n',
    },
    path: 'case.ttl',
  },
};

export const made: readonly Made[] = Object.entries(byCode).flatMap(([code, cases]) =>
  [cases].flat().map((given, index, all) => ({
    ...(given as Omit<Made, 'name' | 'code'>),
    code,
    name: `findings/${code}${all.length > 1 ? `-${index + 1}` : ''}`,
  })),
);

/** Writes a case into a folder of its own, and says what is to be checked. */
export function prepare(given: Made, temporary: string): { path: string; root: string; shapes: string[] } {
  const root = join(temporary, given.name.replaceAll('/', '-'));
  for (const [file, content] of Object.entries(given.files)) {
    const path = join(root, file);
    if (file.endsWith('/')) {
      mkdirSync(path, { recursive: true });
      continue;
    }
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === 'number' ? '' : content);
    // A hole: it takes no room on the disk.
    if (typeof content === 'number') truncateSync(path, content);
  }
  return {
    path: given.path === undefined ? root : join(root, given.path),
    root,
    shapes: given.shapes === undefined ? [] : [join(root, given.shapes)],
  };
}
