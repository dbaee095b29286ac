// Slips of the pen in names: a word that stands once in the whole specification and is one letter away from a word that
// the thing itself has elsewhere, and that the specification has often. A word of another meaning (contact, contract) may
// be one letter away too, so only what a typist does is looked for: a letter left out, one too many, or two swapped, and
// never the first or the last one, where inflections are.
import type { Literal, NamedNode } from '@rdfjs/types';
import { literal } from '../vocabulary/factory.ts';
import { read } from '../vocabulary/terms.ts';
import type { Properties } from './properties.ts';
import type { Things } from './things.ts';
import { localName, splitWords } from './words.ts';

type Fact = readonly [NamedNode, NamedNode, Literal];

/** A thing with the words of its names and of everything else that it says. */
export interface SpelledThing {
  readonly iri: string;
  /** Its local name and its names: where a slip costs a reference. */
  readonly names: readonly string[];
  /** Its other literals. */
  readonly texts: readonly string[];
}

export interface Slip {
  readonly iri: string;
  readonly word: string;
  readonly meant: string;
}

const LETTERS_MIN = 6;
const TIMES_MIN = 3;

/** Words that are one such letter apart, and both right. */
const BOTH_RIGHT: ReadonlySet<string> = new Set(
  'contact contract/country county/though through/thorough through/casual causal/desert dessert/united untied/caching catching/conserve converse/manager manger/planned planed/starting staring/filling filing/diner dinner/discreet discrete/costumer customer/reserve reverse/tracking tacking/cleaner cleanser/polices policies/courtesy curtsey/attaching attacking/complaint compliant/expensive expansive/statue statute/personal personnel/canvas canvass/sacred scared/backing blacking/passed paused/desperate disparate/planner planer/scraped scrapped/striped stripped/typing tying'
    .split('/')
    .flatMap((pair) => [pair, pair.split(' ').reverse().join(' ')]),
);

/** `thing read:misspells word ; read:meant word`. */
export function slipFacts(things: Things, properties: Properties): Fact[] {
  const nodes = new Map(things.all.map(({ iri, node }) => [iri, node]));
  const spelled = things.all.map(({ iri, statements }): SpelledThing => {
    const names = [localName(iri)];
    const texts: string[] = [];
    for (const { predicate, object } of statements)
      if (object.termType === 'Literal') (properties.get(predicate.value).naming ? names : texts).push(object.value);
    return { iri, names, texts };
  });
  return slipsOf(spelled).flatMap(({ iri, word, meant }): Fact[] => [
    [nodes.get(iri)!, read.misspells, literal(word)],
    [nodes.get(iri)!, read.meant, literal(meant)],
  ]);
}

/** The slips of a specification, in the order of its things. Costs no more than reading every word a few times. */
export function slipsOf(things: readonly SpelledThing[]): Slip[] {
  const times = new Map<string, number>();
  const wordsOf = new Map<string, readonly string[]>();
  for (const { iri, names, texts } of things) {
    const words = [...names, ...texts].flatMap(longWords);
    for (const word of words) times.set(word, (times.get(word) ?? 0) + 1);
    wordsOf.set(iri, words);
  }
  return things.flatMap(({ iri, names }) => {
    const rare = names.flatMap(longWords).filter((word) => times.get(word) === 1);
    if (rare.length === 0) return [];
    const own = wordsOf.get(iri)!.filter((word) => times.get(word)! >= TIMES_MIN);
    return rare.flatMap((word) => {
      const meant = own.find((other) => isSlip(word, other) && !BOTH_RIGHT.has(`${word} ${other}`));
      return meant === undefined ? [] : [{ iri, word, meant }];
    });
  });
}

function longWords(text: string): string[] {
  return splitWords(text).filter((word) => word.length >= LETTERS_MIN);
}

/** Whether one inner letter left out, one too many, or two neighbours swapped makes the one word the other. */
export function isSlip(word: string, meant: string): boolean {
  if (Math.abs(word.length - meant.length) > 1 || word === meant) return false;
  let start = 0;
  while (word[start] === meant[start]) start++;
  let [end, meantEnd] = [word.length, meant.length];
  while (end > start && meantEnd > start && word[end - 1] === meant[meantEnd - 1])
    [end, meantEnd] = [end - 1, meantEnd - 1];
  if (start === 0 || end === word.length || meantEnd === meant.length) return false;
  const [wrong, right] = [word.slice(start, end), meant.slice(start, meantEnd)];
  return wrong.length + right.length === 1 || (wrong.length === 2 && wrong === `${right[1]}${right[0]}`);
}
