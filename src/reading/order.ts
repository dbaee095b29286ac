// What comes before what, in any vocabulary: one directed graph of what is required and unblocked, of what one makes and another
// reads, of phases and their parts. Lenient on purpose: whatever may mean that one thing comes before another counts.
import type { Term } from '@rdfjs/types';
import { push } from '../base/push.ts';
import type { Graphs } from '../store/graphs.ts';
import { rdf } from '../vocabulary/borrowed.ts';
import { namedNode } from '../vocabulary/factory.ts';
import { read, sx } from '../vocabulary/terms.ts';

/** A directed graph of names: who comes directly after whom, and before whom. Containers have a start of their own. */
export class Order {
  /** Names that an author put into an order by hand, not by way of what holds them. */
  readonly tied = new Set<string>();
  /** What phases, groups and plans hold. */
  readonly parts = new Map<string, Set<string>>();
  readonly after = new Map<string, Set<string>>();
  readonly before = new Map<string, Set<string>>();

  add(earlier: string, later: string): void {
    if (earlier === later) return;
    setOf(this.after, earlier).add(later);
    setOf(this.before, later).add(earlier);
  }
}

/** All that can be reached from some nodes along one of the two maps; they themselves only where a walk leads back. */
export function reached(from: Iterable<string>, along: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const seen = new Set<string>();
  const waiting = [...from];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop())
    for (const next of along.get(node) ?? [])
      if (!seen.has(next)) {
        seen.add(next);
        waiting.push(next);
      }
  return seen;
}

/** An order that is written down, where `entry` is what waits. */
function tie(order: Order, earlier: string, later: string, entry: string): void {
  order.tied.add(earlier).add(later);
  order.add(earlier, entry);
}

export const startOf = (container: string): string => `${container} start`;
const workOf = (container: string): string => `${container} work`;

export function orderOf(graphs: Graphs): Order {
  const order = new Order();
  const containers = containersIn(graphs, order);
  const entry = (node: string): string => (containers.has(node) ? startOf(node) : node);
  for (const { subject, object } of graphs.match(null, sx.requires))
    if (object.termType === 'NamedNode') tie(order, object.value, subject.value, entry(subject.value));
  for (const { subject, object } of graphs.match(null, sx.unblocks))
    if (object.termType === 'NamedNode') tie(order, subject.value, object.value, entry(object.value));
  // What one makes and another reads; artifacts and their names lie between the two.
  for (const { subject, object } of graphs.match(null, sx.output)) order.add(subject.value, `made ${keyOf(object)}`);
  for (const { subject, object } of graphs.match(null, sx.input)) order.add(`made ${keyOf(object)}`, subject.value);
  for (const { subject, object } of graphs.match(null, sx.producer)) order.add(object.value, subject.value);
  for (const { subject, object } of graphs.match(null, sx.consumer)) order.add(subject.value, object.value);
  // A gate waits for what its criteria speak of.
  for (const part of [sx.step, sx.criterion, sx.checkpoint])
    for (const { subject, object } of graphs.match(null, part)) order.add(object.value, subject.value);
  numbered(graphs, order, containers);
  return order;
}

/** Parts come after the start of what holds them and before its end; a gate in it comes after the rest of it. */
function containersIn(graphs: Graphs, order: Order): Set<string> {
  const { parts } = order;
  for (const { subject, object } of graphs.match(null, read.hasPart))
    if (object.termType === 'NamedNode') setOf(parts, subject.value).add(object.value);
  for (const { subject, object } of graphs.match(null, sx.inPhase))
    if (object.termType === 'NamedNode') setOf(parts, object.value).add(subject.value);
  for (const { subject, object } of graphs.match(null, sx.endGate))
    if (object.termType === 'NamedNode') setOf(parts, subject.value).add(object.value);
  for (const [container, members] of parts) {
    order.add(startOf(container), workOf(container));
    order.add(workOf(container), container);
    for (const part of members) {
      const gate = graphs.has(namedNode(part), rdf.type, sx.Gate);
      const inner = parts.has(part) ? startOf(part) : part;
      order.add(gate ? workOf(container) : startOf(container), inner);
      order.add(part, gate ? container : workOf(container));
    }
  }
  return new Set(parts.keys());
}

/** Containers with numbers follow one another; those of equal number are side by side. */
function numbered(graphs: Graphs, order: Order, containers: ReadonlySet<string>): void {
  const byNumber = new Map<number, string[]>();
  for (const { subject, object } of graphs.match(null, sx.order)) {
    const number = Number(object.value);
    if (!containers.has(subject.value) || Number.isNaN(number)) continue;
    push(byNumber, number, subject.value);
  }
  const numbers = [...byNumber.keys()].sort((a, b) => a - b);
  for (const [index, number] of numbers.entries()) {
    const next = numbers[index + 1];
    if (next === undefined) break;
    for (const container of byNumber.get(number)!) order.add(container, `numbered ${next}`);
    for (const container of byNumber.get(next)!) order.add(`numbered ${next}`, startOf(container));
  }
}

/** A term as a key: a string and an IRI of the same text are two. */
export function keyOf(term: Term): string {
  return `${term.termType} ${term.value}`;
}

export function setOf(map: Map<string, Set<string>>, key: string): Set<string> {
  const known = map.get(key);
  if (known) return known;
  const fresh = new Set<string>();
  map.set(key, fresh);
  return fresh;
}
