// What the shapes have against the specification: obligations missed, and findings at the triple that is wrong,
// or, where something is missing, where its subject is declared.
import type { Term } from '@rdfjs/types';
import type { Diagnostic, ShaclResult, Span } from '../base/diagnostic.ts';
import type { LoadedFiles } from '../store/load.ts';
import { sh } from '../vocabulary/borrowed.ts';
import { fillIn, nameOf, shortName } from './names.ts';
import { focusNodes, type Obligations } from './obligations.ts';
import { shapeRunner, type ShapeRunner } from './shacl.ts';
import type { ShapeResult } from './shape-results.ts';
import { severityOf, type Shapes, type TopShape } from './shapes.ts';
import type { SparqlConstraint } from './sparql-constraints.ts';
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
  const tops = shapes.top.filter(({ notes }) => notes.severity === 'error');
  for (const top of tops)
    // By the condition's name: a shape that two node shapes share is one condition.
    for (const { node, ofClass } of focusNodes(top, spec.graphs)) obligations.add(node, top.shape.value, ofClass);
  const runner = await shapeRunner(shapes, spec.graphs);
  const found = new Map<string, ShapeFinding>();
  const nested = new Set<string>();
  for (const result of await runner.all()) {
    if (severityOf(result.severity) === 'error' && !obligations.miss(result.focus, result.shape.value))
      nested.add(result.shape.value);
    const finding = findingOf(result, shapes, spec);
    const { code, message, at } = finding.diagnostic;
    found.set([code, message, at?.file, at?.line, at?.column, result.focus.value].join('\n'), finding);
  }
  await settleNested(nested, tops, shapes, runner, spec, obligations);
  for (const { constraint, reason } of runner.failed) {
    found.set(`${constraint.shape.value} ${constraint.node.value}`, unanswered(constraint, reason, shapes));
    for (const top of tops)
      if (top.shape.equals(constraint.shape))
        for (const { node } of focusNodes(top, spec.graphs)) obligations.miss(node, top.shape.value);
  }
  return [...found.values()];
}

/**
 * A shape inside a property's shape was reported under its own name and node: each condition at the top from which it can be
 * reached is asked again, node by node. All other conditions have their answer already.
 */
async function settleNested(
  nested: ReadonlySet<string>,
  tops: readonly TopShape[],
  shapes: Shapes,
  runner: ShapeRunner,
  spec: LoadedFiles,
  obligations: Obligations,
) {
  if (nested.size === 0) return;
  for (const top of tops) {
    // The properties of a node shape are conditions of their own.
    if (!shapes.graphs.object(top.shape, sh.path) || !reaches(top.shape, nested, shapes)) continue;
    for (const { node } of focusNodes(top, spec.graphs)) {
      const results = await runner.against(node, top.shape);
      if (results.some(({ severity }) => severityOf(severity) === 'error')) obligations.miss(node, top.shape.value);
    }
  }
}

/** Whether one of the shapes stands inside a shape by sh:property, at any depth. */
function reaches(shape: Term, wanted: ReadonlySet<string>, shapes: Shapes): boolean {
  const inside = new Map<string, Term>([[shape.value, shape]]);
  for (const one of inside.values())
    for (const next of shapes.graphs.objects(one, sh.property)) {
      if (wanted.has(next.value)) return true;
      inside.set(next.value, next);
    }
  return false;
}

function unanswered(constraint: SparqlConstraint, reason: string, shapes: Shapes): ShapeFinding {
  return {
    aboutValue: false,
    diagnostic: {
      code: 'closure/constraint-unanswered',
      severity: 'error',
      message: `The sh:sparql constraint of ${nameOf(constraint.shape, shapes.graphs)} came to no answer: ${reason}.`,
      at: constraint.at,
      why: 'Nobody knows whether the specification meets it, so it counts as not met.',
      help: 'Ask its query by `spec-exec query`, and make it simpler.',
    },
  };
}

function findingOf(result: ShapeResult, shapes: Shapes, spec: LoadedFiles): ShapeFinding {
  const ofShape = shapes.notes(result.shape);
  // What a constraint says of itself is nearer than what its shape says.
  const notes = result.found ? { ...ofShape, ...shapes.notes(result.found.constraint.node) } : ofShape;
  const { focus, value } = result;
  const about = aboutValue(result);
  const name = nameOf(focus, spec.graphs);
  const path = result.path && result.path.predicates.map(shortName).join(' or ');
  const template = result.message ?? notes.message ?? defaultMessage(result, path);
  const inRow = Object.entries(result.found?.row ?? {}).map(([variable, term]) => [
    variable,
    term?.termType === 'Literal' ? term.value : term && nameOf(term, spec.graphs),
  ]);
  const names: Record<string, string | undefined> = {
    ...(Object.fromEntries(inRow) as Record<string, string | undefined>),
    PATH: path,
    path,
    value: value && nameOf(value, spec.graphs),
    this: name,
    focus: name,
    focusName: name,
  };
  const said = fillIn(template, names);
  const { at, others } = placesOf(result, spec);
  return {
    aboutValue: about,
    diagnostic: {
      code: notes.code ?? 'closure/shape',
      severity: severityOf(result.severity),
      // A message that names nobody gets the name in front, so that a list of findings can be read without the source.
      message: said === template || !said.includes(name) ? `${name}: ${said}` : said,
      at,
      why: notes.why ?? (notes.code ? undefined : askedBy(result.shape, shapes)),
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

function askedBy(shape: Term, { graphs }: Shapes): string {
  return shape.termType === 'NamedNode'
    ? `The shape ${nameOf(shape, graphs)} asks for it.`
    : 'A shape without a name asks for it.';
}

function defaultMessage(result: ShapeResult, path: string | undefined): string {
  if (result.found) return path ? `${path} is found by a sh:sparql constraint.` : 'a sh:sparql constraint finds it.';
  const component = result.component.replace(/^.*[#/]/, '').replace(/ConstraintComponent$/, '');
  const words = component.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return path ? `${path} does not meet "${words}".` : `it does not meet "${words}".`;
}
