import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/base/assets.ts';
import { loadFiles } from '../../src/store/load.ts';
import { publishedNames } from '../../src/vocabulary/published.ts';

describe('the names of published vocabularies', () => {
  it('hold every term that we borrow from them', async () => {
    const borrowed = await loadFiles([join(packageRoot, 'ontology/borrowed.ttl')], { root: packageRoot });
    if (!borrowed.ok) throw new Error('ontology/borrowed.ttl does not load');
    const unknown = Array.from(borrowed.value.graphs.match(), ({ subject }) => subject.value).filter((iri) => {
      const end = Math.max(iri.lastIndexOf('#'), iri.lastIndexOf('/')) + 1;
      const names = publishedNames(iri.slice(0, end));
      return names !== undefined && !names.includes(iri.slice(end));
    });
    expect(unknown).toEqual([]);
  });

  it('are each given once', () => {
    for (const namespace of [
      'http://www.w3.org/ns/shacl#',
      'http://www.w3.org/ns/prov#',
      'http://xmlns.com/foaf/0.1/',
    ]) {
      const names = publishedNames(namespace)!;
      expect(names.length).toBe(new Set(names).size);
    }
  });
});
