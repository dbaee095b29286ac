// Names in lists of properties that are used nowhere else, while most of the others are: a word that the author planned and
// then wrote otherwise, or forgot.
import { localName } from '../names.ts';
import type { LintContext, Value } from './context.ts';
import { counted, others, type LintRule } from './rule.ts';

export const unusedTerm: LintRule = {
  code: 'lint/unused-term',
  *find(context) {
    for (const found of unusedByFile(context).values()) {
      const [first, ...more] = [...found.values()] as [Value, ...Value[]];
      const name = localName(first.term.value);
      yield {
        code: unusedTerm.code,
        severity: 'info',
        message:
          `${name} is listed here as a property, but nothing has it.` +
          (more.length ? ` The same holds for ${counted(more.length, 'other name')} of this file.` : ''),
        at: first.at(),
        why: 'Who reads the list expects values of it; either they are missing, or they are said with another word.',
        help: `Say it of the things it was meant for, or take ${name} out of the list.`,
        focus: first.term.value,
        ...others(
          [first, ...more].map((one) => ({
            at: one.at(),
            message: `nor does anything have ${localName(one.term.value)}`,
          })),
        ),
      };
    }
  },
};

/** The names that this rule speaks of, so that another need not. */
export function unusedTerms(context: LintContext): ReadonlySet<string> {
  return new Set([...unusedByFile(context).values()].flatMap((found) => [...found.keys()]));
}

const made = new WeakMap<LintContext, Map<string, Map<string, Value>>>();

function unusedByFile(context: LintContext): ReadonlyMap<string, ReadonlyMap<string, Value>> {
  const known = made.get(context);
  if (known) return known;
  const found = new Map<string, Map<string, Value>>();
  for (const located of context.byProperty.values()) {
    const lists = located.flatMap(({ quad }) => {
      const members = context.members(quad.object);
      return members ? [{ members, graph: quad.graph.value }] : [];
    });
    if (!isListOfProperties(lists, context)) continue;
    for (const { members, graph } of lists)
      for (const value of members)
        if (value.term.termType === 'NamedNode' && isUnused(value.term.value, context)) {
          const ofFile = found.get(graph) ?? new Map<string, Value>();
          found.set(graph, ofFile);
          if (!ofFile.has(value.term.value)) ofFile.set(value.term.value, value);
        }
  }
  made.set(context, found);
  return found;
}

/** Whether the lists of a property hold names, and most of them are properties in use. */
function isListOfProperties(
  lists: readonly { readonly members: readonly Value[] }[],
  { byProperty }: LintContext,
): boolean {
  const names = new Set<string>();
  for (const { members } of lists)
    for (const { term } of members) {
      if (term.termType !== 'NamedNode') return false;
      names.add(term.value);
    }
  let used = 0;
  for (const name of names) if (byProperty.has(name)) used++;
  return used >= 3 && used * 2 > names.size;
}

function isUnused(name: string, { byProperty, bySubject, isOwn }: LintContext): boolean {
  return !byProperty.has(name) && !bySubject.has(name) && isOwn(name);
}
