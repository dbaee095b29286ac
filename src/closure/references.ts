// Names that stand for nothing: `sx:` terms that the vocabulary does not have, and references to things of the
// specification's own that are declared nowhere. Mostly slips of the keyboard, so the nearest known name is offered.
import type { Quad, Term } from '@rdfjs/types';
import type { Diagnostic, Span } from '../base/diagnostic.ts';
import { nearest, nearestAmong } from '../base/near.ts';
import { push } from '../base/push.ts';
import type { LoadedFiles } from '../store/load.ts';
import type { TriplePlaces } from '../store/locations.ts';
import type { Ontology, OntologyTerm, TermKind } from '../store/ontology.ts';
import { owl, rdf, rdfs } from '../vocabulary/borrowed.ts';
import { SX } from '../vocabulary/terms.ts';
import { localName, namespaceOf } from './names.ts';
import { wrongNamespaces } from './namespaces.ts';
import type { Obligations } from './obligations.ts';
import { placeKey } from './place-key.ts';

/** Properties whose values are pages to read, not things of the specification. */
export const pointsElsewhere = new Set([
  rdfs.seeAlso.value,
  rdfs.isDefinedBy.value,
  owl.imports.value,
  rdf.type.value,
  'http://purl.org/dc/terms/source',
  'http://purl.org/dc/terms/license',
  'http://purl.org/dc/terms/conformsTo',
  'http://www.w3.org/ns/prov#hadPrimarySource',
  'http://xmlns.com/foaf/0.1/page',
]);

export interface References {
  readonly diagnostics: readonly Diagnostic[];
  /** Places of names that are wrong, those of which no finding speaks since one about their namespace does. */
  readonly explained: ReadonlySet<string>;
  /** Whether a document's namespace is wrong: then most of what else is missing follows from it. */
  readonly astray: boolean;
}

/**
 * Each document has two obligations: to use no `sx:` term that there is not, and to refer to nothing that is declared
 * nowhere.
 */
export function referenceFindings(spec: LoadedFiles, ontology: Ontology, obligations: Obligations): References {
  for (const { iri } of spec.documents) {
    obligations.add(iri, knownTerms, documentClass);
    obligations.add(iri, knownReferences, documentClass);
  }
  const declared = declaredThings(spec);
  const near = nearNames(declared);
  const astray = wrongNamespaces(spec, ontology);
  const documents = new Set(spec.documents.map(({ iri }) => iri));
  // In a vocabulary of the author's own a reference may be meant to lead out of the document: that is no error (lint).
  const ours = usesOurTerms(spec);
  const explained = new Set<string>();
  const found = new Map<string, Diagnostic>();
  for (const { document, finding } of astray.findings) {
    obligations.miss(document, knownTerms);
    found.set(placeKey(finding.at), finding);
  }
  const report = (quad: Quad, iri: string, condition: string, finding: () => Diagnostic, at: Span) => {
    obligations.miss(quad.graph.value, condition);
    explained.add(placeKey(at));
    // A subject is written once for many triples; one finding for each place is enough.
    if (!astray.explains(iri)) found.set(placeKey(at), finding());
  };
  for (const { quad, places } of spec.locations.all()) {
    for (const { term, at, wanted } of ourTerms(quad, places)) {
      const known = ontology.terms.get(term.value);
      if (!known) report(quad, term.value, knownTerms, () => unknownTerm(term, at, wanted, ontology), at);
      else if (wanted && known.kind !== wanted)
        report(quad, term.value, knownTerms, () => misplacedTerm(known, at, wanted, ontology), at);
      else if (known.replacedBy !== undefined) found.set(placeKey(at), replacedTerm(known, at));
    }
    if (!isDangling(quad, declared) || (!ours && documents.has(quad.graph.value))) continue;
    const at = places().object;
    report(quad, quad.object.value, knownReferences, () => unknownReference(quad, at, near, spec), at);
  }
  return { diagnostics: [...found.values()], explained, astray: astray.findings.length > 0 };
}

/** Whether any document says anything in our vocabulary; to switch a finding off is to say nothing yet. */
export function usesOurTerms({ documents, locations }: LoadedFiles): boolean {
  const graphs = new Set(documents.map(({ iri }) => iri));
  for (const { quad } of locations.all()) {
    const { predicate, object, graph } = quad;
    if (!predicate.value.startsWith(SX) && !object.value.startsWith(SX)) continue;
    if (predicate.value !== `${SX}ignores` && graphs.has(graph.value)) return true;
  }
  return false;
}

const knownTerms = 'closure/unknown-term';
const knownReferences = 'closure/unknown-reference';
const documentClass = 'urn:spec-exec:document';

interface Declared {
  readonly things: ReadonlySet<string>;
  /** Names used as properties or classes: words of the author's own, which need no declaration. */
  readonly words: ReadonlySet<string>;
  readonly namespaces: ReadonlySet<string>;
}

/** Whether a triple's object looks like a thing of the specification's own, and nothing is said of it anywhere. */
function isDangling({ predicate, object }: Quad, { things, words, namespaces }: Declared): boolean {
  if (object.termType !== 'NamedNode' || pointsElsewhere.has(predicate.value) || object.value.startsWith(SX))
    return false;
  return !things.has(object.value) && !words.has(object.value) && namespaces.has(namespaceOf(object.value));
}

