// Units as people write them in text, in the base unit of their dimension: second, byte, 1. Vocabularies name units by IRI
// (src/vocabulary/units.ts); this is the other end, "hours" and "GB".
import { unitOf } from '../vocabulary/units.ts';

export type Measure = 'Time' | 'Data' | 'Ratio' | 'Count' | 'Factor';

export interface WrittenUnit {
  readonly measure: Measure;
  /** How many base units one of it is. */
  readonly factor: number;
  /** A day of work, of as many hours as the plan says. */
  readonly workDay?: true;
}

const QUDT: Readonly<Record<string, readonly string[]>> = {
  NanoSEC: ['ns', 'nanosecond'],
  MicroSEC: ['us', 'µs', 'μs', 'microsecond'],
  MilliSEC: ['ms', 'msec', 'millisecond', 'millis'],
  SEC: ['s', 'sec', 'second'],
  MIN: ['min', 'minute'],
  HR: ['h', 'hr', 'hour'],
  DAY: ['d', 'day', 'calendar day'],
  BYTE: ['byte'],
  KiloBYTE: ['kb', 'kilobyte'],
  MegaBYTE: ['mb', 'megabyte'],
  GigaBYTE: ['gb', 'gigabyte'],
  TeraBYTE: ['tb', 'terabyte'],
  KibiBYTE: ['kib', 'kibibyte'],
  MebiBYTE: ['mib', 'mebibyte'],
  GibiBYTE: ['gib', 'gibibyte'],
  TebiBYTE: ['tib', 'tebibyte'],
  PERCENT: ['%', 'percent', 'per cent', 'pct'],
};
const WEEK_S = 604_800;
const HOUR_S = 3_600;

const MEASURES: Readonly<Record<string, Measure>> = { time: 'Time', data: 'Data', ratio: 'Ratio', count: 'Count' };

const written = new Map<string, WrittenUnit>();
for (const [name, texts] of Object.entries(QUDT)) {
  const unit = byQudt(name)!;
  for (const text of texts) written.set(text, unit);
}
written.set('week', { measure: 'Time', factor: WEEK_S });
written.set('wk', { measure: 'Time', factor: WEEK_S });
for (const kind of ['working', 'work', 'business', 'person', 'man', 'effort', 'engineer', 'developer', 'dev'])
  written.set(`${kind} day`, { measure: 'Time', factor: HOUR_S, workDay: true });
for (const kind of ['person', 'man', 'effort', 'engineer', 'working', 'work', 'developer', 'dev'])
  written.set(`${kind} hour`, { measure: 'Time', factor: HOUR_S });
for (const text of ['x', '×', 'times', 'fold']) written.set(text, { measure: 'Factor', factor: 1 });

/** The unit that a text names, in the singular or plural; undefined where it is none. */
export function writtenUnit(text: string): WrittenUnit | undefined {
  const bare = text
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, ' ');
  return written.get(bare) ?? (bare.length > 2 && bare.endsWith('s') ? written.get(bare.slice(0, -1)) : undefined);
}

/** The unit of a QUDT IRI or local name, as far as quantities of text know its dimension. */
export function byQudt(nameOrIri: string): WrittenUnit | undefined {
  const unit = unitOf(nameOrIri);
  const measure = unit.ok ? MEASURES[unit.value.dimension] : undefined;
  if (!unit.ok || measure === undefined) return undefined;
  return { measure, factor: Number(unit.value.times) / Number(unit.value.per) };
}
