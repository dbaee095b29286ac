// Words of names: what a local name, a label or a sentence says, however it is cased, joined or inflected. Light rules of
// English, the same on both sides of every comparison: what they make of a word is a key, never shown to anybody.

/** A plural of capitals (`SLOs`), capitals, a capitalised word, lower case, digits, letters without case. */
const WORD = /\p{Lu}{2,}s(?!\p{Ll})|\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{N}+|[\p{Lo}\p{Lm}]+/gu;

const IRREGULAR: ReadonlyMap<string, string> = new Map([
  ['criteria', 'criterion'],
  ['analyses', 'analysis'],
  ['indices', 'index'],
  ['matrices', 'matrix'],
  ['people', 'person'],
  ['children', 'child'],
  ['series', 'series'],
  ['artefact', 'artifact'],
  ['artefacts', 'artifact'],
]);

const NUMBERS: ReadonlyMap<string, string> = new Map(
  ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'].map((word, index) => [
    word,
    String(index),
  ]),
);

const FILLERS: ReadonlySet<string> = new Set(['a', 'an', 'the', 'of', 'and', 'for', 'to', 'in', 'on']);

/** The words of a text in lower case, in order: `CARGO_TARGET_DIR` and `cargoTargetDir` are both cargo, target, dir. */
export function splitWords(text: string): string[] {
  return (
    text
      .normalize('NFKC')
      .match(WORD)
      ?.map((word) => word.toLowerCase()) ?? []
  );
}

/** What is the same for a word's singular and plural. */
export function stem(word: string): string {
  const known = IRREGULAR.get(word) ?? NUMBERS.get(word);
  if (known !== undefined) return known;
  if (word.length <= 3) return word;
  let bare = word;
  if (word.length > 4 && word.endsWith('ies')) bare = `${word.slice(0, -3)}y`;
  else if (/(?:ss|sh|ch|x|z)es$/.test(word)) bare = word.slice(0, -2);
  else if (/[^suis]s$/.test(word)) bare = word.slice(0, -1);
  return bare.length > 4 && bare.endsWith('e') ? bare.slice(0, -1) : bare;
}

/** A key of words in their order: equal for texts that differ in case, joining and number alone. */
export function keyOf(words: readonly string[]): string {
  return words.map(stem).join(' ');
}

/** The words that tell one name from another: each once, in no order, articles and the like left out. */
export function tellingWords(words: readonly string[]): string[] {
  return [...new Set(words.filter((word) => !FILLERS.has(word)).map(stem))].sort();
}

export function isNumber(word: string): boolean {
  return /^\p{N}+$/u.test(word);
}

/** What stands after the last `#` or `/`, else after the last `:`, percent-decoded where that is possible. */
export function localName(iri: string): string {
  // Not by a pattern: a run of slashes that is not at the end would be tried from each of them.
  let last = iri.length;
  while (last > 0 && (iri[last - 1] === '#' || iri[last - 1] === '/')) last--;
  const bare = iri.slice(0, last);
  const end = Math.max(bare.lastIndexOf('#'), bare.lastIndexOf('/'));
  const name = end >= 0 ? bare.slice(end + 1) : bare.slice(bare.lastIndexOf(':') + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
