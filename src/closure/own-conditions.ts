// Conditions that shacl-engine gets wrong, evaluated by us: comparisons, and languages (it tells "en-US" from "en-us", and takes
// "deu" for a kind of "de").
import type { NamedNode, Term } from '@rdfjs/types';
import { listMembers, type Graphs } from '../store/graphs.ts';
import { literal, namedNode } from '../vocabulary/factory.ts';
import { compareTerms } from './compare-terms.ts';

/** What a condition sees of the engine. */
export interface EngineContext {
  readonly focusNode: { readonly term: Term; out(properties: readonly Term[]): { readonly terms: readonly Term[] } };
  readonly valueOrNode: { readonly term: Term };
  readonly values: Iterable<{ readonly term: Term }>;
  violation(component: NamedNode, details: Readonly<Record<string, unknown>>): void;
}

/** Makes a condition of a shape, to be asked about a node, all its values, or each of them. */
export type Condition = (shape: { readonly ptr: { readonly term: Term } }) => {
  readonly node?: (context: EngineContext) => void;
  readonly property?: (context: EngineContext) => void;
  readonly generic?: (context: EngineContext) => void;
};

const shacl = (name: string) => namedNode(`http://www.w3.org/ns/shacl#${name}`);
const said = (text: string) => [literal(text)];

/** By the property that states them. */
export function ownConditions(shapes: Graphs): (readonly [NamedNode, Condition])[] {
  const bound = (name: string, words: string, meets: (order: number) => boolean) =>
    limit(shapes, name, words, (value, limitTerm) => holds(compareTerms(value, limitTerm), meets));
  return [
    bound('MinExclusive', 'greater than', (order) => order > 0),
    bound('MinInclusive', 'at least', (order) => order >= 0),
    bound('MaxExclusive', 'less than', (order) => order < 0),
    bound('MaxInclusive', 'at most', (order) => order <= 0),
    pair(shapes, 'LessThan', 'less than', (order) => order < 0),
    pair(shapes, 'LessThanOrEquals', 'less than or equal to', (order) => order <= 0),
    languages(shapes),
  ];
}

function holds(order: number | undefined, meets: (order: number) => boolean): boolean {
  return order !== undefined && meets(order);
}

type Meets = (value: Term, limit: Term) => boolean;

function limit(shapes: Graphs, name: string, words: string, meets: Meets): readonly [NamedNode, Condition] {
  const property = shacl(name[0]!.toLowerCase() + name.slice(1));
  const make: Condition = ({ ptr }) => {
    const bound = shapes.object(ptr.term, property)!;
    return {
      generic: (context) => {
        if (meets(context.valueOrNode.term, bound)) return;
        const message = said(`Value is not ${words} ${bound.value}`);
        context.violation(shacl(`${name}ConstraintComponent`), { message, value: context.valueOrNode });
      },
    };
  };
  return [property, make];
}

function pair(shapes: Graphs, name: string, words: string, meets: (order: number) => boolean) {
  const property = shacl(name[0]!.toLowerCase() + name.slice(1));
  const make: Condition = ({ ptr }) => {
    const other = shapes.object(ptr.term, property)!;
    return {
      property: (context) => {
        const { terms } = context.focusNode.out([other]);
        for (const value of context.values)
          for (const reference of terms)
            if (!holds(compareTerms(value.term, reference), meets)) {
              const message = said(`Value is not ${words} the value of ${other.value}`);
              context.violation(shacl(`${name}ConstraintComponent`), { message, value });
            }
      },
    };
  };
  return [property, make] as const;
}

function languages(shapes: Graphs): readonly [NamedNode, Condition] {
  const property = shacl('languageIn');
  const make: Condition = ({ ptr }) => {
    const ranges = (listMembers(shapes, shapes.object(ptr.term, property)!) ?? []).map((one) =>
      one.value.toLowerCase(),
    );
    return {
      generic: (context) => {
        const { term } = context.valueOrNode;
        const tag = term.termType === 'Literal' ? term.language.toLowerCase() : '';
        // As langMatches says: the range itself, or the range and a hyphen, stands first.
        if (tag !== '' && ranges.some((range) => tag === range || tag.startsWith(`${range}-`))) return;
        const message = said(`Language does not match any of ${ranges.join(', ')}`);
        context.violation(shacl('LanguageInConstraintComponent'), { message, value: context.valueOrNode });
      },
    };
  };
  return [property, make];
}
