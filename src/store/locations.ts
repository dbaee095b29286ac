// Where every triple stands: subject, predicate and object of each to file, line and column. Kept small (numbers in
// typed arrays beside the quads) and looked up only when there is something to say, so that loading stays cheap.
import type { Quad, Term } from '@rdfjs/types';
import type { Span } from '../base/diagnostic.ts';
import { rdf } from '../vocabulary/borrowed.ts';
import { nowhere, type Places } from './stamp.ts';

/** Where the three terms of a triple stand. */
export interface TriplePlaces {
  readonly subject: Span;
  readonly predicate: Span;
  readonly object: Span;
}

/** One text that was read, its quads in the order in which they were read. */
export interface LocatedText {
  readonly file: string;
  readonly text: string;
  readonly quads: readonly Quad[];
  /** Places of each quad, three numbers each; absent where the format gives no places. */
  readonly rows?: Uint32Array;
  readonly places?: Places;
}

interface Row {
  readonly source: LocatedText;
  readonly index: number;
}

export class Locations {
  readonly #texts: LocatedText[] = [];
  readonly #lines = new Map<string, string[]>();
  #bySubject: Map<string, Row[]> | undefined;

  add(text: LocatedText): void {
    this.#texts.push(text);
    this.#bySubject = undefined;
  }

  /** The same places, to which more can be added. */
  copy(): Locations {
    const copy = new Locations();
    for (const text of this.#texts) copy.add(text);
    return copy;
  }

  /** All files that were read, in that order. */
  get files(): readonly string[] {
    return [...new Set(this.#texts.map(({ file }) => file))];
  }

  /** The file's text as it was read, byte order mark left out; undefined for a file that was not read. */
  text(file: string): string | undefined {
    return this.#texts.find((text) => text.file === file)?.text;
  }

  /** A line of a file, without its line ending; lines count from 1. */
  lineText(file: string, line: number): string | undefined {
    let lines = this.#lines.get(file);
    if (!lines) {
      const text = this.text(file);
      if (text === undefined) return undefined;
      this.#lines.set(file, (lines = text.split(/\r\n|\r|\n/)));
    }
    return lines[line - 1];
  }

  /** Where a triple stands first; in its own document where the quad's graph says which. */
  ofQuad(quad: Quad): TriplePlaces | undefined {
    for (const row of this.#rowsOf(quad.subject)) {
      const found = row.source.quads[row.index]!;
      if (!found.predicate.equals(quad.predicate) || !found.object.equals(quad.object)) continue;
      if (quad.graph.termType !== 'DefaultGraph' && !found.graph.equals(quad.graph)) continue;
      return this.#places(row);
    }
    return undefined;
  }

  /** Where a triple stands first in any document. */
  ofTriple(subject: Term, predicate: Term, object: Term): TriplePlaces | undefined {
    for (const row of this.#rowsOf(subject)) {
      const found = row.source.quads[row.index]!;
      if (found.predicate.equals(predicate) && found.object.equals(object)) return this.#places(row);
    }
    return undefined;
  }

  /** Where a thing is declared: the subject of its rdf:type triple, else where it first is a subject. */
  ofSubject(term: Term): Span | undefined {
    const rows = this.#rowsOf(term);
    const declaration = rows.find((row) => row.source.quads[row.index]!.predicate.equals(rdf.type)) ?? rows[0];
    return declaration && this.#places(declaration).subject;
  }

  /** Every triple that was read, in reading order; its places are made when asked for. */
  *all(): Iterable<{ readonly quad: Quad; readonly places: () => TriplePlaces }> {
    for (const source of this.#texts)
      for (const [index, quad] of source.quads.entries()) yield { quad, places: () => this.#places({ source, index }) };
  }

  /** The places of the quad of that number in a file. */
  at(file: string, index: number): TriplePlaces | undefined {
    const source = this.#texts.find((text) => text.file === file);
    return source && this.#places({ source, index });
  }

  #rowsOf(subject: Term): readonly Row[] {
    if (!this.#bySubject) {
      this.#bySubject = new Map();
      for (const source of this.#texts)
        for (const [index, quad] of source.quads.entries()) {
          const key = keyOf(quad.subject);
          const rows = this.#bySubject.get(key);
          if (rows) rows.push({ source, index });
          else this.#bySubject.set(key, [{ source, index }]);
        }
    }
    return this.#bySubject.get(keyOf(subject)) ?? [];
  }

  #places({ source, index }: Row): TriplePlaces {
    const span = (which: number): Span => {
      const place = source.rows?.[index * 3 + which] ?? nowhere;
      if (!source.places || place === nowhere)
        return { file: source.file, line: 1, column: 1, endLine: 1, endColumn: 1 };
      const [line, start, endLine, end] = source.places.read(place);
      return { file: source.file, line, column: start + 1, endLine, endColumn: end + 1 };
    };
    return { subject: span(0), predicate: span(1), object: span(2) };
  }
}

function keyOf(term: Term): string {
  return term.termType === 'BlankNode' ? `_:${term.value}` : term.value;
}
