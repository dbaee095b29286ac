// Literals of the datatypes that we write.
import type { Literal } from '@rdfjs/types';
import { instant } from '../base/clock.ts';
import { durationLexical } from '../base/duration.ts';
import { rdf, xsd } from './borrowed.ts';
import { literal } from './factory.ts';

export const text = (value: string): Literal => literal(value);
export const boolean = (value: boolean): Literal => literal(String(value), xsd.boolean);
export const integer = (value: number): Literal => literal(String(Math.trunc(value)), xsd.integer);
/** A decimal number to two places. */
export const decimal = (value: number): Literal => literal(value.toFixed(2), xsd.decimal);
/** A UTC timestamp to the millisecond. */
export const dateTime = (ms: number): Literal => literal(instant(ms), xsd.dateTime);
/** Elapsed time to the millisecond. */
export const elapsed = (ms: number): Literal => literal(durationLexical(ms), xsd.dayTimeDuration);
/** Milliseconds as a decimal number of seconds, to the millisecond. */
export const seconds = (ms: number): Literal => literal((Math.round(ms) / 1000).toFixed(3), xsd.decimal);
export const json = (value: unknown): Literal => literal(JSON.stringify(value), rdf.JSON);
