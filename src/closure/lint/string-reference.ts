// Strings that name a declared thing: `:owner "SystemArchitect"` beside `:SystemArchitect`. People see the reference, queries
// do not.
import type { Diagnostic } from '../../base/diagnostic.ts';
import { push } from '../../base/push.ts';
import { xsd } from '../../vocabulary/borrowed.ts';
import { localName } from '../names.ts';
import type { LintContext, Located, Value } from './context.ts';
import { isTelling, thingsByName, type NamedThing } from './naming.ts';
import { isNaming, isProse } from './properties.ts';
import { counted, others, quoted, type LintRule } from './rule.ts';

interface Reference {
  readonly located: Located;
  readonly value: Value;
  readonly thing: NamedThing;
  readonly file: string;
}

export const stringReference: LintRule = {
  code: 'lint/string-reference',
  *find(context) {
    for (const property of context.byProperty.keys()) {
      if (!context.isOwn(property) || isNaming(property) || isProse(property)) continue;
      const byFile = new Map<string, Reference[]>();
      for (const reference of referencesOf(property, context)) {
        push(byFile, reference.file, reference);
      }
      for (const found of byFile.values()) yield finding(property, found, context);
    }
  },
};

/** The texts of a property that are evidently references. */
export function referencesOf(property: string, context: LintContext): Reference[] {
  const names = thingsByName(context);
  const found: Reference[] = [];
  const unclear: Reference[] = [];
  let iris = 0;
  let strings = 0;
  for (const located of context.byProperty.get(property)!)
    for (const value of context.values(located)) {
      const { term } = value;
      if (term.termType === 'NamedNode') iris++;
      if (term.termType !== 'Literal' || term.language || !term.datatype.equals(xsd.string)) continue;
      strings++;
      const thing = names.get(term.value);
      if (!thing || thing.iri === located.quad.subject.value) continue;
      const reference = { located, value, thing, file: located.quad.graph.value };
      if (thing.inFull || isTelling(term.value)) found.push(reference);
      else unclear.push(reference);
    }
  // A single word may be any word. Where the property has IRIs elsewhere, or all its strings name things, it is a name.
  const things = new Set(unclear.map(({ thing }) => thing.iri));
  const evident = unclear.length > 0 && (iris > 0 || (things.size > 2 && found.length + unclear.length === strings));
  return evident ? [...found, ...unclear] : found;
}

function finding(property: string, found: readonly Reference[], { spec }: LintContext): Diagnostic {
  const [{ value, thing }] = found as [Reference, ...Reference[]];
  const name = localName(thing.iri);
  const more = found.length - 1;
  const place = spec.locations.ofSubject({ termType: 'NamedNode', value: thing.iri } as never);
  return {
    code: stringReference.code,
    severity: 'warning',
    message:
      `${localName(property)} says ${quoted(value.term.value)} as text, where ${thing.inFull ? `${name}, a thing of that name,` : 'a thing of that name'} is declared.` +
      (more ? ` It does so ${counted(more, 'more time')} in this file.` : ''),
    at: value.at(),
    why: 'People see that the thing is meant; a query does not, and finds nothing that belongs to it.',
    help: `Write the thing without quotes: :${name}.`,
    related: [
      ...(place ? [{ at: place, message: `${name} is declared here` }] : []),
      ...(others(found.map((one) => ({ at: one.value.at(), message: quoted(one.value.term.value) }))).related ?? []),
    ],
    focus: thing.iri,
  };
}
