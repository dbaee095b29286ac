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

export function stateDate(facts: Facts, { thing, predicate, literal: text, member, role }: Value): boolean {
  const day = dayOf(text.value);
  if (day === undefined) return false;
  const node = facts.node('date');
  facts.add(thing.node, read.states, node, member.quad);
  facts.add(node, read.property, predicate);
  facts.add(node, read.value, text);
  if (role !== undefined) facts.add(node, read.role, namedNode(role));
  facts.add(node, read.date, literal(day, xsd.date));
  return true;
}
