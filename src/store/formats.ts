// RDF/XML, JSON-LD, N3 and RDFa, read by rdflib, which is loaded only when such a file is met. This is its only importer.
// These readers give no places, so findings point at the file.
import type { Literal, NamedNode, Quad, Term } from '@rdfjs/types';
import { unusable, type Diagnostic } from '../base/diagnostic.ts';
import { xsd } from '../vocabulary/borrowed.ts';
import { blankNode, literal, namedNode, quad } from '../vocabulary/factory.ts';
import { canBeKept } from './journal-quads.ts';

/** The formats that rdflib reads, by file ending. */
export const rdflibFormats: Readonly<Record<string, string>> = {
  '.rdf': 'application/rdf+xml',
  '.xml': 'application/rdf+xml',
  '.owl': 'application/rdf+xml',
  '.jsonld': 'application/ld+json',
  '.n3': 'text/n3',
  '.html': 'text/html',
  '.xhtml': 'application/xhtml+xml',
};

export interface ForeignText {
  readonly quads: readonly Quad[];
  readonly problem?: Diagnostic | undefined;
}

/** Never rejects. All triples go into `graph`; blank node labels start with `blankPrefix`. */
export async function parseForeign(
  text: string,
  options: { readonly file: string; readonly graph: NamedNode; readonly blankPrefix: string; readonly format: string },
): Promise<ForeignText> {
  const { graph, parse } = await import('rdflib');
  const store = graph();
  const at = { file: options.file, line: 1, column: 1, endLine: 1, endColumn: 1 };
  if (options.format === 'application/ld+json') {
    const remote = remoteContext(text);
    if (remote !== undefined)
      return {
        quads: [],
        problem: unusable('store/remote-context', `The JSON-LD context ${remote} would have to be fetched.`, {
          at,
          why: 'Nothing is read from the network by loading, so that a specification means the same everywhere.',
          help: 'Write the context into the file: "@context": { … }.',
        }),
      };
  }
  try {
    await quietly(
      () =>
        new Promise<void>((resolve, reject) => {
          parse(text, store, options.graph.value, options.format as never, (error) =>
            error ? reject(error as Error) : resolve(),
          );
        }),
    );
  } catch (error) {
    const why = String((error as Error).message ?? error).split('\n')[0]!;
    return {
      quads: [],
      problem: unusable('store/syntax-error', `${options.file} cannot be read as ${options.format}: ${why}`, {
        at,
        help: 'Correct it, or write the same in Turtle, where findings name line and column.',
      }),
    };
  }
  const rule = store.statements
    .flatMap(({ subject, predicate, object }) => [subject, predicate, object])
    .find(isOfRules);
  if (rule)
    return {
      quads: [],
      problem: unusable(
        'store/syntax-error',
        `${options.file} holds a rule or a variable of N3; a graph has neither.`,
        {
          at,
          why: 'Only what is so can be judged, not what would follow from it.',
          help: 'Leave out { … }, => and ?x, and write down what follows as triples.',
        },
      ),
    };
  const names = new Map<string, string>();
  const own = (given: Term): Term => {
    const term = asTerm(given);
    switch (term.termType) {
      case 'NamedNode':
        return namedNode(term.value);
      case 'BlankNode': {
        let name = names.get(term.value);
        if (!name) names.set(term.value, (name = `${options.blankPrefix}f${names.size}`));
        return blankNode(name);
      }
      case 'Literal':
        return literal(spelling(term), term.language || namedNode(term.datatype.value));
      case 'DefaultGraph':
      case 'Quad':
      case 'Variable':
      default:
        throw new Error(`rdflib gave a ${term.termType}`);
    }
  };
  const quads: Quad[] = [];
  for (const statement of store.statements) {
    const [subject, predicate, object] = [
      statement.subject,
      statement.predicate,
      statement.object,
    ] as unknown as Term[];
    quads.push(...flatten(own, subject!, predicate!, object!, options.graph));
  }
  const odd = quads.flatMap((one) => [one.subject, one.predicate, one.object]).find((term) => !canBeKept(term));
  if (odd) return { quads: [], problem: notKept(odd, options.file, at) };
  return { quads };
}

