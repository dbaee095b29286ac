// References to what nothing is said of, in specifications that use no term of ours: there it may be meant so. In ours it
// keeps the plan from being read, and is an error of its own (closure/unknown-reference).
import type { Diagnostic } from '../../base/diagnostic.ts';
import { nearest } from '../../base/near.ts';
import { push } from '../../base/push.ts';
import { localName, namespaceOf } from '../names.ts';
import { pointsElsewhere } from '../references.ts';
import type { LintContext, Value } from './context.ts';
import { others, type LintRule } from './rule.ts';
import { unusedTerms } from './unused-term.ts';

/** From this many missing things on, one finding tells of all: where most of a namespace or all of a property are missing, or in any case. */
const mostElsewhere = 6;
const allOfPropertyElsewhere = 3;
const evidentlyElsewhere = 50;

export const danglingReference: LintRule = {
  code: 'lint/dangling-reference',
  *find(context) {
    if (context.ours) return;
    for (const [namespace, uses] of references(context)) {
      const described = uses.reduce((sum, one) => sum + one.described, 0);
      const missing = merged(uses);
      if (missing.size >= (missing.size > described ? mostElsewhere : evidentlyElsewhere)) {
        yield elsewhere(`of <${namespace}>`, missing);
        continue;
      }
      const whole = uses.filter((one) => one.described === 0 && one.missing.size >= allOfPropertyElsewhere);
      for (const { property, missing: things } of whole)
        yield elsewhere(`that are values of ${localName(property)}`, things);
      const told = merged(whole);
      const beside = [...context.bySubject.keys()].filter((iri) => namespaceOf(iri) === namespace).map(localName);
      for (const [iri, places] of missing) if (!told.has(iri)) yield finding(iri, places, beside);
    }
  },
};

/** What a property refers to in a namespace. */
interface PropertyUse {
  readonly property: string;
  readonly missing: Map<string, Value[]>;
  described: number;
}

function merged(uses: readonly PropertyUse[]): ReadonlyMap<string, readonly Value[]> {
  const all = new Map<string, Value[]>();
  for (const { missing } of uses)
    for (const [iri, places] of missing) for (const place of places) push(all, iri, place);
  return all;
}

/** What the properties refer to, by namespace: in the author's own ones, in which things are described. */
function references(context: LintContext): ReadonlyMap<string, readonly PropertyUse[]> {
  const documents = new Set(context.spec.documents.map(({ iri }) => iri));
  const namespaces = new Set<string>();
  for (const iri of context.bySubject.keys())
    if (!iri.startsWith('_:') && !documents.has(iri) && localName(iri) !== '' && context.isOwn(iri))
      namespaces.add(namespaceOf(iri));
  const explained = unusedTerms(context);
  const found = new Map<string, PropertyUse[]>();
  for (const [property, located] of context.byProperty) {
    if (pointsElsewhere.has(property) || speaksOfWords.test(property)) continue;
    const uses = new Map<string, PropertyUse>();
    for (const value of located.flatMap((one) => context.values(one))) {
      const iri = value.term.value;
      if (value.term.termType !== 'NamedNode' || localName(iri) === '' || isFile(iri)) continue;
      const namespace = namespaceOf(iri);
      if (!namespaces.has(namespace) || context.byProperty.has(iri) || context.usedClasses.has(iri)) continue;
      const use = uses.get(namespace) ?? { property, missing: new Map<string, Value[]>(), described: 0 };
      uses.set(namespace, use);
      if (context.bySubject.has(iri)) use.described++;
      else if (!explained.has(iri)) push(use.missing, iri, value);
    }
    for (const [namespace, use] of uses) {
      push(found, namespace, use);
    }
  }
  return found;
}

/** Properties of RDFS, OWL and SHACL: what they point at is a word, or a node to be judged that another graph describes. */
const speaksOfWords = /^http:\/\/www\.w3\.org\/(?:2000\/01\/rdf-schema|2002\/07\/owl|ns\/shacl)#/;

/** A file that stands beside the document: `<data.ttl>`. */
function isFile(iri: string): boolean {
  return /\.[a-z][a-z0-9]{0,4}$/i.test(localName(iri));
}

const why = 'Nobody can tell what is meant by it, and a query that follows the reference ends there.';

function finding(iri: string, places: readonly Value[], beside: readonly string[]): Diagnostic {
  const name = localName(iri);
  // Person2 is no slip for Person3.
  const near = nearest(
    name,
    beside.filter((one) => withoutNumbers(one) !== withoutNumbers(name)),
  );
  return {
    code: danglingReference.code,
    severity: 'warning',
    message: `Nothing is said of ${name}, which is referred to here.`,
    at: places[0]!.at(),
    why,
    help: near === undefined ? `Declare ${name}, or take the reference out.` : `Did you mean ${near}?`,
    focus: iri,
    ...others(places.map(({ at }) => ({ at: at(), message: 'and here' }))),
  };
}

function withoutNumbers(name: string): string {
  return name.replace(/\d+/g, '#').toLowerCase();
}

function elsewhere(which: string, things: ReadonlyMap<string, readonly Value[]>): Diagnostic {
  const [[iri, places]] = [...things] as [[string, readonly Value[]]];
  return {
    code: danglingReference.code,
    severity: 'info',
    message: `Nothing is said of ${things.size} things ${which}, ${localName(iri)} first.`,
    at: places[0]!.at(),
    why,
    help: 'If another file describes them, put it beside this one, or import it: owl:imports <file.ttl>.',
    focus: iri,
  };
}
