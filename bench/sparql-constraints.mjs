// A project's own sh:sparql constraints on 300 nodes, against shacl-engine's own SPARQL part on the same data and shapes.
// Expected: it makes an engine for every node and condition (50 ms each, 15 s for 300), ours asks once, so at least 20 times as
// fast. Both must find the same. The SPARQL engine is loaded and warm for both.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Parser, Store } from 'n3';
import { DataFactory } from 'rdf-data-factory';
import { Validator } from 'shacl-engine';
import { validations } from 'shacl-engine/sparql.js';
import { shapeRunner } from '../dist/closure/shacl.js';
import { loadShapes } from '../dist/closure/shapes.js';
import { loadFiles } from '../dist/store/load.js';
import { figure, inFolder, interleaved, timed } from './harness.mjs';
import { sound } from './spec.mjs';

export const title = "sh:sparql constraints, against shacl-engine's own SPARQL part";

const NODES = 300;
const LEAST = 20;
const HEAD = `@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix : <urn:bench#> .
`;

/** Name, and a query that finds every third node. */
const constraints = {
  'one pattern and a filter': 'SELECT $this ?value { $this <urn:bench#size> ?value . FILTER (?value > 1) }',
  'two nodes compared':
    'SELECT $this ?value { $this <urn:bench#next> ?value . $this <urn:bench#size> ?mine . ?value <urn:bench#size> ?other . FILTER (?mine > ?other) }',
  'nothing such there is':
    'SELECT $this { $this <urn:bench#size> ?any . FILTER NOT EXISTS { $this <urn:bench#next> ?n . ?n <urn:bench#size> ?s . FILTER (?s > 0) } }',
};

export async function run() {
  return inFolder(async (folder) => {
    const nodes = Array.from({ length: NODES }, (_, n) => `:n${n} a :Node ; :size ${n % 3} ; :next :n${n + 1} .\n`);
    const data = HEAD + nodes.join('');
    writeFileSync(join(folder, 'data.ttl'), data);
    mkdirSync(join(folder, 'no-shapes'));
    const rows = [];
    for (const [name, query] of Object.entries(constraints)) rows.push(await measure(folder, data, name, query));
    const least = Math.min(...rows.map((row) => row['times as fast']));
    return {
      tables: [rows],
      notes: [`at least ${figure(least)} times as fast: ${least >= LEAST ? 'met' : 'MISSED'} (${LEAST})`],
    };
  });
}

async function measure(folder, data, name, query) {
  const text = `${HEAD}:Shape a sh:NodeShape ; sh:targetClass :Node ; sh:sparql [ sh:select """${query}""" ] .\n`;
  writeFileSync(join(folder, 'shapes.ttl'), text);
  const loaded = sound(await loadFiles([join(folder, 'data.ttl')], { root: folder }));
  const shapes = sound(await loadShapes(join(folder, 'no-shapes'), [join(folder, 'shapes.ttl')], folder, []));
  const ours = async () => (await (await shapeRunner(shapes, loaded.graphs)).all()).length;
  const [dataset, bare] = [data, text].map((turtle) => new Store(new Parser().parse(turtle)));
  const theirs = async () =>
    (await new Validator(bare, { factory: new DataFactory(), validations }).validate({ dataset })).results.length;
  const found = await ours(); // the SPARQL engine is loaded and warm
  const once = await timed(theirs);
  if (once.value !== found) throw new Error(`${name}: ours finds ${found}, shacl-engine ${once.value}`);
  const times = await interleaved({ ours }, 5);
  return {
    [`constraint, ${NODES} nodes`]: name,
    found,
    oursMs: times.ours,
    shaclEngineMs: once.ms,
    'times as fast': once.ms / times.ours,
  };
}
