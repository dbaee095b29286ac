// Random quads that a journal may hold: IRIs and literals with every awkward character, in named graphs.
import type { Quad } from '@rdfjs/types';
import fc from 'fast-check';
import { literal, namedNode, quad } from '../../src/vocabulary/factory.ts';

const iri = fc
  .string({ unit: 'grapheme', maxLength: 12 })
  .map((text) => namedNode(`https://example.org/${text.replace(/[\0-\x20<>"{}|^`\\]/g, '')}`));
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({
    unit: fc.constantFrom('\\', '"', '\n', '\r', '\t', '\0', '\u007f', '\u2028', 'u', 'é', '😀'),
    maxLength: 12,
  }),
);
const object = fc.oneof(
  iri,
  text.map((value) => literal(value)),
  fc.tuple(text, iri).map(([value, datatype]) => literal(value, datatype)),
  fc.tuple(text, fc.constantFrom('en', 'en-gb', 'zh-hans-cn')).map(([value, language]) => literal(value, language)),
);
export const someQuad: fc.Arbitrary<Quad> = fc.tuple(iri, iri, object, iri).map(([s, p, o, g]) => quad(s, p, o, g));
