// What speaks for two things of the same or nearly the same name being one: a text that they share and no third thing has, or
// properties that both have. And which documents speak of what. A query that joined every value with every other to find that
// out would take longer than all the others together.
import type { Quad } from '@rdfjs/types';
import { namedNode } from '../vocabulary/factory.ts';
import { read } from '../vocabulary/terms.ts';
import type { Facts } from './facts.ts';
import type { Alike } from './names.ts';
import type { Properties } from './properties.ts';
import type { Thing, Things } from './things.ts';

/** Shorter texts ("2 days", "HIGH") are shared by chance. */
const TELLING_MIN = 12;
const SHARED_PROPERTIES_MIN = 2;

/** `read:saidIn`, and `read:sharesText`, `read:sharesProperties` from the later to the earlier of two alike. */
export function stateTwins(facts: Facts, things: Things, properties: Properties, { same, near }: Alike): void {
  for (const thing of things.all)
    for (const document of thing.documents) facts.add(thing.node, read.saidIn, namedNode(document));
  const pairs = [...same, ...near];
  const telling = (quad: Quad): string | undefined => {
    const { object, predicate } = quad;
    if (object.termType !== 'Literal' || object.value.length < TELLING_MIN || !/\s/.test(object.value))
      return undefined;
    const { naming, identifying, prose } = properties.get(predicate.value);
    return naming || identifying || prose ? undefined : `${predicate.value} ${object.value}`;
  };
  const textsOf = (thing: Thing): Set<string> => new Set(thing.statements.flatMap((quad) => telling(quad) ?? []));
  const shared = pairs.map(([later, earlier]) => {
    const texts = textsOf(later);
    return [...textsOf(earlier)].filter((text) => texts.has(text));
  });
  const holders = new Map<string, number>(shared.flat().map((text) => [text, 0]));
  if (holders.size > 0)
    for (const thing of things.all)
      for (const text of textsOf(thing)) if (holders.has(text)) holders.set(text, holders.get(text)! + 1);
  for (const [index, [later, earlier]] of pairs.entries()) {
    if (shared[index]!.some((text) => holders.get(text) === 2)) facts.add(later.node, read.sharesText, earlier.node);
    const own = propertiesOf(later, properties);
    const both = [...propertiesOf(earlier, properties)].filter((iri) => own.has(iri));
    if (both.length >= SHARED_PROPERTIES_MIN) facts.add(later.node, read.sharesProperties, earlier.node);
  }
}

function propertiesOf({ statements }: Thing, properties: Properties): Set<string> {
  const found = new Set<string>();
  for (const { predicate } of statements) {
    const { foreign, naming, identifying, prose, iri } = properties.get(predicate.value);
    if (foreign && !naming && !identifying && !prose) found.add(iri);
  }
  return found;
}
