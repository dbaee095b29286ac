// What a specification speaks of: every named subject of its documents with what is said of it, in the order of the text, and
// which of them are things rather than classes, properties, shapes and the like.
import type { BlankNode, Literal, NamedNode, Quad, Term } from '@rdfjs/types';
import type { LoadedFiles } from '../store/load.ts';
import { owl, rdf, rdfs, sh, skos } from '../vocabulary/borrowed.ts';
import { READ, SX } from '../vocabulary/terms.ts';
import { localName, splitWords } from './words.ts';

/** The parts of a loaded specification that a reading needs. */
export type ReadableSpec = Pick<LoadedFiles, 'graphs' | 'documents' | 'locations'>;

/** A value, or one member of a list that is the value, with the triple whose object it is. */
export interface Member {
  readonly term: NamedNode | BlankNode | Literal;
  readonly quad: Quad;
}

export interface Thing {
  readonly node: NamedNode;
  readonly iri: string;
  /** Its place among all things, by first mention as a subject. */
  readonly order: number;
  /** Triples with it as the subject, types left out, in the order of the text. */
  readonly statements: readonly Quad[];
  readonly types: readonly string[];
  /** IRIs of the documents that speak of it. */
  readonly documents: ReadonlySet<string>;
  /** Whether it is written in our vocabulary. */
  readonly ours: boolean;
  /** The words of its local name. */
  readonly words: readonly string[];
  /** Its kind, once that is known: a class of ours that the lexicon has. */
  kind: string | undefined;
}

export interface Things {
  /** Things of ours and foreign ones; classes, properties and shapes left out. */
  readonly all: readonly Thing[];
  readonly foreign: readonly Thing[];
  get(iri: string): Thing | undefined;
  /** The value itself, or the members of the list that it is; an empty list and an empty blank node have none. */
  readonly membersOf: (quad: Quad) => Member[];
}

const MEMBERS_MAX = 100_000;
/** Vocabularies whose properties a class has as well as a thing. */
const OF_CLASSES = [
  'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  'http://www.w3.org/2000/01/rdf-schema#',
  'http://www.w3.org/2002/07/owl#',
  'http://www.w3.org/2004/02/skos/core#',
  'http://www.w3.org/ns/shacl#',
  'http://purl.org/dc/terms/',
  'http://purl.org/dc/elements/1.1/',
  'http://purl.org/vocab/vann/',
];
/** Types that say nothing of what a thing is. */
const NEUTRAL: ReadonlySet<string> = new Set([
  owl.NamedIndividual.value,
  'http://www.w3.org/2002/07/owl#Thing',
  'http://www.w3.org/2000/01/rdf-schema#Resource',
]);
const CLASS: ReadonlySet<string> = new Set([owl.Class.value, rdfs.Class.value]);
const META = OF_CLASSES.filter((namespace) => !namespace.includes('/dc/'));

class Draft implements Thing {
  readonly node: NamedNode;
  readonly order: number;
  readonly statements: Quad[] = [];
  readonly types: string[] = [];
  readonly documents = new Set<string>();
  ours = false;
  kind: string | undefined;
  #words: readonly string[] | undefined;

  constructor(node: NamedNode, order: number) {
    this.node = node;
    this.order = order;
  }
  get iri(): string {
    return this.node.value;
  }
  get words(): readonly string[] {
    return (this.#words ??= splitWords(localName(this.iri)));
  }
}

/** A blank node: a list's cell where it has a first. */
interface Cell {
  first?: Quad;
  rest?: Term;
}

/** Reads the triples once; takes time in proportion to them. */
export function thingsOf(spec: ReadableSpec): Things {
  const drafts = new Map<string, Draft>();
  const blank = new Map<string, Cell>();
  const classes = new Set<string>();
  const referred = new Set<string>();
  for (const { quad } of spec.locations.all()) {
    const { subject, predicate, object, graph } = quad;
    const verb = predicate.value;
    if (subject.termType === 'NamedNode') {
      let draft = drafts.get(subject.value);
      if (!draft) drafts.set(subject.value, (draft = new Draft(subject, drafts.size)));
      draft.documents.add(graph.value);
      if (verb === rdf.type.value) draft.types.push(object.value);
      else draft.statements.push(quad);
      if (verb === rdfs.subClassOf.value) classes.add(subject.value);
    } else if (subject.termType === 'BlankNode') {
      const cell: Cell = blank.get(subject.value) ?? {};
      if (verb === rdf.first.value) cell.first ??= quad;
      else if (verb === rdf.rest.value) cell.rest ??= object;
      blank.set(subject.value, cell);
    }
    if (object.termType === 'NamedNode') {
      if (verb === rdf.type.value || (isMeta(verb) && verb !== rdf.first.value)) classes.add(object.value);
      else referred.add(object.value);
    }
  }
  const all: Draft[] = [];
  for (const draft of drafts.values()) {
    draft.ours =
      draft.types.some((type) => type.startsWith(SX)) ||
      (draft.types.length === 0 && draft.statements.some(({ predicate }) => predicate.value.startsWith(SX)));
    if (draft.ours || isThing(draft, classes, referred)) all.push(draft);
  }
  const membersOf = (quad: Quad): Member[] => {
    const { object } = quad;
    if (object.termType === 'Literal') return [{ term: object, quad }];
    if (object.termType === 'NamedNode') return object.equals(rdf.nil) ? [] : [{ term: object, quad }];
    if (object.termType !== 'BlankNode') return [];
    const head = blank.get(object.value);
    if (!head) return [];
    if (!head.first) return [{ term: object, quad }];
    const members: Member[] = [];
    const seen = new Set<string>();
    let cell: Term | undefined = object;
    while (cell?.termType === 'BlankNode' && members.length < MEMBERS_MAX && !seen.has(cell.value)) {
      seen.add(cell.value);
      const here: Cell | undefined = blank.get(cell.value);
      if (!here?.first) break;
      const term = here.first.object;
      const said = term.termType !== 'BlankNode' || blank.has(term.value);
      if (said && (term.termType === 'NamedNode' || term.termType === 'Literal' || term.termType === 'BlankNode'))
        members.push({ term, quad: here.first });
      cell = here.rest;
    }
    return members;
  };
  const known = new Map(all.map((thing) => [thing.iri, thing]));
  return { all, foreign: all.filter(({ ours }) => !ours), get: (iri) => known.get(iri), membersOf };
}

/** A class is used as one, or has nothing but what classes have, and nobody refers to it. */
function isThing(
  { iri, types, statements }: Draft,
  classes: ReadonlySet<string>,
  referred: ReadonlySet<string>,
): boolean {
  if (iri.startsWith(SX) || iri.startsWith(READ)) return false;
  const telling = types.filter((type) => !NEUTRAL.has(type));
  if (telling.some((type) => CLASS.has(type))) {
    if (classes.has(iri)) return false;
    return referred.has(iri) || statements.some(({ predicate }) => !isOfClasses(predicate.value));
  }
  if (telling.length > 0 && telling.every(isMeta)) return false;
  return !statements.some(({ predicate }) => predicate.value.startsWith(SHACL) || predicate.equals(rdfs.subPropertyOf));
}

const SHACL = sh.NodeShape.value.replace(/NodeShape$/, '');
const SKOS = skos.Concept.value.replace(/Concept$/, '');

function isMeta(iri: string): boolean {
  return iri !== `${SKOS}member` && META.some((namespace) => iri.startsWith(namespace));
}

function isOfClasses(predicate: string): boolean {
  return OF_CLASSES.some((namespace) => predicate.startsWith(namespace));
}
