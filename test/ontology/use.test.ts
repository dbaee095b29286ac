// Words that nobody uses are taken out, and words of others are listed: both catch misspellings.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { assetNames, packageRoot } from '../../src/base/assets.ts';
import * as borrowedTerms from '../../src/vocabulary/borrowed.ts';
import { prefixes, rdf, rdfs } from '../../src/vocabulary/borrowed.ts';
import { READ, read, SX, sx } from '../../src/vocabulary/terms.ts';
import { modules, ownModules, turtle } from './modules.ts';

const folders = ['shapes', 'queries', '.specify/specs/007-optimize-build-times', '.specify/bindings', 'test/cases'];
const files = folders.flatMap((folder) =>
  ['.ttl', '.trig', '.rq'].flatMap((ending) =>
    assetNames(join(packageRoot, folder), ending).map((name) => `${folder}/${name}`),
  ),
);
const textOf = (file: string) => readFileSync(join(packageRoot, file), 'utf8');

/** Prefixed names outside of comments, strings and IRIs. */
function namesIn(text: string): string[] {
  const bare = text
    .replaceAll(/"""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\.)*"/g, '""')
    .replaceAll(/<[^<>\s]*>/g, '<>')
    .replaceAll(/(^|\s)#.*$/gm, '');
  return [...bare.matchAll(/(?<![\w:.-])([A-Za-z][\w-]*):([A-Za-z][\w-]*)/g)].map(([name]) => name);
}

describe('our words', () => {
  it('are each used in a specification, a shape, a query or a case, or have members that are', () => {
    const used = new Set(files.flatMap((file) => [...textOf(file).matchAll(/\bsx:(\w+)/g)].map(([, name]) => name!)));
    for (const { quads } of ownModules)
      for (const { predicate, object } of quads)
        if (predicate.equals(rdf.type) && object.value.startsWith(SX)) used.add(object.value.slice(SX.length));
        else if (predicate.value.startsWith(SX)) used.add(predicate.value.slice(SX.length));
    expect(Object.keys(sx).filter((name) => !used.has(name))).toEqual([]);
  });

  it('of a reading are each stated by the room that reads, or say how words are read', () => {
    const folder = join(packageRoot, 'src/reading');
    const used = new Set(
      assetNames(folder, '.ts').flatMap((name) =>
        [...readFileSync(join(folder, name), 'utf8').matchAll(/\bread(?:\.(\w+)|\[)/g)].map(
          ([, term]) => term ?? 'Type',
        ),
      ),
    );
    const lexicon = readFileSync(join(packageRoot, 'ontology/lexicon.ttl'), 'utf8');
    for (const [, term] of lexicon.matchAll(/\bread:(\w+)/g)) used.add(term!);
    const individuals = new Set(
      ownModules
        .find(({ name }) => name === 'reading')!
        .quads.filter(({ predicate, object }) => predicate.equals(rdf.type) && object.value.startsWith(READ))
        .flatMap(({ subject, object }) => [subject.value, object.value].map((iri) => iri.slice(READ.length))),
    );
    expect(Object.keys(read).filter((name) => !used.has(name) && !individuals.has(name))).toEqual([]);
  });

  it('are declared wherever a shape, query, binding or the reference specification uses one', () => {
    const unknown = files
      .filter((file) => !file.startsWith('test/'))
      .flatMap((file) => namesIn(textOf(file)).map((name) => [file, name] as const))
      .filter(([, name]) => name.startsWith('sx:') && !(name.slice('sx:'.length) in sx))
      // Shapes have names of their own, in our namespace.
      .filter(([, name]) => !/^sx:\w+Shape(-\w+)?$/.test(name));
    expect(unknown).toEqual([]);
  });
});

describe('the words of others', () => {
  const listed = new Set(
    modules
      .find(({ name }) => name === 'borrowed')!
      .quads.filter(({ predicate }) => predicate.equals(rdfs.isDefinedBy))
      .map(({ subject }) => subject.value),
  );

  it('are listed in ontology/borrowed.ttl where our modules, shapes, bindings or the reference specification use them', () => {
    const texts = files
      .filter((file) => file.endsWith('.ttl') && !file.startsWith('test/'))
      .map((file) => [file, turtle(textOf(file)).quads] as const);
    const unlisted = [...modules.map(({ name, quads }) => [name, quads] as const), ...texts].flatMap(([where, quads]) =>
      quads
        .flatMap(({ subject, predicate, object }) => [
          subject,
          predicate,
          object,
          ...('datatype' in object ? [object.datatype] : []),
        ])
        .filter(
          (term) =>
            term.termType === 'NamedNode' &&
            Object.values(prefixes).some(
              (namespace) => namespace !== SX && namespace !== READ && term.value.startsWith(namespace),
            ),
        )
        .filter(({ value }) => !listed.has(value) && !Object.values(prefixes).includes(value))
        .map(({ value }) => `${where}: ${value}`),
    );
    expect([...new Set(unlisted)]).toEqual([]);
  });

  it('are listed where a query uses them', () => {
    const unlisted = files
      // Queries that lift a dialect are written in its words.
      .filter((file) => file.startsWith('queries/') && !file.startsWith('queries/lift/'))
      .flatMap((file) => namesIn(textOf(file)).map((name) => [file, name] as const))
      .map(
        ([file, name]) => [file, name.replace(/^([\w-]+):/, (all, prefix: string) => prefixes[prefix] ?? all)] as const,
      )
      .filter(([, iri]) => !iri.startsWith(SX) && !iri.startsWith(READ) && !listed.has(iri));
    expect(unlisted).toEqual([]);
  });

  it('are listed where the program uses them', () => {
    const { prefixes: _, ...vocabularies } = borrowedTerms;
    const unlisted = Object.values(vocabularies)
      .flatMap((vocabulary) => Object.values(vocabulary))
      .map((term) => (typeof term === 'string' ? term : term.value))
      .filter((iri) => !listed.has(iri));
    expect(unlisted).toEqual([]);
  });
});
