// What an attempt left, from files to triples.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Quad } from '@rdfjs/types';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { collect, type Collected, type CollectInput } from '../../src/evidence/collect.ts';
import { storedArtifact } from '../../src/evidence/collect-artifacts.ts';
import { quadLine } from '../../src/store/journal-quads.ts';

let base: string;
let root: string;
let count = 0;
beforeAll(() => void (base = mkdtempSync(join(tmpdir(), 'spec-exec-evidence-'))));
afterAll(() => rmSync(base, { recursive: true, force: true }));
beforeEach(() => {
  root = join(base, String(++count));
  for (const folder of ['work', 'left/handoff', 'run']) mkdirSync(join(root, folder), { recursive: true });
});

const RUN = 'urn:spec-exec:run:20261122T153000Z-4f2a91';
const ATTEMPT = `${RUN}:measure-baseline:1`;
const NS = 'https://example.org/spec#';
const AGENT = `${NS}performance-benchmarker`;

function write(path: string, text: string | Uint8Array): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function evidence(value: unknown): void {
  write('left/evidence.json', JSON.stringify(value));
}

function take(more: Partial<CollectInput> = {}): Promise<Collected> {
  return collect({
    run: RUN,
    task: `${NS}measure-baseline`,
    attempt: ATTEMPT,
    agent: AGENT,
    at: Date.UTC(2026, 10, 22, 15, 30),
    folder: join(root, 'work'),
    outputs: [],
    evidenceFile: join(root, 'left/evidence.json'),
    evidenceRequired: true,
    handOffFolder: join(root, 'left/handoff'),
    handOffs: [],
    metrics: [
      { iri: `${NS}first-build`, id: 'first-build', unit: 'http://qudt.org/vocab/unit/SEC' },
      { iri: `${NS}memory-peak`, id: 'memory-peak', unit: 'http://qudt.org/vocab/unit/MegaBYTE' },
      { iri: `${NS}test-suite`, id: 'test-suite', unit: 'http://qudt.org/vocab/unit/SEC' },
    ],
    storeFolder: join(root, 'run'),
    succeeded: true,
    ...more,
  });
}

const PREFIXES: readonly [string, string][] = [
  [`${ATTEMPT}/`, 'A/'],
  [ATTEMPT, 'A'],
  [RUN, 'R'],
  [NS, ':'],
  ['https://w3id.org/spec-exec/ns#', 'sx:'],
  ['http://www.w3.org/ns/prov#', 'prov:'],
  ['http://www.w3.org/ns/earl#', 'earl:'],
  ['http://www.w3.org/2001/XMLSchema#', 'xsd:'],
  ['http://qudt.org/vocab/unit/', 'unit:'],
  ['http://www.w3.org/1999/02/22-rdf-syntax-ns#', 'rdf:'],
];

function short(iri: string): string {
  for (const [start, prefix] of PREFIXES) if (iri.startsWith(start)) return prefix + iri.slice(start.length);
  return iri;
}

/** Triples as short lines, sorted; what is said of every node alike (where it comes from) left out. */
function lines(quads: readonly Quad[], start: string): string[] {
  return quads
    .filter(
      (one) =>
        short(one.subject.value).startsWith(start) &&
        !/wasGeneratedBy|wasAttributedTo|generatedAtTime|inRun|sha256/.test(one.predicate.value),
    )
    .map(({ subject, predicate, object }) => {
      const value =
        object.termType === 'Literal'
          ? `"${object.value}"${object.datatype.value.endsWith('#string') ? '' : `^^${short(object.datatype.value)}`}`
          : short(object.value);
      return `${short(subject.value)} ${short(predicate.value).replace('rdf:type', 'a')} ${value}`;
    })
    .sort();
}

function reasons(collected: Collected): string[] {
  return collected.checks.filter((check) => check.outcome === 'failed').map((check) => check.reason!);
}

const SEED = {
  agent: 'performance-benchmarker',
  phase: 1,
  duration_hours: 0.02,
  changes: { 'Makefile.toml': { lines_modified: 47, tasks_added: 3 } },
  verification: { cargo_make_check: 'PASS', backward_compatible: true },
  notes: 'all quiet',
  mood: { colour: 'green', list: [1, null] },
};