/** Everything that is a subject somewhere, and the namespaces that these things are in. */
function declaredThings(spec: LoadedFiles): Declared {
  const things = new Set<string>();
  const words = new Set<string>();
  const namespaces = new Set<string>();
  for (const { subject, predicate, object } of spec.graphs.match()) {
    words.add(predicate.value);
    if (predicate.equals(rdf.type)) words.add(object.value);
    if (subject.termType !== 'NamedNode' || things.has(subject.value)) continue;
    things.add(subject.value);
    // A document may say something of itself (owl:imports); that makes no namespace of its folder.
    if (localName(subject.value) !== '' && !spec.documents.some(({ iri }) => iri === subject.value))
      namespaces.add(namespaceOf(subject.value));
  }
  return { things, words, namespaces };
}

interface OurTerm {
  readonly term: Term;
  readonly at: Span;
  readonly wanted?: TermKind;
}

/** The terms of a triple that are ours by their namespace; whoever describes one of ours as subject is asked nothing. */
function ourTerms({ predicate, object }: Quad, places: () => TriplePlaces): OurTerm[] {
  const terms: OurTerm[] = [];
  if (predicate.value.startsWith(SX)) terms.push({ term: predicate, at: places().predicate, wanted: 'property' });
  if (object.termType === 'NamedNode' && object.value.startsWith(SX))
    terms.push({ term: object, at: places().object, ...(predicate.equals(rdf.type) && { wanted: 'class' as const }) });
  return terms;
}

function unknownTerm(term: Term, at: Span, wanted: TermKind | undefined, { terms }: Ontology): Diagnostic {
  const name = term.value.slice(SX.length);
  const near = nearTerm(name, wanted, [...terms.values()]);
  const what = wanted === 'class' ? 'class' : wanted === 'property' ? 'property' : 'term';
  return {
    code: 'closure/unknown-term',
    severity: 'error',
    message: `The vocabulary has no ${what} sx:${name}.`,
    at,
    why: 'What is said with it is read by nobody: no shape checks it, no query finds it.',
    help: near
      ? `Did you mean sx:${near.name}?`
      : 'Look in ontology/ for the term that says it, or use a vocabulary of your own for what only your people read.',
    focus: term.value,
  };
}

/** A property where a class is wanted (`a sx:task`), or the other way round: it says nothing, and reads as if it did. */
function misplacedTerm({ name, kind, iri }: OntologyTerm, at: Span, wanted: TermKind, { terms }: Ontology): Diagnostic {
  const near = nearTerm(name, wanted, [...terms.values()]);
  return {
    code: 'closure/unknown-term',
    severity: 'error',
    message: `sx:${name} is ${article(kind)}, and cannot stand where ${article(wanted)} is wanted.`,
    at,
    why: 'What is said with it is read by nobody: no shape checks it, no query finds it.',
    help: near ? `Did you mean sx:${near.name}?` : `Look in ontology/ for ${article(wanted)} that says it.`,
    focus: iri,
  };
}

function article(kind: TermKind): string {
  return kind === 'individual' ? 'an individual' : `a ${kind}`;
}

function nearTerm(name: string, wanted: TermKind | undefined, all: readonly OntologyTerm[]): OntologyTerm | undefined {
  const of = (some: readonly OntologyTerm[]) => {
    const near = nearest(
      name,
      some.map((one) => one.name),
    );
    return near === undefined ? undefined : some.find((one) => one.name === near);
  };
  // A class is no help where a property is wanted, and the other way round.
  return of(wanted ? all.filter(({ kind }) => kind === wanted) : all);
}

function replacedTerm(known: OntologyTerm, at: Span): Diagnostic {
  return {
    code: 'closure/replaced-term',
    severity: 'warning',
    message: `sx:${known.name} is no longer in use.`,
    at,
    why: 'The next version of the vocabulary may not have it.',
    help: `Write sx:${known.replacedBy!.slice(SX.length)} instead.`,
    focus: known.iri,
  };
}

/** The nearest name declared in an IRI's own namespace. The names are sorted out once. */
function nearNames({ things }: Declared): (iri: string) => string | undefined {
  const beside = new Map<string, string[]>();
  for (const iri of things) {
    const namespace = namespaceOf(iri);
    push(beside, namespace, localName(iri));
  }
  const among = new Map(Array.from(beside, ([namespace, names]) => [namespace, nearestAmong(names)]));
  return (iri) => among.get(namespaceOf(iri))?.(localName(iri));
}

function unknownReference(
  { subject, object }: Quad,
  at: Span,
  nearName: (iri: string) => string | undefined,
  { locations }: LoadedFiles,
): Diagnostic {
  const name = localName(object.value);
  const near = nearName(object.value);
  const nearIri = near === undefined ? undefined : namespaceOf(object.value) + near;
  const place =
    nearIri === undefined ? undefined : locations.ofSubject({ termType: 'NamedNode', value: nearIri } as Term);
  return {
    code: 'closure/unknown-reference',
    severity: 'error',
    message:
      subject.termType === 'NamedNode'
        ? `${localName(subject.value)} refers to ${name}, which is declared nowhere.`
        : `${name} is declared nowhere.`,
    at,
    why: 'The plan cannot say what is meant by it.',
    help: near ? `Did you mean ${near}?` : `Declare it, for instance in entities.ttl, or take the reference out.`,
    ...(place && { related: [{ at: place, message: `${near} is declared here` }] }),
    ...(subject.termType === 'NamedNode' && { focus: subject.value }),
  };
}
