// The shapes that a specification is held against: ours, and those that a project adds. Reads them, refuses what the
// engine would pass over in silence, and says which shapes make obligations, and of whom.
import type { NamedNode, Quad, Quad_Object, Term } from '@rdfjs/types';
import { join } from 'node:path';
import { assetNames } from '../base/assets.ts';
import { unusable, type Diagnostic, type Span } from '../base/diagnostic.ts';
import { nearest } from '../base/near.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { Graphs, listMembers } from '../store/graphs.ts';
import { loadFiles } from '../store/load.ts';
import type { Locations } from '../store/locations.ts';
import { rdf, rdfs, sh } from '../vocabulary/borrowed.ts';
import { namedNode, quad } from '../vocabulary/factory.ts';
import { sx } from '../vocabulary/terms.ts';
import { shaclConditions, shaclNames, shaclTerm } from './shacl-terms.ts';

/** What a shape's own triples say about the findings it gives. */
export interface ShapeNotes {
  readonly code?: Diagnostic['code'];
  readonly why?: string;
  readonly remedy?: string;
  readonly message?: string;
  readonly severity: Diagnostic['severity'];
}

/** A shape at the top: a node shape's own conditions, or one of its properties, with those whom it obliges. */
export interface TopShape {
  readonly shape: Term;
  readonly targets: readonly Target[];
  /** The shape that has the targets. */
  readonly holder: Term;
  readonly notes: ShapeNotes;
}

export type Target =
  /** The class that the shape names, then all that are kinds of it. */
  | { readonly kind: 'class'; readonly classes: readonly NamedNode[] }
  | { readonly kind: 'node'; readonly node: Term }
  | { readonly kind: 'subjects-of' | 'objects-of'; readonly property: NamedNode };

export class Shapes {
  /** All triples of the shapes, with the subclass triples of the ontology: what the engine wants. */
  readonly graphs: Graphs;
  readonly top: readonly TopShape[];

  constructor(graphs: Graphs) {
    this.graphs = graphs;
    this.top = topShapes(graphs);
  }

  notes(shape: Term): ShapeNotes {
    return notesOf(this.graphs, shape);
  }
}

/**
 * Reads the shipped shapes and further files; findings of exit class 2 where they cannot be relied on.
 * `subClasses` are all `rdfs:subClassOf` triples there are: the engine looks for them among the shapes.
 */
export async function loadShapes(
  folder: string,
  further: readonly string[],
  root: string,
  subClasses: Iterable<Quad>,
): Promise<Result<Shapes>> {
  const own = await loadFiles(
    assetNames(folder, '.ttl').map((name) => join(folder, name)),
    { root: folder },
  );
  if (!own.ok) return own;
  const added = further.length ? await loadFiles(further, { root }) : undefined;
  if (added && !added.ok) return added;
  const graphs = new Graphs();
  const problems: Diagnostic[] = [];
  for (const loaded of added ? [own.value, added.value] : [own.value]) {
    problems.push(...refusals(loaded.locations));
    for (const given of loaded.graphs.match())
      graphs.add(quad(given.subject, given.predicate, given.object, shapesGraph));
  }
  if (problems.length) return fail(...problems);
  for (const { subject, object } of subClasses) graphs.add(quad(subject, rdfs.subClassOf, object, shapesGraph));
  const shapes = new Shapes(graphs);
  const broken = added ? brokenShapes(shapes, added.value.locations) : [];
  return broken.length ? fail(...broken) : ok(shapes);
}

const shapesGraph = namedNode('urn:spec-exec:shapes');

/** Terms after `sh:` that the engine does not know or does not evaluate. */
function refusals(locations: Locations): Diagnostic[] {
  const found: Diagnostic[] = [];
  const seen = new Set<string>();
  const judge = (term: Term, where: () => Span) => {
    if (term.termType !== 'NamedNode') return;
    const verdict = shaclTerm(term.value);
    if (verdict === 'foreign' || verdict === 'evaluated') return;
    const at = where();
    const place = `${at.file}:${at.line}:${at.column}`;
    if (seen.has(place)) return;
    seen.add(place);
    const name = term.value.slice(sh.path.value.length - 'path'.length);
    if (verdict === 'not-evaluated') {
      found.push(
        unusable('closure/shape-not-evaluated', `sh:${name} is SHACL that spec-exec does not evaluate.`, {
          at,
          why: 'The condition would be passed over in silence, and the specification count as closed without it.',
          help: 'Say it with core SHACL, or write a coverage query (queries/closure/*.rq shows how).',
        }),
      );
      return;
    }
    const near = nearest(name, shaclNames);
    found.push(
      unusable('closure/unknown-shacl-term', `SHACL has no term sh:${name}.`, {
        at,
        why: 'The condition would be passed over in silence, and the specification count as closed without it.',
        help: near ? `Did you mean sh:${near}?` : 'Look the name up in https://www.w3.org/TR/shacl/.',
      }),
    );
  };
  for (const { quad: one, places } of locations.all()) {
    judge(one.predicate, () => places().predicate);
    judge(one.object, () => places().object);
  }
  return found;
}

const counts = ['minCount', 'maxCount', 'minLength', 'maxLength', 'qualifiedMinCount', 'qualifiedMaxCount'];
const lists = ['and', 'or', 'xone', 'in', 'languageIn', 'ignoredProperties'];
const kinds = new Set(['BlankNode', 'IRI', 'Literal', 'BlankNodeOrIRI', 'BlankNodeOrLiteral', 'IRIOrLiteral']);

