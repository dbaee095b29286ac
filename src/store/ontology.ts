// Our own vocabulary as data: which terms there are, what they are called, what is a kind of what. For findings that
// say "did you mean", and for shapes, whose engine wants the subclass triples among the shapes.
import type { Quad } from '@rdfjs/types';
import { Parser } from 'n3';
import { assetNames, readAsset } from '../base/assets.ts';
import { owl, rdf, rdfs, dcterms } from '../vocabulary/borrowed.ts';
import { SX } from '../vocabulary/terms.ts';

export type TermKind = 'class' | 'property' | 'individual';

export interface OntologyTerm {
  readonly iri: string;
  /** What stands after `sx:`. */
  readonly name: string;
  readonly kind: TermKind;
  readonly label?: string;
  /** IRI of the term to use instead, of a term that is no longer in use. */
  readonly replacedBy?: string;
}

export interface Ontology {
  /** Our terms by IRI. */
  readonly terms: ReadonlyMap<string, OntologyTerm>;
  /** All `rdfs:subClassOf` triples. */
  readonly subClasses: readonly Quad[];
  /** All triples, of all modules. */
  readonly quads: readonly Quad[];
}

/** Reads ontology/*.ttl; a mistake in it is ours, and throws. */
export function loadOntology(folder: string): Ontology {
  const quads = assetNames(folder, '.ttl').flatMap(
    (name) => new Parser({ format: 'text/turtle' }).parse(readAsset(folder, name)) as Quad[],
  );
  const terms = new Map<string, OntologyTerm>();
  const texts = new Map<string, string>();
  const replaced = new Map<string, string>();
  for (const { subject, predicate, object } of quads) {
    if (predicate.equals(rdfs.label)) texts.set(subject.value, object.value);
    if (predicate.equals(dcterms.isReplacedBy)) replaced.set(subject.value, object.value);
  }
  for (const { subject, predicate, object } of quads) {
    if (!predicate.equals(rdf.type) || !subject.value.startsWith(SX)) continue;
    const kind = kindOf(object.value);
    const known = terms.get(subject.value);
    if (known && (known.kind !== 'individual' || kind === 'individual')) continue;
    const iri = subject.value;
    const label = texts.get(iri);
    const instead = replaced.get(iri);
    terms.set(iri, {
      iri,
      name: iri.slice(SX.length),
      kind,
      ...(label !== undefined && { label }),
      ...(instead !== undefined && { replacedBy: instead }),
    });
  }
  return { terms, quads, subClasses: quads.filter(({ predicate }) => predicate.equals(rdfs.subClassOf)) };
}

function kindOf(type: string): TermKind {
  switch (type) {
    case owl.Class.value:
    case rdfs.Class.value:
      return 'class';
    case owl.ObjectProperty.value:
    case owl.DatatypeProperty.value:
    case owl.AnnotationProperty.value:
      return 'property';
    default:
      return 'individual';
  }
}
