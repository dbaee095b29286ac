// What the shipped shapes and coverage queries say of themselves; test/spec walks their cases.
import { describe, expect, it } from 'vitest';
import { packageRoot, shippedAssets } from '../../src/base/assets.ts';
import { loadShapes } from '../../src/closure/shapes.ts';
import { openCatalogue } from '../../src/query/catalogue.ts';
import { loadOntology } from '../../src/store/ontology.ts';

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
