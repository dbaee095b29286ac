// Quantities in text: "≤15s", "1.5-2 GB", "6-7 calendar days", "Full test suite: <120s", "30-50% memory reduction". A text is
// read only where it reads as quantities as a whole; a sentence in which a number occurs is none.
import { writtenUnit, type Measure, type WrittenUnit } from './units.ts';

export type Comparator = '<=' | '<' | '>=' | '>' | '=';

export interface Quantity {
  readonly measure: Measure;
  /** In the base unit: second, byte or 1. Both ends are the same where it is no range. */
  readonly minimum: number;
  readonly maximum: number;
  readonly comparator: Comparator | undefined;
  /** Words before it that say what it is of. */
  readonly label: string | undefined;
  /** Words after it: what is counted or shared. */
  readonly noun: string | undefined;
}

export interface QuantityOptions {
  /** Hours of effort in a day of work. */
  readonly hoursPerDay?: number;
  /** Whether `m` may stand for minutes: where the property speaks of time. */
  readonly ofTime?: boolean;
}

const LENGTH_MAX = 160;

const COMPARATORS: Readonly<Record<string, Comparator>> = {
  '≤': '<=',
  '<=': '<=',
  '=<': '<=',
  'at most': '<=',
  'up to': '<=',
  'no more than': '<=',
  'not more than': '<=',
  max: '<=',
  maximum: '<=',
  'max.': '<=',
  within: '<=',
  '<': '<',
  'less than': '<',
  under: '<',
  below: '<',
  'fewer than': '<',
  '≥': '>=',
  '>=': '>=',
  'at least': '>=',
  'no less than': '>=',
  'not less than': '>=',
  min: '>=',
  minimum: '>=',
  'min.': '>=',
  '>': '>',
  'more than': '>',
  over: '>',
  above: '>',
  '=': '=',
  '==': '=',
  exactly: '=',
};

const NUMBER = String.raw`\d{1,3}(?:[,_]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?`;
const SIGN = String.raw`[≤≥]|[<>]=?|=[=<]?`;
const SAID = Object.keys(COMPARATORS)
  .filter((text) => /^[a-z]/.test(text))
  .sort((a, b) => b.length - a.length)
  .map((text) => text.replace('.', String.raw`\.`).replaceAll(' ', String.raw`\s+`))
  .join('|');
const AMOUNT = new RegExp(
  `^(?:(${SIGN})\\s*|(${SAID})\\s+|(?:~|≈|about|around|approximately|approx\\.?|circa|ca\\.?)\\s*)?(±\\s*|\\+/-\\s*)?` +
    `(${NUMBER})(?:\\s*(%|[a-zµμ]{1,12})?\\s*(?:-|–|—|\\.\\.|\\bto\\b)\\s*(${NUMBER}))?(\\+)?\\s*(.*)$`,
  'is',
);
const LABELLED = /^([^:<>=≤≥]*[^:<>=≤≥\s]):\s+(\S.*)$/s;
const BOUNDED = /^([\p{L}][\p{L}\p{N} /_-]*?)\s*([≤≥]|[<>]=?)\s*(\d.*)$/su;
const ASIDE = /\s*\([^()]*\)$/;

/** The quantities that a text as a whole gives, in order; none where it is anything else. */
export function readQuantities(text: string, options: QuantityOptions = {}): Quantity[] {
  if (text.length > LENGTH_MAX || !/\d/.test(text)) return [];
  const whole = readQuantity(text, options);
  if (whole) return [whole];
  const parts = text.split(/,\s+|;\s+/);
  if (parts.length < 2) return [];
  const read = parts.map((part) => readQuantity(part, options));
  return read.every((one) => one !== undefined) ? read : [];
}

/** The quantity that a text as a whole is; undefined where it is none. */
export function readQuantity(text: string, options: QuantityOptions = {}): Quantity | undefined {
  const trimmed = text.trim();
  if (trimmed.length > LENGTH_MAX) return undefined;
  const duration = isoDuration(trimmed);
  if (duration !== undefined) return exact('Time', duration);
  const bare = trimmed.replace(ASIDE, '');
  return amountOf(bare, undefined, options) ?? labelled(LABELLED.exec(bare), options) ?? bounded(bare, options);
}

