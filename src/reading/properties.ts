// What the name of a property says, in any vocabulary: that it names its thing or only describes it, that it lists parts,
// which of our properties it may be, and in which unit it counts.
import { owl, rdf, rdfs, sh } from '../vocabulary/borrowed.ts';
import { READ, SX, read, sx } from '../vocabulary/terms.ts';
import type { Lexicon, Sense } from './lexicon.ts';
import type { Thing } from './things.ts';
import { writtenUnit, type WrittenUnit } from './units.ts';
import { isNumber, localName, splitWords } from './words.ts';

export interface Property {
  readonly iri: string;
  /** Whether it is of a vocabulary that is neither ours nor RDF's own. */
  readonly foreign: boolean;
  readonly words: readonly string[];
  /** Whether its name ends in a number, as `agent1` does. */
  readonly numbered: boolean;
  /** Whether its value is a name of the thing. */
  readonly naming: boolean;
  /** Of a naming property such as `taskName`: which things it names. */
  readonly names: string | undefined;
  /** Whether its value is an identifier, by which other texts may refer to the thing. */
  readonly identifying: boolean;
  /** Whether its value is prose about the thing. */
  readonly prose: boolean;
  /** The kind of things that it speaks of, by the noun at its end: `phases`, `unblocksTasks`. */
  readonly ofKind: string | undefined;
  readonly senses: readonly Sense[];
  /** Whether its name, as it stands, lists parts: `agents` does, and `agent` may mean who does it. */
  readonly parts: boolean;
  /** The unit at the end of its name: `totalDays`. */
  readonly unit: WrittenUnit | undefined;
  /** Whether its name says that it is a total. */
  readonly total: boolean;
}

const IDENTIFYING: ReadonlySet<string> = new Set(['id', 'identifier', 'key', 'code']);
const PROSE: ReadonlySet<string> = new Set([
  'comment',
  'description',
  'note',
  'notes',
  'summary',
  'definition',
  'abstract',
  'remark',
  'rationale',
  'documentation',
  'example',
]);
const TOTAL: ReadonlySet<string> = new Set(['total', 'overall', 'sum']);
const HAVING: ReadonlySet<string> = new Set(['has', 'contains', 'includes', 'comprises']);
const RDF_OWN = [rdf.type.value, rdfs.label.value, owl.Class.value, sh.property.value].map(namespaceOf);
const OURS = [SX, READ];

export class Properties {
  readonly #lexicon: Lexicon;
  readonly #known = new Map<string, Property>();
  readonly #part: Sense = { property: read.hasPart.value, of: new Set(), refersTo: undefined };

  constructor(lexicon: Lexicon) {
    this.#lexicon = lexicon;
  }

  get(iri: string): Property {
    const known = this.#known.get(iri);
    if (known) return known;
    const property = this.#read(iri);
    this.#known.set(iri, property);
    return property;
  }

  /** Whether it lists parts, of whatever thing. */
  isPart(iri: string): boolean {
    const { foreign, numbered, parts } = this.get(iri);
    return foreign && !numbered && parts;
  }

  /** The property of ours that it is of this thing; `parts` says whether the thing lists others as its members. */
  senseOf(property: Property, thing: Thing, parts: boolean): Sense | undefined {
    if (!property.foreign || property.prose) return undefined;
    const { senses } = property;
    if (thing.kind !== undefined) {
      const kinds = thing.ours ? this.#lexicon.kindsOf(thing.kind) : [thing.kind];
      return senses.find(({ of }) => kinds.some((kind) => of.has(kind))) ?? senses.find(({ of }) => of.size === 0);
    }
    // Of a thing of no kind little is read: its parts, and, where it has parts, who does them.
    return senses.find(({ property: ours, of }) =>
      ours === read.hasPart.value ? property.parts : of.size === 0 || (parts && ours === sx.assignedTo.value),
    );
  }

  #read(iri: string): Property {
    const whole = splitWords(localName(iri));
    const numbered = whole.length > 1 && isNumber(whole.at(-1)!);
    const words = numbered ? whole.slice(0, -1) : whole;
    const last = words.at(-1) ?? '';
    const bare = words.slice(0, -1);
    const ours = OURS.some((namespace) => iri.startsWith(namespace));
    const foreign = !ours && !RDF_OWN.some((namespace) => iri.startsWith(namespace));
    const naming = !ours && this.#lexicon.senses([last]).some(({ property }) => property === read.name.value);
    const named = naming && bare.length > 0 ? this.#lexicon.kindExactly(bare) : this.#lexicon.kindNamedBy(words);
    const unit = words.length > 1 ? writtenUnit(last) : undefined;
    const ofKind = this.#lexicon.kindNamed(words);
    return {
      iri,
      foreign,
      words,
      numbered,
      naming: naming && (bare.length === 0 || named !== undefined || bare.every((word) => QUALIFIERS.has(word))),
      names: foreign ? named : undefined,
      identifying:
        !ours && IDENTIFYING.has(last) && (bare.length === 0 || this.#lexicon.kindExactly(bare) !== undefined),
      prose: words.some((word) => PROSE.has(word)),
      ofKind,
      senses: foreign ? this.#senses(words, ofKind, unit && last.length > 1 ? bare : undefined) : [],
      unit,
      parts: foreign && this.#listsParts(words, ofKind),
      total: words.some((word) => TOTAL.has(word)),
    };
  }

  #listsParts(words: readonly string[], ofKind: string | undefined): boolean {
    if (ofKind !== undefined && HAVING.has(words[0]!)) return true;
    return this.#lexicon.exactSenses(words).some(({ property }) => property === read.hasPart.value);
  }

  #senses(
    words: readonly string[],
    ofKind: string | undefined,
    beforeUnit: readonly string[] | undefined,
  ): readonly Sense[] {
    const said = this.#lexicon.senses(words).filter(({ property }) => property !== read.name.value);
    if (said.length > 0) return said;
    if (ofKind !== undefined && HAVING.has(words[0]!)) return [this.#part];
    return beforeUnit ? this.#lexicon.senses(beforeUnit) : [];
  }
}

/** Words before `label` and the like that change nothing: skos:prefLabel, fullName. */
const QUALIFIERS: ReadonlySet<string> = new Set(['pref', 'preferred', 'full', 'short', 'display', 'long']);

function namespaceOf(iri: string): string {
  return iri.slice(0, iri.lastIndexOf('#') + 1);
}
