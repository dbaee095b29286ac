// What the shapes have against the specification: obligations missed, and findings at the triple that is wrong,
// or, where something is missing, where its subject is declared.
import type { Term } from '@rdfjs/types';
import type { Diagnostic, ShaclResult, Span } from '../base/diagnostic.ts';
import type { LoadedFiles } from '../store/load.ts';
import { fillIn, nameOf, shortName } from './names.ts';
import { focusNodes, type Obligations } from './obligations.ts';
import { shapeRunner, type ShapeResult, type ShapeRunner } from './shacl.ts';
import type { Shapes, TopShape } from './shapes.ts';
import { termText } from './term-text.ts';

/** A finding, and whether it is about one value (and so may be the consequence of a mistake found otherwise). */
export interface ShapeFinding {
  readonly diagnostic: Diagnostic;
  readonly aboutValue: boolean;
}

export async function shapeFindings(
  spec: LoadedFiles,
  shapes: Shapes,
  obligations: Obligations,
): Promise<ShapeFinding[]> {
  // By the condition's name: a shape that two node shapes share is one condition.
  const tops = new Map<string, TopShape[]>();
  for (const top of shapes.top) {
    if (top.notes.severity !== 'error') continue;
    tops.set(top.shape.value, [...(tops.get(top.shape.value) ?? []), top]);
    for (const { node, ofClass } of focusNodes(top, spec.graphs)) obligations.add(node, top.shape.value, ofClass);
  }
  const runner = await shapeRunner(shapes.graphs, spec.graphs);
  const results = await runner.all();
  const found = new Map<string, ShapeFinding>();
  let nested = false;
  for (const result of results) {
    const notes = shapes.notes(result.shape);
    if (notes.severity === 'error' && !obligations.miss(result.focus, result.shape.value)) nested = true;
    const finding = findingOf(result, shapes, spec);
    const { code, message, at } = finding.diagnostic;
    found.set([code, message, at?.file, at?.line, at?.column, result.focus.value].join('\n'), finding);
  }
  // A shape inside a shape was reported under its own name and node: the condition at the top is asked again, node by node.
  if (nested) await settleNested(tops, runner, spec, obligations);
  return [...found.values()];
}

async function settleNested(
  tops: Map<string, TopShape[]>,
  runner: ShapeRunner,
  spec: LoadedFiles,
  obligations: Obligations,
) {
  for (const [condition, same] of tops)
    for (const top of same)
      for (const { node } of focusNodes(top, spec.graphs))
        if (!(await runner.meets(node, top.shape))) obligations.miss(node, condition);
}

function findingOf(result: ShapeResult, shapes: Shapes, spec: LoadedFiles): ShapeFinding {
  const notes = shapes.notes(result.shape);
  const { focus, value } = result;
  const about = aboutValue(result);
  const name = nameOf(focus, spec.graphs);
  const path = result.path && result.path.predicates.map(shortName).join(' or ');
  const template = result.message ?? notes.message ?? defaultMessage(result, path);
  const names = { this: name, focus: name, focusName: name, path, value: value && nameOf(value, spec.graphs) };
  const said = fillIn(template, names);
  const { at, others } = placesOf(result, spec);
  return {
    aboutValue: about,
    diagnostic: {
      code: notes.code ?? 'closure/shape',
      severity: notes.severity,
      // A message that names nobody gets the name in front, so that a list of findings can be read without the source.
      message: said === template || !said.includes(name) ? `${name}: ${said}` : said,
      at,
      why: notes.why ?? (notes.code ? undefined : `The shape ${nameOf(result.shape, shapes.graphs)} asks for it.`),
      help: notes.remedy && fillIn(notes.remedy, names),
      ...(others.length > 0 && { related: others.map((one) => ({ at: one, message: 'another value is here' })) }),
      ...(focus.termType === 'NamedNode' && { focus: focus.value }),
      shacl: shaclPart(result),
    },
  };
}

function shaclPart({ component, shape, fullPath, value }: ShapeResult): ShaclResult {
  return {
    component,
    shape: shape.termType === 'BlankNode' ? `_:${shape.value}` : shape.value,
    ...(fullPath !== undefined && { path: fullPath }),
    ...(value && { value: termText(value) }),
  };
}

function aboutValue({ value, focus }: ShapeResult): boolean {
  return value !== undefined && !value.equals(focus);
}

/** Where to point: the wrong value; the second of too many; else the declaration of what lacks something. */
function placesOf(result: ShapeResult, { locations, graphs }: LoadedFiles): { at: Span | undefined; others: Span[] } {
  const { focus, value, path } = result;
  const declared = () => locations.ofSubject(focus) ?? anyPlaceOf(focus);
  const anyPlaceOf = (term: Term): Span | undefined => {
    for (const quad of graphs.match(null, null, term)) {
      const places = locations.ofQuad(quad);
      if (places) return places.object;
    }
    return undefined;
  };
  if (!path) {
    const wrong = value && aboutValue(result) ? locateTriple(focus, value) : undefined;
    return { at: wrong ?? declared(), others: [] };
  }
  const spans = path.predicates.flatMap((predicate) => {
    const quads = path.inverse ? graphs.match(null, predicate, focus) : graphs.match(focus, predicate);
    return Array.from(quads, (quad) => {
      const places = locations.ofQuad(quad);
      const end = path.inverse ? quad.subject : quad.object;
      return { end, at: path.inverse ? places?.subject : places?.object, predicate: places?.predicate };
    });
  });
  if (value) {
    const wrong = spans.find(({ end }) => end.equals(value));
    // sh:closed reports the property that should not be there.
    const where = result.component.endsWith('ClosedConstraintComponent') ? wrong?.predicate : wrong?.at;
    return { at: where ?? spans[0]?.at ?? declared(), others: [] };
  }
  const places = spans.flatMap(({ at }) => at ?? []).sort(byLine);
  if (/Max(Count|Count.*)ConstraintComponent$/.test(result.component) && places.length > 1)
    return { at: places[1], others: [places[0]!, ...places.slice(2)] };
  if (result.component.endsWith('MinCountConstraintComponent')) return { at: declared(), others: [] };
  return { at: places[0] ?? declared(), others: [] };

  function locateTriple(subject: Term, object: Term): Span | undefined {
    for (const quad of graphs.match(subject, null, object)) return locations.ofQuad(quad)?.object;
    return undefined;
  }
}

function byLine(a: Span, b: Span): number {
  return a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column;
}

function defaultMessage(result: ShapeResult, path: string | undefined): string {
  const component = result.component.replace(/^.*[#/]/, '').replace(/ConstraintComponent$/, '');
  const words = component.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return path ? `${path} does not meet "${words}".` : `it does not meet "${words}".`;
}
