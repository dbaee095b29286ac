// Things that are declared as classes and used as individuals: `:alice a owl:Class ; :age 30`. They belong to no class, so
// no shape looks at them and no query finds them by what they are.
import { push } from '../../base/push.ts';
import { owl, rdf, rdfs } from '../../vocabulary/borrowed.ts';
import { localName, shortName } from '../names.ts';
import { isClassOfClasses, type LintContext, type Located } from './context.ts';
import { counted, others, type LintRule } from './rule.ts';

export const individualAsClass: LintRule = {
  code: 'lint/individual-as-class',
  *find(context) {
    const byFile = new Map<string, Located[]>();
    for (const declaration of context.byProperty.get(rdf.type.value) ?? []) {
      if (!isClassOfClasses(declaration.quad.object.value) || !isIndividual(declaration, context)) continue;
      const file = declaration.quad.graph.value;
      push(byFile, file, declaration);
    }
    for (const found of byFile.values()) {
      const [first] = found as [Located, ...Located[]];
      const name = localName(first.quad.subject.value);
      const type = shortName(first.quad.object);
      const more = found.length - 1;
      yield {
        code: individualAsClass.code,
        severity: 'warning',
        message:
          `${name} is declared as a class (${type}), but is used as a single thing: it has values of its own, and nothing is of its class.` +
          (more ? ` So ${more === 1 ? 'is' : 'are'} ${counted(more, 'other')} in this file.` : ''),
        at: first.places().object,
        why: 'A class is a kind of things. What is no thing of any kind is looked at by no shape, and no query finds it by what it is.',
        help: `Declare the kind once (\`:Kind a ${type}\`), and write \`${name} a :Kind\` here.`,
        focus: first.quad.subject.value,
        ...others(
          found.map(({ quad, places }) => ({ at: places().object, message: `so is ${localName(quad.subject.value)}` })),
        ),
      };
    }
  },
};

const annotations = new Set([rdfs.label, rdfs.comment, rdfs.seeAlso, rdfs.isDefinedBy].map(({ value }) => value));

function isIndividual({ quad: { subject } }: Located, context: LintContext): boolean {
  if (subject.termType !== 'NamedNode' || context.usedClasses.has(subject.value)) return false;
  // What has another type besides is meant to be both (a SHACL shape, a SKOS concept, OWL's punning).
  const types = context.types.get(subject.value)!;
  if ([...types].some((type) => !isClassOfClasses(type))) return false;
  let values = false;
  for (const { quad } of context.bySubject.get(subject.value)!) {
    const property = quad.predicate.value;
    if (property === rdf.type.value || annotations.has(property)) continue;
    // Whoever says a superclass, an equivalent class or a condition means a class.
    if (property === rdfs.subClassOf.value || isAboutClasses(property)) return false;
    // Notes of an ontology's editors are written about classes.
    if (!context.isOwn(property) || context.types.get(property)?.has(owl.AnnotationProperty.value)) continue;
    values = true;
  }
  return values;
}

function isAboutClasses(property: string): boolean {
  return /^http:\/\/www\.w3\.org\/(?:2002\/07\/owl#(?:equivalentClass|disjointWith|disjointUnionOf|complementOf|unionOf|intersectionOf|oneOf|hasKey|onProperty)|ns\/shacl#)/.test(
    property,
  );
}
