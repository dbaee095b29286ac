// What leads to what, as facts: which tasks the last gate waits for, where a chain ends beside a gate, and which tasks that
// write the same thing have no order. A walk along any number of edges is no question for a query: property paths over a
// whole graph are slow, and with cycles the engine answers them wrongly.
import type { Quad, Term } from '@rdfjs/types';
import type { Graphs } from '../store/graphs.ts';
import { rdf, xsd } from '../vocabulary/borrowed.ts';
import { literal, namedNode } from '../vocabulary/factory.ts';
import { read, sx } from '../vocabulary/terms.ts';
import { keyOf, orderOf, reached, setOf, startOf, type Order } from './order.ts';

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
  if (tasks.size + gates.size === 0) return [];
  const order = orderOf(graphs);
  const walked: Walked = {
    order,
    tasks,
    gates,
    toGate: reached(gates, order.before),
    toTask: reached(tasks, order.before),
    fromTask: reached(tasks, order.after),
  };
  return [
    ...deadEnds(walked),
    ...lastGate(graphs, walked),
    ...notHeldBack(graphs, walked),
    ...unordered(graphs, walked),
  ];
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
  // Where no task is known, only a gate that holds nothing back can be the last.
  const holding = new Set<string>();
  if (tasks.size === 0) {
    for (const { subject } of graphs.match(null, sx.unblocks)) holding.add(subject.value);
    for (const { object } of graphs.match(null, sx.requires)) holding.add(object.value);
  }
  const mayBeLast = (gate: string) => (tasks.size > 0 ? fromTask.has(gate) : !holding.has(gate));
  const open = [...gates].filter((gate) => !toGate.has(gate) && mayBeLast(gate));
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

/**
 * Phases that have the next number in their names, while nothing in them waits for anything in the phase before: said only
 * where gates and what they wait for are stated, so that an order is meant to be kept by more than names.
 */
function notHeldBack(graphs: Graphs, { order, tasks, gates, fromTask }: Walked): Fact[] {
  if (![...gates].some((gate) => fromTask.has(gate))) return [];
  const byNumber = new Map<number, { phase: string; work: Set<string> } | undefined>();
  for (const phase of foreign(graphs, sx.Phase)) {
    const numbers = new Set(graphs.objects(namedNode(phase), read.index).map(({ value }) => Number(value)));
    const work = new Set([...reached([phase], order.parts)].filter((node) => tasks.has(node)));
    const [number] = numbers;
    if (number === undefined || numbers.size > 1 || work.size === 0) continue;
    // Two of one number are side by side, or of two plans.
    byNumber.set(number, byNumber.has(number) ? undefined : { phase, work });
  }
  const found: Fact[] = [];
  for (const [number, later] of byNumber) {
    const earlier = byNumber.get(number - 1);
    if (!later || !earlier) continue;
    const behind = reached([...earlier.work, earlier.phase], order.after);
    if (behind.has(startOf(later.phase)) || [...later.work].some((task) => behind.has(task))) continue;
    found.push([namedNode(later.phase), read.notBehind, namedNode(earlier.phase)]);
  }
  return found;
}

/** Tasks that name the same output while neither leads to the other. */
function unordered(graphs: Graphs, { order, tasks }: Walked): Fact[] {
  const writers = new Map<string, Set<string>>();
  for (const { subject, object } of graphs.match(null, sx.output))
    if (tasks.has(subject.value) && isThing(object)) setOf(writers, keyOf(object)).add(subject.value);
  return besideOneAnother(order, writers);
}

/** Tasks of ours that say they modify the same file, each for another agent, while neither leads to the other. */
export function sharedFileFacts(graphs: Graphs): Fact[] {
  const writers = new Map<string, Set<string>>();
  const agents = new Map<string, Set<string>>();
  for (const { subject, object } of graphs.match(null, sx.modifies)) {
    if (!graphs.has(subject, rdf.type, sx.Task) || graphs.has(subject, rdf.type, read.Foreign)) continue;
    const agent = graphs.object(subject, sx.assignedTo);
    if (agent === undefined || setOf(agents, object.value).has(agent.value)) continue;
    setOf(agents, object.value).add(agent.value);
    setOf(writers, object.value).add(subject.value);
  }
  const several = new Map([...writers].filter(([, tasks]) => tasks.size > 1));
  return several.size === 0 ? [] : besideOneAnother(orderOf(graphs), several);
}

function besideOneAnother(order: Order, writers: ReadonlyMap<string, ReadonlySet<string>>): Fact[] {
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

function whole(number: number): Quad['object'] {
  return literal(String(number), xsd.integer);
}
