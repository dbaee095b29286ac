// References to what nothing is said of, in specifications that use no term of ours: there it may be meant so. In ours it
// keeps the plan from being read, and is an error of its own (closure/unknown-reference).
import type { Diagnostic } from '../../base/diagnostic.ts';
import { nearest } from '../../base/near.ts';
import { localName, namespaceOf } from '../names.ts';
import { pointsElsewhere } from '../references.ts';
import type { LintContext, Value } from './context.ts';
import { counted, others, type LintRule } from './rule.ts';
import { unusedTerms } from './unused-term.ts';

/** From this many missing things in a namespace on, they are evidently described elsewhere: where most are, or in any case. */
const mostElsewhere = 6;
const evidentlyElsewhere = 50;

export const danglingReference: LintRule = {
  code: 'lint/dangling-reference',
  *find(context) {
    if (context.ours) return;
    const { missing, known } = references(context);
    for (const [namespace, things] of missing) {
      const there = known.get(namespace)?.size ?? 0;
      if (things.size >= (things.size > there ? mostElsewhere : evidentlyElsewhere)) {
        yield elsewhere(namespace, things, there);
        continue;
      }
      const beside = [...context.bySubject.keys()].filter((iri) => namespaceOf(iri) === namespace).map(localName);
      for (const [iri, places] of things) yield finding(iri, places, beside);
    }
  },
};

function references(context: LintContext) {
  const namespaces = new Map<string, string[]>();
  const documents = new Set(context.spec.documents.map(({ iri }) => iri));
  for (const iri of context.bySubject.keys()) {
    if (iri.startsWith('_:') || documents.has(iri) || localName(iri) === '' || !context.isOwn(iri)) continue;
    const known = namespaces.get(namespaceOf(iri));
    if (known) known.push(iri);
    else namespaces.set(namespaceOf(iri), [iri]);
  }
  const explained = unusedTerms(context);
  const missing = new Map<string, Map<string, Value[]>>();
  const known = new Map<string, Set<string>>();
  for (const [property, located] of context.byProperty) {
    if (pointsElsewhere.has(property) || speaksOfWords.test(property)) continue;
    for (const one of located)
      for (const value of context.values(one)) {
        const iri = value.term.value;
        if (value.term.termType !== 'NamedNode' || localName(iri) === '' || isFile(iri)) continue;
        const namespace = namespaceOf(iri);
        if (!namespaces.has(namespace) || context.byProperty.has(iri) || context.usedClasses.has(iri)) continue;
        if (context.bySubject.has(iri)) known.set(namespace, (known.get(namespace) ?? new Set()).add(iri));
        else if (!explained.has(iri)) {
          const things = missing.get(namespace) ?? new Map<string, Value[]>();
          missing.set(namespace, things);
          const places = things.get(iri);
          if (places) places.push(value);
          else things.set(iri, [value]);
        }
      }
  }
  return { missing, known };
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

function elsewhere(namespace: string, things: ReadonlyMap<string, readonly Value[]>, there: number): Diagnostic {
  const [[iri, places]] = [...things] as [[string, readonly Value[]]];
  return {
    code: danglingReference.code,
    severity: 'info',
    message: `${counted(things.size, 'thing')} of <${namespace}> are referred to and not described, ${localName(iri)} first; ${there} are.`,
    at: places[0]!.at(),
    why,
    help: 'If another file describes them, put it beside this one, or import it: owl:imports <file.ttl>.',
    focus: iri,
  };
}
