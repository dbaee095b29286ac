// The words that random documents are made of: our own vocabulary and those of others, and values that have been too much for one
// reader or another.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedAssets } from '../../src/base/assets.ts';
import { SX } from '../../src/vocabulary/terms.ts';

const ontology = readdirSync(shippedAssets.ontology)
  .filter((name) => name.endsWith('.ttl'))
  .map((name) => readFileSync(join(shippedAssets.ontology, name), 'utf8'))
  .join('\n');
const ours = [...new Set(Array.from(ontology.matchAll(/^sx:([\w-]+)/gm), ([, name]) => `sx:${name}`))];

export const ourClasses = ours.filter((name) => /^sx:[A-Z]/.test(name));
export const ourProperties = ours.filter((name) => /^sx:[a-z]/.test(name));

export const PREFIXES: Readonly<Record<string, string>> = {
  sx: SX,
  '': 'https://example.org/it#',
  b: 'http://example.org/build-optimization#',
  agile: 'http://example.org/agile/',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  owl: 'http://www.w3.org/2002/07/owl#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  dcterms: 'http://purl.org/dc/terms/',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  prov: 'http://www.w3.org/ns/prov#',
  sh: 'http://www.w3.org/ns/shacl#',
  schema: 'https://schema.org/',
};

export const foreignClasses = [
  'b:Task b:Phase b:Gate b:Agent b:Metric b:Risk b:Artifact b:WorkPackage b:Constraint b:Milestone b:HandOff b:Bottleneck b:Feature',
  'agile:Story agile:Sprint owl:Class owl:NamedIndividual rdfs:Class rdf:Property owl:ObjectProperty skos:Concept prov:Activity',
  'schema:Action sh:NodeShape sh:PropertyShape rdf:List owl:Ontology owl:Restriction',
]
  .join(' ')
  .split(' ');

export const foreignProperties = [
  'b:requires b:dependsOn b:blocks b:blockedBy b:unblocksTasks b:precedes b:follows b:hasTask b:inPhase b:owner b:assignedTo b:gate',
  'b:duration b:effort b:baseline b:target b:targetValue b:currentValue b:improvement b:unit b:priority b:severity b:count b:totalTasks',
  'b:deadline b:startDate b:endDate b:produces b:consumes b:output b:step1 b:step2 b:step3 b:name b:label b:hasPart b:partOf b:order',
  'agile:points agile:doneBy rdfs:label rdfs:comment rdfs:subClassOf rdfs:subPropertyOf rdfs:domain rdfs:range rdfs:seeAlso dcterms:title',
  'dcterms:isPartOf dcterms:isReplacedBy dcterms:requires skos:broader skos:prefLabel prov:used prov:wasGeneratedBy owl:sameAs owl:inverseOf',
  'owl:imports rdf:first rdf:rest rdf:value rdf:type rdf:_1 sh:path sh:property sh:targetClass sh:minCount sh:or sh:node sx:ignores',
]
  .join(' ')
  .split(' ');

/** Names of things: few, so that they meet; some are traps of JavaScript, of paths, or of Turtle. */
export const names = [
  ...['a', 'b', 'c', 'd', 'e', 'f', 'g', 'build', 'test-it', 'Task1', 'Task_2', 'first', 'end', 'x1', 'x2', 'x3'],
  ...['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', 'größe', '任務', 'a.b.c', '1st', 'a%20b'],
  ...['a\\/b', 'x\\~y', 'very-long-'.repeat(30)],
];

/** What people write for quantities, dates and order, and what nobody does. */
const quantities = [
  ...[
    '15s',
    '≤15s',
    '< 15 s',
    '1.5-2 GB',
    '1-2 hours',
    '15%',
    '30-50 %',
    '-5 h',
    '∞',
    '½ day',
    'ten weeks',
    'fifty days',
    'two to three',
  ],
  ...[
    '0',
    '-0',
    '1e400 s',
    `${'9'.repeat(400)} days`,
    '1,000,000 files',
    '1.000.000,5',
    '1.2.3',
    '5 of 3',
    '3x',
    '10x faster',
    '0x10',
  ],
  ...[
    'P1D',
    'PT-5H',
    'P9999999999Y',
    '-P1D',
    'P',
    'PT',
    '2026-02-30',
    '2026-13-45',
    '9999-12-31T24:00:00Z',
    '24:00',
    '0 s',
    '0%',
    '101 %',
  ],
  ...[
    '100 MB → 50 MB',
    '50% of 2 GB',
    'Week 3-2',
    'Day 1',
    'Phase 99999999999999999999',
    'Q3 2026',
    '3 bottlenecks, 6 metrics, 10 agents',
  ],
  ...[
    '10 tasks',
    '12 agents',
    'reduce 120s to ≤ 15 s (8x)',
    'all',
    'none',
    'TBD',
    'N/A',
    '?',
    '-',
    '1-',
    '-1',
    '1--2',
    '±5',
    '~ 3 min',
  ],
];

