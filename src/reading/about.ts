// Which other quantities set a metric's target: those of a twin of the metric, a second one of its own, and those beside its
// name somewhere else: "Full test suite: <120s" in a list of limits is about the metric "Full test suite time". Only words
// that name the way of measuring may be missing from such a label.
import type { NamedNode, Quad, Quad_Object, Term } from '@rdfjs/types';
import { push } from '../base/push.ts';
import type { Graphs } from '../store/graphs.ts';
import { rdf } from '../vocabulary/borrowed.ts';
import { read, sx } from '../vocabulary/terms.ts';
import { keyOf, localName, splitWords, tellingWords } from './words.ts';

type Fact = readonly [Quad['subject'], NamedNode, Quad_Object];

/** Words of a metric's name that say how or what of a thing is measured, not which thing. */
const MEASURES: ReadonlySet<string> = new Set(
  splitWords(
    'time duration execution runtime usage consumption size speed performance latency value rate total elapsed wall clock length',
  ).map((word) => keyOf([word])),
);

/** `quantity read:about target`, both of one dimension; the graphs hold kinds, names, twins and quantities already. */
export function aboutFacts(graphs: Graphs): Fact[] {
  const metrics = new Map<string, Quad['subject']>();
  for (const kind of [sx.Metric, sx.ServiceLevelObjective])
    for (const metric of graphs.subjects(rdf.type, kind)) metrics.set(metric.value, metric);
  const targets = new Map<string, Quad['subject'][]>();
  for (const metric of metrics.values()) targets.set(metric.value, targetsOf(graphs, metric));
  const facts: Fact[] = [];
  const add = (quantity: Quad['subject'], target: Quad['subject']): void => {
    const dimension = graphs.object(quantity, read.dimension);
    if (dimension && graphs.has(target, read.dimension, dimension))
      facts.push([quantity, read.about, target as Quad_Object]);
  };
  for (const metric of metrics.values()) {
    const [first, ...further] = targets.get(metric.value)!;
    if (!first) continue;
    for (const second of further) add(second, first);
    for (const twin of graphs.objects(metric, read.twin))
      for (const target of targets.get(twin.value) ?? []) add(first, target);
  }
  for (const { quantity, metric } of labelled(graphs, [...metrics.values()]))
    for (const target of targets.get(metric.value)!) if (sameSide(graphs, quantity, target)) add(quantity, target);
  return facts;
}

/** Quantities whose label names a metric. */
function labelled(graphs: Graphs, metrics: readonly Term[]): { quantity: Quad['subject']; metric: Term }[] {
  const limits = [...graphs.match(null, read.label)].filter(({ subject }) => isLimit(graphs, subject));
  if (limits.length === 0) return [];
  const byName = new Map<string, Term[]>();
  for (const metric of metrics)
    for (const name of graphs.objects(metric, read.name)) {
      const words = tellingWords(splitWords(name.value));
      for (const key of new Set([words.join(' '), withoutMeasures(words)])) if (key) push(byName, key, metric);
    }
  return limits.flatMap(({ subject, object }) => {
    const words = tellingWords(splitWords(object.value));
    const named = byName.get(words.join(' ')) ?? [];
    // One word ("memory") is too little to go by where the metric's name has more.
    const fitting = words.length > 1 ? named : named.filter((metric) => isWholeName(graphs, metric, words[0]));
    return [...new Set(fitting)].map((metric) => ({ quantity: subject, metric }));
  });
}

/** What is to be reached says so by a sign; an alert, or how it was before, is none. */
function isLimit(graphs: Graphs, quantity: Term): boolean {
  const property = graphs.object(quantity, read.property)?.value ?? '';
  return graphs.object(quantity, read.comparator) !== undefined && !NO_TARGET.test(localName(property));
}

const NO_TARGET = /alert|alarm|warn|threshold|baseline|current|previous|before|actual|measured|observed|stretch/i;

/** A quantity on the other side of the target ("> 20s" beside "<= 15s") says when something is wrong. */
function sameSide(graphs: Graphs, quantity: Term, target: Term): boolean {
  const side = graphs.object(target, read.comparator)?.value[0];
  return side === undefined || side === graphs.object(quantity, read.comparator)?.value[0];
}

function targetsOf(graphs: Graphs, metric: Term): Quad['subject'][] {
  return graphs
    .objects(metric, read.states)
    .filter((stated) => graphs.has(stated, read.role, sx.target)) as Quad['subject'][];
}

function withoutMeasures(words: readonly string[]): string {
  return words.filter((word) => !MEASURES.has(word)).join(' ');
}

function isWholeName(graphs: Graphs, metric: Term, word: string | undefined): boolean {
  return graphs.objects(metric, read.name).some((name) => tellingWords(splitWords(name.value)).join(' ') === word);
}
