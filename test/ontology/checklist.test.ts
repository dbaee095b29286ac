// The vocabulary keeps to its own rules: each module says who it is, each term is a dictionary entry.
import type { Quad } from '@rdfjs/types';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/base/assets.ts';
import { dcterms, owl, prefixes, rdf, rdfs } from '../../src/vocabulary/borrowed.ts';
import { READ, read, SX, sx } from '../../src/vocabulary/terms.ts';
import { modules, objects, ownModules, turtle } from './modules.ts';

const ns = 'https://w3id.org/spec-exec/ns';
const skosExample = 'http://www.w3.org/2004/02/skos/core#example';
const vann = 'http://purl.org/vocab/vann/';
const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string };

const terms = ownModules.flatMap(({ name, text, quads }) =>
  [...new Set(quads.map(({ subject }) => subject.value))]
    .filter((iri) => iri.startsWith(SX) || iri.startsWith(READ))
    .map((iri) => ({ iri, name: iri.slice((iri.startsWith(SX) ? SX : READ).length), module: name, text, quads })),
);
const typesOf = (quads: readonly Quad[], iri: string) => objects(quads, iri, rdf.type.value).map(({ value }) => value);

describe.each(modules)('the module $name', ({ name, text, quads, prefixes: declared }) => {
  const iri = `${ns}/${name}`;
  const said = (predicate: string) => objects(quads, iri, predicate).map(({ value }) => value);

  it('says who it is: title, description, creator, licence, dates, prefix, namespace', () => {
    expect(said(rdf.type.value)).toEqual([owl.Ontology.value]);
    for (const property of ['title', 'description', 'creator', 'license', 'created', 'modified'])
      expect(said(`http://purl.org/dc/terms/${property}`), property).toHaveLength(1);
    expect(said(`${vann}preferredNamespacePrefix`)).toEqual([name === 'reading' ? 'read' : 'sx']);
    expect(said(`${vann}preferredNamespaceUri`)).toEqual([name === 'reading' ? READ : SX]);
  });

  it('is of the version of the package', () => {
    expect(said(owl.versionInfo.value)).toEqual([version]);
    expect(said(owl.versionIRI.value)).toEqual([`${iri}/${version}`]);
  });

  it('imports modules of ours alone', () => {
    const known = modules.map((one) => `${ns}/${one.name}`);
    for (const imported of said(owl.imports.value)) expect(known).toContain(imported);
  });

  it('declares the prefixes that queries and people use, for the same namespaces', () => {
    for (const [prefix, namespace] of Object.entries(declared))
      expect({ ...prefixes, vann }[prefix], prefix).toBe(namespace);
  });

  it('holds no blank node', () => {
    expect(
      quads.filter(({ subject, object }) => [subject, object].some(({ termType }) => termType === 'BlankNode')),
    ).toEqual([]);
  });

  it('is in sections that are ruled off, and says in which order', () => {
    expect(text).toMatch(/\n# -{76}\n# \w[^\n]*\n# -{76}\n/);
    expect(text).toMatch(/reading order|by name/);
  });
});

describe('every term', () => {
  it('is declared in one module only', () => {
    const seen = new Map<string, string[]>();
    for (const { iri, module } of terms) seen.set(iri, [...(seen.get(iri) ?? []), module]);
    expect([...seen].filter(([, where]) => where.length > 1)).toEqual([]);
  });

  it('has a label and a comment in English, a tier, and says where it is defined', () => {
    for (const { iri, name, quads } of terms) {
      const label = objects(quads, iri, rdfs.label.value);
      const comment = objects(quads, iri, rdfs.comment.value);
      expect(
        label.map((one) => 'language' in one && one.language),
        name,
      ).toEqual(['en']);
      expect(
        comment.map((one) => 'language' in one && one.language),
        name,
      ).toEqual(['en']);
      expect(comment[0]!.value, name).toMatch(/^[A-Z].*[.)]$/s);
      expect(
        objects(quads, iri, rdfs.isDefinedBy.value).map(({ value }) => value),
        name,
      ).toEqual([ns]);
      const tier = objects(quads, iri, sx.category.value).map(({ value }) => value);
      expect(['starting-point', 'expanded'], name).toContain(tier[0]);
      expect(tier, name).toHaveLength(1);
    }
  });

  it('is written in one order: type, label, comment, parent, domain, range, example, tier, definition', () => {
    const order = [
      'a',
      'rdfs:label',
      'rdfs:comment',
      'rdfs:subClassOf',
      'rdfs:subPropertyOf',
      'rdfs:domain',
      'rdfs:range',
      'skos:example',
      'owl:deprecated',
      'dcterms:isReplacedBy',
      'sx:category',
      'rdfs:isDefinedBy',
    ];
    for (const { text } of ownModules)
      for (const block of text.split('\n\n').filter((one) => /^(?:sx|read):\w+\n/.test(one))) {
        const found = [...block.matchAll(/^ {4}([a-z-]+:\w+|a) /gm)].map(([, predicate]) => order.indexOf(predicate!));
        expect(found, block).toEqual([...found].sort((a, b) => a - b));
        expect(found, block).not.toContain(-1);
      }
  });

  it('is named after its kind: classes UpperCamelCase and with a parent, all others lowerCamelCase', () => {
    for (const { iri, name, quads } of terms) {
      const isClass = typesOf(quads, iri).includes(owl.Class.value);
      const ground = iri.startsWith(READ) && typesOf(quads, iri).includes(owl.NamedIndividual.value);
      expect(name).toMatch(isClass || ground ? /^[A-Z][A-Za-z]+$/ : /^[a-z][A-Za-z0-9]+$/);
      if (isClass) expect(objects(quads, iri, rdfs.subClassOf.value), name).not.toEqual([]);
    }
  });

  it('has at most one domain and one range: two would mean both at once', () => {
    for (const { iri, name, quads } of terms) {
      expect(objects(quads, iri, rdfs.domain.value).length, name).toBeLessThan(2);
      expect(objects(quads, iri, rdfs.range.value).length, name).toBeLessThan(2);
    }
  });

  it('that people should learn first has an example, which is Turtle and uses it', () => {
    const head = Object.entries({ ...prefixes, '': 'https://example.org/#' })
      .map(([prefix, iri]) => `@prefix ${prefix}: <${iri}> .`)
      .join('\n');
    for (const { iri, name, quads } of terms) {
      const examples = objects(quads, iri, skosExample);
      const tier = objects(quads, iri, sx.category.value)[0]!.value;
      if (tier === 'starting-point') expect(examples, name).not.toEqual([]);
      for (const example of examples) {
        const said = turtle(`${head}\n${example.value}`).quads;
        expect(
          said.some(({ subject, predicate, object }) =>
            [subject, predicate, object].some(({ value }) => value === iri),
          ),
          `${name}: ${example.value}`,
        ).toBe(true);
      }
    }
  });

  it('that is deprecated says what to write instead', () => {
    for (const { iri, name, quads } of terms)
      if (objects(quads, iri, owl.deprecated.value).length)
        expect(objects(quads, iri, dcterms.isReplacedBy.value), name).toHaveLength(1);
  });

  it('is in src/vocabulary/terms.ts, and nothing else is', () => {
    const own = (namespace: string) => terms.filter(({ iri }) => iri.startsWith(namespace)).map(({ name }) => name);
    expect(Object.keys(sx).sort()).toEqual(own(SX).sort());
    expect(Object.keys(read).sort()).toEqual(own(READ).sort());
    execFileSync(process.execPath, ['scripts/vocabulary.mjs', '--check'], {
      cwd: packageRoot,
      env: { PATH: process.env['PATH'] },
    });
  });
});
