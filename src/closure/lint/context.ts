// All triples of a specification, indexed once for all rules.
import type { Quad, Term } from '@rdfjs/types';
import type { Span } from '../../base/diagnostic.ts';
import { push } from '../../base/push.ts';
import type { LoadedFiles } from '../../store/load.ts';
import type { TriplePlaces } from '../../store/locations.ts';
import type { Ontology } from '../../store/ontology.ts';
import { owl, rdf, rdfs } from '../../vocabulary/borrowed.ts';
import { isPublished, publishedNames } from '../../vocabulary/published.ts';
import { SX } from '../../vocabulary/terms.ts';
import { namespaceOf } from '../names.ts';
import { usesOurTerms } from '../references.ts';

/** A triple, and where it stands; the places are made when asked for. */
export interface Located {
  readonly quad: Quad;
  readonly places: () => TriplePlaces;
}

/** A value of a property: the object itself, or a member of the list that is the object. */
export interface Value {
  readonly term: Term;
  readonly at: () => Span;
}

export interface LintContext {
  readonly spec: LoadedFiles;
  readonly ontology: Ontology;
  /** Whether any triple uses a term of ours: then shapes judge the specification, and unknown references are errors. */
  readonly ours: boolean;
  /** Every triple but those that make lists, in reading order. */
  readonly triples: readonly Located[];
  readonly byProperty: ReadonlyMap<string, readonly Located[]>;
  /** By IRI, or `_:label`. */
  readonly bySubject: ReadonlyMap<string, readonly Located[]>;
  /** Classes of each thing, by `keyOf`. */
  readonly types: ReadonlyMap<string, ReadonlySet<string>>;
  /** How often something is an object or a member of a list, by `keyOf`. */
  readonly mentions: ReadonlyMap<string, number>;
  /** What is used as a class: a type, a superclass, a domain or range, a target. */
  readonly usedClasses: ReadonlySet<string>;
  /** What is said to be a superclass, a range or a part of another class, or is a shape's target. */
  readonly fillers: ReadonlySet<string>;
  /** Whether a property is the author's: not ours, and of no published vocabulary. */
  readonly isOwn: (iri: string) => boolean;
  /** The members of a list by its head; undefined where the term heads no list. */
  readonly members: (head: Term) => readonly Value[] | undefined;
  /** The object, or, where it is a list, its members. */
  readonly values: (located: Located) => readonly Value[];
}

/** Key of a term in the context's maps. */
export function keyOf(term: Term): string {
  return term.termType === 'BlankNode' ? `_:${term.value}` : term.value;
}

/** Whether a class is one by which classes themselves are declared. */
export function isClassOfClasses(iri: string): boolean {
  return iri === owl.Class.value || iri === rdfs.Class.value;
}

const OWL = namespaceOf(owl.Class.value);
const SH = 'http://www.w3.org/ns/shacl#';

/** Properties whose objects are classes. */
const takesClasses = new Set(
  [
    rdf.type,
    rdfs.subClassOf,
    rdfs.domain,
    rdfs.range,
    ...['equivalentClass', 'disjointWith', 'complementOf', 'unionOf', 'intersectionOf', 'oneOf', 'disjointUnionOf'].map(
      (name) => ({ value: OWL + name }),
    ),
    ...['someValuesFrom', 'allValuesFrom', 'onClass', 'members'].map((name) => ({ value: OWL + name })),
    ...['targetClass', 'class'].map((name) => ({ value: SH + name })),
    { value: 'https://schema.org/domainIncludes' },
    { value: 'https://schema.org/rangeIncludes' },
    { value: 'http://schema.org/domainIncludes' },
    { value: 'http://schema.org/rangeIncludes' },
  ].map(({ value }) => value),
);

export function lintContext(spec: LoadedFiles, ontology: Ontology): LintContext {
  const triples: Located[] = [];
  const byProperty = new Map<string, Located[]>();
  const bySubject = new Map<string, Located[]>();
  const types = new Map<string, Set<string>>();
  const mentions = new Map<string, number>();
  const firsts = new Map<string, Located>();
  const rests = new Map<string, Term>();
  const namespaces = new Set<string>();
  const documents = new Set(spec.documents.map(({ iri }) => iri));
  for (const located of spec.locations.all()) {
    const { subject, predicate, object, graph } = located.quad;
    // What a dialect was lifted to stands at the places of what its author wrote, and is no author's.
    if (!documents.has(graph.value)) continue;
    if (predicate.value === rdf.rest.value) {
      rests.set(keyOf(subject), object);
      continue;
    }
    if (object.termType === 'NamedNode' || object.termType === 'BlankNode') {
      const key = keyOf(object);
      mentions.set(key, (mentions.get(key) ?? 0) + 1);
    }
    if (predicate.value === rdf.first.value) {
      firsts.set(keyOf(subject), located);
      continue;
    }
    triples.push(located);
    push(byProperty, predicate.value, located);
    push(bySubject, keyOf(subject), located);
    if (subject.termType === 'NamedNode') namespaces.add(namespaceOf(subject.value));
    if (predicate.value !== rdf.type.value) continue;
    const known = types.get(keyOf(subject));
    if (known) known.add(object.value);
    else types.set(keyOf(subject), new Set([object.value]));
  }
  const members = (head: Term): readonly Value[] | undefined => {
    if (head.value === rdf.nil.value) return [];
    if (!firsts.has(keyOf(head))) return undefined;
    const found: Value[] = [];
    const seen = new Set<string>();
    for (let cell: Term | undefined = head; cell; cell = rests.get(keyOf(cell))) {
      const first = firsts.get(keyOf(cell));
      if (!first || seen.has(keyOf(cell))) break;
      seen.add(keyOf(cell));
      found.push({ term: first.quad.object, at: () => first.places().object });
    }
    return found;
  };
  const values = (located: Located) =>
    members(located.quad.object) ?? [{ term: located.quad.object, at: () => located.places().object }];
  const usedClasses = new Set<string>();
  const fillers = new Set<string>();
  for (const property of takesClasses)
    for (const located of byProperty.get(property) ?? [])
      for (const { term } of values(located)) {
        usedClasses.add(term.value);
        if (property !== rdf.type.value && property !== rdfs.domain.value) fillers.add(term.value);
      }
  const own = new Map<string, boolean>();
  const isOwn = (iri: string): boolean => {
    const namespace = namespaceOf(iri);
    let known = own.get(namespace);
    if (known === undefined)
      own.set(
        namespace,
        (known =
          namespace !== SX &&
          publishedNames(namespace) === undefined &&
          (namespaces.has(namespace) || !isPublished(namespace))),
      );
    return known;
  };
  return {
    spec,
    ontology,
    ours: usesOurTerms(spec),
    triples,
    byProperty,
    bySubject,
    types,
    mentions,
    usedClasses,
    fillers,
    isOwn,
    members,
    values,
  };
}
