// What shacl-engine found, as results of ours: with what it leaves out put in, and what it leaves behind by mistake taken out.
import type { Term } from '@rdfjs/types';
import type { Row } from '../query/ask.ts';
import type { Graphs } from '../store/graphs.ts';
import { sh } from '../vocabulary/borrowed.ts';
import { shortName } from './names.ts';
import { firstProperty, pathText, type Path } from './paths.ts';
import type { SparqlConstraint } from './sparql-constraints.ts';

/** What one shape has against one node. */
export interface ShapeResult {
  readonly focus: Term;
  /** The shape whose condition is not met; nested shapes report under their own name. */
  readonly shape: Term;
  /** IRI of the constraint component, such as sh:MinCountConstraintComponent. */
  readonly component: string;
  /** sh:resultSeverity. */
  readonly severity: Term;
  /** The wrong value, where one value is wrong. */
  readonly value?: Term;
  /** The first step of the shape's path: its properties, `inverse` where they are walked backwards. */
  readonly path?: { readonly predicates: readonly Term[]; readonly inverse: boolean };
  /** The whole path in SPARQL's syntax, where there is one. */
  readonly fullPath?: string;
  /** sh:resultMessage, where the shape gives one. */
  readonly message?: string;
  /** Of a sh:sparql constraint: which it is, and the row of its query that says so. */
  readonly found?: Found;
}

export interface Found {
  readonly constraint: SparqlConstraint;
  readonly row: Row;
}

/** A result as the engine gives it. */
export interface EngineResult {
  readonly focusNode: { readonly term?: Term };
  readonly shape: { readonly ptr: { readonly term: Term } };
  readonly constraintComponent: Term;
  readonly severity: Term;
  readonly value?: { readonly term?: Term };
  readonly path?: readonly { readonly start: string; readonly predicates: readonly Term[] }[];
  readonly message: readonly Term[];
  readonly args?: { readonly found?: Found };
}

// In these the engine leaves the value that an enclosing shape was looking at.
const withoutValue = /#(?:(?:Qualified)?(?:Min|Max)Count|UniqueLang)ConstraintComponent$/;

/** `pathBehind` says for which path a property of ours stands. */
export function resultReader(
  shapes: Graphs,
  pathBehind: (property: Term) => Path | undefined,
): (result: EngineResult) => ShapeResult {
  const texts = new Map<string, string | undefined>();
  const textOf = (shape: Term): string | undefined => {
    const key = `${shape.termType} ${shape.value}`;
    if (!texts.has(key)) {
      const path = shapes.object(shape, sh.path);
      texts.set(key, path && pathText(shapes, path));
    }
    return texts.get(key);
  };
  const stepOf = ({ path }: EngineResult): ShapeResult['path'] => {
    const step = path?.[0];
    const nested = step && pathBehind(step.predicates[0]!);
    if (!nested) return step && { predicates: step.predicates, inverse: step.start === 'object' };
    const { property, inverse } = firstProperty(nested);
    return { predicates: [property], inverse };
  };
  return (result) => {
    const shape = result.shape.ptr.term;
    const common = {
      focus: result.focusNode.term!,
      shape,
      component: result.constraintComponent.value,
      severity: result.severity,
    };
    const path = stepOf(result);
    if (result.args?.found)
      return ofConstraint({ ...common, ...(path && { path }) }, result.args.found, shapes, textOf(shape));
    const value = withoutValue.test(common.component) ? undefined : result.value?.term;
    const said = inEnglish(result.message);
    const own = shapes.objects(shape, sh.message).length > 0;
    const message = own ? said : said && asSentence(said, path);
    // A closed shape reports the property that should not be there.
    const closed = common.component.endsWith('#ClosedConstraintComponent');
    const fullPath = closed && path ? `<${path.predicates[0]!.value}>` : textOf(shape);
    return {
      ...common,
      ...(value && { value }),
      ...(path && { path }),
      ...(fullPath !== undefined && { fullPath }),
      ...(message !== undefined && { message }),
    };
  };
}

/**
 * The engine's words, which end without a dot, do not say of which property they are, and name a shape without a name by its label:
 * that stands in no document.
 */
function asSentence(said: string, path: ShapeResult['path']): string {
  const words = `${said.replace(/ _:\S+/g, ' without a name').replace(/\.$/, '')}.`;
  return path ? `${path.predicates.map(shortName).join(' or ')}: ${words[0]!.toLowerCase()}${words.slice(1)}` : words;
}

/** SHACL 5.3.2: what the row says comes first, then what the constraint says, then what the shape says. */
function ofConstraint(common: ShapeResult, found: Found, shapes: Graphs, shapePath: string | undefined): ShapeResult {
  const { row, constraint } = found;
  const value = row['value'] ?? (shapePath === undefined ? common.focus : undefined);
  const said = row['path']?.termType === 'NamedNode' ? row['path'] : undefined;
  const fullPath = said ? `<${said.value}>` : shapePath;
  const message =
    row['message']?.value ??
    inEnglish(shapes.objects(constraint.node, sh.message)) ??
    inEnglish(shapes.objects(constraint.shape, sh.message));
  return {
    ...common,
    found,
    ...(value && { value }),
    ...(said && { path: { predicates: [said], inverse: false } }),
    ...(fullPath !== undefined && { fullPath }),
    ...(message !== undefined && { message }),
  };
}

function inEnglish(messages: readonly Term[]): string | undefined {
  return (messages.find((one) => one.termType === 'Literal' && one.language.startsWith('en')) ?? messages[0])?.value;
}
