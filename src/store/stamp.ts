// Terms that remember where in the text they were read. n3 asks its `factory` for a term while it is busy with
// the token that spells it, so a term made between two `onToken` calls belongs to the token announced last.
// The exceptions are told where they are handled: literals, list cells, and the constants that n3 makes once.
import type {
  BlankNode,
  DirectionalLanguage,
  Literal,
  NamedNode,
  Quad,
  Quad_Graph,
  Quad_Object,
  Quad_Predicate,
  Quad_Subject,
  Term,
  Variable,
} from '@rdfjs/types';
import * as data from 'rdf-data-factory';
import { rdf } from '../vocabulary/borrowed.ts';
import { defaultGraph, quad as makeQuad } from '../vocabulary/factory.ts';

/** A token as n3's lexer gives it: lines from 1, columns from 0, `end` after the last character. */
export interface Token {
  readonly type: string;
  readonly value: string;
  readonly prefix: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly endLine?: number;
}

/** No place is known. Row 0 of the table of places is never used. */
export const nowhere = 0;

/** Ranges in one text, four numbers each: line, start, end line, end; columns from 0. */
export class Places {
  #numbers = new Uint32Array(1024);
  #count = 1;

  add(line: number, start: number, endLine: number, end: number): number {
    const at = this.#count * 4;
    if (at === this.#numbers.length) {
      const larger = new Uint32Array(at * 2);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[at] = line;
    this.#numbers[at + 1] = start;
    this.#numbers[at + 2] = endLine;
    this.#numbers[at + 3] = end;
    return this.#count++;
  }

  /** Line, start, end line and end of a place. */
  read(place: number): readonly [number, number, number, number] {
    const at = place * 4;
    const numbers = this.#numbers;
    return [numbers[at]!, numbers[at + 1]!, numbers[at + 2]!, numbers[at + 3]!];
  }
}

class PlacedNamedNode extends data.NamedNode {
  readonly place: number;
  constructor(value: string, place: number) {
    super(value);
    this.place = place;
  }
}
class PlacedBlankNode extends data.BlankNode {
  readonly place: number;
  constructor(value: string, place: number) {
    super(value);
    this.place = place;
  }
}
class PlacedLiteral extends data.Literal {
  readonly place: number;
  constructor(value: string, more: string | NamedNode | DirectionalLanguage | undefined, place: number) {
    super(value, more);
    this.place = place;
  }
}

const opening = new Set(['[', '<<', '<<(', '{|']);
const closing = new Set([']', '>>', ')>>', '|}']);
const literalTail = new Set(['type', 'typeIRI', 'langcode', 'dircode']);
const statementStart = new Set(['.', '{', '}']);

/** The RDF/JS factory to give to n3, its `onToken`, and, right after a quad came, where its three terms stand. */
export class Stamper {
  readonly places = new Places();
  /** The document's IRI where it has no slash, else ''. */
  readonly #base: string;
  /** Whether the text named graphs of its own; their triples are read into the document's graph all the same. */
  namedGraphs = false;
  /** Prefixes that names of the text are written with. */
  readonly writtenPrefixes = new Set<string>();
  /** Where each prefix is declared last: the place of its name in the `@prefix` line. */
  readonly prefixPlaces = new Map<string, number>();
  readonly #blankPrefix: string;
  readonly #graph: Quad_Graph;
  #blankCount = 0;
  #token: Token | undefined;
  #before: Token | undefined;
  /** The place of the current token, made when first asked for. */
  #here = nowhere;
  /** A quoted string that has just been read: its literal is made on the token after it. */
  #arrived: Token | undefined;
  #pending: Token | undefined;
  #lastString: Token | undefined;
  /** `a` on each level of brackets: n3 has one constant for all of them. */
  #verbs: number[] = [nowhere];
  #leaving = false;
  /** Whether the next blank node made is the first cell of a list. */
  #firstCell = false;
  /** Whether the last `(` opened a statement: `() ex:p ex:o .` */
  #atStart = false;
  #emptyList = nowhere;
  #emptySubject = nowhere;

  /** All quads go into `graph`; labels of blank nodes start with `blankPrefix`, so that no two documents share one. */
  constructor(graph: Quad_Graph, blankPrefix: string) {
    this.#graph = graph;
    this.#blankPrefix = blankPrefix;
    // The parser takes an IRI without a slash, such as that of a document at the root, for the folder of relative ones.
    this.#base = graph.value.includes('/') ? '' : graph.value;
  }

  // n3 calls all of these without `this`, hence the arrow functions.

