import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { secretsOf } from '../../src/base/secrets.ts';

const value = fc.string({ minLength: 6, maxLength: 40, unit: 'grapheme' }).filter((text) => text.trim().length >= 6);
const around = fc.tuple(fc.string({ maxLength: 20 }), fc.string({ maxLength: 20 }));

describe('a secret', () => {
  it.each([
    ['as it is', (text: string) => text],
    ['in base64, wherever it stands', (text: string) => Buffer.from(text).toString('base64')],
    ['in base64 for URLs', (text: string) => Buffer.from(text).toString('base64url')],
    ['in JSON', (text: string) => JSON.stringify({ text })],
    ['in JSON within JSON', (text: string) => JSON.stringify(JSON.stringify({ text }))],
  ])('is taken out of text %s', (_, written) => {
    fc.assert(
      fc.property(value, around, (secret, [before, after]) => {
        const { mask, foundIn } = secretsOf([{ name: 'TOKEN', value: secret }]);
        const text = written(`${before}${secret}${after}`);
        expect(foundIn(text)).toBe('TOKEN');
        expect(foundIn(Buffer.from(text))).toBe('TOKEN');
        expect(mask(text)).toContain('[TOKEN]');
        expect(mask(text)).not.toContain(secret);
      }),
    );
  });

  it('is taken out of an address, where it is percent-encoded', () => {
    const { mask } = secretsOf([{ name: 'KEY', value: 'pa ss/wörd' }]);
    expect(mask('https://x/?k=pa%20ss%2Fw%C3%B6rd&y')).toBe('https://x/?k=[KEY]&y');
  });

  it('that is part of another one leaves nothing of the longer one behind', () => {
    const { mask } = secretsOf([
      { name: 'SHORT', value: 'abcdef' },
      { name: 'LONG', value: 'abcdefgh' },
    ]);
    expect(mask('abcdefgh abcdef')).toBe('[LONG] [SHORT]');
  });

  it('of fewer than six characters is left, and named as such; an empty one is none', () => {
    const { mask, unmasked, foundIn } = secretsOf([
      { name: 'PIN', value: '1234' },
      { name: 'NOTHING', value: '' },
    ]);
    expect([mask('1234'), unmasked, foundIn('1234')]).toEqual(['1234', ['PIN'], undefined]);
  });

  it('is found at its line, in text and in bytes that are no text', () => {
    const { placeIn } = secretsOf([{ name: 'TOKEN', value: 'tok-7351' }]);
    const text = 'one\ntwo tok-7351\nthree\n';
    expect(placeIn(text)).toEqual({ name: 'TOKEN', line: 2 });
    expect(placeIn(Buffer.concat([Buffer.from([0xff, 0, 10, 10]), Buffer.from(text)]))).toEqual({
      name: 'TOKEN',
      line: 4,
    });
    expect(placeIn('tok-735')).toBeUndefined();
  });
});
