// Our table of units by QUDT IRI, held against a library that knows UCUM's codes. No library converts by QUDT IRI rightly, so the codes
// stand here; where the library's floating numbers end in dust, twelve digits are compared.
import { UcumLhcUtils } from '@lhncbc/ucum-lhc';
import { describe, expect, it } from 'vitest';
import { convert, unitOf } from '../../src/vocabulary/units.ts';

const CODES: Readonly<Record<string, string>> = {
  NanoSEC: 'ns',
  MicroSEC: 'us',
  MilliSEC: 'ms',
  SEC: 's',
  MIN: 'min',
  HR: 'h',
  DAY: 'd',
  BIT: 'bit',
  BYTE: 'By',
  KiloBYTE: 'kBy',
  MegaBYTE: 'MBy',
  GigaBYTE: 'GBy',
  TeraBYTE: 'TBy',
  KibiBYTE: 'KiBy',
  MebiBYTE: 'MiBy',
  GibiBYTE: 'GiBy',
  TebiBYTE: 'TiBy',
  PERCENT: '%',
  FRACTION: '1',
  UNITLESS: '1',
  NUM: '{count}',
  COUNT: '{count}',
  HZ: 'Hz',
  'PER-SEC': '/s',
  'NUM-PER-SEC': '{count}/s',
  'PER-MIN': '/min',
  'PER-HR': '/h',
  'BYTE-PER-SEC': 'By/s',
  'KiloBYTE-PER-SEC': 'kBy/s',
  'MegaBYTE-PER-SEC': 'MBy/s',
  'BIT-PER-SEC': 'bit/s',
};

const ucum = UcumLhcUtils.getInstance();
const pairs = Object.keys(CODES).flatMap((from) => Object.keys(CODES).map((to) => [from, to] as const));
const sameDimension = (from: string, to: string): boolean => {
  const [one, other] = [unitOf(from), unitOf(to)];
  return one.ok && other.ok && one.value.dimension === other.value.dimension;
};

describe('units, beside UCUM', () => {
  it('are all in its table', () => {
    expect(Object.keys(CODES).filter((name) => !unitOf(name).ok)).toEqual([]);
    // What `unitOf` names where a unit is unknown is the whole of our table.
    const unknown = unitOf('Furlong');
    const ours = unknown.ok ? '' : (unknown.diagnostics[0]!.help ?? '');
    expect(
      ours
        .replace(/^.*: |\.$/g, '')
        .split(', ')
        .filter((name) => !(name in CODES)),
    ).toEqual([]);
  });

  it('convert as the library does, between any two of one dimension', () => {
    const wrong = pairs
      .filter(([from, to]) => sameDimension(from, to))
      .flatMap(([from, to]) => {
        const ours = convert(21.3, from, to);
        const theirs = ucum.convertUnitTo(CODES[from]!, 21.3, CODES[to]!).toVal;
        const same = ours.ok && theirs !== null && ours.value.toPrecision(12) === theirs.toPrecision(12);
        return same ? [] : [`${from} → ${to}: ${ours.ok ? ours.value : 'refused'}, UCUM ${theirs}`];
      });
    expect(wrong).toEqual([]);
  });

  it('never convert between dimensions, also where the library does: a count is no ratio', () => {
    const wrong = pairs.filter(([from, to]) => !sameDimension(from, to) && convert(15, from, to).ok);
    expect(wrong).toEqual([]);
    expect(ucum.convertUnitTo('%', 15, '{count}').toVal).toBe(0.15);
    expect(convert(15, 'PERCENT', 'NUM').ok).toBe(false);
  });

  it('are exact where the library’s numbers are not', () => {
    expect(convert(0.1, 'MilliSEC', 'MicroSEC')).toMatchObject({ ok: true, value: 100 });
    expect(ucum.convertUnitTo('ms', 0.1, 'us').toVal).not.toBe(100);
  });
});
