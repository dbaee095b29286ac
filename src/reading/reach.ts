// What leads to what, as facts: which tasks the last gate waits for, where a chain ends beside a gate, and which tasks that
// write the same thing have no order. A walk along any number of edges is no question for a query: property paths over a
// whole graph are slow, and with cycles the engine answers them wrongly.
//
// Lenient on purpose: whatever may mean that one thing comes before another counts, so that what is then said to be
// missing really is nowhere.
import type { Quad, Term } from '@rdfjs/types';
import type { Graphs } from '../store/graphs.ts';
import { rdf, xsd } from '../vocabulary/borrowed.ts';
import { literal, namedNode } from '../vocabulary/factory.ts';
import { read, sx } from '../vocabulary/terms.ts';

/** Subject, predicate, object: the caller puts it into the graph of facts. */
export type Fact = readonly [Quad['subject'], Quad['predicate'], Quad['object']];

/** How many tasks beside the last gate are named; the number says how many there are. */
const NAMED_MAX = 5;
/** How many pairs of tasks with the same output are looked at; more would be no plan but a table. */
const PAIRS_MAX = 200;
const RELEASE = /\b(?:release|final|launch|go live|sign off|ship|deployment|production|completion)\b/;

/** The facts about foreign tasks and gates; the graphs hold their kinds, roles and names already. Linear in the size. */
export function reachFacts(graphs: Graphs): Fact[] {
  const tasks = foreign(graphs, sx.Task);
  const gates = foreign(graphs, sx.Gate);
  if (tasks.size === 0) return [];
  const order = orderOf(graphs);
  const walked: Walked = {
    order,
    tasks,
    gates,
    toGate: reached(gates, order.before),
    toTask: reached(tasks, order.before),
    fromTask: reached(tasks, order.after),
  };
  return [...deadEnds(walked), ...lastGate(graphs, walked), ...unordered(graphs, walked)];
}

/** The order and what walks along it found: what leads to a gate or to a task, and what comes after one. */
interface Walked {
  readonly order: Order;
  readonly tasks: ReadonlySet<string>;
  readonly gates: ReadonlySet<string>;
  readonly toGate: ReadonlySet<string>;
  readonly toTask: ReadonlySet<string>;
  readonly fromTask: ReadonlySet<string>;
}

/** A directed graph of names: who comes directly after whom, and before whom. Containers have a start of their own. */
class Order {
  /** Names that an author put into an order by hand, not by way of what holds them. */
  readonly tied = new Set<string>();
  readonly after = new Map<string, Set<string>>();
  readonly before = new Map<string, Set<string>>();

  add(earlier: string, later: string): void {
    if (earlier === later) return;
    setOf(this.after, earlier).add(later);
    setOf(this.before, later).add(earlier);
  }
}

/** All that can be reached from some nodes along one of the two maps; they themselves only where a walk leads back. */
function reached(from: Iterable<string>, along: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
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

const startOf = (container: string): string => `${container} start`;
const workOf = (container: string): string => `${container} work`;

function orderOf(graphs: Graphs): Order {
  const order = new Order();
  const containers = containersOf(graphs, order);
  const entry = (node: string): string => (containers.has(node) ? startOf(node) : node);
  for (const { subject, object } of graphs.match(null, sx.requires))
    if (object.termType === 'NamedNode') tie(order, object.value, subject.value, entry(subject.value));
  for (const { subject, object } of graphs.match(null, sx.unblocks))
    if (object.termType === 'NamedNode') tie(order, subject.value, object.value, entry(object.value));
  // What one makes and another reads; artifacts and their names lie between the two.
  for (const { subject, object } of graphs.match(null, sx.output)) order.add(subject.value, `made ${keyOf(object)}`);
  for (const { subject, object } of graphs.match(null, sx.input)) order.add(`made ${keyOf(object)}`, subject.value);
  numbered(graphs, order, containers);
  return order;
}

/** Parts come after the start of what holds them and before its end; a gate in it comes after the rest of it. */
function containersOf(graphs: Graphs, order: Order): Set<string> {
  const parts = new Map<string, Set<string>>();
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
    byNumber.set(number, [...(byNumber.get(number) ?? []), subject.value]);
  }
  const numbers = [...byNumber.keys()].sort((a, b) => a - b);
  for (const [index, number] of numbers.entries()) {
    const next = numbers[index + 1];
    if (next === undefined) break;
    for (const container of byNumber.get(number)!) order.add(container, `numbered ${next}`);
    for (const container of byNumber.get(next)!) order.add(`numbered ${next}`, startOf(container));
  }
}

