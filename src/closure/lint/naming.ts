// Which thing a string names: by the local name it was declared with, or by its full name. Exactly, letter by letter: what
// is only alike is no evident reference.
import { rdfs } from '../../vocabulary/borrowed.ts';
import { localName } from '../names.ts';
import type { LintContext } from './context.ts';

export interface NamedThing {
  readonly iri: string;
  /** Whether the text is the thing's name in full, with spaces, and not its local name. */
  readonly inFull: boolean;
}

const made = new WeakMap<LintContext, ReadonlyMap<string, NamedThing | undefined>>();

/** Things by the texts that name them; undefined stands for a text that names several. Made once for a context. */
export function thingsByName(context: LintContext): ReadonlyMap<string, NamedThing | undefined> {
  const known = made.get(context);
  if (known) return known;
  const found = new Map<string, NamedThing | undefined>();
  const add = (text: string, thing: NamedThing) => {
    const before = found.get(text);
    found.set(text, found.has(text) && before?.iri !== thing.iri ? undefined : (before ?? thing));
  };
  for (const [iri, located] of context.bySubject) {
    if (iri.startsWith('_:') || context.byProperty.has(iri)) continue;
    const name = localName(iri);
    if (name !== '') add(name, { iri, inFull: false });
    for (const { quad } of located)
      if (quad.object.termType === 'Literal' && quad.object.value.includes(' ') && isFullName(quad.predicate.value))
        add(quad.object.value, { iri, inFull: true });
  }
  made.set(context, found);
  return found;
}

/** Whether a local name is made of several words, so that a text equal to it is hardly an accident. */
export function isTelling(text: string): boolean {
  return /^[\p{L}\p{N}_.-]+$/u.test(text) && /\p{Ll}\p{Lu}|\p{L}[-_]\p{L}|\p{N}[-_]?\p{Lu}/u.test(text);
}

function isFullName(property: string): boolean {
  return property === rdfs.label.value || /(?:name|title|prefLabel)$/i.test(localName(property));
}
