// One property whose values are things here and strings or lists there: every query must know both, and mostly knows one.
import type { Diagnostic } from '../../base/diagnostic.ts';
import { push } from '../../base/push.ts';
import { localName } from '../names.ts';
import { keyOf, type LintContext, type Located } from './context.ts';
import { isProse } from './properties.ts';
import { counted, others, type LintRule } from './rule.ts';
import { referencesOf } from './string-reference.ts';

type Kind = 'thing' | 'text' | 'list';
const words: Readonly<Record<Kind, readonly [one: string, many: string]>> = {
  thing: ['a thing', 'things'],
  text: ['text or a number', 'texts or numbers'],
  list: ['a list', 'lists'],
};

export const mixedValues: LintRule = {
  code: 'lint/mixed-values',
  *find(context) {
    for (const [property, located] of context.byProperty) {
      if (located.length < 2 || !context.isOwn(property) || isProse(property)) continue;
      const kinds = new Map<Kind, Located[]>();
      for (const one of located) {
        const kind = kindOf(one, context);
        if (!kind) continue;
        push(kinds, kind, one);
      }
      if (kinds.has('thing') && kinds.has('text')) withoutReferences(kinds, property, context);
      if (kinds.size > 1) yield finding(property, kinds);
    }
  },
};

/** A text that evidently refers to a thing is told of as such (string-reference); here it counts as if it were mended. */
function withoutReferences(kinds: Map<Kind, Located[]>, property: string, context: LintContext): void {
  const references = new Set(referencesOf(property, context).map(({ located }) => located));
  const texts = kinds.get('text')!.filter((one) => !references.has(one));
  if (texts.length) kinds.set('text', texts);
  else kinds.delete('text');
}

/** Of `[]` of which nothing is said another rule speaks. */
function kindOf({ quad: { object } }: Located, { members, bySubject }: LintContext): Kind | undefined {
  if (object.termType === 'Literal') return 'text';
  if (members(object)) return 'list';
  return object.termType === 'BlankNode' && !bySubject.has(keyOf(object)) ? undefined : 'thing';
}

function finding(property: string, kinds: ReadonlyMap<Kind, readonly Located[]>): Diagnostic {
  const name = localName(property);
  const ordered = [...kinds].sort(([, a], [, b]) => a.length - b.length);
  const [[rareKind, rare]] = ordered as [[Kind, readonly Located[]]];
  const common = ordered.slice(1);
  const elsewhere = common.map(
    ([kind, { length }]) => `${words[kind][length === 1 ? 0 : 1]} in ${counted(length, 'other place')}`,
  );
  const [usualKind] = ordered.at(-1)!;
  return {
    code: mixedValues.code,
    severity: 'warning',
    message: `The value of ${name} is ${words[rareKind][0]} here, but ${elsewhere.join(' and ')}.`,
    at: rare[0]!.places().object,
    why: 'A query that follows the property in one way misses what is said in the other.',
    help: helpFor(usualKind, rareKind),
    ...others([
      ...rare.map(({ places }) => ({ at: places().object, message: `${words[rareKind][0]} too` })),
      ...common.map(([kind, [one]]) => ({ at: one!.places().object, message: `${words[kind][0]} here` })),
    ]),
  };
}

function helpFor(usual: Kind, rare: Kind): string {
  if (usual === 'list')
    return 'Write a list here too, `( … )`, even of one member; or name each value for itself everywhere.';
  if (usual === 'thing') return 'Name the thing here too, without quotes; declare it where it is not yet declared.';
  if (rare === 'thing')
    return 'Declare what the texts name, and refer to it everywhere; or keep a property of its own for the text.';
  return 'Write the values one by one here too, with commas between them; or use lists everywhere.';
}
