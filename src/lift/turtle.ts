// Lifted triples as Turtle for people: in the order of the author's files, one property a line, each thing with the place that it comes
// from, each guess as a comment where it was made. Read back it is a specification of its own.
import type { Quad, Term } from '@rdfjs/types';
import type { Diagnostic, Span } from '../base/diagnostic.ts';
import { owl, prefixes as known, rdf, xsd } from '../vocabulary/borrowed.ts';
import { sx } from '../vocabulary/terms.ts';
import type { LiftedTriple } from './lift.ts';
import { termKey } from './names.ts';

/** The three documents of a specification. */
export type Part = 'feature' | 'entities' | 'plan';

const PARTS: Readonly<Record<Exclude<Part, 'entities'>, readonly Term[]>> = {
  feature: [
    sx.Feature,
    sx.Bottleneck,
    sx.Metric,
    sx.ServiceLevelObjective,
    sx.Risk,
    sx.RollbackPolicy,
    sx.Improvement,
    sx.Expectation,
  ],
  plan: [sx.Plan, sx.Phase, sx.Task, sx.Checkpoint, sx.Milestone, sx.SignOff],
};

/** Everything said of one thing. */
interface Block {
  readonly subject: Term;
  readonly triples: LiftedTriple[];
  /** Guesses that are about the thing as a whole. */
  readonly notes: string[];
  readonly at: Span | undefined;
}

export interface TurtleOptions {
  /** Prefixes that the author declared; those that are used are declared again. */
  readonly prefixes: Readonly<Record<string, string>>;
  /** Comment lines at the top, without `#`. */
  readonly head: readonly string[];
  /** How a file is named in comments. */
  readonly shown: (file: string) => string;
  /** Where a thing is declared. */
  readonly placeOf: (thing: Term) => Span | undefined;
}

/** The whole as one document. */
export function liftedTurtle(triples: readonly LiftedTriple[], options: TurtleOptions): string {
  const blocks = blocksOf(triples, options);
  return new Blocks(blocks, options).text(blocks);
}

/** The same in the three documents of a specification, by the classes of things. */
export function liftedParts(triples: readonly LiftedTriple[], options: TurtleOptions): Readonly<Record<Part, string>> {
  const of: Record<Part, Block[]> = { feature: [], entities: [], plan: [] };
  const blocks = blocksOf(triples, options);
  const whole = new Blocks(blocks, options);
  for (const block of blocks) of[partOf(block)].push(block);
  return {
    feature: whole.text(of.feature),
    entities: whole.text(of.entities),
    plan: whole.text(of.plan),
  };
}

function partOf({ triples }: Block): Part {
  const types = triples.flatMap(({ quad }) => (quad.predicate.equals(rdf.type) ? [quad.object] : []));
  const is = (part: Exclude<Part, 'entities'>): boolean =>
    types.some((type) => PARTS[part].some((one) => one.equals(type)));
  return is('feature') ? 'feature' : is('plan') ? 'plan' : 'entities';
}

function blocksOf(triples: readonly LiftedTriple[], { placeOf, shown }: TurtleOptions): Block[] {
  const blocks = new Map<string, Block>();
  const blockOf = (subject: Term): Block => {
    const key = termKey(subject);
    const block = blocks.get(key) ?? { subject, triples: [], notes: [], at: placeOf(subject) };
    blocks.set(key, block);
    return block;
  };
  for (const one of triples) {
    const { quad, guess } = one;
    if (quad.predicate.equals(owl.sameAs)) {
      if (guess) blockOf(quad.object).notes.push(guessText(guess, shown));
      continue;
    }
    const block = blockOf(quad.subject);
    block.triples.push(one);
  }
  return [...blocks.values()]
    .filter((block) => block.triples.length > 0)
    .sort((a, b) =>
      a.at && b.at ? (before(a.at, b.at) ? -1 : before(b.at, a.at) ? 1 : 0) : Number(!a.at) - Number(!b.at),
    );
}

function before(a: Span, b: Span): boolean {
  if (a.file !== b.file) return a.file < b.file;
  return a.line < b.line || (a.line === b.line && a.column < b.column);
}

function guessText({ message, at }: Diagnostic, shown: TurtleOptions['shown']): string {
  return `# guess${at ? `, ${shown(at.file)}:${at.line}` : ''}: ${message.replace(/\s+/g, ' ')}`;
}

/** What a thing is, what it is called, then all the rest as it came. */
function rank(property: string): number {
  return property === rdf.type.value ? 0 : property.startsWith(known['dcterms']!) ? 1 : 2;
}

class Blocks {
  readonly #options: TurtleOptions;
  /** Blank nodes that are the value of one triple: they are written where that stands. */
  readonly #inside = new Map<string, Block>();
  readonly #namespaces: readonly (readonly [string, string])[];

