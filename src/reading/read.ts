// Reads a specification in any vocabulary: what was understood of it, as triples in our own words beside its own. Asked by the
// queries in queries/consistency/, so that one set of queries judges our vocabulary and others' alike (ADR 0012).
import type { Term } from '@rdfjs/types';
import type { Span } from '../base/diagnostic.ts';
import type { Graphs } from '../store/graphs.ts';
import { stateComparisons } from './comparisons.ts';
import { stateCounts } from './counts.ts';
import { Facts, placeOfFact } from './facts.ts';
import { readKinds } from './kinds.ts';
import type { Lexicon } from './lexicon.ts';
import { stateNames } from './names.ts';
import { outlierFacts } from './outliers.ts';
import { Properties } from './properties.ts';
import { reachFacts, sharedFileFacts } from './reach.ts';
import { Referents } from './referents.ts';
import { stateKinds, stateRoles } from './roles.ts';
import { wrongKindFacts } from './wrong-kind.ts';
import { thingsOf, type ReadableSpec } from './things.ts';
import { stateValues } from './values.ts';

export interface Reading {
  /** The triples of the documents, each document a graph, and the facts in the graph `urn:spec-exec:reading`. */
  readonly graphs: Graphs;
  /** Whether anything was read from a vocabulary other than ours. */
  readonly foreign: boolean;
  /**
   * Where a fact stands in the documents: its own triple; or, with a property of ours that another was read as, the triple it
   * was read from; a value may be a member of a list, or the thing that a string names. Else where the focus is declared.
   */
  placeOf(focus: Term, predicate?: Term, value?: Term): Span | undefined;
}

/** Never fails: what cannot be understood is left unread. Takes time in proportion to the specification. */
export function readSpec(spec: ReadableSpec, lexicon: Lexicon): Reading {
  const things = thingsOf(spec);
  const properties = new Properties(lexicon);
  const facts = new Facts(spec);
  for (const thing of things.all)
    if (thing.ours) thing.kind = thing.types.find((type) => lexicon.kindsOf(type).length > 0) ?? thing.types[0];
  const referents = new Referents(things, properties);
  const grounds = readKinds(things, properties, referents, lexicon);
  const foreign = grounds.size > 0;
  if (foreign) {
    stateKinds(facts, grounds);
    stateRoles(facts, things, properties, referents);
  }
  const alike = stateNames(facts, things, properties, lexicon);
  stateValues(facts, spec, things, properties, lexicon);
  stateCounts(facts, things, alike, lexicon);
  stateComparisons(facts, { spec, things, properties, alike, lexicon, foreign });
  for (const fact of sharedFileFacts(facts.graphs)) facts.add(...fact);
  if (foreign)
    for (const fact of [
      ...reachFacts(facts.graphs),
      ...wrongKindFacts(things, properties, grounds),
      ...outlierFacts(facts.graphs, things, properties),
    ])
      facts.add(...fact);
  return {
    graphs: facts.graphs,
    foreign,
    placeOf: (focus, predicate, value) => placeOfFact(spec, facts, things.membersOf, focus, predicate, value),
  };
}
