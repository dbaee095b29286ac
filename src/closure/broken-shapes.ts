// What keeps shapes from being relied on: terms that the engine does not know or does not evaluate, and values that it would
// misread, drop or fall over. Each is refused at its place; passed over, it would make every specification closed.
import type { Quad, Quad_Object, Term } from '@rdfjs/types';
import { unusable, type Diagnostic, type Span } from '../base/diagnostic.ts';
import { nearest } from '../base/near.ts';
import { listMembers, type Graphs } from '../store/graphs.ts';
import type { LoadedFiles } from '../store/load.ts';
import type { Locations } from '../store/locations.ts';
import { rdf, rdfs, sh } from '../vocabulary/borrowed.ts';
import { namedNode } from '../vocabulary/factory.ts';
import { SX, sx } from '../vocabulary/terms.ts';
import { pathText } from './paths.ts';
import { isReportClass, shaclNames, shaclTerm } from './shacl-terms.ts';

const shNs = 'http://www.w3.org/ns/shacl#';
const why = 'The condition would be passed over in silence, and the specification count as closed without it.';

/** Terms that the engine does not know or does not evaluate. */
export function refusals({ locations, graphs }: Pick<LoadedFiles, 'locations' | 'graphs'>): Diagnostic[] {
  const found: Diagnostic[] = [];
  const seen = new Set<string>();
  const inReport = ({ subject }: Quad) => graphs.objects(subject, rdf.type).some((type) => isReportClass(type.value));
  for (const { quad, places } of locations.all())
    for (const position of ['predicate', 'object'] as const) {
      const term = quad[position];
      if (term.termType !== 'NamedNode') continue;
      const unknown = unknownTerm(term.value, graphs);
      const refused = unknown ?? refusalOf(term.value, () => inReport(quad));
      if (!refused || (!unknown && isMention(quad, position, term)) || !isOfShapes(quad, graphs)) continue;
      const at = places()[position];
      const place = `${at.file}:${at.line}:${at.column}`;
      if (!seen.has(place)) found.push(unusable(refused.code, refused.message, { at, why, help: refused.help }));
      seen.add(place);
    }
  return found;
}

/** Known SHACL that a shape speaks about, such as `sh:path sh:rule`: only as property or class would it ask for something. */
function isMention({ predicate }: Quad, position: 'predicate' | 'object', term: Term): boolean {
  const asClass = predicate.equals(rdf.type) || predicate.equals(rdfs.subClassOf);
  return position === 'object' && !asClass && shaclTerm(term.value) !== 'unknown';
}

/** By these a shape or a report speaks of data. */
const ofData = new Set(['targetNode', 'hasValue', 'focusNode', 'value']);

/** Data may stand beside shapes: nothing is lost by an unknown term of what no shape is or speaks of. */
function isOfShapes({ subject, predicate }: Quad, graphs: Graphs): boolean {
  if (predicate.equals(rdf.type) || shaclTerm(predicate.value) !== 'unknown') return true;
  const own = [...graphs.match(subject)];
  const known = own.some(({ predicate: property, object }) =>
    [property, object].some((one) => one.value.startsWith(shNs) && shaclTerm(one.value) !== 'unknown'),
  );
  const alone = own.every(({ predicate: property }) => property.value.startsWith(shNs));
  const pointedAt = [...graphs.match(null, null, subject)].some(
    ({ predicate: property }) =>
      property.equals(rdf.first) || (property.value.startsWith(shNs) && !ofData.has(property.value.slice(shNs.length))),
  );
  return known || alone || pointedAt;
}

interface Refusal {
  readonly code: Diagnostic['code'];
  readonly message: string;
  readonly help: string;
}

/** A word of our vocabulary that there is not: nothing that is judged could ever bear it. Shapes may be named by it. */
function unknownTerm(iri: string, graphs: Graphs): Refusal | undefined {
  const name = iri.slice(SX.length);
  if (!iri.startsWith(SX) || Object.hasOwn(sx, name) || /Shape(?:-|$)/.test(name)) return undefined;
  if ([...graphs.match(namedNode(iri))].length > 0) return undefined;
  const near = nearest(name, Object.keys(sx));
  return {
    code: 'closure/unknown-term',
    message: `The vocabulary has no term sx:${name}.`,
    help: near ? `Did you mean sx:${near}?` : 'Look in ontology/ for the term that is meant.',
  };
}

