// The terms that we use from other vocabularies, and no others; ontology/borrowed.ttl says where each is defined.
import { namedNode } from './factory.ts';

function vocabulary<const N extends readonly string[]>(base: string, names: N) {
  return Object.fromEntries(names.map((name) => [name, namedNode(base + name)])) as {
    readonly [K in N[number]]: ReturnType<typeof namedNode<string>>;
  };
}

export const rdf = vocabulary('http://www.w3.org/1999/02/22-rdf-syntax-ns#', [
  'type',
  'first',
  'rest',
  'nil',
  'JSON',
  'List',
  'langString',
  'value',
]);
export const rdfs = vocabulary('http://www.w3.org/2000/01/rdf-schema#', [
  'label',
  'comment',
  'subClassOf',
  'subPropertyOf',
  'domain',
  'range',
  'isDefinedBy',
  'Class',
  'seeAlso',
]);
export const owl = vocabulary('http://www.w3.org/2002/07/owl#', [
  'Class',
  'ObjectProperty',
  'DatatypeProperty',
  'AnnotationProperty',
  'NamedIndividual',
  'Ontology',
  'imports',
  'versionInfo',
  'versionIRI',
  'deprecated',
  'sameAs',
]);
export const xsd = vocabulary('http://www.w3.org/2001/XMLSchema#', [
  'string',
  'boolean',
  'integer',
  'decimal',
  'double',
  'date',
  'dateTime',
  'dayTimeDuration',
]);
export const dcterms = vocabulary('http://purl.org/dc/terms/', [
  'title',
  'description',
  'identifier',
  'created',
  'creator',
  'isPartOf',
  'isReplacedBy',
  'format',
]);
export const prov = vocabulary('http://www.w3.org/ns/prov#', [
  'Activity',
  'Agent',
  'Entity',
  'InstantaneousEvent',
  'Person',
  'SoftwareAgent',
  'atTime',
  'startedAtTime',
  'endedAtTime',
  'generatedAtTime',
  'used',
  'wasGeneratedBy',
  'wasAssociatedWith',
  'wasAttributedTo',
  'wasInformedBy',
  'wasDerivedFrom',
  'actedOnBehalfOf',
]);
export const pplan = vocabulary('http://purl.org/net/p-plan#', [
  'Plan',
  'Step',
  'MultiStep',
  'Variable',
  'isPrecededBy',
  'isStepOfPlan',
  'correspondsToStep',
  'correspondsToVariable',
  'hasInputVar',
  'isOutputVarOf',
]);
export const earl = vocabulary('http://www.w3.org/ns/earl#', [
  'Assertion',
  'TestCriterion',
  'TestResult',
  'OutcomeValue',
  'assertedBy',
  'subject',
  'test',
  'result',
  'outcome',
  'mode',
  'automatic',
  'manual',
  'passed',
  'failed',
  'cantTell',
  'inapplicable',
  'untested',
]);
export const sh = vocabulary('http://www.w3.org/ns/shacl#', [
  'NodeShape',
  'PropertyShape',
  'ValidationReport',
  'ValidationResult',
  'conforms',
  'result',
  'focusNode',
  'resultPath',
  'resultMessage',
  'resultSeverity',
  'sourceShape',
  'sourceConstraintComponent',
  'value',
  'Violation',
  'Warning',
  'Info',
  'property',
  'path',
  'message',
  'targetClass',
  'severity',
  'inversePath',
  'alternativePath',
  'zeroOrMorePath',
  'oneOrMorePath',
  'zeroOrOnePath',
  'pattern',
  'datatype',
]);
export const skos = vocabulary('http://www.w3.org/2004/02/skos/core#', ['Concept', 'altLabel', 'example', 'prefLabel']);

/** Prefixes for printing and for people's queries, in the order in which they are shown. */
export const prefixes: Readonly<Record<string, string>> = {
  sx: 'https://w3id.org/spec-exec/ns#',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  owl: 'http://www.w3.org/2002/07/owl#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  dcterms: 'http://purl.org/dc/terms/',
  prov: 'http://www.w3.org/ns/prov#',
  'p-plan': 'http://purl.org/net/p-plan#',
  earl: 'http://www.w3.org/ns/earl#',
  sh: 'http://www.w3.org/ns/shacl#',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  qudt: 'http://qudt.org/schema/qudt/',
  unit: 'http://qudt.org/vocab/unit/',
  read: 'https://w3id.org/spec-exec/reading#',
};
