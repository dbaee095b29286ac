// A cold `validate`, and what its parts cost beside the bare libraries.
// Expected: a script that imports n3, shacl-engine and the SPARQL engine takes a second, most of it for finding and compiling two
// thousand files and for building the SPARQL parser. `validate` asks some fifty queries more, at 5 to 10 ms each, and saves the
// files: 1.1 to 1.3 times as long. Places cost a number or four a term: parsing takes 1.3 times as long. Obligations are a map
// entry each: the shapes 1.1 times. Nothing compares all with all: ten times the triples, ten times the time.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Parser, Store } from 'n3';
import { DataFactory } from 'rdf-data-factory';
import { Validator } from 'shacl-engine';
import { assetNames, readAsset, shippedAssets } from '../dist/base/assets.js';
import { closeSpec } from '../dist/closure/close.js';
import { Obligations } from '../dist/closure/obligations.js';
import { shapeFindings } from '../dist/closure/shape-findings.js';
import { loadShapes } from '../dist/closure/shapes.js';
import { openCatalogue } from '../dist/query/catalogue.js';
import { loadSpec } from '../dist/store/load.js';
import { loadOntology } from '../dist/store/ontology.js';
import { parseText } from '../dist/store/parse.js';
import { namedNode } from '../dist/vocabulary/factory.js';
import { writeProject } from './generate.mjs';
import { inFolder, interleaved, median, timed } from './harness.mjs';
import { sound } from './spec.mjs';

export const title = 'a cold validate, shapes, closure and parsing with places, each against its bare library';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const REFERENCE = '.specify/specs/007-optimize-build-times';
const COLD_ROUNDS = 15;
const ROUNDS = 5;
const TRIPLES_PER_TASK = 25;
const LARGE = 100_000;
const SLO_S_PER_1000 = 5;
const catalogue = openCatalogue(shippedAssets.queries);

export async function run() {
  const rows = [await cold(), await parsing(), await shapes(), await growth()];
  return {
    tables: [rows],
    notes: [
      `cold validate: ${COLD_ROUNDS} rounds in turn; the seed's objective is ${SLO_S_PER_1000} s per 1,000 triples`,
      'shapes: obligations counted, one finding in twenty tasks, each with its place',
    ],
  };
}

/** One line of the table: what was measured, its yardstick, their ratio, and the most that it may be. */
function row(what, ourMs, yardstick, theirMs, most, more = {}) {
  const ratio = ourMs / theirMs;
  return {
    what,
    ms: ourMs,
    yardstick,
    bareMs: theirMs,
    ratio,
    most,
    held: ratio <= most ? 'yes' : 'NO',
    sPer1000: '-',
    ...more,
  };
}

async function cold() {
  const spawn = (words) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, words, {
      cwd: ROOT,
      env: { PATH: process.env.PATH },
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr || stdout);
    return stdout;
  };
  const bare = () => spawn(['bench/cold-script.mjs', REFERENCE]);
  const ours = () => spawn(['dist/cli/main.js', 'validate', REFERENCE]);
  const { triples } = JSON.parse(bare());
  ours();
  const times = await interleaved({ bare, ours }, COLD_ROUNDS);
  const perThousand = times.ours / triples;
  return row('cold validate of the reference', times.ours, 'cold script, one query', times.bare, 1.3, {
    sPer1000: `${perThousand.toFixed(2)} (${perThousand <= SLO_S_PER_1000 ? 'met' : 'MISSED'}: ${SLO_S_PER_1000})`,
  });
}

/** A specification of about so many triples, while `use` runs. */
function generated(triples, use) {
  return inFolder((root) =>
    use(root, writeProject(root, { tasks: Math.round(triples / TRIPLES_PER_TASK), phases: 10, layout: 'layered' })),
  );
}

const textOf = (folder, name) => readFileSync(join(folder, `${name}.ttl`), 'utf8');

function parsing() {
  return generated(LARGE, async (_, folder) => {
    const texts = ['feature', 'entities', 'plan'].map((name) => textOf(folder, name));
    const options = { file: 'plan.ttl', graph: namedNode('urn:bench:plan'), blankPrefix: 'b' };
    let triples = 0;
    const times = await interleaved(
      {
        bare: () => {
          triples = texts.reduce((sum, text) => sum + new Parser({ baseIRI: 'urn:bench:plan' }).parse(text).length, 0);
        },
        ours: () => Promise.all(texts.map((text) => parseText(text, options))),
      },
      2 * ROUNDS,
    );
    return row(`parsing with places, ${triples} triples`, times.ours, 'n3', times.bare, 1.5);
  });
}

function shapes() {
  return generated(LARGE, async (root, folder) => {
    // Every twentieth task loses its title.
    let tasks = 0;
    const flawed = textOf(folder, 'plan').replace(/(a sx:Task ;)\s+dcterms:title "[^"]*" ;/g, (whole, head) =>
      ++tasks % 20 === 0 ? head : whole,
    );
    writeFileSync(join(folder, 'plan.ttl'), flawed);
    const spec = sound(await loadSpec(folder));
    const ontology = loadOntology(shippedAssets.ontology);
    const ownShapes = sound(await loadShapes(shippedAssets.shapes, [], root, ontology.subClasses));
    const dataset = new Store(
      spec.documents.flatMap(({ path }) => new Parser().parse(readFileSync(join(root, path), 'utf8'))),
    );
    const bareShapes = new Store();
    for (const folderOf of [shippedAssets.shapes, shippedAssets.ontology])
      for (const name of assetNames(folderOf, '.ttl'))
        // The engine compares durations as text, and would find thousands of false results to tell.
        bareShapes.addQuads(
          new Parser()
            .parse(readAsset(folderOf, name))
            .filter(({ object }) => !object.datatype?.value.endsWith('#dayTimeDuration')),
        );
    let [found, results] = [0, 0];
    const times = await interleaved(
      {
        bare: async () => {
          const report = await new Validator(bareShapes, { factory: new DataFactory() }).validate({ dataset });
          results = report.results.length;
        },
        ours: async () => {
          const findings = await shapeFindings(spec, ownShapes, new Obligations());
          found = findings.filter(({ diagnostic }) => diagnostic.at !== undefined).length;
        },
      },
      ROUNDS,
    );
    if (found === 0 || found !== results) throw new Error(`${found} findings with a place, ${results} results`);
    return row(`core shapes, 100k, ${found} findings`, times.ours, 'shacl-engine', times.bare, 1.3);
  });
}

async function growth() {
  const close = (triples) =>
    generated(triples, async (_, folder) => {
      const spec = sound(await loadSpec(folder));
      const { ms, value } = await timed(() => closeSpec(spec, { catalogue }));
      if (!sound(value).conforms) throw new Error('not closed');
      return { ms, triples: spec.graphs.size };
    });
  await close(LARGE / 10);
  const all = { small: [], large: [] };
  for (let round = 0; round < 3; round++) {
    all.small.push(await close(LARGE / 10));
    all.large.push(await close(LARGE));
  }
  const mid = (size) => median(all[size].map(({ ms }) => ms));
  const { triples } = all.large[0];
  return row('whole closure, 100k', mid('large'), 'the same, 10k', mid('small'), 12, {
    sPer1000: (mid('large') / triples).toFixed(2),
  });
}
