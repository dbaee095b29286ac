// One quad as one line of N-Quads, and back. Own code beside n3, since replaying must know each line's number, and because
// a line at a time it is faster. A test holds both directions against n3.
import type { Literal, NamedNode, Quad, Term } from '@rdfjs/types';
import { literal, namedNode, quad as makeQuad } from '../vocabulary/factory.ts';

const XSD_STRING = 'http://www.w3.org/2001/XMLSchema#string';
const IRI = /^[A-Za-z][A-Za-z0-9+.-]*:[^\0-\x20<>"{}|^`\\]*$/;
// oxlint-disable-next-line no-control-regex -- control characters are what it is about
const ESCAPED = /[\0-\x1f"\\\x7f]/;
// oxlint-disable-next-line no-control-regex -- likewise
const ESCAPED_ALL = /[\0-\x1f"\\\x7f]/g;
const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
};

// IRIs that were found sound; a run repeats a few thousand of them. Bounded, so that a long run does not keep them all.
const soundIris = new Map<string, string>();
const SOUND_IRIS_MAX = 50_000;

function iriText(iri: string): string {
  const known = soundIris.get(iri);
  if (known !== undefined) return known;
  if (!IRI.test(iri)) throw new Error(`the journal cannot hold this IRI: ${JSON.stringify(iri)}`);
  if (soundIris.size >= SOUND_IRIS_MAX) soundIris.clear();
  const text = `<${iri}>`;
  soundIris.set(iri, text);
  return text;
}

function escapeOne(character: string): string {
  return SHORT[character] ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

const LANGUAGE = /^[A-Za-z]+(?:-[A-Za-z0-9]+)*$/;

function literalText(term: Literal): string {
  if (term.language && !LANGUAGE.test(term.language))
    throw new Error(`the journal cannot hold this language tag: ${JSON.stringify(term.language)}`);
  const text = `"${ESCAPED.test(term.value) ? term.value.replace(ESCAPED_ALL, escapeOne) : term.value}"`;
  if (term.language) return `${text}@${term.language}${term.direction ? `--${term.direction}` : ''}`;
  return term.datatype.value === XSD_STRING ? text : `${text}^^${iriText(term.datatype.value)}`;
}

function termText(term: Term): string {
  if (term.termType === 'NamedNode') return iriText(term.value);
  if (term.termType === 'Literal') return literalText(term);
  throw new Error(`the journal holds IRIs and literals in named graphs only, not a ${term.termType}: ${term.value}`);
}

/** Whether a run's record can hold the term, blank nodes as the IRIs that they become. */
export function canBeKept(term: Term): boolean {
  if (term.termType === 'BlankNode') return true;
  if (term.termType === 'NamedNode') return IRI.test(term.value);
  if (term.termType !== 'Literal') return false;
  return IRI.test(term.datatype.value) && (term.language === '' || LANGUAGE.test(term.language));
}

/** The quad as a line without its newline. Throws on blank nodes, quoted triples, the default graph, and IRIs and language tags that N-Quads cannot hold. */
export function quadLine(quad: Quad): string {
  return `${termText(quad.subject)} ${termText(quad.predicate)} ${termText(quad.object)} ${termText(quad.graph)} .`;
}

const REF = '<([^\\0-\\x20<>"{}|^`\\\\]*)>';
const LINE = new RegExp(
  `^${REF} ${REF} (?:${REF}|"([^"\\\\]*(?:\\\\.[^"\\\\]*)*)"(?:\\^\\^${REF}|@([A-Za-z]+(?:-[A-Za-z0-9]+)*)(?:--(ltr|rtl))?)?) ${REF} \\.$`,
);
const UNESCAPE: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function unescape(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(
    /\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g,
    (_, four?: string, eight?: string, one?: string) => {
      const code = four ?? eight;
      return code === undefined ? (UNESCAPE[one!] ?? one!) : String.fromCodePoint(Number.parseInt(code, 16));
    },
  );
}

/** Reads lines that `quadLine` wrote; the same IRI becomes the same term object, which spares half of the memory. */
export function quadReader(): (line: string) => Quad | undefined {
  const nodes = new Map<string, NamedNode>();
  const node = (iri: string): NamedNode => {
    let term = nodes.get(iri);
    if (!term) nodes.set(iri, (term = namedNode(iri)));
    return term;
  };
  return (line) => {
    const found = LINE.exec(line);
    if (!found) return undefined;
    const [, subject, predicate, iri, text, datatype, language, direction, graph] = found;
    const object =
      iri === undefined ? literalOf(unescape(text!), datatype && node(datatype), language, direction) : node(iri);
    return makeQuad(node(subject!), node(predicate!), object, node(graph!));
  };
}

function literalOf(
  value: string,
  datatype: NamedNode | '' | undefined,
  language?: string,
  direction?: string,
): Literal {
  if (datatype) return literal(value, datatype);
  if (!language) return literal(value);
  // The factory's type knows plain tags alone; the library behind it takes a tag with a direction, as RDF 1.2 has it.
  return literal(value, direction ? ({ language, direction } as unknown as string) : language);
}
