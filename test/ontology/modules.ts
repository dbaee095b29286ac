// The vocabulary's modules, read for the tests of the checklist.
import type { Quad, Term } from '@rdfjs/types';
import { Parser } from 'n3';
import { assetNames, readAsset, shippedAssets } from '../../src/base/assets.ts';

export interface Module {
  readonly name: string;
  readonly text: string;
  readonly quads: readonly Quad[];
  readonly prefixes: Readonly<Record<string, string>>;
}

/** Parses Turtle on its own, without any other file. */
export function turtle(text: string): { quads: Quad[]; prefixes: Record<string, string> } {
  const prefixes: Record<string, string> = {};
  const parser = new Parser({ format: 'text/turtle' });
  const quads = parser.parse(text, null, (prefix, iri) => {
    prefixes[prefix] = typeof iri === 'string' ? iri : iri.value;
  });
  return { quads: quads as Quad[], prefixes };
}

export const modules: readonly Module[] = assetNames(shippedAssets.ontology, '.ttl').map((file) => {
  const text = readAsset(shippedAssets.ontology, file);
  return { name: file.slice(0, -'.ttl'.length), text, ...turtle(text) };
});

/** Modules with words of ours: all but the list of borrowed ones, and the words by which others call ours. */
export const ownModules = modules.filter(({ name }) => !['borrowed', 'lexicon'].includes(name));

export function objects(quads: readonly Quad[], subject: string, predicate: string): Term[] {
  return quads
    .filter((one) => one.subject.value === subject && one.predicate.value === predicate)
    .map(({ object }) => object);
}
