import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convert, QUDT_UNIT, quantityText, unitOf } from '../../src/vocabulary/units.ts';

function value(given: number, from: string, to: string): number | string {
  const converted = convert(given, from, to);
  return converted.ok ? converted.value : converted.diagnostics[0]!.message;
}

const TIME = ['NanoSEC', 'MicroSEC', 'MilliSEC', 'SEC', 'MIN', 'HR', 'DAY'];
const DATA = [
  'BIT',
  'BYTE',
  'KiloBYTE',
  'MegaBYTE',
  'GigaBYTE',
  'TeraBYTE',
  'KibiBYTE',
  'MebiBYTE',
  'GibiBYTE',
  'TebiBYTE',
];

describe('units', () => {
  it.each([
    [21_300, 'MilliSEC', 'SEC', 21.3],
    [0.1, 'SEC', 'MilliSEC', 100],
    [1.5, 'GigaBYTE', 'MegaBYTE', 1500],
    [1, 'GibiBYTE', 'MebiBYTE', 1024],
    [100, 'MebiBYTE', 'MegaBYTE', 104.8576],
    [8, 'BIT', 'BYTE', 1],
    [5, 'PERCENT', 'FRACTION', 0.05],
    [0.29, 'UNITLESS', 'PERCENT', 29],
    [42, 'COUNT', 'NUM', 42],
    [90, 'PER-MIN', 'HZ', 1.5],
    [1e-7, 'SEC', 'NanoSEC', 100],
    [5e-324, 'SEC', 'DAY', 0],
    [-2, 'HR', 'MIN', -120],
  ])('say that %d %s is, in %s, %d', (given, from, to, expected) => {
    expect(value(given, from, to)).toBe(expected);
    expect(value(given, QUDT_UNIT + from, `unit:${to}`)).toBe(expected);
  });

  it.each([
    ['PERCENT', 'NUM', 'PERCENT (ratio) cannot be converted to NUM (count)'],
    ['SEC', 'BYTE', 'SEC (time) cannot be converted to BYTE (data)'],
    ['SECS', 'SEC', 'The unit "SECS" is not known; did you mean SEC?'],
    ['furlong', 'SEC', 'The unit "furlong" is not known'],
  ])('refuse to turn %s into %s', (from, to, message) => {
    expect(value(1, from, to)).toBe(message);
  });

  it('give back the same number after there and back, but for the rounding of its last digit', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }),
        fc.constantFrom(TIME, DATA).chain((units) => fc.tuple(fc.constantFrom(...units), fc.constantFrom(...units))),
        (given, [from, to]) => {
          fc.pre(given === 0 || Math.abs(given) > 1e-15);
          const there = value(given, from, to) as number;
          const back = value(there, to, from) as number;
          expect(Math.abs(back - given)).toBeLessThanOrEqual(Math.abs(given) * 4.5e-16);
        },
      ),
    );
  });

  it('never change the order of two values', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, min: 0, max: 1e12 }),
        fc.double({ noNaN: true, min: 0, max: 1e12 }),
        fc.constantFrom(...DATA),
        fc.constantFrom(...DATA),
        (a, b, from, to) => {
          const [x, y] = [value(a, from, to) as number, value(b, from, to) as number];
          expect(a <= b ? x <= y : x >= y).toBe(true);
        },
      ),
    );
  });

  it('are shown with their symbol', () => {
    expect(quantityText(15, `${QUDT_UNIT}SEC`)).toBe('15 s');
    expect(quantityText(1.31283, 'SEC')).toBe('1.313 s');
    expect(quantityText(42, 'NUM')).toBe('42');
    expect(quantityText(42, undefined)).toBe('42');
    expect(quantityText(3, `${QUDT_UNIT}PARSEC`)).toBe('3 PARSEC');
  });

  it('are found by IRI with either scheme', () => {
    expect(unitOf('https://qudt.org/vocab/unit/SEC')).toMatchObject({ ok: true, value: { name: 'SEC' } });
  });
});
