// Units of measurement: a small table of QUDT units, by local name or IRI. Factors are fractions of whole numbers and a value
// is rounded once, so that 21300 ms are 21.3 s and not 21.300000000000001. Units of different dimensions never convert;
// neither do per cent and counts, though both are numbers.
import { nearest } from '../base/near.ts';
import { fail, ok, type Result } from '../base/result.ts';

export const QUDT_UNIT = 'http://qudt.org/vocab/unit/';

export type Dimension = 'time' | 'data' | 'ratio' | 'count' | 'frequency' | 'data-rate';

export interface Unit {
  /** Local name in QUDT, such as `MilliSEC`. */
  readonly name: string;
  /** As shown to people: `ms`. */
  readonly symbol: string;
  readonly dimension: Dimension;
  /** One of this unit is `times / per` of its dimension's base unit: second, byte, 1 (of a ratio), 1 (of a count), per second, byte per second. */
  readonly times: bigint;
  readonly per: bigint;
}

type Row = readonly [name: string, symbol: string, times: bigint, per: bigint];

function rows(dimension: Dimension, ...given: readonly Row[]): Unit[] {
  return given.map(([name, symbol, times, per]) => ({ name, symbol, dimension, times, per }));
}

const table: readonly Unit[] = [
  ...rows(
    'time',
    ['NanoSEC', 'ns', 1n, 1_000_000_000n],
    ['MicroSEC', 'µs', 1n, 1_000_000n],
    ['MilliSEC', 'ms', 1n, 1_000n],
    ['SEC', 's', 1n, 1n],
    ['MIN', 'min', 60n, 1n],
    ['HR', 'h', 3_600n, 1n],
    ['DAY', 'd', 86_400n, 1n],
  ),
  ...rows(
    'data',
    ['BIT', 'bit', 1n, 8n],
    ['BYTE', 'B', 1n, 1n],
    ['KiloBYTE', 'kB', 1_000n, 1n],
    ['MegaBYTE', 'MB', 1_000_000n, 1n],
    ['GigaBYTE', 'GB', 1_000_000_000n, 1n],
    ['TeraBYTE', 'TB', 1_000_000_000_000n, 1n],
    ['KibiBYTE', 'KiB', 1_024n, 1n],
    ['MebiBYTE', 'MiB', 1_048_576n, 1n],
    ['GibiBYTE', 'GiB', 1_073_741_824n, 1n],
    ['TebiBYTE', 'TiB', 1_099_511_627_776n, 1n],
  ),
  ...rows('ratio', ['PERCENT', '%', 1n, 100n], ['FRACTION', '', 1n, 1n], ['UNITLESS', '', 1n, 1n]),
  ...rows('count', ['NUM', '', 1n, 1n], ['COUNT', '', 1n, 1n]),
  ...rows(
    'frequency',
    ['HZ', 'Hz', 1n, 1n],
    ['PER-SEC', '/s', 1n, 1n],
    ['NUM-PER-SEC', '/s', 1n, 1n],
    ['PER-MIN', '/min', 1n, 60n],
    ['PER-HR', '/h', 1n, 3_600n],
  ),
  ...rows(
    'data-rate',
    ['BYTE-PER-SEC', 'B/s', 1n, 1n],
    ['KiloBYTE-PER-SEC', 'kB/s', 1_000n, 1n],
    ['MegaBYTE-PER-SEC', 'MB/s', 1_000_000n, 1n],
    ['BIT-PER-SEC', 'bit/s', 1n, 8n],
  ),
];

const byName = new Map(table.map((unit) => [unit.name, unit]));

/** The unit of a QUDT IRI or local name; `evidence/unknown-unit` with the nearest name where there is none. */
export function unitOf(nameOrIri: string): Result<Unit> {
  const name = nameOrIri.replace(/^https?:\/\/qudt\.org\/vocab\/unit\//, '').replace(/^unit:/, '');
  const unit = byName.get(name);
  if (unit) return ok(unit);
  const near = nearest(name, byName.keys());
  return fail({
    code: 'evidence/unknown-unit',
    severity: 'error',
    message: `The unit "${name.length > 60 ? `${name.slice(0, 59)}…` : name}" is not known${near ? `; did you mean ${near}?` : ''}`,
    why: 'A value whose unit is not known cannot be compared with a target.',
    help: `Units are QUDT's, by local name: ${[...byName.keys()].join(', ')}.`,
  });
}

/** A value of one unit in another, both by local name or IRI. Exact but for the rounding of the given number and the result. */
export function convert(value: number, from: string, to: string): Result<number> {
  const source = unitOf(from);
  if (!source.ok) return source;
  const target = unitOf(to);
  if (!target.ok) return target;
  if (source.value.dimension !== target.value.dimension)
    return fail({
      code: 'evidence/unit-mismatch',
      severity: 'error',
      message: `${source.value.name} (${source.value.dimension}) cannot be converted to ${target.value.name} (${target.value.dimension})`,
      help: `Give the value in a unit of ${target.value.dimension}.`,
    });
  if (!Number.isFinite(value)) throw new Error(`a value to convert is a finite number: ${value}`);
  const times = source.value.times * target.value.per;
  const per = source.value.per * target.value.times;
  return ok(times === per ? value : scale(value, times, per));
}

/** value × times / per, rounded once: the decimal digits of the number are taken as they are written. */
function scale(value: number, times: bigint, per: bigint): number {
  const [, sign, whole, fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value))!;
  const power = Number(exponent) - fraction.length;
  let [over, under] = [BigInt(whole! + fraction) * times, per];
  if (power >= 0) over *= 10n ** BigInt(power);
  else under *= 10n ** BigInt(-power);
  return Number(`${sign}${quotient(over, under)}`);
}

/** The quotient of two whole numbers as text with more digits than a double holds. */
function quotient(over: bigint, under: bigint): string {
  const DIGITS = 25;
  // Scale so that the whole part of the quotient has at least so many digits, however small it is.
  const shift = Math.max(0, DIGITS - (over.toString().length - under.toString().length));
  return `${(over * 10n ** BigInt(shift)) / under}e-${shift}`;
}

/** A number with its unit for people: `15 s`, `3 %`, `42`. */
export function quantityText(value: number, unit: string | undefined): string {
  const found = unit === undefined ? undefined : unitOf(unit);
  const number = Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
  const symbol = found === undefined ? '' : found.ok ? found.value.symbol : unit!.slice(unit!.lastIndexOf('/') + 1);
  return symbol ? `${number} ${symbol}` : number;
}
