// The journal's lines against n3's reading and writing of N-Quads.
import type { Quad } from '@rdfjs/types';
import fc from 'fast-check';
import { Parser, Writer } from 'n3';
import { describe, expect, it } from 'vitest';
import { quadLine, quadReader } from '../../src/store/journal-quads.ts';
import { blankNode, namedNode, quad } from '../../src/vocabulary/factory.ts';
import { someQuad } from './some-quads.ts';

describe('a line of the journal', () => {
  it('is read back as the quad it was written from, letter for letter', () => {
    fc.assert(
      fc.property(someQuad, (given) => {
        const line = quadLine(given);
        expect(line).not.toMatch(/[\n\r]/);
        expect(quadReader()(line)?.equals(given)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('is what n3 reads as the same quad', () => {
    fc.assert(
      fc.property(someQuad, (given) => {
        const [read] = new Parser({ format: 'N-Quads' }).parse(`${quadLine(given)}\n`);
        expect(given.equals(read as unknown as Quad)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('may have been written by n3 as well', () => {
    fc.assert(
      fc.property(someQuad, (given) => {
        const line = new Writer({ format: 'N-Quads' }).quadsToString([given as never]).trimEnd();
        expect(quadReader()(line)?.equals(given)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps the language and the direction of a text', () => {
    const line = '<urn:s> <urn:s> "كتاب"@ar-eg--rtl <urn:s> .';
    const read = quadReader()(line)!;
    expect(read.object).toMatchObject({ value: 'كتاب', language: 'ar-eg', direction: 'rtl' });
    expect(quadLine(read)).toBe(line);
  });

  it('cannot hold blank nodes, the default graph, relative IRIs or IRIs with spaces', () => {
    const s = namedNode('urn:s');
    expect(() => quadLine(quad(blankNode('b'), s, s, s))).toThrow('not a BlankNode: b');
    expect(() => quadLine(quad(s, s, s))).toThrow('not a DefaultGraph');
    expect(() => quadLine(quad(s, s, namedNode('a b'), s))).toThrow('cannot hold this IRI: "a b"');
    expect(() => quadLine(quad(s, s, namedNode('urn:a b'), s))).toThrow('cannot hold this IRI: "urn:a b"');
  });
});
