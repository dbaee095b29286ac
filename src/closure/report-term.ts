// A term from its N-Triples text.
import type { Quad, Quad_Object } from '@rdfjs/types';
import { Parser } from 'n3';
import { blankNode } from '../vocabulary/factory.ts';

/** The term that N-Triples writes so; undefined where it is none. */
export function termOf(text: string): Quad_Object | undefined {
  // The parser gives blank nodes labels of its own.
  if (text.startsWith('_:')) return blankNode(text.slice(2));
  try {
    const [found] = new Parser({ format: 'application/n-triples' }).parse(`<urn:x:s> <urn:x:p> ${text} .`) as Quad[];
    return found?.object;
  } catch {
    return undefined;
  }
}
