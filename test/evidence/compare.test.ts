import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Aim,
  betterBy,
  cautious,
  type ComparatorName,
  improvement,
  improvementText,
  isMet,
  reaches,
  regression,
} from '../../src/evidence/compare.ts';

const aim = (comparator: ComparatorName, target: number, tolerancePercent = 0): Aim => ({
  comparator,
  target,
  tolerancePercent,
});
const positive = fc.double({ min: 1e-6, max: 1e9, noNaN: true });

describe('a target', () => {
  it.each([
    ['atMost', 15, 0, [15, 14.9, -1], [15.01]],
    ['atMost', 15, 10, [16.5], [16.51]],
    ['lessThan', 5, 0, [4.99], [5]],
    ['atLeast', 100, 0, [100, 101], [99.99]],
    ['atLeast', 100, 5, [95], [94.9]],
    ['moreThan', 0, 0, [0.1], [0]],
    ['equalTo', 0, 0, [0], [0.1, -0.1]],
    ['equalTo', 0.3, 0, [0.1 + 0.2], [0.31]],
    ['equalTo', 100, 1, [99, 101], [98.9, 101.1]],
    ['within', 5, 0, [5, -5, 0], [5.1, -5.1]],
    ['within', -5, 0, [5, -5], [5.1]],
  ] as const)('%s %d (tolerance %d %%) is met by %j and not by %j', (comparator, target, tolerance, met, missed) => {
    for (const actual of met) expect(isMet(aim(comparator, target, tolerance), actual)).toBe(true);
    for (const actual of missed) expect(isMet(aim(comparator, target, tolerance), actual)).toBe(false);
  });

  it('that is met stays met when the value gets better, and when the tolerance grows', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<ComparatorName>('atMost', 'lessThan', 'atLeast', 'moreThan'),
        positive,
        positive,
        positive,
        fc.double({ min: 0, max: 100, noNaN: true }),
        (comparator, target, actual, step, tolerance) => {
          fc.pre(isMet(aim(comparator, target), actual));
          const better = betterBy(comparator) === 'lower' ? actual - step : actual + step;
          expect(isMet(aim(comparator, target), better)).toBe(true);
          expect(isMet(aim(comparator, target, tolerance), actual)).toBe(true);
        },
      ),
    );
  });
});

describe('an improvement', () => {
  it('is baseline / actual where lower is better, and actual / baseline where higher is', () => {
    expect(improvement(120, 15, 'lower')).toEqual({ kind: 'factor', factor: 8 });
    expect(improvement(50, 100, 'higher')).toEqual({ kind: 'factor', factor: 2 });
    expect(improvement(50, 100, 'neither')).toEqual({ kind: 'none' });
  });

  it('to nothing is all of it gone, and no factor', () => {
    expect(improvement(42, 0, 'lower')).toEqual({ kind: 'reduction', percent: 100 });
    expect(improvement(0, 0, 'lower')).toEqual({ kind: 'none' });
    expect(improvement(0, 3, 'higher')).toEqual({ kind: 'none' });
    expect(improvement(-1, 3, 'lower')).toEqual({ kind: 'none' });
    expect(reaches({ kind: 'reduction', percent: 100 }, 60)).toBe(true);
    expect(reaches({ kind: 'none' }, 0)).toBe(false);
  });

  it('from a range counts from the end that makes it smallest', () => {
    expect(improvement({ low: 1500, high: 2000 }, 100, 'lower')).toEqual({ kind: 'factor', factor: 15 });
    expect(improvement({ low: 2000, high: 1500 }, 100, 'lower')).toEqual({ kind: 'factor', factor: 15 });
    expect(cautious({ low: 10, high: 20 }, 'higher')).toBe(20);
    fc.assert(
      fc.property(
        positive,
        positive,
        positive,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom('lower', 'higher'),
        (low, high, actual, share, better) => {
          const claimed = improvement({ low, high }, actual, better);
          // Held between the ends: low + (high - low) * share leaves them where one is far smaller than the other.
          const inside = Math.max(Math.min(low, high), Math.min(low * (1 - share) + high * share, Math.max(low, high)));
          const real = improvement(inside, actual, better);
          if (claimed.kind === 'factor' && real.kind === 'factor')
            expect(claimed.factor).toBeLessThanOrEqual(real.factor * (1 + 1e-9));
        },
      ),
      { examples: [[65536.00000100001, 0.000001, 0.000001, 1, 'lower']] },
    );
  });

  it('is above 1 exactly where the value got better', () => {
    fc.assert(
      fc.property(positive, positive, (baseline, actual) => {
        const found = improvement(baseline, actual, 'lower');
        expect(found.kind === 'factor' && found.factor > 1).toBe(baseline > actual && baseline / actual > 1);
        const higher = improvement(baseline, actual, 'higher');
        expect(higher.kind === 'factor' && higher.factor > 1).toBe(actual > baseline && actual / baseline > 1);
      }),
    );
  });

  it('reaches the factor that it is', () => {
    fc.assert(
      fc.property(positive, positive, (baseline, factor) => {
        expect(reaches(improvement(baseline, baseline / factor, 'lower'), factor)).toBe(true);
      }),
    );
    expect(reaches(improvement(120, 15.1, 'lower'), 8)).toBe(false);
  });

  it('is shown in three digits', () => {
    expect(
      ['factor', 'reduction', 'none'].map((kind) => improvementText({ kind, factor: 8.2468, percent: 100 } as never)),
    ).toEqual(['8.25x', '100 % less', '–']);
  });
});

describe('a regression', () => {
  it('is a value worse than the baseline by more than the tolerance, and never one that is better', () => {
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(number, number, fc.integer({ min: 0, max: 50 }), (baseline, actual, tolerance) => {
        const lower = regression(baseline, actual, 'lower', tolerance);
        expect(lower).toBe(regression(-baseline, -actual, 'higher', tolerance));
        if (actual <= baseline) expect(lower).toBeUndefined();
        else if (lower !== undefined) expect(lower).toBeGreaterThan(tolerance);
        else expect(actual - baseline).toBeLessThanOrEqual((Math.abs(baseline) * tolerance) / 100 + 1e-6);
        expect(regression(baseline, actual, 'neither', tolerance)).toBeUndefined();
      }),
    );
    expect([regression(0, 1, 'lower', 5), regression(20, 21, 'lower', 5), regression(100, 94, 'higher', 5)]).toEqual([
      Infinity,
      undefined,
      6,
    ]);
  });
});
