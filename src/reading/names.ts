// What things are called, and which are called the same under different IRIs. Equal and near names are found by an index
// of words, never by comparing all with all.
import type { Quad } from '@rdfjs/types';
import { integer } from '../vocabulary/literals.ts';
import { literal } from '../vocabulary/factory.ts';
import { read } from '../vocabulary/terms.ts';
import type { Facts } from './facts.ts';
import type { Lexicon } from './lexicon.ts';
import type { Properties } from './properties.ts';
import type { Thing, Things } from './things.ts';
import { isNumber, localName, splitWords, stem, tellingWords } from './words.ts';

/** Longer texts are sentences, no names. */
const WORDS_MAX = 24;
/** A word that so many names of one kind have says nothing about any of them. */
const COMMON_MIN = 40;
const NEAR_SHARE = 0.6;

interface Name {
  readonly thing: Thing;
  readonly words: readonly string[];
  readonly telling: readonly string[];
  readonly quad: Quad;
}

/** Pairs of things that may be one: the later, the earlier. */
export interface Alike {
  readonly same: readonly (readonly [Thing, Thing])[];
  readonly near: readonly (readonly [Thing, Thing])[];
}

export function stateNames(facts: Facts, things: Things, properties: Properties, lexicon: Lexicon): Alike {
  const rootOf = (thing: Thing): string | undefined =>
    thing.kind === undefined ? undefined : thing.ours ? (lexicon.kindsOf(thing.kind)[0] ?? thing.kind) : thing.kind;
  const names = things.all.flatMap((thing) => namesOf(thing, properties));
  for (const { thing, words, quad } of names) {
    facts.add(thing.node, read.name, literal(words.join(' ')), thing.ours ? undefined : quad);
    if (thing.ours) continue;
    for (const word of words)
      if (/^\d{1,9}$/.test(word)) facts.add(thing.node, read.index, integer(Number(word)), quad);
  }
  const same = sameNames(names, rootOf);
  const paired = new Set(same.flatMap(([a, b]) => [`${a.order} ${b.order}`, `${b.order} ${a.order}`]));
  const near = nearNames(names, rootOf).filter(([a, b]) => !paired.has(`${a.order} ${b.order}`));
  for (const [later, earlier] of same) facts.add(later.node, read.sameName, earlier.node);
  for (const [later, earlier] of near) facts.add(later.node, read.nearName, earlier.node);
  return { same, near };
}

function namesOf(thing: Thing, properties: Properties): Name[] {
  const found: Name[] = [];
  for (const quad of thing.statements) {
    if (quad.object.termType !== 'Literal') continue;
    const { naming, names } = properties.get(quad.predicate.value);
    // An agent may carry the name of its gate; that is not its own.
    if (names === undefined ? !naming : thing.kind !== undefined && names !== thing.kind) continue;
    const words = splitWords(quad.object.value);
    const telling = tellingWords(words);
    if (words.length <= WORDS_MAX && telling.some((word) => !isNumber(word)))
      found.push({ thing, words, telling, quad });
  }
  return found;
}

/** Each later thing with the first of its name whose kind does not differ. */
function sameNames(names: readonly Name[], rootOf: (thing: Thing) => string | undefined): [Thing, Thing][] {
  const byKey = new Map<string, Map<string, Thing>>();
  const pairs: [Thing, Thing][] = [];
  const seen = new Set<string>();
  for (const { thing, telling } of names) {
    const key = telling.join(' ');
    const holders = byKey.get(key) ?? new Map<string, Thing>();
    byKey.set(key, holders);
    const kind = rootOf(thing) ?? '';
    const earlier = holders.get(kind) ?? (kind === '' ? [...holders.values()][0] : holders.get(''));
    if (!holders.has(kind)) holders.set(kind, thing);
    if (!earlier || earlier === thing) continue;
    const pair: [Thing, Thing] = earlier.order < thing.order ? [thing, earlier] : [earlier, thing];
    const id = `${pair[0].order} ${pair[1].order}`;
    if (!seen.has(id)) pairs.push(pair);
    seen.add(id);
  }
  return pairs;
}

/** Each later thing with earlier ones of its kind and its numbers whose names share most words with its own. */
function nearNames(names: readonly Name[], rootOf: (thing: Thing) => string | undefined): [Thing, Thing][] {
  const postings = new Map<string, number[]>();
  const bare = names.map(({ thing, telling }) => {
    const kind = rootOf(thing);
    const own = new Set(kind === undefined ? [] : splitWords(localName(kind)).map(stem));
    return telling.filter((word) => !own.has(word) && !isNumber(word));
  });
  const pairs: [Thing, Thing][] = [];
  const seen = new Set<string>();
  for (const [index, { thing, telling }] of names.entries()) {
    const kind = rootOf(thing);
    const words = bare[index]!;
    if (kind === undefined || words.length < 2) continue;
    const numbers = telling.filter(isNumber).join(' ');
    const shared = new Map<number, number>();
    for (const word of words) {
      const key = `${kind} ${numbers} ${word}`;
      const earlier = postings.get(key) ?? [];
      if (earlier.length < COMMON_MIN) for (const one of earlier) shared.set(one, (shared.get(one) ?? 0) + 1);
      if (earlier.length < COMMON_MIN) earlier.push(index);
      postings.set(key, earlier);
    }
    for (const [one, count] of shared) {
      const other = names[one]!.thing;
      if (count < 2 || other === thing || !alike(count, words.length, bare[one]!.length)) continue;
      const pair: [Thing, Thing] = other.order < thing.order ? [thing, other] : [other, thing];
      const id = `${pair[0].order} ${pair[1].order}`;
      if (!seen.has(id)) pairs.push(pair);
      seen.add(id);
    }
  }
  return pairs;
}

function alike(shared: number, first: number, second: number): boolean {
  return shared === Math.min(first, second) || shared / (first + second - shared) >= NEAR_SHARE;
}
