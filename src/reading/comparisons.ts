// Facts about what stands in two places at once: twins, values that differ, labels that name a metric, slips of the pen. They
// are found last, from the kinds, names and quantities that the graphs hold by then.
import { rdf } from '../vocabulary/borrowed.ts';
import { literal, namedNode } from '../vocabulary/factory.ts';
import { read } from '../vocabulary/terms.ts';
import { aboutFacts } from './about.ts';
import { stateCounted } from './counted.ts';
import { listedInVain } from './declares.ts';
import { stateDifferences } from './differences.ts';
import type { Facts } from './facts.ts';
import { stateLists } from './lists.ts';
import type { Lexicon } from './lexicon.ts';
import type { Alike } from './names.ts';
import { statePromises } from './promises.ts';
import type { Properties } from './properties.ts';
import { slipFacts } from './spelling.ts';
import { stateSums } from './sums.ts';
import type { ReadableSpec, Things } from './things.ts';
import { stateTwins } from './twins.ts';

/** What is compared; of a specification in our words alone, only what our shapes do not say already. */
export interface Compared {
  readonly spec: ReadableSpec;
  readonly things: Things;
  readonly properties: Properties;
  readonly alike: Alike;
  readonly lexicon: Lexicon;
  readonly foreign: boolean;
}

export function stateComparisons(facts: Facts, { spec, things, properties, alike, lexicon, foreign }: Compared): void {
  for (const { iri, path } of spec.documents) {
    facts.add(namedNode(iri), rdf.type, read.Document);
    facts.add(namedNode(iri), read.path, literal(path));
  }
  stateTwins(facts, things, properties, alike);
  stateLists(facts, things, alike);
  for (const fact of aboutFacts(facts.graphs)) facts.add(...fact);
  statePromises(facts);
  if (!foreign) return;
  stateDifferences(facts, things, properties);
  stateCounted(facts, things, properties, lexicon);
  stateSums(facts, things, properties);
  for (const fact of listedInVain(spec.graphs)) facts.add(...fact);
  for (const fact of slipFacts(things, properties)) facts.add(...fact);
}
