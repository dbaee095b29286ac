// The days that things give: typed, or as text that as a whole is a date.
import { xsd } from '../vocabulary/borrowed.ts';
import { literal, namedNode } from '../vocabulary/factory.ts';
import { read } from '../vocabulary/terms.ts';
import type { Facts } from './facts.ts';
import type { Value } from './values.ts';

const DATE = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?(?:Z|[+-]\d{2}:\d{2})?$/;

/** The day of an ISO date or time; undefined where it is none, or no day of any calendar. */
export function dayOf(text: string): string | undefined {
  const day = DATE.exec(text.trim())?.[1];
  if (day === undefined) return undefined;
  const time = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(time) || !new Date(time).toISOString().startsWith(day) ? undefined : day;
}

export function stateDate(facts: Facts, value: Value): boolean {
  const day = dayOf(value.literal.value);
  if (day === undefined) return false;
  const node = facts.about(value, read.states, 'date', value.member.quad);
  if (value.role !== undefined) facts.add(node, read.role, namedNode(value.role));
  facts.add(node, read.date, literal(day, xsd.date));
  return true;
}