function refusalOf(iri: string, inReport: () => boolean): Refusal | undefined {
  if (dashConditions.has(iri))
    return {
      code: 'closure/shape-not-evaluated',
      message: `dash:${iri.slice(dash.length)} is a condition of another vocabulary, which spec-exec does not evaluate.`,
      help: 'Say it with core SHACL or sh:sparql.',
    };
  const name = iri.slice(shNs.length);
  const verdict = shaclTerm(iri);
  switch (verdict) {
    case 'foreign':
    case 'evaluated':
      return undefined;
    case 'not-evaluated':
      return {
        code: 'closure/shape-not-evaluated',
        message: `sh:${name} is SHACL that spec-exec does not evaluate.`,
        help: 'Say it with core SHACL or sh:sparql, or write a coverage query (queries/closure/*.rq shows how).',
      };
    case 'of-reports': {
      if (inReport()) return undefined;
      const meant = name.replace(/^result(.)/, (_, first: string) => first.toLowerCase());
      return {
        code: 'closure/unknown-shacl-term',
        message: `sh:${name} is a term of reports; it says nothing in a shape.`,
        help: shaclNames.includes(meant) ? `Did you mean sh:${meant}?` : 'Leave it out.',
      };
    }
    case 'unknown':
    default: {
      const near = nearest(name, shaclNames);
      return {
        code: 'closure/unknown-shacl-term',
        message: `SHACL has no term sh:${name}.`,
        help: near ? `Did you mean sh:${near}?` : 'Look the name up in https://www.w3.org/TR/shacl/.',
      };
    }
  }
}

const dash = 'http://datashapes.org/dash#';
const dashConditions: ReadonlySet<string> = new Set(
  (
    'closedByTypes coExistsWith fileExtension hasClass hasMaxCount hasMaxExclusive hasMaxInclusive hasMaxLength ' +
    'hasMinCount hasMinExclusive hasMinInclusive hasMinLength hasNodeKind hasPattern hasStem hasValueIn ' +
    'hasValueWithClass nonRecursive reifiableBy rootClass singleLine stem subSetOf symmetric ' +
    'uniqueValueForClass uriStart'
  )
    .split(' ')
    .map((name) => dash + name),
);

const counts = ['minCount', 'maxCount', 'minLength', 'maxLength', 'qualifiedMinCount', 'qualifiedMaxCount'];
const lists = ['and', 'or', 'xone', 'in', 'languageIn', 'ignoredProperties'];
const kinds = new Set(['BlankNode', 'IRI', 'Literal', 'BlankNodeOrIRI', 'BlankNodeOrLiteral', 'IRIOrLiteral']);
/** Conditions of which the engine reads one a shape, though SHACL lets some of them stand several times. */
const single = new Set(
  (
    'closed datatype deactivated disjoint equals flags hasValue ignoredProperties in languageIn lessThan lessThanOrEquals ' +
    'maxCount maxExclusive maxInclusive maxLength minCount minExclusive minInclusive minLength nodeKind not or path ' +
    'pattern qualifiedMaxCount qualifiedMinCount qualifiedValueShape qualifiedValueShapesDisjoint severity uniqueLang xone'
  ).split(' '),
);

/** Values that the engine would misread or fall over. */
export function brokenShapes(graphs: Graphs, locations: Locations): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const { quad, places } of locations.all()) {
    if (!quad.predicate.value.startsWith(shNs)) continue;
    const name = quad.predicate.value.slice(shNs.length);
    const at = (): Span => places().object;
    const help = valueProblem(name, quad.object, graphs);
    if (help)
      found.push(unusable('closure/broken-shape', `This cannot be the value of sh:${name}.`, { at: at(), help }));
    else if (single.has(name) && isSecond(quad, graphs))
      found.push(
        unusable('closure/broken-shape', `A shape has one sh:${name}; this is another.`, {
          at: at(),
          why: 'One of them would be passed over in silence.',
          help: `Write the other into a shape of its own: sh:and ( [ sh:${name} … ] … ), or another sh:property with the same path.`,
        }),
      );
  }
  return found;
}

function isSecond({ subject, predicate, object }: Quad, graphs: Graphs): boolean {
  const [first] = graphs.objects(subject, predicate);
  return first !== undefined && !first.equals(object);
}

function valueProblem(name: string, value: Quad_Object, graphs: Graphs): string | undefined {
  if (counts.includes(name) && !(value.termType === 'Literal' && /^\d+$/.test(value.value)))
    return 'Write a whole number from 0.';
  if (name === 'nodeKind' && !kinds.has(value.value.replace(shNs, '')))
    return `Write one of ${[...kinds].map((kind) => `sh:${kind}`).join(', ')}.`;
  if (lists.includes(name) && listMembers(graphs, value) === undefined) return 'Write a list: ( … ).';
  if (name === 'pattern' && !isPattern(value.value)) return 'Correct the regular expression.';
  if (name === 'flags' && !/^(?!.*(.).*\1)[ims]*$/.test(value.value))
    return 'Write i, m or s, each once at most; what else the flags of XPath say, say in the expression.';
  const shapeWanted = ['property', 'node', 'not', 'qualifiedValueShape'].includes(name);
  if (shapeWanted && ![...graphs.match(value)].length)
    return 'No triple says anything of this shape: declare it, or correct its name.';
  if (name === 'property' && !graphs.object(value, sh.path)) return 'A property shape needs a sh:path.';
  if (name === 'path' && pathText(graphs, value) === undefined)
    return 'Write a property, or a path such as [ sh:inversePath ex:part ] or ( ex:part ex:name ).';
  return undefined;
}

function isPattern(text: string): boolean {
  try {
    return Boolean(new RegExp(text, 'u'));
  } catch {
    return false;
  }
}
