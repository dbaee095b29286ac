// Quantities in text: read where a text as a whole is one, and left alone where a number only occurs in it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoDuration, readQuantities, readQuantity } from '../../src/reading/quantity.ts';

/** `Time 3600..7200`, with comparator, label and noun where there are any. */
const shown = (text: string, options = {}): string[] =>
  readQuantities(text, options).map(({ measure, minimum, maximum, comparator = '', label, noun }) =>
    [
      measure,
      `${comparator}${minimum === maximum ? minimum : `${minimum}..${maximum}`}`,
      ...(label === undefined ? [] : [`of ${label}`]),
      ...(noun === undefined ? [] : [noun]),
    ].join(' '),
  );

describe('a quantity', () => {
  it.each([
    ['≤15s', ['Time <=15']],
    ['1.5-2 GB', ['Data 1500000000..2000000000']],
    ['1 GiB', ['Data 1073741824']],
    ['1-2 hours', ['Time 3600..7200']],
    ['30 to 45 minutes', ['Time 1800..2700']],
    ['6–7 calendar days', ['Time 518400..604800']],
    ['3 person-days', ['Time 86400']],
    ['PT1H30M', ['Time 5400']],
    ['15%', ['Ratio 0.15']],
    ['±5% variance', ['Ratio -0.05..0.05 variance']],
    ['30-50% memory reduction', ['Ratio 0.3..0.5 memory reduction']],
    ['20% of build time, 10% of memory', ['Ratio 0.2 of build time', 'Ratio 0.1 of memory']],
    ['8x', ['Factor 8']],
    ['15-20x faster', ['Factor 15..20 faster']],
    ['42 events', ['Count 42 events']],
    ['120s+', ['Time >=120']],
    ['at most 3 hours', ['Time <=10800']],
    ['1,500 ms', ['Time 1.5']],
    ['Full test suite: <120s', ['Time <120 of full test suite']],
    ['Memory ≤ 100MB (was 2GB)', ['Data <=100000000 of memory']],
  ])('is read of %j', (text, found) => {
    expect(shown(text)).toEqual(found);
  });

  it.each([
    'Phase 2',
    '2026-01-31',
    'P1',
    'v6.0',
    '≤5s/1k triples',
    'All 4 gates passed',
    '5 gates defined (Spec, Baseline)',
    'Confirm 120s compilation time, 2 GB of memory',
    '2-1 hours',
    '1s-2m',
    '100',
    '10 agents across 3 phases',
    '1.2.3',
    '7 Zwerge',
    '3D',
  ])('is not read of %j', (text) => {
    expect(shown(text)).toEqual([]);
  });

  it('takes m for minutes only where the property speaks of time', () => {
    expect(shown('15m')).toEqual([]);
    expect(shown('15m', { ofTime: true })).toEqual(['Time 900']);
  });

  it('takes a day of work for as many hours as the plan says', () => {
    expect(shown('2 work days', { hoursPerDay: 6 })).toEqual(['Time 43200']);
  });

  it('that is printed is read back', () => {
    const unit = fc.constantFrom(['s', 1], ['min', 60], ['hours', 3600], ['days', 86400], ['MB', 1e6], ['x', 1]);
    const comparator = fc.constantFrom('', '<', '≤', '>=', '>');
    fc.assert(
      fc.property(
        fc.nat(9999),
        fc.nat(9999),
        unit,
        comparator,
        fc.boolean(),
        (from, more, [name, factor], sign, spaced) => {
          const range = more === 0 ? `${from}` : `${from}-${from + more}`;
          const read = readQuantity(`${sign}${range}${spaced ? ' ' : ''}${name}`);
          expect(read?.minimum).toBe(from * (factor as number));
          expect(read?.maximum).toBe((from + more) * (factor as number));
          expect(read?.comparator).toBe(sign === '' ? undefined : sign.replace('≤', '<='));
        },
      ),
    );
  });

  it('is looked for in any text without an error, and never in one that is long', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void readQuantities(text)));
    expect(readQuantities(`${'1 '.repeat(100)}s`)).toEqual([]);
  });
});

describe('an ISO duration', () => {
  it.each([
    ['P6D', 518_400],
    ['P1W', 604_800],
    ['PT0.5S', 0.5],
    ['P', undefined],
    ['PT', undefined],
    ['P1Y', undefined],
    ['P1M', undefined],
  ])('%s is %j seconds', (text, seconds) => {
    expect(isoDuration(text)).toBe(seconds);
  });
});
