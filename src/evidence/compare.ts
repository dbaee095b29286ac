// Whether a metric is met, and by how much it got better. Pure; all values in the metric's own unit.
import { unreachable } from '../base/result.ts';

export type ComparatorName = 'atMost' | 'lessThan' | 'atLeast' | 'moreThan' | 'equalTo' | 'within';

/** Which way is better: set by the comparator. A metric that should be equal to something gets better neither way. */
export type Better = 'lower' | 'higher' | 'neither';

export function betterBy(comparator: ComparatorName): Better {
  switch (comparator) {
    case 'atMost':
    case 'lessThan':
      return 'lower';
    case 'atLeast':
    case 'moreThan':
      return 'higher';
    case 'equalTo':
    case 'within':
      return 'neither';
    default:
      return unreachable(comparator);
  }
}

export interface Aim {
  readonly comparator: ComparatorName;
  readonly target: number;
  /** By how many per cent of the target's size the actual value may miss it and still meet it. */
  readonly tolerancePercent: number;
}

/** Where `actual` meets the aim. `within` compares the distance from zero: its values are changes. */
export function isMet(aim: Aim, actual: number): boolean {
  // Rounded to twelve digits, so that 0.1 + 0.2 does not miss 0.3; far finer than anything that is measured.
  const slack = (Math.abs(aim.target) * aim.tolerancePercent) / 100;
  const compare = (a: number, b: number): number => {
    const [x, y] = [Number(a.toPrecision(12)), Number(b.toPrecision(12))];
    return x < y ? -1 : x > y ? 1 : 0;
  };
  switch (aim.comparator) {
    case 'atMost':
      return compare(actual, aim.target + slack) <= 0;
    case 'lessThan':
      return compare(actual, aim.target + slack) < 0;
    case 'atLeast':
      return compare(actual, aim.target - slack) >= 0;
    case 'moreThan':
      return compare(actual, aim.target - slack) > 0;
    case 'equalTo':
      return compare(actual, aim.target + slack) <= 0 && compare(actual, aim.target - slack) >= 0;
    case 'within':
      return compare(Math.abs(actual), Math.abs(aim.target) + slack) <= 0;
    default:
      return unreachable(aim.comparator);
  }
}

/** A baseline: one value, or a range. */
export type Baseline = number | { readonly low: number; readonly high: number };

/** The end of a baseline that makes the improvement smallest: what is claimed then holds for all of the range. */
export function cautious(baseline: Baseline, better: Better): number {
  if (typeof baseline === 'number') return baseline;
  const [low, high] = [Math.min(baseline.low, baseline.high), Math.max(baseline.low, baseline.high)];
  return better === 'higher' ? high : low;
}

/** How much better it got. `none` where the two say nothing about that. */
export type Improvement =
  | { readonly kind: 'factor'; readonly factor: number }
  /** The actual value is 0 where lower is better: there is no factor, but all of it is gone. */
  | { readonly kind: 'reduction'; readonly percent: number }
  | { readonly kind: 'none' };

/** Baseline / actual where lower is better, actual / baseline where higher is: above 1 is better, below 1 is worse. */
export function improvement(baseline: Baseline, actual: number, better: Better): Improvement {
  const before = cautious(baseline, better);
  if (better === 'neither' || before < 0 || actual < 0) return { kind: 'none' };
  if (better === 'higher') return before === 0 ? { kind: 'none' } : { kind: 'factor', factor: actual / before };
  if (actual > 0) return { kind: 'factor', factor: before / actual };
  return before === 0 ? { kind: 'none' } : { kind: 'reduction', percent: 100 };
}

/**
 * By how many per cent of the baseline a value is worse, where that is more than the tolerance: Infinity where the baseline is 0.
 * Undefined where it is not worse by so much, or where neither way is better.
 */
export function regression(
  baseline: number,
  actual: number,
  better: Better,
  tolerancePercent: number,
): number | undefined {
  if (better === 'neither') return undefined;
  const worse = better === 'lower' ? actual - baseline : baseline - actual;
  if (worse <= 0) return undefined;
  const percent = Number(((worse / Math.abs(baseline)) * 100).toPrecision(12));
  return percent > tolerancePercent ? percent : undefined;
}

/** Whether an improvement is at least so many times. Where all of it is gone, any factor is reached. */
export function reaches(found: Improvement, minimumFactor: number): boolean {
  switch (found.kind) {
    case 'factor':
      return Number(found.factor.toPrecision(12)) >= Number(minimumFactor.toPrecision(12));
    case 'reduction':
      return true;
    case 'none':
      return false;
    default:
      return unreachable(found);
  }
}

/** `8.2x`, `100 % less`, or a dash. */
export function improvementText(found: Improvement): string {
  switch (found.kind) {
    case 'factor':
      return `${Number(found.factor.toPrecision(3))}x`;
    case 'reduction':
      return `${found.percent} % less`;
    case 'none':
      return '–';
    default:
      return unreachable(found);
  }
}

const SIGNS: Readonly<Record<ComparatorName, string>> = {
  atMost: '≤',
  lessThan: '<',
  atLeast: '≥',
  moreThan: '>',
  equalTo: '=',
  within: 'within ±',
};

/** The comparator as a sign: `≤`. */
export function comparatorSign(comparator: ComparatorName): string {
  return SIGNS[comparator];
}
