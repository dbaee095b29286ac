// `[]` where `()` was meant: it is not "none" but "something of which nothing is known", a thing that can never be found.
import type { Diagnostic } from '../../base/diagnostic.ts';
import { rdf } from '../../vocabulary/borrowed.ts';
import { localName } from '../names.ts';
import { keyOf, type LintContext, type Located } from './context.ts';
import { isPlural } from './properties.ts';
import { counted, others, type LintRule } from './rule.ts';

export const emptyNodeForList: LintRule = {
  code: 'lint/empty-node-for-list',
  *find(context) {
    for (const [property, located] of context.byProperty) {
      if (property === rdf.type.value || !context.isOwn(property)) continue;
      const empty = located.filter((one) => isEmptyNode(one, context));
      if (!empty.length) continue;
      const lists = located.filter(({ quad }) => context.members(quad.object)).length;
      // Without a list elsewhere, only a property that says "many" by its name, and never has another value.
      if (!lists && (!isPlural(property) || empty.length < located.length)) continue;
      yield finding(property, empty, lists);
    }
  },
};

function finding(property: string, empty: readonly Located[], lists: number): Diagnostic {
  const name = localName(property);
  const first = empty[0]!;
  const nodes = counted(empty.length, 'value of it is', 'values of it are');
  return {
    code: emptyNodeForList.code,
    severity: 'warning',
    message: lists
      ? `${name} has lists as values, but ${nodes} \`[]\`: a node without a name of which nothing is said.`
      : `${name} has \`[]\` as its value: a node without a name of which nothing is said.`,
    at: first.places().object,
    why: '`[]` does not say "none": it says that there is something, and who follows it finds a thing that nobody described.',
    help: 'Write `()` for an empty list, or leave the property out.',
    ...others(
      empty.map(({ quad, places }) => ({
        at: places().object,
        message: `and here, of ${localName(quad.subject.value)}`,
      })),
    ),
  };
}

/** An anonymous node, used once, of which nothing is said. A labelled one (`_:x`) was given its label on purpose. */
function isEmptyNode(
  { quad: { object }, places }: Located,
  { bySubject, mentions, members, spec }: LintContext,
): boolean {
  if (object.termType !== 'BlankNode' || bySubject.has(keyOf(object)) || mentions.get(keyOf(object)) !== 1)
    return false;
  if (members(object)) return false;
  const { file, line, column } = places().object;
  return spec.locations.lineText(file, line)?.[column - 1] === '[';
}
