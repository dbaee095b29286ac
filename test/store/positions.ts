// Holds every place of a text against the text: what stands there must parse back to the term.
import type { Quad, Term } from '@rdfjs/types';
import { Parser } from 'n3';
import { expect } from 'vitest';
import { Locations } from '../../src/store/locations.ts';
import { parseText, type ParsedText } from '../../src/store/parse.ts';
import type { Span } from '../../src/base/diagnostic.ts';
import { namedNode } from '../../src/vocabulary/factory.ts';

const rdfNs = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
export const graph = namedNode('urn:spec-exec:doc:specs/t.ttl');

export async function parse(text: string, format = 'text/turtle'): Promise<ParsedText & { locations: Locations }> {
  const parsed = await parseText(text, { file: 't.ttl', graph, blankPrefix: 'dt', format });
  const locations = new Locations();
  locations.add({ file: 't.ttl', text, ...parsed });
  return { ...parsed, locations };
}

/** The characters of a span. */
export function slice(text: string, { line, column, endLine, endColumn }: Span): string {
  const lines = text.split(/(?<=\r\n|\r(?!\n)|\n)/);
  if (line === endLine) return (lines[line - 1] ?? '').slice(column - 1, endColumn - 1);
  return [
    lines[line - 1]!.slice(column - 1),
    ...lines.slice(line, endLine - 1),
    lines[endLine - 1]!.slice(0, endColumn - 1),
  ].join('');
}

/** Sentences about every place that is wrong; empty where all are right. */
export function wrongPlaces(
  text: string,
  parsed: ParsedText & { locations: Locations },
  base: string = graph.value,
): string[] {
  const wrong: string[] = [];
  const placeOfNode = new Map<string, string>();
  for (const { quad, places } of parsed.locations.all()) {
    const { subject, predicate, object } = places();
    const inList = [`${rdfNs}first`, `${rdfNs}rest`].includes(quad.predicate.value);
    const says = (term: Term, span: Span, role: string) => {
      const found = slice(text, span);
      if (!standsFor(found, term, parsed, base, role === 'predicate'))
        wrong.push(`${role} ${term.value} at ${span.line}:${span.column} is «${found}»`);
    };
    // Cells of a list are written nowhere: a cell stands at its item, the first at the bracket.
    const isCell = inList && predicate.line === subject.line && predicate.column === subject.column;
    if (isCell) {
      const atItem = subject.line === object.line && subject.column === object.column;
      if (quad.predicate.value === `${rdfNs}first` && slice(text, subject) !== '(' && !atItem)
        wrong.push(`the cell of ${quad.object.value} stands at «${slice(text, subject)}»`);
    } else {
      says(quad.subject, subject, 'subject');
      says(quad.predicate, predicate, 'predicate');
      if (slice(text, subject) === '[') {
        const key = `${subject.line}:${subject.column}`;
        const before = placeOfNode.get(quad.subject.value);
        if (before !== undefined && before !== key) wrong.push(`${quad.subject.value} stands at ${before} and ${key}`);
        placeOfNode.set(quad.subject.value, key);
      }
    }
    if (quad.predicate.value === `${rdfNs}rest` && isCell) {
      if (quad.object.value === `${rdfNs}nil` && slice(text, object) !== ')')
        wrong.push(`the end of a list is «${slice(text, object)}»`);
    } else says(quad.object, object, 'object');
  }
  return wrong;
}

function standsFor(found: string, term: Term, parsed: ParsedText, base: string, verb: boolean): boolean {
  // A range that takes in the space around a term would parse to the term all the same.
  if (found !== found.trim()) return false;
  if (verb && found === 'a') return term.value === `${rdfNs}type`;
  if (term.termType === 'BlankNode' && !found.startsWith('_:')) return found === '[' || found === '(';
  if (term.value === `${rdfNs}nil` && found.startsWith('(')) return /^\(([\s]|#.*\n)*\)$/.test(found);
  if (term.termType === 'BlankNode') return term.value === `dtl${found.slice(2)}`;
  return termIn(found, parsed, base)?.equals(term) ?? false;
}

const read = new WeakMap<ParsedText, Map<string, Term | undefined>>();

/** The term that some characters spell in a text; undefined where they spell none. */
function termIn(found: string, parsed: ParsedText, base: string): Term | undefined {
  let known = read.get(parsed);
  if (!known) read.set(parsed, (known = new Map()));
  if (!known.has(found)) known.set(found, spelled(found, parsed, base));
  return known.get(found);
}

function spelled(found: string, parsed: ParsedText, base: string): Term | undefined {
  const declared = Object.entries(parsed.prefixes).map(([prefix, iri]) => `@prefix ${prefix}: <${iri}> .`);
  try {
    const parser = new Parser({ baseIRI: base, format: 'text/turtle' });
    const quads = parser.parse(`${declared.join('\n')} <urn:s> <urn:p> ${found} .`) as Quad[];
    return quads.length === 1 ? quads[0]!.object : undefined;
  } catch {
    return undefined;
  }
}

export function expectRightPlaces(text: string, parsed: ParsedText & { locations: Locations }): void {
  expect(parsed.problem).toBeUndefined();
  expect(wrongPlaces(text, parsed)).toEqual([]);
}