/** Seconds of a lexical `P1DT2H` with a fixed length; undefined for months and years, and for anything else. */
export function isoDuration(text: string): number | undefined {
  const found = /^P(?:(\d+)W|(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?)$/.exec(text);
  if (!found || text === 'P' || text.endsWith('T')) return undefined;
  const [, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = found.map((part) => Number(part ?? 0));
  return (((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds;
}

function labelled(found: RegExpExecArray | null, options: QuantityOptions): Quantity | undefined {
  return found ? amountOf(found[2]!, found[1]!.trim(), options) : undefined;
}

/** "Memory ≤ 100 MB": words, a sign and an amount. */
function bounded(text: string, options: QuantityOptions): Quantity | undefined {
  const found = BOUNDED.exec(text);
  return found ? amountOf(`${found[2]}${found[3]}`, found[1]!.trim(), options) : undefined;
}

function amountOf(text: string, label: string | undefined, options: QuantityOptions): Quantity | undefined {
  const found = AMOUNT.exec(text);
  if (!found) return undefined;
  const [, sign, said, around, first, between, second, open, rest = ''] = found;
  const more = open !== undefined || /[^+]\+$/.test(rest);
  const unit = unitAndNoun(more ? rest.replace(/\+$/, '') : rest, options);
  if (!unit) return undefined;
  // "1s-2s" gives its unit twice; where the two differ it is no range that we read.
  if (between !== undefined && (second === undefined || writtenUnit(between)?.factor !== unit.unit.factor))
    return undefined;
  const low = numberOf(first!) * unit.unit.factor;
  const high = second === undefined ? low : numberOf(second) * unit.unit.factor;
  if (!Number.isFinite(low) || !Number.isFinite(high) || high < low) return undefined;
  const comparator = more ? '>=' : COMPARATORS[(sign ?? said ?? '').toLowerCase().replace(/\s+/g, ' ')];
  return {
    measure: unit.unit.measure,
    minimum: around ? -high : low,
    maximum: high,
    comparator,
    label: label?.toLowerCase(),
    noun: unit.noun,
  };
}

interface UnitAndNoun {
  readonly unit: WrittenUnit;
  readonly noun: string | undefined;
}

const NOUN_WORDS_MAX = 5;
const COUNTED_WORDS_MAX = 3;

/** What stands after the number: a unit, a unit with what it is of, or what is counted. */
function unitAndNoun(rest: string, { hoursPerDay = 8, ofTime = false }: QuantityOptions): UnitAndNoun | undefined {
  const text = rest.replace(/^-(?=fold\b|hours?\b|days?\b|weeks?\b|minutes?\b|seconds?\b)/i, '').trim();
  if (ofTime && text === 'm') return { unit: writtenUnit('min')!, noun: undefined };
  // Units of one letter are small: 3D is no three days.
  if (text === '' || /^[DHS]$/.test(text)) return undefined;
  const sized = (unit: WrittenUnit): WrittenUnit =>
    unit.workDay ? { ...unit, factor: unit.factor * hoursPerDay } : unit;
  const whole = writtenUnit(text);
  if (whole) return { unit: sized(whole), noun: undefined };
  const [, head = '', tail = ''] = /^(%|×|x\b|[\p{L}µ]+)\s*(.*)$/su.exec(text) ?? [];
  const words = tail.toLowerCase().split(/\s+/);
  const plain = words.every((word) => /^\p{L}[\p{L}'-]*$/u.test(word));
  const unit = writtenUnit(head);
  if (unit) {
    // A time or an amount of data ends with its unit; a share or a factor may say of what.
    if (unit.measure !== 'Ratio' && unit.measure !== 'Factor') return undefined;
    return plain && words.length <= NOUN_WORDS_MAX ? { unit, noun: words.join(' ') } : undefined;
  }
  const counted = text.toLowerCase().split(/\s+/);
  const countable =
    counted.length <= COUNTED_WORDS_MAX &&
    counted.every((word) => /^\p{L}[\p{L}-]*$/u.test(word)) &&
    text.endsWith('s');
  return countable ? { unit: { measure: 'Count', factor: 1 }, noun: counted.join(' ') } : undefined;
}

function exact(measure: Measure, value: number): Quantity {
  return { measure, minimum: value, maximum: value, comparator: undefined, label: undefined, noun: undefined };
}

function numberOf(text: string): number {
  return Number(text.replace(/[,_]/g, ''));
}
