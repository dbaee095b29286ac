// The lexicon as an index: by which words other vocabularies call our classes and properties. It is data, in
// ontology/lexicon.ttl; this file knows no word.
import { push } from '../base/push.ts';
import type { Ontology } from '../store/ontology.ts';
import { rdfs, skos } from '../vocabulary/borrowed.ts';
import { read } from '../vocabulary/terms.ts';
import { keyOf, localName, splitWords } from './words.ts';

/** One of our properties as which a foreign property may be read. */
export interface Sense {
  /** IRI of the property of ours. */
  readonly property: string;
  /** Kinds of things of which it is read; empty where of all. */
  readonly of: ReadonlySet<string>;
  /** The kind that its values are read as. */
  readonly refersTo: string | undefined;
}

export interface Lexicon {
  /** The kind that a name names, by its whole or by its longest known end: a `QualityGate` is a gate. */
  kindNamed(words: readonly string[]): string | undefined;
  /** The kind whose whole name the words are. */
  kindExactly(words: readonly string[]): string | undefined;
  /** The kind whose things a property of that name names, other than by `…Name`. */
  kindNamedBy(words: readonly string[]): string | undefined;
  /** The properties of ours that a foreign property's name may mean: those of just these words first, inflection aside after. */
  senses(words: readonly string[]): readonly Sense[];
  /** Those of just these words. */
  exactSenses(words: readonly string[]): readonly Sense[];
  /** The kinds of the lexicon that a class of ours is a kind of, the class itself first. */
  kindsOf(ofClass: string): readonly string[];
  /** Whether the class is one that the lexicon has words for. */
  isKind(iri: string): boolean;
}

/** Made once for an ontology, and kept as long as that is. */
export function lexiconOf(ontology: Ontology): Lexicon {
  const kept = made.get(ontology);
  if (kept) return kept;
  const lexicon = makeLexicon(ontology);
  made.set(ontology, lexicon);
  return lexicon;
}

const made = new WeakMap<Ontology, Lexicon>();

function makeLexicon(ontology: Ontology): Lexicon {
  const heads = new Map<string, string>();
  const wholes = new Map<string, string>();
  const naming = new Map<string, string>();
  const phrases = new Map<string, Sense[]>();
  const loose = new Map<string, Sense[]>();
  const parents = new Map<string, string[]>();
  const senses = new Map<string, { property: string; of: Set<string>; refersTo: string | undefined }>();
  const senseOf = (property: string) => {
    const known = senses.get(property);
    if (known) return known;
    const fresh = { property, of: new Set<string>(), refersTo: undefined };
    senses.set(property, fresh);
    return fresh;
  };
  for (const { subject, predicate, object } of ontology.quads) {
    if (predicate.equals(read.of)) senseOf(subject.value).of.add(object.value);
    else if (predicate.equals(read.refersTo)) senseOf(subject.value).refersTo = object.value;
    else if (predicate.equals(rdfs.subClassOf)) push(parents, subject.value, object.value);
  }
  for (const { subject, predicate, object } of ontology.quads) {
    if (predicate.equals(read.named)) naming.set(keyOf(splitWords(object.value)), subject.value);
    const whole = predicate.equals(read.only);
    if (!whole && !predicate.equals(skos.altLabel)) continue;
    const words = splitWords(object.value);
    if (/^[A-Z]/.test(localName(subject.value))) {
      wholes.set(keyOf(words), subject.value);
      if (!whole) heads.set(keyOf(words), subject.value);
    } else {
      push(phrases, words.join(' '), senseOf(subject.value));
      push(loose, keyOf(words), senseOf(subject.value));
    }
  }
  const kinds = new Set(wholes.values());
  const kindsOf = (ofClass: string): string[] => {
    const found = new Set<string>();
    const walk = (iri: string): void => {
      if (found.has(iri)) return;
      found.add(iri);
      for (const parent of parents.get(iri) ?? []) walk(parent);
    };
    walk(ofClass);
    return [...found].filter((iri) => kinds.has(iri));
  };
  return {
    kindNamed(words) {
      const whole = wholes.get(keyOf(words));
      if (whole !== undefined) return whole;
      for (let from = 1; from < words.length; from++) {
        const head = heads.get(keyOf(words.slice(from)));
        if (head !== undefined) return head;
      }
      return undefined;
    },
    kindExactly: (words) => wholes.get(keyOf(words)),
    senses(words) {
      const exact = phrases.get(words.join(' ')) ?? [];
      return [...exact, ...(loose.get(keyOf(words)) ?? []).filter((one) => !exact.includes(one))];
    },
    exactSenses: (words) => phrases.get(words.join(' ')) ?? [],
    kindNamedBy: (words) => naming.get(keyOf(words)),
    kindsOf,
    isKind: (iri) => kinds.has(iri),
  };
}