/** Values that the engine would misread or fall over. */
function brokenShapes(shapes: Shapes, locations: Locations): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const { quad: one, places } of locations.all()) {
    const name = one.predicate.value.startsWith(shNs) ? one.predicate.value.slice(shNs.length) : '';
    const help = valueProblem(name, one.object, shapes.graphs);
    if (help)
      found.push(
        unusable('closure/broken-shape', `This cannot be the value of sh:${name}.`, { at: places().object, help }),
      );
  }
  return found;
}

function valueProblem(name: string, value: Quad_Object, graphs: Graphs): string | undefined {
  if (counts.includes(name) && !(value.termType === 'Literal' && /^\d+$/.test(value.value)))
    return 'Write a whole number from 0.';
  if (name === 'nodeKind' && !kinds.has(value.value.replace(shNs, '')))
    return `Write one of ${[...kinds].map((kind) => `sh:${kind}`).join(', ')}.`;
  if (lists.includes(name) && listMembers(graphs, value) === undefined) return 'Write a list: ( … ).';
  if (name === 'pattern' && !isPattern(value.value)) return 'Correct the regular expression.';
  const shapeWanted = ['property', 'node', 'not', 'qualifiedValueShape'].includes(name);
  if (shapeWanted && ![...graphs.match(value)].length)
    return 'No triple says anything of this shape: declare it, or correct its name.';
  if (name === 'property' && !graphs.object(value, sh.path)) return 'A property shape needs a sh:path.';
  return undefined;
}

function isPattern(text: string): boolean {
  try {
    return Boolean(new RegExp(text, 'u'));
  } catch {
    return false;
  }
}

function topShapes(graphs: Graphs): TopShape[] {
  const holders = new Map<string, Term>();
  const keep = (term: Term) => holders.set(term.value, term);
  for (const property of [sh.targetClass, targetNode, targetSubjectsOf, targetObjectsOf])
    for (const one of graphs.match(null, property)) keep(one.subject);
  for (const one of graphs.match(null, rdf.type, sh.NodeShape))
    if (graphs.has(one.subject, rdf.type, rdfs.Class)) keep(one.subject);
  const made: TopShape[] = [];
  for (const holder of holders.values()) {
    if (isDeactivated(graphs, holder)) continue;
    const targets = targetsOf(graphs, holder);
    const top = (shape: Term) => made.push({ shape, targets, holder, notes: notesOf(graphs, shape) });
    const own = [...graphs.match(holder)].some(
      ({ predicate }) => predicate.value !== sh.property.value && shaclConditions.has(predicate.value),
    );
    // A property shape may have targets of its own; a node shape with conditions besides its properties counts once for them.
    if (own || graphs.object(holder, sh.path)) top(holder);
    for (const property of graphs.objects(holder, sh.property)) if (!isDeactivated(graphs, property)) top(property);
  }
  return made;
}

function targetsOf(graphs: Graphs, holder: Term): Target[] {
  const classes = graphs.objects(holder, sh.targetClass);
  if (graphs.has(holder, rdf.type, rdfs.Class)) classes.push(holder as NamedNode);
  return [
    ...classes.map((one): Target => ({ kind: 'class', classes: withSubclasses(graphs, one) })),
    ...graphs.objects(holder, targetNode).map((node): Target => ({ kind: 'node', node })),
    ...graphs
      .objects(holder, targetSubjectsOf)
      .map((one): Target => ({ kind: 'subjects-of', property: one as NamedNode })),
    ...graphs
      .objects(holder, targetObjectsOf)
      .map((one): Target => ({ kind: 'objects-of', property: one as NamedNode })),
  ];
}

/** A class and all that are kinds of it. */
export function withSubclasses(graphs: Graphs, top: Term): NamedNode[] {
  const found = new Map<string, NamedNode>([[top.value, top as NamedNode]]);
  for (const one of found.values())
    for (const below of graphs.subjects(rdfs.subClassOf, one))
      if (!found.has(below.value)) found.set(below.value, below as NamedNode);
  return [...found.values()];
}

function notesOf(graphs: Graphs, shape: Term): ShapeNotes {
  const text = (property: NamedNode) => {
    const given = graphs.objects(shape, property);
    return (given.find((one) => one.termType === 'Literal' && one.language.startsWith('en')) ?? given[0])?.value;
  };
  const [code, why, remedy, message] = [text(sx.code), text(sx.why), text(sx.remedy), text(sh.message)];
  return {
    severity: severityOf(graphs.object(shape, sh.severity)),
    ...(code?.includes('/') && { code: code as Diagnostic['code'] }),
    ...(why !== undefined && { why }),
    ...(remedy !== undefined && { remedy }),
    ...(message !== undefined && { message }),
  };
}

export function severityOf(term: Term | undefined): Diagnostic['severity'] {
  if (term?.equals(sh.Warning)) return 'warning';
  return term?.equals(sh.Info) ? 'info' : 'error';
}

function isDeactivated(graphs: Graphs, shape: Term): boolean {
  return graphs.object(shape, deactivated)?.value === 'true';
}

const shNs = 'http://www.w3.org/ns/shacl#';
const targetNode = namedNode(`${shNs}targetNode`);
const targetSubjectsOf = namedNode(`${shNs}targetSubjectsOf`);
const targetObjectsOf = namedNode(`${shNs}targetObjectsOf`);
const deactivated = namedNode(`${shNs}deactivated`);
