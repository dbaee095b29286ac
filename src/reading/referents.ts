// What a value refers to: an IRI its thing, a string the one thing that it names, by local name, name or identifier.
import type { Term } from '@rdfjs/types';
import type { Properties } from './properties.ts';
import type { Thing, Things } from './things.ts';
import { keyOf, splitWords } from './words.ts';

const TEXT_MAX = 200;

export class Referents {
  readonly #things: Things;
  readonly #properties: Properties;
  #byKey: Map<string, Set<Thing>> | undefined;
  readonly #parts = new Map<Thing, boolean>();

  constructor(things: Things, properties: Properties) {
    this.#things = things;
    this.#properties = properties;
  }

  /** The things that a term refers to: none where a string names nothing, or several things that may be meant. */
  of(term: Term, maybe: (thing: Thing) => boolean = () => true): Thing[] {
    if (term.termType === 'NamedNode') {
      const thing = this.#things.get(term.value);
      return thing ? [thing] : [];
    }
    if (term.termType !== 'Literal' || term.value.length > TEXT_MAX) return [];
    const whole = this.#named(term.value, maybe);
    if (whole) return [whole];
    const parts = term.value.split(/\s*[,;]\s*/);
    if (parts.length < 2) return [];
    const named = parts.map((part) => this.#named(part, maybe));
    return named.every((one) => one !== undefined) ? named : [];
  }

  /** Whether the thing lists others: by a numbered property, or one whose noun is a kind, with several values or a list. */
  hasParts(thing: Thing): boolean {
    const known = this.#parts.get(thing);
    if (known !== undefined) return known;
    const found = thing.statements.some(
      (quad) =>
        this.isPartList(quad.predicate.value, quad) ||
        (this.#properties.isPart(quad.predicate.value) &&
          this.#things
            .membersOf(quad)
            .some(({ term }) => term.termType === 'NamedNode' && this.#things.get(term.value))),
    );
    this.#parts.set(thing, found);
    return found;
  }

  /** Whether a statement lists things under a numbered property such as `task1 (:a :b)`. */
  isPartList(predicate: string, quad: Parameters<Things['membersOf']>[0]): boolean {
    const property = this.#properties.get(predicate);
    if (!property.foreign || !property.numbered || property.ofKind === undefined) return false;
    if (quad.object.termType !== 'BlankNode') return false;
    const members = this.#things.membersOf(quad);
    return members.length > 0 && members.every(({ term }) => this.of(term).length > 0 && term.termType === 'NamedNode');
  }

  #named(text: string, maybe: (thing: Thing) => boolean): Thing | undefined {
    const key = keyOf(splitWords(text));
    if (key === '') return undefined;
    let only: Thing | undefined;
    for (const thing of this.#index().get(key) ?? []) {
      if (!maybe(thing)) continue;
      if (only) return undefined;
      only = thing;
    }
    return only;
  }

  #index(): Map<string, Set<Thing>> {
    if (this.#byKey) return this.#byKey;
    const index = (this.#byKey = new Map<string, Set<Thing>>());
    const add = (words: readonly string[], thing: Thing): void => {
      const key = keyOf(words);
      if (key === '') return;
      const named = index.get(key);
      if (named) named.add(thing);
      else index.set(key, new Set([thing]));
    };
    for (const thing of this.#things.foreign) {
      add(thing.words, thing);
      for (const { predicate, object } of thing.statements) {
        if (object.termType !== 'Literal' || object.value.length > TEXT_MAX) continue;
        const property = this.#properties.get(predicate.value);
        if (property.naming || property.identifying) add(splitWords(object.value), thing);
      }
    }
    return index;
  }
}