/** Tasks that no task follows and that lead to no gate, though what they follow does. */
function deadEnds({ order, tasks, toGate, toTask }: Walked): Fact[] {
  const found: Fact[] = [];
  for (const task of tasks) {
    if (toGate.has(task) || toTask.has(task)) continue;
    for (const earlier of order.before.get(task) ?? [])
      if (tasks.has(earlier) && toGate.has(earlier)) found.push([namedNode(task), read.endsAfter, namedNode(earlier)]);
  }
  return found;
}

/** The one gate that no gate comes after, or that alone of those has a name of last gates; and which tasks it waits for. */
function lastGate(graphs: Graphs, walked: Walked): Fact[] {
  const { order, tasks, gates, toGate, fromTask } = walked;
  const open = [...gates].filter((gate) => !toGate.has(gate) && fromTask.has(gate));
  const byName = open.filter((gate) => namesOf(graphs, gate).some((name) => RELEASE.test(name)));
  const last = byName.length > 0 ? byName : open;
  const [gate] = last;
  if (gate === undefined || last.length > 1) return [];
  const behind = reached([gate], order.before);
  const later = reached([gate], order.after);
  const beside = [...tasks].filter((task) => !behind.has(task) && !later.has(task)).sort();
  const ends = new Set(deadEnds(walked).map(([task]) => task.value));
  // What stands alone, and where a chain ends, is said at each such task already.
  const loose = beside.filter((task) => order.tied.has(task) && !ends.has(task));
  const self = namedNode(gate);
  return [
    [self, rdf.type, read.LastGate],
    ...(loose.length === 0
      ? []
      : [
          [self, read.tasksBehind, whole([...tasks].filter((task) => behind.has(task)).length)] as const,
          [self, read.tasksBeside, whole(beside.length)] as const,
          ...loose.slice(0, NAMED_MAX).map((task) => [self, read.besideTask, namedNode(task)] as const),
        ]),
  ];
}

/** Tasks that name the same output while neither leads to the other. */
function unordered(graphs: Graphs, { order, tasks }: Walked): Fact[] {
  const writers = new Map<string, Set<string>>();
  for (const { subject, object } of graphs.match(null, sx.output))
    if (tasks.has(subject.value) && isThing(object)) setOf(writers, keyOf(object)).add(subject.value);
  const found: Fact[] = [];
  let pairs = 0;
  for (const several of writers.values()) {
    const writing = [...several];
    for (const [index, later] of writing.entries())
      for (const earlier of writing.slice(0, index)) {
        if (++pairs > PAIRS_MAX) return found;
        const ordered = reached([earlier], order.after).has(later) || reached([later], order.after).has(earlier);
        if (!ordered) found.push([namedNode(later), read.writesBeside, namedNode(earlier)]);
      }
  }
  return found;
}

/** "Documentation" may be two things; a path or an IRI is one. */
function isThing(output: Term): boolean {
  return output.termType === 'NamedNode' || (output.termType === 'Literal' && /^\S*[/.]\S*$/.test(output.value));
}

function foreign(graphs: Graphs, kind: Term): Set<string> {
  const found = new Set<string>();
  for (const { subject } of graphs.match(null, rdf.type, kind))
    if (graphs.has(subject, rdf.type, read.Foreign)) found.add(subject.value);
  return found;
}

function namesOf(graphs: Graphs, node: string): string[] {
  return graphs.objects(namedNode(node), read.name).map(({ value }) => value);
}

function keyOf(term: Term): string {
  return `${term.termType} ${term.value}`;
}

function whole(number: number): Quad['object'] {
  return literal(String(number), xsd.integer);
}

function setOf(map: Map<string, Set<string>>, key: string): Set<string> {
  const known = map.get(key);
  if (known) return known;
  const fresh = new Set<string>();
  map.set(key, fresh);
  return fresh;
}
