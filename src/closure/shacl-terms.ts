// What SHACL knows, and what of it our engine evaluates. It passes over anything else in silence, so a misspelt
// sh:minCuont would make every specification closed; we refuse it instead.

const shNs = 'http://www.w3.org/ns/shacl#';

/** Properties that state a condition. */
const conditions =
  'and class closed datatype disjoint equals flags hasValue ignoredProperties in languageIn lessThan lessThanOrEquals ' +
  'maxCount maxExclusive maxInclusive maxLength minCount minExclusive minInclusive minLength node nodeKind not or ' +
  'pattern property qualifiedMaxCount qualifiedMinCount qualifiedValueShape qualifiedValueShapesDisjoint sparql uniqueLang xone';
/** Everything else that may stand in a shapes file. */
const others =
  'path alternativePath inversePath oneOrMorePath zeroOrMorePath zeroOrOnePath targetClass targetNode targetObjectsOf ' +
  'targetSubjectsOf message severity deactivated name description order group defaultValue prefixes declare prefix ' +
  'namespace select SPARQLConstraint shapesGraph suggestedShapesGraph NodeShape PropertyShape Shape PropertyGroup PrefixDeclaration ' +
  'Violation Warning Info BlankNode IRI Literal BlankNodeOrIRI BlankNodeOrLiteral IRIOrLiteral';
/** SHACL that our engine would pass over. */
const notEvaluated =
  'ask construct entailment js jsFunctionName jsLibrary jsLibraryURL rule target validator nodeValidator propertyValidator parameter optional ' +
  'labelTemplate SPARQLFunction SPARQLAskValidator SPARQLSelectValidator SPARQLTarget ' +
  'SPARQLRule TripleRule ConstraintComponent Parameter Validator JSConstraint JSFunction JSRule JSTarget JSValidator ' +
  'TargetType Rule Function values expression condition subject predicate object returnType nodes union intersection ' +
  'filterShape reifierShape reificationRequired singleLine memberShape uniqueMembers minListLength maxListLength ' +
  'targetWhere targetShape shape someValue subsetOf rootClass uniqueValuesFor';
/** What reports say; they may stand in a file of shapes, and mean nothing to a shape. */
const ofReports =
  'conforms result focusNode resultPath resultMessage resultSeverity sourceShape sourceConstraint ' +
  'sourceConstraintComponent value detail';
const reportClasses = 'ValidationReport ValidationResult AbstractResult';

export const shaclConditions: ReadonlySet<string> = new Set(conditions.split(' ').map((name) => shNs + name));
const evaluated = new Set([...conditions.split(' '), ...others.split(' ')]);
const ignored = new Set(notEvaluated.split(' '));
const inReports = new Set(ofReports.split(' '));
const components = new Set(
  'And Class Closed Datatype Disjoint Equals HasValue In LanguageIn LessThan LessThanOrEquals MaxCount MaxExclusive MaxInclusive MaxLength MinCount MinExclusive MinInclusive MinLength Node NodeKind Not Or Pattern Property QualifiedMaxCount QualifiedMinCount SPARQL UniqueLang Xone'
    .split(' ')
    .map((name) => `${name}ConstraintComponent`),
);
const reports = new Set(reportClasses.split(' '));

/** How a name after `sh:` fares in a shapes file; those of reports only where a report stands there, not a shape. */
export function shaclTerm(iri: string): 'foreign' | 'evaluated' | 'of-reports' | 'not-evaluated' | 'unknown' {
  if (!iri.startsWith(shNs)) return 'foreign';
  const name = iri.slice(shNs.length);
  if (evaluated.has(name)) return 'evaluated';
  if (inReports.has(name) || reports.has(name) || components.has(name)) return 'of-reports';
  return ignored.has(name) ? 'not-evaluated' : 'unknown';
}

/** Whether a class is one that reports and their results have. */
export function isReportClass(iri: string): boolean {
  return iri.startsWith(shNs) && reports.has(iri.slice(shNs.length));
}

/** The names that may stand after `sh:`. */
export const shaclNames: readonly string[] = [...evaluated];
