// Words of names, however they are cased, joined and inflected.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyOf, localName, splitWords, tellingWords } from '../../src/reading/words.ts';

describe('words', () => {
  it.each([
    ['SystemArchitect', 'system architect'],
    ['CARGO_TARGET_DIR', 'cargo target dir'],
    ['spec-validator1_SpecClosure', 'spec validator 1 spec closure'],
    ['RDFProcessing', 'rdf processing'],
    ['All SLOs met', 'all slos met'],
    ['phase2Days', 'phase 2 days'],
    ['Prüfung der Größe', 'prüfung der größe'],
    ['', ''],
  ])('of %j are %j', (text, words) => {
    expect(splitWords(text).join(' ')).toBe(words);
  });

  it('have one key for singular and plural, and for numbers in letters and digits', () => {
    const pairs = [
      ['tasks', 'task'],
      ['caches', 'cache'],
      ['classes', 'class'],
      ['dependencies', 'dependency'],
      ['success criteria', 'success criterion'],
      ['PhaseOne', 'phase 1'],
      ['SLOs', 'slo'],
    ];
    for (const [a, b] of pairs) expect(keyOf(splitWords(a!)), a).toBe(keyOf(splitWords(b!)));
  });

  it('that end in -us, -is and -ss keep their end', () => {
    expect(['status', 'analysis', 'process'].map((word) => keyOf([word]))).toEqual(['status', 'analysis', 'process']);
  });

  it('that tell names apart stand in no order, without articles', () => {
    expect(tellingWords(splitWords('Usage of the Memory at its Peak'))).toEqual(
      tellingWords(splitWords('peak memory usage at its')),
    );
  });

  it('come of any text whatever', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const words = splitWords(text);
        expect(words.every((word) => word !== '' && !/\s/.test(word))).toBe(true);
        expect(keyOf(words)).toBe(keyOf(splitWords(words.join(' '))));
      }),
    );
  });
});

describe('the local name of an IRI', () => {
  it.each([
    ['https://example.org/a#b', 'b'],
    ['https://example.org/a/b/', 'b'],
    ['urn:x:build', 'build'],
    ['https://example.org/a%20b', 'a b'],
    ['https://example.org/100%', '100%'],
  ])('of %s is %s', (iri, name) => {
    expect(localName(iri)).toBe(name);
  });

  it('is found behind any number of slashes', () => {
    expect(localName(`https://example.org${'/'.repeat(300_000)}a//`)).toBe('a');
  });
});
