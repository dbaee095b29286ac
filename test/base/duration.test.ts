import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationLexical, durationMs, durationText } from '../../src/base/duration.ts';

describe('xsd:dayTimeDuration', () => {
  it.each([
    ['P1D', 86_400_000],
    ['PT30M', 1_800_000],
    ['P2DT3H4M5.5S', 2 * 86_400_000 + 3 * 3_600_000 + 4 * 60_000 + 5_500],
    ['-PT5M', -300_000],
    ['PT0S', 0],
    ['PT0.001S', 1],
  ])('%s is %i ms', (lexical, ms) => expect(durationMs(lexical)).toBe(ms));

  it.each([
    '',
    'P',
    'PT',
    'P1DT',
    'P1Y',
    'P1M',
    'PT1M30',
    'PT1,5S',
    ' PT1S',
    'pt1m',
    '+PT1S',
    'PT0.25H',
    '1h',
    'P99999999999999D',
  ])('refuses %j', (lexical) => expect(durationMs(lexical)).toBeUndefined());

  it('writes every number of milliseconds so that it reads back the same (property)', () => {
    fc.assert(
      fc.property(fc.integer({ min: -8_640_000_000_000, max: 8_640_000_000_000 }), (ms) => {
        expect(durationMs(durationLexical(ms))).toBe(ms === 0 ? 0 : ms);
      }),
    );
  });

  it.each([
    [12, '12 ms'],
    [1_234, '1.2 s'],
    [65_000, '1 min 05 s'],
    [3_600_000, '1 h 00 min'],
    [86_400_000, '1 d'],
    [129_600_000, '1.5 d'],
  ])('shows %i ms to people as %s', (ms, text) => expect(durationText(ms)).toBe(text));
});
