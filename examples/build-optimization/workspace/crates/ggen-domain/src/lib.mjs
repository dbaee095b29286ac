// ggen-domain: classes and their properties, from triples.
import { indexTriples } from 'ggen-rdf';
import { groupBy, sortedBy } from 'ggen-utils';

const RDF_TYPE = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type';
const RDFS = 'http://www.w3.org/2000/01/rdf-schema#';

/** The last part of an IRI. */
export function localName(iri) {
  return iri.slice(Math.max(iri.lastIndexOf('/'), iri.lastIndexOf('#')) + 1);
}

/** The model that the triples describe: classes by name, each with its properties by name. */
export function buildModel(triples) {
  const index = indexTriples(triples);
  const one = (subject, predicate) => index.about(subject).find((t) => t.predicate === predicate)?.object;
  const typed = triples.filter((t) => t.predicate === RDF_TYPE);
  const properties = typed
    .filter((t) => localName(t.object) === 'Property')
    .map((t) => ({
      iri: t.subject,
      name: localName(t.subject),
      domain: one(t.subject, `${RDFS}domain`) ?? null,
      range: one(t.subject, `${RDFS}range`) ?? null,
    }));
  const byDomain = groupBy(properties, (property) => property.domain);
  const classes = typed
    .filter((t) => localName(t.object) === 'Class')
    .map((t) => ({
      iri: t.subject,
      name: localName(t.subject),
      label: one(t.subject, `${RDFS}label`) ?? null,
      properties: sortedBy(byDomain.get(t.subject) ?? [], (property) => property.name),
    }));
  return { classes: sortedBy(classes, (each) => each.name), loose: byDomain.get(null) ?? [] };
}
