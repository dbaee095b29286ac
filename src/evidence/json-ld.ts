// JSON-LD to quads, by the context that the document carries. The only importer of the JSON-LD reader, which is loaded when
// the first evidence comes in (50 ms). rdflib's reader was tried: it fails on `@json` and turns `true` into `1`.
import type { NamedNode, Quad } from '@rdfjs/types';
import { literal, namedNode, quad } from '../vocabulary/factory.ts';

/** The document's triples in one graph. Throws on blank nodes, relative IRIs, and contexts that would have to be fetched: all of them are our own mistakes. */
export async function quadsOf(document: object, graph: NamedNode): Promise<Quad[]> {
  const { JsonLdParser } = await import('jsonld-streaming-parser');
  const parser = new JsonLdParser({
    documentLoader: { load: (url: string) => Promise.reject(new Error(`a JSON-LD context is never fetched: ${url}`)) },
    strictValues: true,
  });
  const quads: Quad[] = [];
  await new Promise<void>((resolve, reject) => {
    parser.on('data', (found: Quad) => quads.push(found));
    parser.on('end', resolve);
    parser.on('error', reject);
    parser.write(JSON.stringify(document));
    parser.end();
  });
  return quads.map(({ subject, predicate, object }) =>
    quad(iri(subject), iri(predicate), object.termType === 'Literal' ? copied(object) : iri(object), graph),
  );
}

function iri(term: Quad['subject'] | Quad['predicate'] | Quad['object']): NamedNode {
  if (term.termType !== 'NamedNode') throw new Error(`evidence has no ${term.termType}: ${term.value}`);
  return namedNode(term.value);
}

function copied(term: Extract<Quad['object'], { termType: 'Literal' }>) {
  return literal(term.value, term.language || namedNode(term.datatype.value));
}