  constructor(blocks: readonly Block[], options: TurtleOptions) {
    this.#options = options;
    this.#namespaces = Object.entries({ ...known, ...options.prefixes }).sort(([, a], [, b]) => b.length - a.length);
    const uses = new Map<string, number>();
    for (const { triples } of blocks)
      for (const { quad } of triples) uses.set(termKey(quad.object), (uses.get(termKey(quad.object)) ?? 0) + 1);
    for (const block of blocks)
      if (block.subject.termType === 'BlankNode' && uses.get(termKey(block.subject)) === 1)
        this.#inside.set(termKey(block.subject), block);
  }

  text(blocks: readonly Block[]): string {
    const bodies = blocks
      .filter(({ subject }) => !this.#inside.has(termKey(subject)))
      .map((block) => this.#block(block));
    const used = this.#namespaces.filter(([prefix]) =>
      bodies.some((body) => new RegExp(`(^|[\\s(^])${prefix}:`, 'm').test(body)),
    );
    const declared = used.sort(([a], [b]) => (a < b ? -1 : 1)).map(([prefix, iri]) => `@prefix ${prefix}: <${iri}> .`);
    const head = this.#options.head.map((line) => `# ${line}`);
    return `${[...head, ...declared].join('\n')}\n\n${bodies.join('\n\n')}\n`;
  }

  #block({ subject, triples, notes, at }: Block): string {
    return [
      ...(at ? [`# ${this.#options.shown(at.file)}:${at.line}`] : []),
      ...notes,
      this.#term(subject),
      ...this.#properties(triples, '    '),
    ].join('\n');
  }

  /** Lines of `property value ;`, the last with a dot; guesses stand above what was guessed. */
  #properties(triples: readonly LiftedTriple[], indent: string, end = ' .'): string[] {
    const byProperty = new Map<string, LiftedTriple[]>();
    for (const one of triples) {
      const key = one.quad.predicate.value;
      byProperty.set(key, [...(byProperty.get(key) ?? []), one]);
    }
    const properties = [...byProperty].sort(([a], [b]) => rank(a) - rank(b));
    const told = new Set<string>();
    return properties.flatMap(([, same], index) => {
      const notes = same.flatMap(({ guess }) => (guess ? [guessText(guess, this.#options.shown)] : []));
      const fresh = notes.filter((note) => !told.has(note) && told.add(note));
      const name = same[0]!.quad.predicate.equals(rdf.type) ? 'a' : this.#term(same[0]!.quad.predicate);
      const values = same.map(({ quad }) => this.#term(quad.object)).join(' , ');
      return [
        ...fresh.map((note) => indent + note),
        `${indent}${name} ${values}${index < properties.length - 1 ? ' ;' : end}`,
      ];
    });
  }

  #term(term: Term): string {
    if (term.termType === 'Literal') return this.#literal(term);
    if (term.termType !== 'BlankNode') return this.#iri(term.value);
    const block = this.#inside.get(termKey(term));
    if (!block) return `_:${term.value}`;
    return this.#list(block) ?? `[ ${this.#properties(block.triples, '', '').join(' ')} ]`;
  }

  /** `( a b )` where the node is a cell of a list that holds nothing else. */
  #list(block: Block): string | undefined {
    const members: string[] = [];
    let cell: Block | undefined = block;
    for (;;) {
      const value = (property: Term): Quad | undefined =>
        cell?.triples.find(({ quad }) => quad.predicate.equals(property))?.quad;
      const first = value(rdf.first);
      const rest = value(rdf.rest);
      if (!cell || cell.triples.length !== 2 || !first || !rest) return undefined;
      members.push(this.#term(first.object));
      if (rest.object.equals(rdf.nil)) return `( ${members.join(' ')} )`;
      cell = this.#inside.get(termKey(rest.object));
    }
  }

  #iri(iri: string): string {
    for (const [prefix, namespace] of this.#namespaces) {
      const name = iri.startsWith(namespace) ? iri.slice(namespace.length) : undefined;
      if (name !== undefined && /^[A-Za-z_][\w-]*$/.test(name)) return `${prefix}:${name}`;
    }
    return `<${iri.replace(/[\0-\x20<>"{}|^`\\]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)}>`;
  }

  #literal(term: Term & { termType: 'Literal' }): string {
    const { value, language, datatype } = term;
    if (datatype.equals(xsd.integer) && /^[+-]?\d+$/.test(value)) return value;
    if (datatype.equals(xsd.decimal) && /^[+-]?\d*\.\d+$/.test(value)) return value;
    const text = value.includes('\n')
      ? `"""${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\r', '\\r')}"""`
      : JSON.stringify(value).replaceAll('\u007f', '\\u007F');
    if (language !== '') return `${text}@${language}`;
    return datatype.equals(xsd.string) ? text : `${text}^^${this.#iri(datatype.value)}`;
  }
}