const texts = [
  ...[
    '',
    ' ',
    '\t',
    'a',
    'the build',
    'The Build',
    'Task1',
    ':a',
    'b:Task1',
    'https://example.org/it#a',
    '../../etc/passwd',
    '/',
    'a/**/b',
  ],
  ...[
    '{$this}',
    '{?value}',
    '$& $1 $$',
    '%0A::error::x',
    ']]>',
    '<b>&amp;</b>',
    '"quoted"',
    "it's",
    '\\',
    '\\\\u0000',
    '`tick`',
    '{"a":',
    '{}',
  ],
  ...[
    'line\nline',
    'line\r\nline',
    'a\u2028b',
    'a\u0001b',
    '\u001b[31mred',
    'e\u0301',
    '👩‍👩‍👧‍👦',
    '\u202eabc',
    'ﷺ',
    'İ',
    'ß',
    '\u{10ffff}',
    '\ufeff',
  ],
  ...[
    'x'.repeat(20_000),
    'a '.repeat(3000),
    '1 '.repeat(2000),
    '1-'.repeat(1500),
    '('.repeat(1000),
    ' '.repeat(5000),
    '9'.repeat(3000),
  ],
  ...[
    'a,'.repeat(2000),
    '.'.repeat(2000),
    'ab\n'.repeat(500),
    'and '.repeat(1000),
    '1,'.repeat(1000),
    '- '.repeat(1000),
    '≤'.repeat(500),
  ],
];

const quote = (text: string): string =>
  `"${text
    .replace(/[\\"]/g, (one) => `\\${one}`)
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')}"`;

/** Literals as Turtle. Long ones come last. */
export const literals: readonly string[] = [
  ...quantities.map(quote),
  ...[
    '1',
    '0',
    '-7',
    '3.5',
    '.5',
    '-0.0',
    '1e400',
    '1e-400',
    '9'.repeat(30),
    '0.1e1',
    'true',
    'false',
    '+1',
    '00012',
    '1.0E0',
  ],
  ...[
    '"abc"^^xsd:integer',
    '"NaN"^^xsd:double',
    '"INF"^^xsd:double',
    '"-INF"^^xsd:float',
    '"1"^^xsd:byte',
    '" 1 "^^xsd:integer',
  ],
  ...[
    '"P1D"^^xsd:duration',
    '"-P1D"^^xsd:dayTimeDuration',
    '"PT1M"^^xsd:dayTimeDuration',
    '"P1Y2M"^^xsd:yearMonthDuration',
    '"PT"^^xsd:duration',
  ],
  ...[
    '"PT99999999999999H"^^xsd:dayTimeDuration',
    '"P0.5D"^^xsd:duration',
    '"2026-02-30"^^xsd:date',
    '"2026-01-01"^^xsd:date',
    '"-0001-01-01"^^xsd:date',
  ],
  ...[
    '"2026-01-01T00:00:00Z"^^xsd:dateTime',
    '"99999-01-01T00:00:00+14:00"^^xsd:dateTime',
    '"x"^^<urn:odd>',
    '"{"^^rdf:JSON',
    '"[1,2]"^^rdf:JSON',
  ],
  ...[
    '"one"@en',
    '"eins"@de',
    '"x"@zz-x-odd',
    '"""long\nlong"""',
    "'single'",
    "'''it's\nso'''",
    '"\\u00e9\\U0001F600"',
    '"\\uD800"',
    '"\\u0000"',
    '"maybe"^^xsd:boolean',
  ],
  ...texts.map(quote),
];
