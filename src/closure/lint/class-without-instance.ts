// Classes that a specification declares and describes, and never uses, while it uses others that it declares beside them.
import type { Term } from '@rdfjs/types';
import { push } from '../../base/push.ts';
import { owl, rdf, rdfs } from '../../vocabulary/borrowed.ts';
import { localName } from '../names.ts';
import { isClassOfClasses, type LintContext, type Located } from './context.ts';
import { counted, others, type LintRule } from './rule.ts';

export const classWithoutInstance: LintRule = {
  code: 'lint/class-without-instance',
  *find(context) {
    const instances = instantiated(context);
    const told = classesOfThings(context);
    const domains = new Set((context.byProperty.get(rdfs.domain.value) ?? []).map(({ quad }) => quad.object.value));
    const byFile = new Map<string, Located[]>();
    const vocabularies = new Set<string>();
    for (const declaration of context.byProperty.get(rdf.type.value) ?? []) {
      const { subject, object, graph } = declaration.quad;
      if (object.equals(owl.Ontology)) vocabularies.add(graph.value);
      if (!isClassOfClasses(object.value) || subject.termType !== 'NamedNode') continue;
      push(byFile, graph.value, declaration);
    }
    for (const [file, declared] of byFile) {
      // A vocabulary is there for others' things.
      if (vocabularies.has(file)) continue;
      const real = declared.filter(
        ({ quad }) => instances.has(quad.subject.value) || isDescribed(quad.subject, domains, context),
      );
      const used = real.filter(({ quad }) => instances.has(quad.subject.value));
      // A vocabulary names the values that a property may have: they are words, not yet anybody's things.
      if (!used.some(({ quad }) => told.has(quad.subject.value))) continue;
      // Only where most classes of a file are there to be used at once does an unused one tell.
      if (used.length < 2 || used.length * 3 < real.length) continue;
      const idle = real.filter(
        ({ quad }) => !instances.has(quad.subject.value) && !context.fillers.has(quad.subject.value),
      );
      const [first, ...more] = idle;
      if (!first) continue;
      yield {
        code: classWithoutInstance.code,
        severity: 'info',
        message:
          `Nothing is of the class ${localName(first.quad.subject.value)}, though ${used.length} of the ${real.length} classes that this file declares are used.` +
          (more.length ? ` The same holds for ${counted(more.length, 'other class', 'other classes')}.` : ''),
        at: first.places().subject,
        why: 'Either things of this class stand in the specification and do not say so, or the class is one too many.',
        help: `Write \`a :${localName(first.quad.subject.value)}\` for the things that are meant, or take the class out.`,
        focus: first.quad.subject.value,
        ...others(
          idle.map(({ quad, places }) => ({
            at: places().subject,
            message: `nor of ${localName(quad.subject.value)}`,
          })),
        ),
      };
    }
  },
};

/** The classes that have things; a subclass's things are its superclasses' too. */
function instantiated({ types, byProperty }: LintContext): ReadonlySet<string> {
  const used = new Set<string>();
  for (const ofThing of types.values()) for (const type of ofThing) used.add(type);
  const parents = new Map<string, string[]>();
  for (const { quad } of byProperty.get(rdfs.subClassOf.value) ?? [])
    push(parents, quad.subject.value, quad.object.value);
  const open = [...used];
  for (let one = open.pop(); one !== undefined; one = open.pop())
    for (const parent of parents.get(one) ?? [])
      if (!used.has(parent)) {
        used.add(parent);
        open.push(parent);
      }
  return used;
}

/** The classes of which a thing has more to it than its name: a property of the author's own. */
function classesOfThings({ types, bySubject, isOwn }: LintContext): ReadonlySet<string> {
  const told = new Set<string>();
  for (const [thing, ofThing] of types)
    if (bySubject.get(thing)?.some(({ quad }) => isOwn(quad.predicate.value)))
      for (const type of ofThing) told.add(type);
  return told;
}

/** Whether a class has properties of its own: as a domain, or in a list of names. */
function isDescribed(subject: Term, domains: ReadonlySet<string>, { bySubject, members }: LintContext): boolean {
  if (domains.has(subject.value)) return true;
  return (bySubject.get(subject.value) ?? []).some(({ quad }) =>
    members(quad.object)?.some(({ term }) => term.termType === 'NamedNode'),
  );
}
