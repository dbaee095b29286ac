// Load, close and derive a specification of 1,000, 10,000 and 100,000 triples.
// Expected: n3 parses about 400,000 triples a second and shacl-engine judges about 20,000 conditions a second, so 100,000
// triples with 70,000 obligations cost 0.3 s and 3 s bare. Places, coverage queries, derivation and the plan may cost as
// much again, so the ratio should be 2 to 4, the same at each size; small ones pay half a second once for loading the engine.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Parser, Store } from 'n3';
import { DataFactory } from 'rdf-data-factory';
import { Validator } from 'shacl-engine';
import { assetNames, readAsset, shippedAssets } from '../dist/base/assets.js';
import { closeSpec } from '../dist/closure/close.js';
import { compile } from '../dist/derive/compile.js';
import { derive } from '../dist/derive/derive.js';
import { openCatalogue } from '../dist/query/catalogue.js';
import { loadSpec } from '../dist/store/load.js';
import { writeProject } from './generate.mjs';
import { inFolder, median, timed } from './harness.mjs';

export const title = 'load + close + derive, against bare n3 + bare shacl-engine on the same data and shapes';

const TRIPLES_PER_TASK = 25;
const SLO_S_PER_1000 = 5;
const SIZES = [
  [1_000, 5],
  [10_000, 3],
  [100_000, 1],
];
const catalogue = openCatalogue(shippedAssets.queries);

export async function run() {
  const rows = [];
  await measure(1_000); // everything is loaded and warm
  for (const [triples, rounds] of SIZES) {
    const all = [];
    for (let round = 0; round < rounds; round++) all.push(await measure(triples));
    const mid = (pick) => median(all.map(pick));
    const before = rows.at(-1);
    const row = {
      triples: all[0].triples,
      obligations: all[0].obligations,
      loadMs: mid((one) => one.load),
      closeMs: mid((one) => one.close),
      deriveMs: mid((one) => one.derive),
      compileMs: mid((one) => one.compile),
      totalMs: mid((one) => one.load + one.close + one.derive + one.compile),
      bareN3Ms: mid((one) => one.parse),
      bareShaclMs: mid((one) => one.validate),
    };
    rows.push({
      ...row,
      ratio: row.totalMs / (row.bareN3Ms + row.bareShaclMs),
      growth: before ? row.totalMs / before.totalMs : '-',
      growthBare: before ? (row.bareN3Ms + row.bareShaclMs) / (before.bareN3Ms + before.bareShaclMs) : '-',
      sPer1000: row.totalMs / row.triples,
      slo: row.totalMs / row.triples <= SLO_S_PER_1000 ? `met (${SLO_S_PER_1000})` : `MISSED (${SLO_S_PER_1000})`,
    });
  }
  return { tables: [rows], notes: ["sPer1000: seconds per 1,000 triples, beside the seed's objective of 5 s"] };
}

function measure(triples) {
  return inFolder(async (root) => {
    const folder = writeProject(root, { tasks: Math.round(triples / TRIPLES_PER_TASK), phases: 10, layout: 'layered' });
    const load = await timed(() => loadSpec(folder));
    const spec = sound(load.value);
    const loaded = spec.graphs.size;
    const close = await timed(() => closeSpec(spec, { catalogue }));
    const closure = sound(close.value);
    if (!closure.conforms) throw new Error(`not closed: ${closure.diagnostics[0]?.message}`);
    const derived = await timed(() => derive(spec.graphs, catalogue));
    const compiled = await timed(() => compile(spec.graphs, { catalogue }));
    sound(compiled.value);

    const texts = spec.documents.map(({ path }) => readFileSync(join(root, path), 'utf8'));
    const parse = await timed(() => new Store(texts.flatMap((text) => new Parser().parse(text))));
    const shapes = new Store();
    for (const [assets, names] of [
      [shippedAssets.shapes, assetNames(shippedAssets.shapes, '.ttl')],
      [shippedAssets.ontology, assetNames(shippedAssets.ontology, '.ttl')],
    ])
      for (const name of names) shapes.addQuads(new Parser().parse(readAsset(assets, name)));
    const validate = await timed(async () => {
      const report = await new Validator(shapes, { factory: new DataFactory() }).validate({ dataset: parse.value });
      if (!report.conforms) throw new Error('the bare engine finds something');
    });
    return {
      triples: loaded,
      obligations: closure.total,
      load: load.ms,
      close: close.ms,
      derive: derived.ms,
      compile: compiled.ms,
      parse: parse.ms,
      validate: validate.ms,
    };
  });
}

export function sound(result) {
  if (!result.ok) throw new Error(result.diagnostics[0]?.message);
  return result.value;
}