describe('evidence', () => {
  it('becomes claims by the names that the agent gave, and one JSON literal of what has no term', async () => {
    evidence(SEED);
    const found = await take();
    expect(reasons(found)).toEqual([]);
    expect(lines(found.quads, 'A/claim')).toEqual([
      'A/claim/backward_compatible a sx:Claim',
      'A/claim/backward_compatible prov:wasDerivedFrom A/evidence',
      'A/claim/backward_compatible sx:claimName "backward_compatible"',
      'A/claim/backward_compatible sx:claimValue "true"^^xsd:boolean',
      'A/claim/cargo_make_check a sx:Claim',
      'A/claim/cargo_make_check prov:wasDerivedFrom A/evidence',
      'A/claim/cargo_make_check sx:claimName "cargo_make_check"',
      'A/claim/cargo_make_check sx:claimValue "PASS"',
      'A/claim/changes/Makefile.toml/lines_modified a sx:Claim',
      'A/claim/changes/Makefile.toml/lines_modified prov:wasDerivedFrom A/evidence',
      'A/claim/changes/Makefile.toml/lines_modified sx:claimName "changes/Makefile.toml/lines_modified"',
      'A/claim/changes/Makefile.toml/lines_modified sx:claimValue "47"^^xsd:integer',
      'A/claim/changes/Makefile.toml/tasks_added a sx:Claim',
      'A/claim/changes/Makefile.toml/tasks_added prov:wasDerivedFrom A/evidence',
      'A/claim/changes/Makefile.toml/tasks_added sx:claimName "changes/Makefile.toml/tasks_added"',
      'A/claim/changes/Makefile.toml/tasks_added sx:claimValue "3"^^xsd:integer',
      'A/claim/evidence/agent a sx:Claim',
      'A/claim/evidence/agent prov:wasDerivedFrom A/evidence',
      'A/claim/evidence/agent sx:claimName "agent"',
      'A/claim/evidence/agent sx:claimValue "performance-benchmarker"',
      'A/claim/evidence/duration_hours a sx:Claim',
      'A/claim/evidence/duration_hours prov:wasDerivedFrom A/evidence',
      'A/claim/evidence/duration_hours sx:claimName "duration_hours"',
      'A/claim/evidence/duration_hours sx:claimValue "0.02"^^xsd:decimal',
      'A/claim/evidence/phase a sx:Claim',
      'A/claim/evidence/phase prov:wasDerivedFrom A/evidence',
      'A/claim/evidence/phase sx:claimName "phase"',
      'A/claim/evidence/phase sx:claimValue "1"^^xsd:integer',
    ]);
    expect(lines(found.quads, 'A/evidence')).toEqual([
      'A/evidence a sx:Evidence',
      `A/evidence sx:byteSize "${JSON.stringify(SEED).length}"^^xsd:integer`,
      'A/evidence sx:furtherEvidence "{"mood":{"colour":"green","list":[1,null]}}"^^rdf:JSON',
      'A/evidence sx:note "all quiet"',
      'A/evidence sx:path "evidence/measure-baseline.1.json"',
    ]);
    expect(JSON.parse(readFileSync(join(root, 'run/evidence/measure-baseline.1.json'), 'utf8'))).toEqual(SEED);
  });

  it('says of every claim who made it, in which attempt, run and when', async () => {
    evidence({ agent: 'x', verification: { ok: true } });
    const { quads } = await take();
    const of = quads
      .filter((one) => one.subject.value === `${ATTEMPT}/claim/ok`)
      .map((one) => `${short(one.predicate.value)} ${short(one.object.value)}`);
    expect(of).toEqual(
      expect.arrayContaining([
        'prov:wasGeneratedBy A',
        'prov:wasAttributedTo :performance-benchmarker',
        'sx:inRun R',
        'prov:generatedAtTime 2026-11-22T15:30:00.000Z',
      ]),
    );
  });

  it('makes triples that the journal can hold, whatever the values claimed', async () => {
    const odd = {
      nothing: null,
      tiny: 1e-9,
      huge: 1.5e300,
      big: 2 ** 60,
      list: [1, [2]],
      object: { '@id': 'x', '@context': 'http://nowhere/' },
      empty: '',
      '': 'no name',
      '@type': 'x',
      'a/b c': '\0"\\\n',
      __proto__x: 1,
      'urn:x': false,
    };
    write(
      'left/evidence.json',
      `{"agent":"x","verification":${JSON.stringify(odd).replace('__proto__x', '__proto__')},"__proto__":{"y":1},"@context":"http://nowhere/","@id":"urn:evil"}`,
    );
    const found = await take();
    expect(reasons(found)).toEqual([]);
    for (const one of found.quads) expect(() => quadLine(one)).not.toThrow();
    const claimed = found.quads
      .filter((one) => one.predicate.value.endsWith('claimValue'))
      .map((one) => `${decodeURIComponent(one.subject.value.slice(ATTEMPT.length + 7))}=${one.object.value}`);
    expect(claimed.sort()).toEqual(
      [
        '=no name',
        '@type=x',
        '__proto__=1',
        'a/b c=\0"\\\n',
        `big=${2 ** 60}`,
        'empty=',
        'evidence/agent=x',
        `huge=15${'0'.repeat(299)}`,
        'list=[1,[2]]',
        'nothing=null',
        'object={"@id":"x","@context":"http://nowhere/"}',
        'tiny=0.000000001',
        'urn:x=false',
      ].sort(),
    );
    const further = found.quads.find((one) => one.predicate.value.endsWith('furtherEvidence'))!;
    expect(further.object.value).toBe('{"__proto__":{"y":1},"@context":"http://nowhere/","@id":"urn:evil"}');
  });

  it.each([
    ['', 'The evidence is not JSON that can be kept: it is empty'],
    ['{"agent": "x",', 'The evidence is not JSON that can be kept: Expected double-quoted property name'],
    [
      '{"verification": {}, "agnet": "x"}',
      'The evidence does not fit its schema: "agent" is missing; did you mean it by "agnet"?',
    ],
    ['[]', 'The evidence does not fit its schema: it should be an object, and is an array'],
    [
      '{"agent": "a\\ud800"}',
      'The evidence is not JSON that can be kept: it holds half a surrogate pair, which is no character',
    ],
    [
      `{"agent": "x", "deep": ${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
      'The evidence is not JSON that can be kept: it is nested deeper than 100 levels',
    ],
    ['{"agent": "x", "n": 1e999}', 'The evidence is not JSON that can be kept: it holds a number that is too large'],
    [
      '{"agent": "x", "measurements": [{"metric": "first-build", "kind": "basline", "value": 1}]}',
      'The evidence does not fit its schema at measurements[0].kind: it should be one of "baseline", "actual", and is "basline"; did you mean "baseline"?',
    ],
    [
      '{"agent": "x", "measurements": [{"metric": "first-build", "kind": "actual", "vlaue": 1}]}',
      'The evidence does not fit its schema at measurements[0]: "value" is missing',
    ],
    [
      '{"agent": "x", "noChange": {"reason": " \\n"}}',
      'The evidence does not fit its schema at noChange.reason: it is blank',
    ],
  ])('that does not fit fails with the place and the reason: %.60s', async (given, reason) => {
    write('left/evidence.json', given);
    const found = await take();
    expect(found.accepted).toBe(false);
    expect(reasons(found)[0]).toContain(reason);
    expect(found.quads.some((one) => one.object.value.endsWith('#Claim'))).toBe(false);
    expect(lines(found.quads, 'A/evidence')).toContain('A/evidence a sx:Evidence');
  });

  it("must fit the plan's own schema beside ours, where the plan has one", async () => {
    const evidenceSchema = '{"required": ["agent", "phase"], "properties": {"phase": {"maximum": 3}}}';
    evidence({ agent: 'performance-benchmarker', phase: 2 });
    expect((await take({ evidenceSchema })).accepted).toBe(true);
    evidence({ agent: 'performance-benchmarker', phase: 4 });
    expect(reasons(await take({ evidenceSchema }))).toEqual([
      'The evidence does not fit its schema at phase: it must be <= 3, and is 4',
    ]);
    evidence({ agent: 'performance-benchmarker' });
    expect(reasons(await take({ evidenceSchema }))[0]).toContain('"phase" is missing');
  });

  it('that is a link, a folder, too large or missing is refused, and missing is allowed where none is required', async () => {
    expect(reasons(await take())).toEqual(['The agent left no evidence']);
    expect((await take({ evidenceRequired: false })).accepted).toBe(true);
    symlinkSync('/etc/hostname', join(root, 'left/evidence.json'));
    expect(reasons(await take())).toEqual(['The evidence is not a regular file']);
    rmSync(join(root, 'left/evidence.json'));
    write('left/evidence.json', `{"agent":"${'x'.repeat(8 * 1024 * 1024)}"}`);
    expect(reasons(await take())[0]).toMatch(/^The evidence has \d+ bytes; 8388608 are allowed$/);
    expect(existsSync(join(root, 'run/evidence'))).toBe(false);
  });
});

describe('a measurement', () => {
  const baseline = (more: object) => ({
    metric: 'first-build',
    kind: 'baseline',
    value: 21_300,
    unit: 'MilliSEC',
    ...more,
  });

  it('is recorded in the unit of its metric, and its samples with the evidence', async () => {
    evidence({
      agent: 'x',
      measurements: [
        baseline({ samples: [21_200, 21_400], method: 'wall clock of a clean build' }),
        { metric: `${NS}memory-peak`, kind: 'baseline', value: 1.5, unit: 'GigaBYTE' },
        { metric: 'test-suite', kind: 'baseline', status: 'blocked', method: 'a build held the lock' },
      ],
    });
    const found = await take();
    expect(reasons(found)).toEqual([]);
    expect(lines(found.quads, 'A/measurement')).toEqual([
      'A/measurement/first-build/baseline a sx:Measurement',
      'A/measurement/first-build/baseline prov:wasDerivedFrom A/evidence',
      'A/measurement/first-build/baseline sx:measurementKind sx:baseline',
      'A/measurement/first-build/baseline sx:method "wall clock of a clean build"',
      'A/measurement/first-build/baseline sx:metric :first-build',
      'A/measurement/first-build/baseline sx:unit unit:SEC',
      'A/measurement/first-build/baseline sx:value "21.3"^^xsd:decimal',
      'A/measurement/memory-peak/baseline a sx:Measurement',
      'A/measurement/memory-peak/baseline prov:wasDerivedFrom A/evidence',
      'A/measurement/memory-peak/baseline sx:measurementKind sx:baseline',
      'A/measurement/memory-peak/baseline sx:metric :memory-peak',
      'A/measurement/memory-peak/baseline sx:unit unit:MegaBYTE',
      'A/measurement/memory-peak/baseline sx:value "1500"^^xsd:decimal',
      'A/measurement/test-suite/baseline a sx:Measurement',
      'A/measurement/test-suite/baseline prov:wasDerivedFrom A/evidence',
      'A/measurement/test-suite/baseline sx:measurementKind sx:baseline',
      'A/measurement/test-suite/baseline sx:measurementStatus sx:blocked',
      'A/measurement/test-suite/baseline sx:method "a build held the lock"',
      'A/measurement/test-suite/baseline sx:metric :test-suite',
      'A/measurement/test-suite/baseline sx:unit unit:SEC',
    ]);
    expect(lines(found.quads, 'A/evidence')).toContain(
      'A/evidence sx:furtherEvidence "{"measurements":[{"metric":"first-build","kind":"baseline","samples":[21200,21400]}]}"^^rdf:JSON',
    );
    expect(found.measurements.map(({ metric, value }) => [metric, value])).toEqual([
      [`${NS}first-build`, 21.3],
      [`${NS}memory-peak`, 1500],
      [`${NS}test-suite`, undefined],
    ]);
  });

  it.each([
    [
      [baseline({ metric: 'frist-build' })],
      'The specification has no metric "frist-build"; did you mean "first-build"?',
    ],
    [[baseline({ unit: 'MiliSEC' })], 'The unit "MiliSEC" is not known; did you mean MilliSEC?'],
    [[baseline({ unit: 'BYTE' })], 'BYTE (data) cannot be converted to SEC (time)'],
    [[baseline({}), baseline({})], 'It is given twice in the same evidence'],
  ])('that cannot be compared fails the task: %j', async (measurements, reason) => {
    evidence({ agent: 'x', measurements });
    const found = await take();
    expect(reasons(found)).toEqual([reason]);
    expect(found.measurements).toEqual([]);
    expect(lines(found.quads, 'A/measurement')).toEqual([]);
  });
});

const NUMBER_SCHEMA = JSON.stringify({
  type: 'object',
  required: ['seconds'],
  properties: { seconds: { type: 'number' } },
});
const OUTPUT = {
  iri: `${NS}baseline`,
  id: 'baseline',
  path: '.ggen/benchmarks/baseline.json',
  mediaType: 'application/json',
  schema: NUMBER_SCHEMA,
};

describe('an artifact', () => {
  it('that is there and fits is kept with its digest, and said to be the artifact', async () => {
    evidence({ agent: 'x' });
    write('work/.ggen/benchmarks/baseline.json', '{"seconds": 3}');
    const found = await take({ outputs: [OUTPUT] });
    expect(reasons(found)).toEqual([]);
    const [kept] = found.artifacts;
    expect(kept).toEqual({
      iri: `${NS}baseline`,
      evidenceIri: `${ATTEMPT}/artifact/baseline`,
      path: '.ggen/benchmarks/baseline.json',
      storedFile: join(root, 'run/artifacts/baseline/measure-baseline.1/.ggen/benchmarks/baseline.json'),
      sha256: '4a9c9018a138369c6126fe215dc53dabf493d58fd9f7c36ade79c2969f4b5597',
      bytes: 14,
    });
    expect(readFileSync(kept!.storedFile, 'utf8')).toBe('{"seconds": 3}');
    expect(lines(found.quads, 'A/artifact')).toEqual([
      'A/artifact/baseline a sx:Evidence',
      'A/artifact/baseline sx:artifact :baseline',
      'A/artifact/baseline sx:byteSize "14"^^xsd:integer',
      'A/artifact/baseline sx:path ".ggen/benchmarks/baseline.json"',
    ]);
    expect(lines(found.quads, 'A/check/artifact').filter((line) => !/media-type|schema/.test(line))).toEqual([
      'A/check/artifact/baseline a sx:CheckAssertion',
      'A/check/artifact/baseline earl:assertedBy https://w3id.org/spec-exec/ns',
      'A/check/artifact/baseline earl:mode earl:automatic',
      'A/check/artifact/baseline earl:result A/check/artifact/baseline/result',
      'A/check/artifact/baseline earl:subject A',
      'A/check/artifact/baseline prov:used :baseline',
      'A/check/artifact/baseline sx:checked "artifact baseline is there"',
      'A/check/artifact/baseline sx:task :measure-baseline',
      'A/check/artifact/baseline/result a earl:TestResult',
      'A/check/artifact/baseline/result earl:outcome earl:passed',
    ]);
    expect(await storedArtifact(join(root, 'run'), 'baseline', 'measure-baseline.1', kept!.path, kept!.sha256)).toBe(
      kept!.storedFile,
    );
    expect(await storedArtifact(join(root, 'run'), 'baseline', 'measure-baseline.1', kept!.path, '0')).toBe(undefined);
  });

  it('is never overwritten: a second look at the same attempt is kept beside the first', async () => {
    evidence({ agent: 'x' });
    write('work/.ggen/benchmarks/baseline.json', '{"seconds": 3}');
    await take({ outputs: [OUTPUT] });
    write('work/.ggen/benchmarks/baseline.json', '{"seconds": 4}');
    const second = await take({ outputs: [OUTPUT] });
    expect(readdirSync(join(root, 'run/artifacts/baseline')).sort()).toEqual([
      'measure-baseline.1',
      'measure-baseline.1~2',
    ]);
    expect(readdirSync(join(root, 'run/evidence')).sort()).toEqual([
      'measure-baseline.1.json',
      'measure-baseline.1~2.json',
    ]);
    const { path, sha256, storedFile } = second.artifacts[0]!;
    expect(await storedArtifact(join(root, 'run'), 'baseline', 'measure-baseline.1', path, sha256)).toBe(storedFile);
  });

  it('of a pattern may be many files, each with an IRI of its own', async () => {
    evidence({ agent: 'x' });
    write('work/docs/a.md', '# a');
    write('work/docs/deep/b.md', '# b');
    write('work/docs/c.txt', 'c');
    const found = await take({
      outputs: [{ iri: `${NS}docs`, id: 'docs', path: 'docs/**/*.md', mediaType: 'text/markdown' }],
    });
    expect(reasons(found)).toEqual([]);
    expect(found.artifacts.map((one) => [one.path, short(one.evidenceIri)])).toEqual([
      ['docs/a.md', 'A/artifact/docs/docs/a.md'],
      ['docs/deep/b.md', 'A/artifact/docs/docs/deep/b.md'],
    ]);
  });

  it.each<[string, Partial<typeof OUTPUT>, string | Uint8Array | undefined, string]>([
    ['is missing', {}, undefined, 'There is no file .ggen/benchmarks/baseline.json in the working folder'],
    ['is not JSON', {}, '{', 'Artifact baseline is not JSON that can be kept'],
    [
      'does not fit',
      {},
      '{"secnods": 3}',
      'Artifact baseline does not fit its schema: "seconds" is missing; did you mean it by "secnods"?',
    ],
    [
      'has an unsound schema',
      { schema: '{"type": "nmber"}' },
      '{}',
      'Artifact baseline cannot be checked: its JSON Schema is unsound: schema is invalid',
    ],
    [
      'has a schema elsewhere',
      { schema: '{"$ref": "https://example.org/s.json"}' },
      '{}',
      'it refers to https://example.org/s.json, which is not in it, and nothing is fetched',
    ],
    [
      'is no Turtle',
      { mediaType: 'text/turtle', schema: undefined! },
      'a b c',
      'Artifact baseline is not text/turtle: Expected entity but got abbreviation on line 1.',
    ],
    [
      'is empty text',
      { mediaType: 'text/markdown', schema: undefined! },
      ' \n',
      'Artifact baseline is not text/markdown: it is empty',
    ],
    [
      'is not UTF-8',
      { mediaType: 'text/markdown', schema: undefined! },
      new Uint8Array([0xff, 0xfe]),
      'Artifact baseline is not text/markdown: it is not UTF-8',
    ],
    ['climbs out', { path: '../run/x' }, '{}', '"../run/x" cannot be taken: it is not a path below the working folder'],
    [
      'is absolute',
      { path: '/etc/hostname' },
      '{}',
      '"/etc/hostname" cannot be taken: it is not a path below the working folder',
    ],
  ])('that %s fails the task with the reason', async (_, change, content, reason) => {
    evidence({ agent: 'x' });
    if (content !== undefined) write('work/.ggen/benchmarks/baseline.json', content);
    const found = await take({ outputs: [{ ...OUTPUT, ...change }] });
    expect(found.accepted).toBe(false);
    expect(reasons(found).join()).toContain(reason);
    expect(found.quads.some((one) => one.predicate.value.endsWith('#artifact'))).toBe(false);
  });

  it('that is a link out of the working folder is refused, also through a linked folder', async () => {
    evidence({ agent: 'x' });
    write('secret/baseline.json', '{"seconds": 1}');
    symlinkSync(join(root, 'secret'), join(root, 'work/.ggen'));
    const path = '.ggen/baseline.json';
    const found = await take({
      outputs: [
        { ...OUTPUT, path },
        { ...OUTPUT, id: 'all', path: '.ggen/*.json' },
      ],
    });
    expect(reasons(found)).toEqual([
      `".ggen" cannot be taken: it is a link to ${join(root, 'secret')}, outside the working folder`,
      `".ggen" cannot be taken: it is a link to ${join(root, 'secret')}, outside the working folder`,
    ]);
    expect(existsSync(join(root, 'run/artifacts'))).toBe(false);
  });

  it('that is so deep that its copy would have too long a path fails its check, and nothing else', async () => {
    // As deep as the system lets a file be; where copies are kept is a little deeper.
    const left = 4080 - join(root, 'work', 'f.txt').length;
    const deep = join('work', ...Array.from({ length: Math.floor(left / 100) }, () => 'd'.repeat(99)));
    const rest = 4080 - join(root, deep, 'f.txt').length - 1;
    write(join(deep, ...(rest > 0 ? ['e'.repeat(rest)] : []), 'f.txt'), 'x');
    const taken = await take({
      evidenceRequired: false,
      outputs: [{ iri: `${NS}out`, id: 'out', path: '**/*.txt' }],
    });
    expect(taken.accepted).toBe(false);
    expect(taken.checks[0]?.reason).toMatch(/f\.txt has too long a path to be kept$/);
  });

  it('that is a link within the working folder is followed', async () => {
    evidence({ agent: 'x' });
    write('work/real.json', '{"seconds": 1}');
    symlinkSync('real.json', join(root, 'work/link.json'));
    const found = await take({ outputs: [{ ...OUTPUT, path: 'link.json' }] });
    expect(reasons(found)).toEqual([]);
    expect(found.artifacts[0]!.bytes).toBe(14);
  });
});

const HAND_OFF = {
  iri: `${NS}baseline-metrics`,
  key: 'swarm/build-opt/baseline-metrics',
  schema: NUMBER_SCHEMA,
  required: true,
};

describe('a hand-off', () => {
  it('that fits becomes a value with a version, and each later one the next version', async () => {
    evidence({ agent: 'x' });
    write('left/handoff/swarm%2Fbuild-opt%2Fbaseline-metrics.json', '{"seconds": 3}');
    const found = await take({ handOffs: [HAND_OFF] });
    expect(reasons(found)).toEqual([]);
    expect(lines(found.quads, 'A/handoff')).toEqual([
      'A/handoff/swarm%2Fbuild-opt%2Fbaseline-metrics a sx:HandOffValue',
      'A/handoff/swarm%2Fbuild-opt%2Fbaseline-metrics sx:handOff :baseline-metrics',
      'A/handoff/swarm%2Fbuild-opt%2Fbaseline-metrics sx:jsonValue "{"seconds":3}"^^rdf:JSON',
      'A/handoff/swarm%2Fbuild-opt%2Fbaseline-metrics sx:key "swarm/build-opt/baseline-metrics"',
      'A/handoff/swarm%2Fbuild-opt%2Fbaseline-metrics sx:version "1"^^xsd:integer',
    ]);
    expect((await take({ handOffs: [HAND_OFF] })).handOffs[0]).toMatchObject({ version: 2, value: { seconds: 3 } });
    expect(readdirSync(join(root, 'run/handoff/swarm%2Fbuild-opt%2Fbaseline-metrics')).sort()).toEqual([
      '1.json',
      '2.json',
    ]);
  });

  it('that is missing, misnamed or does not fit fails the task, and nothing of it becomes visible', async () => {
    evidence({ agent: 'x' });
    expect(reasons(await take({ handOffs: [HAND_OFF] }))).toEqual([
      'The agent left no value for "swarm/build-opt/baseline-metrics"',
    ]);
    expect((await take({ handOffs: [{ ...HAND_OFF, required: false }] })).accepted).toBe(true);
    write('left/handoff/swarm%2Fbuild-opt%2Fbaseline-metric.json', '{"seconds": 3}');
    expect(reasons(await take({ handOffs: [HAND_OFF] }))).toEqual([
      'The agent left no value for "swarm/build-opt/baseline-metrics"; it left one for "swarm/build-opt/baseline-metric"',
      'The task does not produce a hand-off "swarm/build-opt/baseline-metric"; did you mean "swarm/build-opt/baseline-metrics"?',
    ]);
    rmSync(join(root, 'left/handoff/swarm%2Fbuild-opt%2Fbaseline-metric.json'));
    write('left/handoff/swarm%2Fbuild-opt%2Fbaseline-metrics.json', '{"seconds": "3"}');
    expect(reasons(await take({ handOffs: [HAND_OFF] }))).toEqual([
      'Hand-off swarm/build-opt/baseline-metrics does not fit its schema at seconds: it should be a number, and is "3"',
    ]);
    expect(existsSync(join(root, 'run/handoff'))).toBe(false);
  });
});

describe('an attempt that failed', () => {
  it('leaves its files and claims on record, and nothing that others could take for a result', async () => {
    evidence({ ...SEED, measurements: [{ metric: 'first-build', kind: 'actual', value: 1 }] });
    write('work/.ggen/benchmarks/baseline.json', '{"seconds": 3}');
    write('left/handoff/swarm%2Fbuild-opt%2Fbaseline-metrics.json', '{"seconds": 3}');
    const found = await take({ outputs: [OUTPUT], handOffs: [HAND_OFF], succeeded: false });
    expect(found).toMatchObject({ accepted: false, measurements: [], handOffs: [] });
    const types = new Set(
      found.quads.filter((one) => one.predicate.value.endsWith('#type')).map((one) => short(one.object.value)),
    );
    expect([...types].sort()).toEqual(['earl:TestResult', 'sx:CheckAssertion', 'sx:Claim', 'sx:Evidence']);
    expect(found.quads.some((one) => one.predicate.value.endsWith('#artifact'))).toBe(false);
    expect(existsSync(join(root, 'run/handoff'))).toBe(false);
    expect(found.artifacts).toHaveLength(1);
  });
});
