// Effort and cost that a whole states and its parts state too: `totalEffortHours 480` of a plan beside the `estimatedEffort` of
// its phases. Times that pass (`duration`) do not add up, since parts may run side by side; work and money do.
import type { Literal, NamedNode, Quad, Term } from '@rdfjs/types';
import { xsd } from '../vocabulary/borrowed.ts';
import { literal } from '../vocabulary/factory.ts';
import { integer } from '../vocabulary/literals.ts';
import { read, sx } from '../vocabulary/terms.ts';
import type { Facts } from './facts.ts';
import type { Properties } from './properties.ts';
import type { Thing, Things } from './things.ts';

const ADDS_UP: ReadonlySet<string> = new Set([
  'effort',
  'work',
  'workload',
  'cost',
  'costs',
  'budget',
  'hours',
  'points',
]);
/** Words that make hours hours that pass, or a bound. */
const PASSES: ReadonlySet<string> = new Set(
  'duration elapsed calendar lead start end deadline max maximum min minimum remaining per daily weekly actual spent saved'.split(
    ' ',
  ),
);
const PARTS_MIN = 2;

interface Stated {
  readonly quad: Quad;
  readonly amount: number;
  /** What is added: the same property, or hours of effort under whatever name. */
  readonly series: string;
}

/** `thing read:addsUp ?s`, with property, value, the number of parts and their sum. */
export function stateSums(facts: Facts, things: Things, properties: Properties): void {
  const stated = new Map<string, Stated[]>();
  for (const thing of things.foreign) {
    const found = thing.statements.flatMap((quad) => {
      const amount = amountOf(quad, properties);
      return amount ? [amount] : [];
    });
    if (found.length > 0) stated.set(thing.iri, found);
  }
  const tasks = things.foreign.filter(({ kind }) => kind === sx.Task.value);
  const holders = new Map<string, number>();
  for (const own of stated.values())
    for (const iri of new Set(own.map(({ quad }) => quad.predicate.value)))
      holders.set(iri, (holders.get(iri) ?? 0) + 1);
  for (const thing of things.foreign) {
    const own = stated.get(thing.iri);
    if (!own) continue;
    const listed = partsOf(facts, thing.node);
    for (const whole of own) {
      // A total of what lists nothing is that of all the tasks beside it; where several things have such a total, of none of them.
      const predicate = whole.quad.predicate.value;
      const total = properties.get(predicate).total && holders.get(predicate) === 1 && thing.kind !== sx.Task.value;
      const parts = listed.length > 0 || !total ? listed : tasksBeside(thing, tasks);
      if (parts.length < PARTS_MIN) continue;
      const sums = sumsOf(
        whole,
        parts.map((part) => stated.get(part) ?? []),
      );
      if (sums.length === 0) continue;
      const node = facts.node('sum');
      facts.add(thing.node, read.addsUp, node, whole.quad);
      facts.add(node, read.property, whole.quad.predicate as NamedNode);
      facts.add(node, read.value, whole.quad.object as Literal);
      facts.add(node, read.count, integer(parts.length));
      const nearest = sums.toSorted((a, b) => Math.abs(a - whole.amount) - Math.abs(b - whole.amount))[0]!;
      facts.add(node, read.sum, literal(String(Math.round(nearest * 1000) / 1000), xsd.decimal));
    }
  }
}

/** What the parts may add up to: by the whole's own property, else by each property that all parts have. */
function sumsOf(whole: Stated, parts: readonly (readonly Stated[])[]): number[] {
  const predicates = new Set(parts[0]!.map(({ quad }) => quad.predicate.value));
  const own = whole.quad.predicate.value;
  const candidates = [...predicates].filter((iri) =>
    parts.every((part) => {
      const said = part.filter(({ quad }) => quad.predicate.value === iri);
      return said.length === 1 && said[0]!.series === whole.series;
    }),
  );
  const chosen = candidates.includes(own) ? [own] : whole.series === EFFORT ? candidates : [];
  return chosen.map((iri) =>
    parts.reduce((sum, part) => sum + part.find(({ quad }) => quad.predicate.value === iri)!.amount, 0),
  );
}

const EFFORT = 'effort';

function amountOf(quad: Quad, properties: Properties): Stated | undefined {
  const { object, predicate } = quad;
  if (object.termType !== 'Literal') return undefined;
  const { words, iri, foreign } = properties.get(predicate.value);
  if (!foreign || !words.some((word) => ADDS_UP.has(word)) || words.some((word) => PASSES.has(word))) return undefined;
  const hours = /^(\d+(?:\.\d+)?)\s*(?:h|hrs?|hours?)?$/i.exec(object.value.trim());
  if (!hours) return undefined;
  const money = words.some((word) => /^(?:costs?|budget|points)$/.test(word));
  return { quad, amount: Number(hours[1]), series: money || words.includes('days') ? iri : EFFORT };
}

function tasksBeside({ documents }: Thing, tasks: readonly Thing[]): string[] {
  return tasks.filter((task) => [...task.documents].some((document) => documents.has(document))).map(({ iri }) => iri);
}

function partsOf({ graphs }: Facts, whole: Term): string[] {
  const parts = [...graphs.objects(whole, read.hasPart), ...graphs.subjects(sx.inPhase, whole)];
  return [...new Set(parts.map(({ value }) => value))].filter((part) => part !== whole.value);
}
