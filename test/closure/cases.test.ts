// Walks test/cases/shapes: a folder for each named shape and each coverage query, with a specification in which it
// fires and one in which it has nothing to say.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';
import { packageRoot, shippedAssets } from '../../src/base/assets.ts';
import { coverageFindings } from '../../src/closure/coverage.ts';
import { Obligations } from '../../src/closure/obligations.ts';
import { shapeFindings } from '../../src/closure/shape-findings.ts';
import { loadShapes } from '../../src/closure/shapes.ts';
import { openCatalogue } from '../../src/query/catalogue.ts';
import { loadSpec } from '../../src/store/load.ts';
import { loadOntology } from '../../src/store/ontology.ts';
import { SX } from '../../src/vocabulary/terms.ts';

const cases = join(packageRoot, 'test/cases/shapes');
const catalogue = openCatalogue(shippedAssets.queries);
const loaded = await loadShapes(shippedAssets.shapes, [], packageRoot, loadOntology(shippedAssets.ontology).subClasses);
if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics));

const shapes = loaded.value;

/** Code by name of the case: of a shape what stands after `sx:`, of a query its file. */
const ofShapes = new Map<string, string>();
for (const { shape, notes } of shapes.top)
  if (notes.code !== undefined) ofShapes.set(shape.value.replace(SX, ''), notes.code);
const ofQueries = new Map<string, string>();
for (const name of catalogue.names('closure/')) {
  const entry = catalogue.get(name);
  if (entry.ok) ofQueries.set(name.replace('closure/', ''), entry.value.fields['code']!);
}
const codes = new Map([...ofShapes, ...ofQueries]);

/** All shapes are asked for a shape's case, and for a query's case that query alone: asking all takes a minute. */
async function codesFound(name: string, file: string): Promise<string[]> {
  const spec = await loadSpec(join(cases, name, file), { root: cases });
  if (!spec.ok) throw new Error(JSON.stringify(spec.diagnostics));
  const found = ofShapes.has(name)
    ? (await shapeFindings(spec.value, shapes, new Obligations())).map(({ diagnostic }) => diagnostic)
    : await coverageFindings(spec.value, catalogue, new Obligations(), `closure/${name}`);
  expect(found.filter(({ at }) => at === undefined)).toEqual([]);
  return found.map(({ code }) => code);
}

describe('each shape and coverage query', () => {
  it('brings a code of its own, a reason and a way out, and has a case', () => {
    const tops = shapes.top.map(({ shape, notes }) => [
      shape.value,
      notes.code,
      notes.why,
      notes.remedy,
      notes.message,
    ]);
    expect(tops.filter((one) => one.some((part) => part === undefined))).toEqual([]);
    const folders = readdirSync(cases);
    expect([...codes.keys()].filter((name) => !folders.includes(name))).toEqual([]);
    expect(folders.filter((name) => !codes.has(name))).toEqual([]);
  });

  for (const [name, code] of codes) {
    const there = existsSync(join(cases, name, 'fires.ttl'));
    it.skipIf(!there)(`${name} gives ${code} where it should, and not where it should not`, async () => {
      expect(await codesFound(name, 'fires.ttl')).toContain(code);
      expect(await codesFound(name, 'holds.ttl')).not.toContain(code);
    });
  }
});
