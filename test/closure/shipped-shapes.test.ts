// What the shipped shapes and coverage queries say of themselves; test/spec walks their cases.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot, shippedAssets } from '../../src/base/assets.ts';
import { closeSpec } from '../../src/closure/close.ts';
import { loadShapes } from '../../src/closure/shapes.ts';
import { openCatalogue } from '../../src/query/catalogue.ts';
import { loadFiles } from '../../src/store/load.ts';
import { loadOntology } from '../../src/store/ontology.ts';
import { temporary, write } from './closing.ts';

describe('the shipped shapes and coverage queries', () => {
  it('use no SHACL that is passed over, and each condition at the top brings code, sentence, reason and way out', async () => {
    const ontology = loadOntology(shippedAssets.ontology);
    const shapes = await loadShapes(shippedAssets.shapes, [], packageRoot, ontology.subClasses);
    if (!shapes.ok) throw new Error(JSON.stringify(shapes.diagnostics));
    const dumb = shapes.value.top.filter(
      ({ notes: { code, message, why, remedy } }) => !code || !message || !why || !remedy,
    );
    expect(dumb.map(({ shape }) => shape.value)).toEqual([]);
    expect(shapes.value.top.length).toBeGreaterThan(100);
  });

  it('target only classes and speak only of properties that the vocabulary has', async () => {
    const { terms } = loadOntology(shippedAssets.ontology);
    const shapes = await loadShapes(shippedAssets.shapes, [], packageRoot, []);
    if (!shapes.ok) throw new Error(JSON.stringify(shapes.diagnostics));
    const ns = 'https://w3id.org/spec-exec/ns#';
    const named = Array.from(shapes.value.graphs.match(), ({ predicate, object }) => ({ predicate, object })).filter(
      ({ predicate }) => /#(targetClass|class|path|hasValue|first)$/.test(predicate.value),
    );
    const used = named.map(({ object }) => object.value).filter((iri) => iri.startsWith(ns) && !/Shape$/.test(iri));
    expect([...new Set(used)].filter((iri) => !terms.has(iri))).toEqual([]);
  });

  it('take no number that is none, no time below nothing, and no blank for text', async () => {
    const folder = temporary();
    const text = `@prefix : <https://example.org/s#> . @prefix sx: <https://w3id.org/spec-exec/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix dcterms: <http://purl.org/dc/terms/> .
:good a sx:Task ; dcterms:title "🎉" ; sx:timeout "PT1S"^^xsd:dayTimeDuration ; sx:optimistic "PT0S"^^xsd:dayTimeDuration .
:slo a sx:Metric ; sx:target 1.5e1 .
:bad a sx:Task ; dcterms:title " " ;
  sx:timeout "PT0S"^^xsd:dayTimeDuration ;
  sx:optimistic "-PT1H"^^xsd:dayTimeDuration .
:nan a sx:Metric ; sx:target "NaN"^^xsd:double .
:inf a sx:Metric ; sx:target "INF"^^xsd:double .
`;
    write(folder, { 'all.ttl': text });
    const spec = await loadFiles([join(folder, 'all.ttl')], { root: folder });
    if (!spec.ok) throw new Error(JSON.stringify(spec.diagnostics));
    const catalogue = { ...openCatalogue(shippedAssets.queries), names: () => [] };
    const closed = await closeSpec(spec.value, { catalogue });
    if (!closed.ok) throw new Error(JSON.stringify(closed.diagnostics));
    const codes = ['without-title', 'timeout-not-a-duration', 'estimate-not-a-duration', 'metric-without-target'];
    const found = closed.value.diagnostics.filter(
      ({ code, at }) => codes.includes(code.slice('closure/'.length)) && at!.column > 1,
    );
    expect(found.map(({ code, at }) => `${at!.line} ${code}`)).toEqual([
      '5 closure/without-title',
      '6 closure/timeout-not-a-duration',
      '7 closure/estimate-not-a-duration',
      '8 closure/metric-without-target',
      '9 closure/metric-without-target',
    ]);
  });

  it('bring, each query, code, message, reason, way out and a class to count by', () => {
    const catalogue = openCatalogue(shippedAssets.queries);
    const names = catalogue.names('closure/');
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) {
      const entry = catalogue.get(name);
      if (!entry.ok) throw new Error(name);
      const { fields } = entry.value;
      expect([name, ...['code', 'message', 'why', 'remedy', 'class'].filter((field) => !fields[field])]).toEqual([
        name,
      ]);
      expect(fields['code']).toMatch(/^closure\/[a-z-]+$/);
    }
  });
});
