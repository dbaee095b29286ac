// Values of `:agent` that are no `:Agent`, though a class of that name is declared: told at the thing's declaration.
import { owl, rdf, rdfs } from '../../vocabulary/borrowed.ts';
import { splitWords, stem } from '../../reading/words.ts';
import { localName } from '../names.ts';
import { isClassOfClasses, type LintContext, type Located } from './context.ts';
import { isTelling, thingsByName } from './naming.ts';
import { isNaming, isProse, wordsOf } from './properties.ts';
import { counted, others, type LintRule } from './rule.ts';

interface Untyped {
  readonly thing: string;
  readonly property: string;
  readonly declaration: Located;
}

export const untypedValue: LintRule = {
  code: 'lint/untyped-value',
  *find(context) {
    const classes = declaredClasses(context);
    if (!classes.size) return;
    const groups = new Map<string, Map<string, Untyped>>();
    for (const property of context.byProperty.keys()) {
      if (!context.isOwn(property) || isNaming(property) || isProse(property)) continue;
      const ofClass = classes.get(wordsOf(property).join(' '));
      if (ofClass === undefined) continue;
      const telling = propertiesOf(ofClass, context);
      for (const thing of thingsOf(property, context)) {
        const declaration = untypedDeclaration(thing, ofClass, telling, context);
        if (!declaration) continue;
        const key = `${declaration.quad.graph.value} ${ofClass}`;
        const group = groups.get(key) ?? new Map<string, Untyped>();
        groups.set(key, group);
        if (!group.has(thing)) group.set(thing, { thing, property, declaration });
      }
    }
    for (const [key, group] of groups) yield finding(key.slice(key.indexOf(' ') + 1), group, context);
  },
};

function finding(ofClass: string, group: ReadonlyMap<string, Untyped>, context: LintContext) {
  const order = new Map(context.triples.map((located, index) => [located, index]));
  const found = [...group.values()].sort((a, b) => order.get(a.declaration)! - order.get(b.declaration)!);
  const first = found[0]!;
  const [name, kind] = [localName(first.thing), localName(ofClass)];
  const more = found.length - 1;
  return {
    code: untypedValue.code,
    severity: 'warning' as const,
    message:
      `${name} is a value of ${localName(first.property)}, but is not declared as ${aOrAn(kind)}.` +
      (more ? ` Nor ${more === 1 ? 'is' : 'are'} ${counted(more, 'other')} in this file.` : ''),
    at: first.declaration.places().subject,
    why: `What is asked of every ${kind} is not asked of it, and no query for ${kind} finds it.`,
    help: `Write: :${name} a :${kind} .`,
    focus: first.thing,
    ...others(
      found.map(({ thing, declaration }) => ({
        at: declaration.places().subject,
        message: `nor is ${localName(thing)}`,
      })),
    ),
  };
}

/** The author's classes by the words of their names. */
function declaredClasses(context: LintContext): ReadonlyMap<string, string> {
  const classes = new Map<string, string>();
  for (const { quad } of context.byProperty.get(rdf.type.value) ?? []) {
    const { subject, object } = quad;
    if (!isClassOfClasses(object.value) || subject.termType !== 'NamedNode' || !context.isOwn(subject.value)) continue;
    const words = splitWords(localName(subject.value)).map(stem).join(' ');
    // What is declared as a class and used as a thing says nothing about kinds.
    if (/^\p{Lu}/u.test(localName(subject.value))) classes.set(words, subject.value);
  }
  return classes;
}

/** The properties by which things of a class are known: of its declaration's lists, by domain, of its things. */
function propertiesOf(ofClass: string, { bySubject, byProperty, members, types }: LintContext): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { quad } of bySubject.get(ofClass) ?? [])
    for (const { term } of members(quad.object) ?? []) if (byProperty.has(term.value)) found.add(term.value);
  for (const { quad } of byProperty.get(rdfs.domain.value) ?? [])
    if (quad.object.value === ofClass) found.add(quad.subject.value);
  for (const [thing, ofThing] of types)
    if (ofThing.has(ofClass))
      for (const { quad } of bySubject.get(thing) ?? []) {
        const { value } = quad.predicate;
        if (value !== rdf.type.value && value !== rdfs.label.value && value !== rdfs.comment.value) found.add(value);
      }
  return found;
}

function* thingsOf(property: string, context: LintContext): Iterable<string> {
  const names = thingsByName(context);
  for (const located of context.byProperty.get(property)!)
    for (const { term } of context.values(located)) {
      if (term.termType === 'NamedNode') yield term.value;
      if (term.termType !== 'Literal') continue;
      const thing = names.get(term.value);
      if (thing && (thing.inFull || isTelling(term.value))) yield thing.iri;
    }
}

/** The declaration of a thing that has no class, or only "class" as its class, and looks like a thing of this one. */
function untypedDeclaration(
  thing: string,
  ofClass: string,
  telling: ReadonlySet<string>,
  context: LintContext,
): Located | undefined {
  const said = context.bySubject.get(thing);
  if (!said || thing === ofClass || context.usedClasses.has(thing)) return undefined;
  const types = context.types.get(thing) ?? new Set<string>();
  for (const type of types) if (!isClassOfClasses(type) && type !== owl.NamedIndividual.value) return undefined;
  if (telling.size && !said.some(({ quad }) => telling.has(quad.predicate.value))) return undefined;
  return said.find(({ quad }) => quad.predicate.equals(rdf.type)) ?? said[0];
}

function aOrAn(word: string): string {
  return /^[aeiou]/i.test(word) ? `an ${word}` : `a ${word}`;
}
