// Improvements that are promised beside a baseline and a target: "30-50% memory reduction" of "1.5-2 GB", to "100 MB". By what
// the values were read as, else by how the properties are named (`baselineStores`, `targetStores`).
import type { NamedNode, Quad_Object, Term } from '@rdfjs/types';
import type { Graphs } from '../store/graphs.ts';
import { read, sx } from '../vocabulary/terms.ts';
import type { Facts } from './facts.ts';
import { localName, splitWords } from './words.ts';

/** Of a share that is none of these, nobody knows what is less by it: a speed-up of 60 % is no reduction of time by 60 %. */
const REDUCTION = /reduc|less|lower|fewer|decrease|smaller|saving/;

/** `thing read:promises ?p . ?p read:gain|read:from|read:goal quantity`, all three stated by the thing. */
export function statePromises(facts: Facts): void {
  const { graphs } = facts;
  for (const dimension of [read.Factor, read.Ratio])
    for (const gain of graphs.subjects(read.dimension, dimension)) {
      const noun = graphs.object(gain, read.noun)?.value ?? '';
      if (dimension === read.Ratio && !REDUCTION.test(noun)) continue;
      for (const thing of graphs.subjects(read.states, gain)) {
        const stated = graphs.objects(thing, read.states);
        const starts = stated.filter((one) => isOf(graphs, one, sx.statedBaseline, ['baseline', 'current']));
        const goals = stated.filter((one) => isOf(graphs, one, sx.target, ['target', 'goal']));
        for (const from of starts)
          for (const goal of goals) {
            const amount = graphs.object(from, read.dimension);
            if (!amount?.equals(graphs.object(goal, read.dimension)) || SHARES.has(amount.value)) continue;
            const node = facts.node('promise');
            facts.add(thing, read.promises, node);
            facts.add(node, read.gain, gain as Quad_Object);
            facts.add(node, read.from, from);
            facts.add(node, read.goal, goal);
          }
      }
    }
}

const SHARES: ReadonlySet<string> = new Set([read.Factor.value, read.Ratio.value]);

function isOf(graphs: Graphs, quantity: Term, role: NamedNode, words: readonly string[]): boolean {
  const said = graphs.object(quantity, read.role);
  if (said) return said.equals(role);
  const property = graphs.object(quantity, read.property);
  return property !== undefined && words.includes(splitWords(localName(property.value))[0] ?? '');
}
