// What SHACL knows, and what of it our engine evaluates. It passes over anything else in silence, so a misspelt
// sh:minCuont would make every specification closed; we refuse it instead.

const shNs = 'http://www.w3.org/ns/shacl#';

/** Properties that state a condition. */
const conditions =
  'and class closed datatype disjoint equals flags hasValue ignoredProperties in languageIn lessThan lessThanOrEquals ' +
  'maxCount maxExclusive maxInclusive maxLength minCount minExclusive minInclusive minLength node nodeKind not or ' +
  'pattern property qualifiedMaxCount qualifiedMinCount qualifiedValueShape qualifiedValueShapesDisjoint uniqueLang xone';
/** Everything else that may stand in a shapes file. */
const others =
  'path alternativePath inversePath oneOrMorePath zeroOrMorePath zeroOrOnePath targetClass targetNode targetObjectsOf ' +
  'targetSubjectsOf message severity deactivated name description order group defaultValue prefixes declare prefix ' +
  'namespace shapesGraph entailment suggestedShapesGraph NodeShape PropertyShape Shape PropertyGroup PrefixDeclaration ' +
  'Violation Warning Info BlankNode IRI Literal BlankNodeOrIRI BlankNodeOrLiteral IRIOrLiteral';
/** SHACL that our engine would pass over. */
const notEvaluated =
  'sparql select ask construct js rule target validator nodeValidator propertyValidator parameter optional ' +
  'labelTemplate SPARQLConstraint SPARQLConstraintComponent SPARQLAskValidator SPARQLSelectValidator SPARQLTarget ' +
  'SPARQLRule TripleRule ConstraintComponent Parameter Validator JSConstraint values expression';

export const shaclConditions: ReadonlySet<string> = new Set(conditions.split(' ').map((name) => shNs + name));
const evaluated = new Set([...conditions.split(' '), ...others.split(' ')]);
const ignored = new Set(notEvaluated.split(' '));

/** How a name after `sh:` fares in a shapes file. */
export function shaclTerm(iri: string): 'foreign' | 'evaluated' | 'not-evaluated' | 'unknown' {
  if (!iri.startsWith(shNs)) return 'foreign';
  const name = iri.slice(shNs.length);
  if (evaluated.has(name)) return 'evaluated';
  return ignored.has(name) ? 'not-evaluated' : 'unknown';
}

/** The names that may stand after `sh:`. */
export const shaclNames: readonly string[] = [...evaluated];
