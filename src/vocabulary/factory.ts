// The one RDF/JS term factory of the program.
import type {
  BlankNode,
  DefaultGraph,
  Literal,
  NamedNode,
  Quad,
  Quad_Graph,
  Quad_Object,
  Quad_Predicate,
  Quad_Subject,
  Variable,
} from '@rdfjs/types';
import { DataFactory } from 'rdf-data-factory';

const factory = new DataFactory<Quad>();

export function namedNode<I extends string = string>(iri: I): NamedNode<I> {
  return factory.namedNode(iri);
}
export function blankNode(label?: string): BlankNode {
  return factory.blankNode(label);
}
export function literal(value: string, datatypeOrLanguage?: NamedNode | string): Literal {
  return factory.literal(value, datatypeOrLanguage);
}
export function variable(name: string): Variable {
  return factory.variable(name);
}
export function defaultGraph(): DefaultGraph {
  return factory.defaultGraph();
}
export function quad(s: Quad_Subject, p: Quad_Predicate, o: Quad_Object, g: Quad_Graph = factory.defaultGraph()): Quad {
  return factory.quad(s, p, o, g) as Quad;
}
