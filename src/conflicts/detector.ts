// What a detector is: a new one is a file that exports one of these, and a line in detect.ts.
import type { Base, Content, DetectorName, Note, Region, Side } from './conflict.ts';
import type { Differ } from './hunks.ts';
import type { Parser } from './parse.ts';
import type { Selector } from './selector.ts';

/** Two agents, or one beside the base. */
export interface Pair {
  readonly base: Base;
  readonly ours: Side;
  readonly theirs: Side;
}

export interface Watched {
  readonly covers: (path: string) => boolean;
  readonly selectors: readonly Selector[];
}

export interface Tools {
  readonly parse: Parser;
  readonly differ: Differ;
}

export interface Finding {
  readonly path: string;
  readonly at: readonly string[] | null;
  readonly ours: readonly Region[];
  readonly theirs: readonly Region[];
  readonly message: string;
  readonly dependents?: readonly string[];
}

export interface Found {
  readonly findings: readonly Finding[];
  readonly notes: readonly Note[];
}

export interface Detector {
  readonly name: DetectorName;
  /** Where the changes of two sides meet in what is watched. */
  between(pair: Pair, watched: Watched, tools: Tools): Found;
  /** Where what one side did breaks what is in the base, and nobody else need have changed anything. */
  alone?(base: Base, side: Side, watched: Watched, tools: Tools): Found;
}

export const NOTHING: Found = { findings: [], notes: [] };

export function joined(found: readonly Found[]): Found {
  return { findings: found.flatMap(({ findings }) => findings), notes: found.flatMap(({ notes }) => notes) };
}

/** Watched files that both sides changed. */
export function sharedPaths({ ours, theirs }: Pair, { covers }: Watched): readonly string[] {
  return [...ours.files.keys()].filter((path) => theirs.files.has(path) && covers(path)).sort();
}

/** What a side has in a file: its own, where it changed it. */
export function contentOf(base: Base, side: Side | undefined, path: string): Content {
  const change = side?.files.get(path);
  return change ? change.content : (base.get(path) ?? null);
}

export function sameContent(a: Content, b: Content): boolean {
  return a === b || (isUnread(a) && isUnread(b) && a.id === b.id);
}

function isUnread(content: Content): content is Exclude<Content, string | null> {
  return content !== null && typeof content !== 'string';
}
