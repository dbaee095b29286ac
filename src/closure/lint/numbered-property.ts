// Numbers in the names of properties: `:agent1`, `:agent2`, `:action3`. A query must know how far they go; their order is in
// a name, where nothing can sort by it.
import type { Diagnostic } from '../../base/diagnostic.ts';
import { push } from '../../base/push.ts';
import { localName } from '../names.ts';
import type { LintContext, Located } from './context.ts';
import { counted, others, type LintRule } from './rule.ts';

interface Member {
  readonly name: string;
  readonly number: number;
  readonly uses: readonly Located[];
}

export const numberedProperty: LintRule = {
  code: 'lint/numbered-property',
  *find(context) {
    const families = new Map<string, Member[]>();
    for (const [property, uses] of context.byProperty) {
      const [, stem, digits] = /^(.*\D)(\d{1,2})$/su.exec(property) ?? [];
      // A word of at least three letters: h1, x2, utf8 and sha256 are words themselves.
      if (stem === undefined || !/\p{Ll}{3}[-_]?$/u.test(stem) || !context.isOwn(property)) continue;
      const member = { name: localName(property), number: Number(digits), uses };
      push(families, stem, member);
    }
    for (const [stem, members] of families) {
      const sorted = members.sort((a, b) => a.number - b.number);
      if (isRow(sorted) || holdsLists(sorted, context)) yield finding(localName(stem).replace(/[-_]$/, ''), sorted);
    }
  },
};

/** Whether the numbers count: 1, 2, 3 … from 0 or 1. */
function isRow(members: readonly Member[]): boolean {
  return (
    members.length > 1 &&
    members[0]!.number <= 1 &&
    members.every(({ number }, at) => number === members[0]!.number + at)
  );
}

/** A number in front of a list says nothing: the list has the order. */
function holdsLists([member, ...more]: readonly Member[], { members }: LintContext): boolean {
  return !!member && !more.length && member.uses.every(({ quad }) => members(quad.object) !== undefined);
}

function finding(stem: string, members: readonly Member[]): Diagnostic {
  const [first, ...more] = members as [Member, ...Member[]];
  const uses = members.flatMap(({ name, uses: ofOne }) => ofOne.map(({ places }) => ({ name, places })));
  const names = more.length ? `${first.name} to ${more.at(-1)!.name} are` : `${first.name} is`;
  return {
    code: numberedProperty.code,
    severity: 'info',
    message: `${names} one property with ${more.length ? 'numbers' : 'a number'} in ${more.length ? 'their names' : 'its name'}, in ${counted(uses.length, 'place')}.`,
    at: uses[0]!.places().predicate,
    why: 'A query must name each of them, and does not find the next one that is added.',
    help: `Use one property ${stem}, with a list as its value where the order matters: :${stem} ( … ).`,
    ...others(uses.map(({ name, places }) => ({ at: places().predicate, message: `${name} here` }))),
  };
}