/** A formula or a variable, or a list that holds one. */
function isOfRules(term: unknown): boolean {
  const { termType, elements } = term as { termType?: string; elements?: readonly unknown[] };
  return termType === 'Graph' || termType === 'Variable' || (elements?.some(isOfRules) ?? false);
}

function notKept(term: Term, file: string, at: Diagnostic['at']): Diagnostic {
  const what = term.termType === 'Literal' ? `the language tag "${term.language}"` : `the IRI <${term.value}>`;
  return unusable('store/syntax-error', `${file} cannot be read: ${what} is malformed.`, {
    at,
    why: 'The record of a run could not hold it.',
    help:
      term.termType === 'Literal'
        ? 'Write letters and digits with hyphens between them, such as en-US.'
        : 'Percent-encode what stands in no IRI: spaces, quotes, and any of <>{}|^`\\.',
  });
}

/** rdflib leaves numbers and truth values of N3 lists as values of JavaScript. */
function asTerm(given: Term): Term {
  const value: unknown = given;
  if (typeof value === 'boolean') return literal(String(value), xsd.boolean);
  if (typeof value !== 'number') return given;
  if (Number.isInteger(value)) return literal(String(value), xsd.integer);
  return literal(String(value), String(value).includes('e') ? xsd.double : xsd.decimal);
}

/** rdflib writes `true` as "1", which is the same to XML Schema and to nobody else. */
function spelling({ value, datatype }: Literal): string {
  if (!datatype.equals(xsd.boolean)) return value;
  return value === '1' ? 'true' : value === '0' ? 'false' : value;
}

/** rdflib keeps a list as one term with members; we keep its triples. */
function flatten(own: (term: Term) => Term, subject: Term, predicate: Term, object: Term, graph: NamedNode): Quad[] {
  const made: Quad[] = [];
  const plain = (term: Term): Term => {
    const members = (term as unknown as { elements?: Term[] }).elements;
    if (!members) return own(term);
    let tail: Term = namedNode(`${rdfNs}nil`);
    for (let i = members.length - 1; i >= 0; i--) {
      const cell = own({ termType: 'BlankNode', value: `${term.value}/${i}` } as Term);
      made.push(quad(cell as never, namedNode(`${rdfNs}first`), plain(members[i]!) as never, graph));
      made.push(quad(cell as never, namedNode(`${rdfNs}rest`), tail as never, graph));
      tail = cell;
    }
    return tail;
  };
  made.push(quad(plain(subject) as never, own(predicate) as never, plain(object) as never, graph));
  return made;
}

const silence = { reading: 0, warn: console.warn, error: console.error };

/**
 * rdflib's XML reader writes its complaints to the console as well; the finding says them once. Files are read side by
 * side, so the console is put back by the last of them.
 */
async function quietly<T>(work: () => Promise<T>): Promise<T> {
  if (silence.reading++ === 0) {
    Object.assign(silence, { warn: console.warn, error: console.error });
    const nothing = () => {};
    Object.assign(console, { warn: nothing, error: nothing });
  }
  try {
    return await work();
  } finally {
    if (--silence.reading === 0) Object.assign(console, { warn: silence.warn, error: silence.error });
  }
}

const rdfNs = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';

/** A context of a JSON-LD text that is an address, or imports one; undefined where there is none or the text is no JSON. */
function remoteContext(text: string): string | undefined {
  const open: unknown[] = [];
  try {
    open.push(JSON.parse(text));
  } catch {
    return undefined;
  }
  // Not by recursion: nothing may hide behind more brackets than the stack holds.
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, child] of Object.entries(value)) {
      const address =
        key === '@context' || key === '@import'
          ? [child].flat().find((context) => typeof context === 'string')
          : undefined;
      if (typeof address === 'string') return address;
      open.push(child);
    }
  }
  return undefined;
}
