// Which things of the same or nearly the same name may be one, and what speaks for it: a text that both have and no third
// thing, or properties that both have. And which documents speak of what. A query that joined every value with every other
// to find that out would take longer than all the others together.
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

/**
 * From the later to the earlier of two: `read:twin` where they have the same name, or nearly the same and a text that no
 * third thing has; `read:sharesText` and `read:sharesProperties` say what they share, `read:agreesWith` that
 * no document says a thing of one and another of the other. `read:saidIn` of everything.
 */
export function stateTwins(facts: Facts, things: Things, properties: Properties, { same, near }: Alike): void {
  for (const thing of things.all)
    for (const document of thing.documents) facts.add(thing.node, read.saidIn, namedNode(document));
  const pairs = [...same, ...near];
  const textsOf = (thing: Thing): Set<string> =>
    new Set(thing.statements.flatMap((quad) => telling(quad, properties) ?? []));
  const shared = pairs.map(([later, earlier]) => {
    const texts = textsOf(later);
    return [...textsOf(earlier)].filter((text) => texts.has(text));
  });
  const holders = new Map<string, number>(shared.flat().map((text) => [text, 0]));
  if (holders.size > 0)
    for (const thing of things.all)
      for (const text of textsOf(thing)) if (holders.has(text)) holders.set(text, holders.get(text)! + 1);
  for (const [index, [later, earlier]] of pairs.entries()) {
    const sharesText = shared[index]!.some((text) => holders.get(text) === 2);
    if (index < same.length || sharesText) facts.add(later.node, read.twin, earlier.node);
    if (sharesText) facts.add(later.node, read.sharesText, earlier.node);
    if (!differIn(later, earlier, properties)) facts.add(later.node, read.agreesWith, earlier.node);
    const own = propertiesOf(later, properties);
    const both = [...propertiesOf(earlier, properties)].filter((iri) => own.has(iri));
    if (both.length >= SHARED_PROPERTIES_MIN) facts.add(later.node, read.sharesProperties, earlier.node);
  }
}

/** Whether something that one document says of both tells them apart: one list may well hold two things of one name. */
function differIn(a: Thing, b: Thing, properties: Properties): boolean {
  const ofFirst = valuesOf(a, properties);
  for (const [said, values] of valuesOf(b, properties)) {
    const others = ofFirst.get(said);
    if (others && ![...values].some((value) => others.has(value))) return true;
  }
  return false;
}

/** The values of a thing by document and property; names and prose tell nothing apart. */
function valuesOf({ statements }: Thing, properties: Properties): Map<string, Set<string>> {
  const values = new Map<string, Set<string>>();
  for (const { predicate, object, graph } of statements) {
    const { naming, identifying, prose } = properties.get(predicate.value);
    if (naming || identifying || prose || object.termType === 'BlankNode') continue;
    const said = `${graph.value} ${predicate.value}`;
    values.set(said, (values.get(said) ?? new Set()).add(object.value));
  }
  return values;
}

/** A key for a text that may tell whose it is, with its property; undefined for any other value. */
function telling({ object, predicate }: Quad, properties: Properties): string | undefined {
  if (object.termType !== 'Literal' || object.value.length < TELLING_MIN || !/\s/.test(object.value)) return undefined;
  const { naming, identifying, prose } = properties.get(predicate.value);
  return naming || identifying || prose ? undefined : `${predicate.value} ${object.value}`;
}

function propertiesOf({ statements }: Thing, properties: Properties): Set<string> {
  const found = new Set<string>();
  for (const { predicate } of statements) {
    const { foreign, naming, identifying, prose, iri } = properties.get(predicate.value);
    if (foreign && !naming && !identifying && !prose) found.add(iri);
  }
  return found;
}
