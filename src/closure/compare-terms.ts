// Which of two literals is smaller, as SPARQL's `<` says. shacl-engine compares what it does not know as text, by the rules of
// the machine's language: a day would be shorter than two hours.
import type { Literal, Term } from '@rdfjs/types';
import { durationMs } from '../base/duration.ts';

const XSD = 'http://www.w3.org/2001/XMLSchema#';
const integers =
  'integer nonPositiveInteger negativeInteger long int short byte nonNegativeInteger unsignedLong unsignedInt unsignedShort ' +
  'unsignedByte positiveInteger';
const integer = new Set(integers.split(' ').map((name) => XSD + name));
const inexact = new Set(['decimal', 'float', 'double'].map((name) => XSD + name));

/** Below 0, 0 or above 0; undefined where they cannot be compared. */
export function compareTerms(a: Term, b: Term): number | undefined {
  if (a.termType !== 'Literal' || b.termType !== 'Literal') return undefined;
  if (isInteger(a) && isInteger(b)) return order(BigInt(a.value), BigInt(b.value));
  if (isNumber(a) && isNumber(b)) return order(numberOf(a), numberOf(b));
  if (a.datatype.value !== b.datatype.value || a.language !== '' || b.language !== '') return undefined;
  switch (a.datatype.value.slice(XSD.length)) {
    case 'string':
      return order(byCodePoint(a), byCodePoint(b));
    case 'boolean':
      return order(truth(a), truth(b));
    case 'date':
    case 'dateTime':
    case 'dateTimeStamp':
      return hasZone(a) === hasZone(b) ? order(instant(a), instant(b)) : undefined;
    case 'dayTimeDuration':
      return order(durationMs(a.value), durationMs(b.value));
    default:
      return undefined;
  }
}

function order<T extends number | bigint | string>(a: T | undefined, b: T | undefined): number | undefined {
  if (a === undefined || b === undefined) return undefined;
  return a < b ? -1 : a > b ? 1 : a === b ? 0 : undefined;
}

function isInteger({ datatype, value }: Literal): boolean {
  return integer.has(datatype.value) && /^[+-]?\d+$/.test(value);
}

function isNumber({ datatype }: Literal): boolean {
  return integer.has(datatype.value) || inexact.has(datatype.value);
}

function numberOf({ value }: Literal): number | undefined {
  if (/^[+-]?INF$/.test(value)) return value.startsWith('-') ? -Infinity : Infinity;
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(value) ? Number(value) : undefined;
}

/** Six digits a character, so that text compares by code points and not by halves of them. */
function byCodePoint({ value }: Literal): string {
  return Array.from(value, (character) => character.codePointAt(0)!.toString(16).padStart(6, '0')).join('');
}

function truth({ value }: Literal): number | undefined {
  return value === 'true' || value === '1' ? 1 : value === 'false' || value === '0' ? 0 : undefined;
}

const ZONE = /(?:Z|[+-]\d{2}:\d{2})$/;

function hasZone({ value }: Literal): boolean {
  return ZONE.test(value);
}

function instant(term: Literal): number | undefined {
  const zone = hasZone(term) ? ZONE.exec(term.value)![0] : '';
  const local = term.value.slice(0, term.value.length - zone.length);
  const ms = Date.parse(`${local.includes('T') ? local : `${local}T00:00:00`}${zone || 'Z'}`);
  return Number.isNaN(ms) ? undefined : ms;
}