  readonly onToken = (token: Token): void => {
    if (this.#leaving) {
      // The last quad inside a bracket is given while its closing bracket is read, so the level ends one token later.
      if (this.#verbs.length > 1) this.#verbs.pop();
      this.#leaving = false;
    }
    const before = this.#token;
    this.#before = before;
    this.#token = token;
    this.#here = nowhere;
    this.#pending = this.#arrived;
    this.#arrived = undefined;
    this.#firstCell = before !== undefined && before.type === '(';
    switch (token.type) {
      case 'literal':
        if (token.prefix === '') this.#arrived = this.#lastString = token;
        break;
      case 'abbreviation':
        this.#verbs[this.#verbs.length - 1] = this.#place();
        break;
      case 'prefixed':
      case 'type':
        this.writtenPrefixes.add(token.prefix);
        break;
      case 'prefix':
        this.prefixPlaces.set(token.value, this.#place());
        break;
      case '(':
        this.#atStart = before === undefined || statementStart.has(before.type);
        break;
      case ')':
        if (!this.#firstCell) break;
        this.#emptyList = this.places.add(before!.line, before!.start, token.line, token.end);
        if (this.#atStart) this.#emptySubject = this.#emptyList;
        break;
      default:
        if (opening.has(token.type)) this.#verbs.push(nowhere);
        else if (closing.has(token.type)) this.#leaving = true;
    }
  };

  /** `urn:spec-exec:doc:b.ttl` for `<b.ttl>` in a.ttl, where the parser gives `urn:spec-exec:doc:a.ttlb.ttl`. */
  #resolved(iri: string): string {
    const rest = iri.slice(this.#base.length);
    if (/^(?:[#?]|$)/.test(rest)) return iri;
    return this.#base.slice(0, this.#base.lastIndexOf(':') + 1) + rest.replace(/^(?:\.\/)+/, '');
  }

  readonly namedNode = (iri: string): NamedNode =>
    new PlacedNamedNode(
      this.#base && iri.startsWith(this.#base) ? this.#resolved(iri) : iri,
      this.#token ? this.#place() : nowhere,
    );

  readonly blankNode = (label?: string): BlankNode => {
    if (label !== undefined) return new PlacedBlankNode(label, this.#place());
    const name = `${this.#blankPrefix}${this.#blankCount++}`;
    if (!this.#firstCell) return new PlacedBlankNode(name, this.#place());
    // The first cell of a list is made with its first item; it stands at the opening bracket.
    this.#firstCell = false;
    const open = this.#before!;
    return new PlacedBlankNode(name, this.places.add(open.line, open.start, open.line, open.end));
  };

  readonly literal = (value: string, more?: string | NamedNode | DirectionalLanguage): Literal => {
    const last = this.#token;
    const first = last?.type === 'dircode' ? this.#lastString : (this.#pending ?? last);
    this.#pending = undefined;
    if (!first || !last) return new PlacedLiteral(value, more, nowhere);
    const end = literalTail.has(last.type) ? last : first;
    return new PlacedLiteral(value, more, this.places.add(first.line, first.start, end.endLine ?? end.line, end.end));
  };

  readonly variable = (name: string): Variable => new data.Variable(name);

  readonly defaultGraph = () => defaultGraph();

  readonly quad = (s: Quad_Subject, p: Quad_Predicate, o: Quad_Object, g: Quad_Graph): Quad => {
    if (g.termType !== 'DefaultGraph') this.namedGraphs = true;
    return makeQuad(s, p, o, this.#graph);
  };

  /** Where subject, predicate and object of the quad that n3 has just given stand. */
  placesOf(quad: Quad): readonly [number, number, number] {
    const subject = placeOf(quad.subject) || this.#emptySubject;
    // Predicates without a place are constants: `a`, and the rdf:first and rdf:rest of a list, which stand at their cell.
    let predicate = placeOf(quad.predicate);
    if (!predicate) predicate = quad.predicate.equals(rdf.type) ? this.#verbs.at(-1)! : subject;
    // The only object without a place is the end of a list: its closing bracket, or `()` as a value.
    let object = placeOf(quad.object);
    if (!object)
      object = quad.predicate.equals(rdf.rest) && this.#token?.type === ')' ? this.#place() : this.#emptyList;
    return [subject, predicate, object];
  }

  #place(): number {
    const token = this.#token!;
    return (this.#here ||= this.places.add(token.line, token.start, token.endLine ?? token.line, token.end));
  }
}

function placeOf(term: Term): number {
  if (term.termType === 'Quad') return placeOf(term.subject);
  return (term as { readonly place?: number }).place ?? nowhere;
}
