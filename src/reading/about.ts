// Which metric a quantity is about that stands beside a name somewhere else: "Full test suite: <120s" in a list of targets is
// about the metric "Full test suite time". Only words that name the way of measuring may be missing from the label.
import type { NamedNode, Quad, Term } from '@rdfjs/types';
import type { Graphs } from '../store/graphs.ts';
import { rdf } from '../vocabulary/borrowed.ts';
import { read, sx } from '../vocabulary/terms.ts';
import { keyOf, splitWords, tellingWords } from './words.ts';

type Fact = readonly [Quad['subject'], NamedNode, Quad['object']];

/** Words of a metric's name that say how or what of a thing is measured, not which thing. */
const MEASURES: ReadonlySet<string> = new Set(
  splitWords(
    'time duration execution runtime usage consumption size speed performance latency value rate total elapsed wall clock length',
  ).map((word) => keyOf([word])),
);

/** `quantity read:about metric`, for quantities with a label; the graphs hold kinds, names and quantities already. */
export function aboutFacts(graphs: Graphs): Fact[] {
  const metrics = new Map<string, Term[]>();
  for (const kind of [sx.Metric, sx.ServiceLevelObjective])
    for (const metric of graphs.subjects(rdf.type, kind))
      for (const name of graphs.objects(metric, read.name)) {
        const words = tellingWords(splitWords(name.value));
        for (const key of new Set([words.join(' '), withoutMeasures(words)]))
          if (key) metrics.set(key, [...(metrics.get(key) ?? []), metric]);
      }
  if (metrics.size === 0) return [];
  const facts: Fact[] = [];
  for (const { subject, object } of graphs.match(null, read.label)) {
    const words = tellingWords(splitWords(object.value));
    // One word ("memory") is too little to go by where the metric's name has more.
    const named = metrics.get(words.join(' ')) ?? [];
    const fitting = words.length > 1 ? named : named.filter((metric) => isWholeName(graphs, metric, words[0]));
    for (const metric of new Set(fitting)) facts.push([subject, read.about, metric as Quad['object']]);
  }
  return facts;
}

function withoutMeasures(words: readonly string[]): string {
  return words.filter((word) => !MEASURES.has(word)).join(' ');
}

function isWholeName(graphs: Graphs, metric: Term, word: string | undefined): boolean {
  return graphs.objects(metric, read.name).some((name) => tellingWords(splitWords(name.value)).join(' ') === word);
}
