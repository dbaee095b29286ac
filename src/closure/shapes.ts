// The shapes that a specification is held against: ours, and those that a project adds. Reads them, refuses what the
// engine would pass over in silence, and says which shapes make obligations, and of whom.
import type { NamedNode, Quad, Term } from '@rdfjs/types';
import { join } from 'node:path';
import { assetNames } from '../base/assets.ts';
import type { Diagnostic } from '../base/diagnostic.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { Graphs } from '../store/graphs.ts';
import { loadFiles } from '../store/load.ts';
import { rdf, rdfs, sh } from '../vocabulary/borrowed.ts';
import { namedNode, quad } from '../vocabulary/factory.ts';
import { sx } from '../vocabulary/terms.ts';
import { brokenShapes, refusals } from './broken-shapes.ts';
import { shaclConditions } from './shacl-terms.ts';
import { sparqlConstraints, type SparqlConstraint } from './sparql-constraints.ts';

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
  readonly constraints: readonly SparqlConstraint[];

  constructor(graphs: Graphs, constraints: readonly SparqlConstraint[] = []) {
    this.graphs = graphs;
    this.constraints = constraints;
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
    // A project may have a core.ttl too, and its nodes without a name are none of ours.
    { root: folder, labels: 'shipped' },
  );
  if (!own.ok) return own;
  const added = further.length ? await loadFiles(further, { root }) : undefined;
  if (added && !added.ok) return added;
  // Ours are read anew each time, and nobody else holds them: what is added goes beside them.
  const { graphs } = own.value;
  const problems = [...refusals(own.value), ...(added ? refusals(added.value) : [])];
  for (const { subject, predicate, object } of added?.value.graphs.match() ?? [])
    graphs.add(quad(subject, predicate, object, shapesGraph));
  if (problems.length) return fail(...problems);
  for (const { subject, object } of subClasses) graphs.add(quad(subject, rdfs.subClassOf, object, shapesGraph));
  if (!added) return ok(new Shapes(graphs));
  const { locations } = added.value;
  const { all, problems: refused } = await sparqlConstraints(
    graphs,
    (shape) => isDeactivated(graphs, shape),
    (...triple) => locations.ofTriple(...triple)?.object,
  );
  const broken = [...brokenShapes(graphs, locations), ...refused];
  return broken.length ? fail(...broken) : ok(new Shapes(graphs, all));
}

const shapesGraph = namedNode('urn:spec-exec:shapes');

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
  return ['true', '1'].includes(graphs.object(shape, deactivated)?.value ?? '');
}

const shNs = 'http://www.w3.org/ns/shacl#';
const targetNode = namedNode(`${shNs}targetNode`);
const targetSubjectsOf = namedNode(`${shNs}targetSubjectsOf`);
const targetObjectsOf = namedNode(`${shNs}targetObjectsOf`);
const deactivated = namedNode(`${shNs}deactivated`);
