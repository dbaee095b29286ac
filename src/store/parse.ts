// One text to quads with places, by n3. Everything that is wrong with the text is a finding; n3 stops at the first.
import type { NamedNode, Quad } from '@rdfjs/types';
import { Parser } from 'n3';
import type { Diagnostic } from '../base/diagnostic.ts';
import { Places, Stamper, type Token } from './stamp.ts';
import { syntaxDiagnostic, type SyntaxProblem } from './syntax.ts';

/** The formats that n3 reads, by file ending. */
export const n3Formats: Readonly<Record<string, string>> = {
  '.ttl': 'text/turtle',
  '.trig': 'application/trig',
  '.nt': 'application/n-triples',
  '.nq': 'application/n-quads',
};

/** What one text says. `rows` holds three places (subject, predicate, object) for each quad. */
export interface ParsedText {
  readonly quads: readonly Quad[];
  readonly rows: Uint32Array;
  readonly places: Places;
  /** Prefixes that the text declares. */
  readonly prefixes: Readonly<Record<string, string>>;
  /** Where each of them is declared last, and whether a name is written with it. */
  readonly prefixUses: readonly PrefixUse[];
  /** Why reading stopped, where it did; `quads` then holds what came before. */
  readonly problem?: Diagnostic | undefined;
  /** Whether triples of named graphs were read into the one graph of the document. */
  readonly namedGraphs: boolean;
}

export interface PrefixUse {
  readonly prefix: string;
  readonly place: number;
  readonly used: boolean;
}

export interface ParseOptions {
  /** As shown in findings. */
  readonly file: string;
  /** The named graph that all triples go into, and the base of relative IRIs. */
  readonly graph: NamedNode;
  /** Start of the labels of all blank nodes: letters and digits, different for each document. */
  readonly blankPrefix: string;
  readonly format?: string;
}

/** Rejects only where n3 breaks down without saying what it met. */
export function parseText(text: string, options: ParseOptions): Promise<ParsedText> {
  const stamper = new Stamper(options.graph, `${options.blankPrefix}a`);
  const quads: Quad[] = [];
  const prefixes: Record<string, string> = {};
  let rows = new Uint32Array(768);
  const parser = new Parser({
    format: options.format ?? 'text/turtle',
    baseIRI: options.graph.value,
    factory: stamper as never,
    // Labelled and anonymous nodes have different starts (`l`, `a`), so that neither can take the other's name.
    blankNodePrefix: `${options.blankPrefix}l`,
  });
  return new Promise((resolve, reject) => {
    let told = false;
    const done = (problem?: Diagnostic) => {
      told = true;
      resolve({
        quads,
        rows,
        places: stamper.places,
        prefixes,
        prefixUses: usesOf(stamper),
        problem,
        namedGraphs: stamper.namedGraphs,
      });
    };
    const onQuad = (error: SyntaxProblem | null, quad: Quad | null) => {
      if (error) return done(syntaxDiagnostic(error, text, options.file, prefixes));
      if (!quad) return done();
      const at = quads.length * 3;
      if (at === rows.length) {
        const larger = new Uint32Array(at * 2);
        larger.set(rows);
        rows = larger;
      }
      [rows[at], rows[at + 1], rows[at + 2]] = stamper.placesOf(quad);
      quads.push(quad);
    };
    const onPrefix = (prefix: string, iri: NamedNode) => void (prefixes[prefix] = iri.value);
    // With a quad callback n3 hands over one token at a time, and keeps no list of all of them.
    const hooks: { onQuad: unknown; onPrefix: unknown; onToken: (token: Token) => void } = {
      onQuad,
      onPrefix,
      onToken: stamper.onToken,
    };
    const { source, read } = atOnce(text);
    parser.parse(source as never, hooks as never);
    try {
      read();
      if (!told) reject(new Error(`n3 did not come to the end of ${options.file}`));
    } catch (error) {
      // After a prefix whose IRI is malformed n3 says so, and then stumbles over it itself.
      if (!told) reject(error as Error);
    }
  });
}

/**
 * The text as a stream that is read when it is asked to be. n3 reads a string in a microtask, where what it throws can be caught by
 * nobody and ends the process.
 */
function atOnce(text: string): { source: object; read: () => void } {
  const heard: Record<string, (part: string) => void> = {};
  const source = { on: (event: string, listener: (part: string) => void) => void (heard[event] = listener) };
  const read = (): void => {
    // Of nothing at all n3 would wait for more.
    heard['data']!(text === '' ? '\n' : text);
    heard['end']!('');
  };
  return { source, read };
}

function usesOf({ prefixPlaces, writtenPrefixes }: Stamper): PrefixUse[] {
  return Array.from(prefixPlaces, ([prefix, place]) => ({ prefix, place, used: writtenPrefixes.has(prefix) }));
}
