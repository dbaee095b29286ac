// What TOML, JSON and YAML have in common: tables, lists and scalars, each with its lines.
import { createHash } from 'node:crypto';

interface Placed {
  /** Lines from 1, both included, with the key where there is one. */
  readonly firstLine: number;
  readonly lastLine: number;
}

export interface Table extends Placed {
  readonly kind: 'table';
  readonly entries: ReadonlyMap<string, Node>;
}

export interface List extends Placed {
  readonly kind: 'list';
  readonly items: readonly Node[];
}

export interface Scalar extends Placed {
  readonly kind: 'scalar';
  /** Its type and value: two scalars are the same where these are, however they are written. */
  readonly value: string;
  /** The text, where it is text. */
  readonly text: string | null;
}

export type Node = Table | List | Scalar;

/** Deeper than this is not read as a structure. */
export const DEPTH_MAX = 200;

export interface Problem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export type Parsed = { readonly ok: true; readonly root: Node } | { readonly ok: false; readonly problem: Problem };

/** Reads a text as a tree. */
export type Reader = (text: string) => Parsed;

export function unreadable(line: number, column: number, message: string): Parsed {
  return { ok: false, problem: { line, column, message } };
}

/** Thrown inside a reader where the parser took what has no place in a tree, such as a key that stands twice. */
export class Refused extends Error {
  readonly offset: number;

  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

const digests = new WeakMap<Node, string>();

/** The same for two nodes exactly where they mean the same: order of keys, comments, layout and place do not count. */
export function digestOf(node: Node): string {
  const known = digests.get(node);
  if (known !== undefined) return known;
  const digest = digestAnew(node);
  digests.set(node, digest);
  return digest;
}

function digestAnew(node: Node): string {
  if (node.kind === 'scalar') return `s${node.value}`;
  const hash = createHash('sha1');
  if (node.kind === 'list') for (const item of node.items) hash.update(sized(digestOf(item)));
  else
    for (const key of [...node.entries.keys()].sort())
      hash.update(sized(key)).update(sized(digestOf(node.entries.get(key)!)));
  return `${node.kind === 'list' ? 'l' : 't'}${hash.digest('base64')}`;
}

/** With its length, so that no two rows of texts give the same bytes. */
function sized(text: string): string {
  return `${text.length}:${text}`;
}

export function same(a: Node | undefined, b: Node | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && digestOf(a) === digestOf(b));
}

export function nodeAt(root: Node | undefined, at: readonly string[]): Node | undefined {
  let node = root;
  for (const key of at) node = node?.kind === 'table' ? node.entries.get(key) : undefined;
  return node;
}

export function entriesOf(node: Node | undefined): ReadonlyMap<string, Node> {
  return node?.kind === 'table' ? node.entries : new Map();
}

/** The texts of a list; what is no text is left out. */
export function textsOf(node: Node | undefined): readonly string[] {
  return node?.kind === 'list' ? node.items.flatMap((item) => textOf(item) ?? []) : [];
}

export function textOf(node: Node | undefined): string | undefined {
  return node?.kind === 'scalar' ? (node.text ?? undefined) : undefined;
}

/** A path inside a file as people write it: `target."cfg(unix)".dependencies`. */
export function dotted(at: readonly string[]): string {
  return at.map((key) => (/^[\w-]+$/.test(key) ? key : JSON.stringify(key))).join('.');
}
