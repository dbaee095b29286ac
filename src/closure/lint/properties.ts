// What a property is for, as far as its name tells: some hold text that looks like a reference or an amount and is none.
import { splitWords, stem } from '../../reading/words.ts';
import { localName } from '../names.ts';

const naming = new Set(
  ['name', 'title', 'label', 'id', 'identifier', 'key', 'code', 'slug', 'symbol', 'notation'].map(stem),
);
const prose = new Set(
  [
    'comment',
    'description',
    'note',
    'text',
    'summary',
    'definition',
    'example',
    'rationale',
    'message',
    'pattern',
    'version',
  ].map(stem),
);

/** Whether a property's values are what things are called: `taskName`, `title`, `identifier`. */
export function isNaming(iri: string): boolean {
  return naming.has(lastWord(iri));
}

/** Whether a property's values are sentences for people, or other text that is to be taken as it stands. */
export function isProse(iri: string): boolean {
  return prose.has(lastWord(iri));
}

/** The words of a property's name, as keys: singular and plural are one. */
export function wordsOf(iri: string): string[] {
  return splitWords(localName(iri)).map(stem);
}

/** Whether the last word of a property's name is a plural: `blockedTasks`. */
export function isPlural(iri: string): boolean {
  const words = splitWords(localName(iri));
  const last = words.at(-1) ?? '';
  // A single word may be a verb: knows, depends.
  return words.length > 1 && last.length > 3 && /[^suis]s$|[^aeiou]ies$/.test(last) && !/ness$|news$/.test(last);
}

function lastWord(iri: string): string {
  return wordsOf(iri).at(-1) ?? '';
}
