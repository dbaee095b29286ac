// What a rule about generic mistakes is: a look at all triples, whatever vocabulary they are written in.
import type { Diagnostic, Span } from '../../base/diagnostic.ts';
import type { LintContext } from './context.ts';

export interface LintRule {
  readonly code: `lint/${string}`;
  /** Findings, a mistake once: many places of one mistake are one finding with related places. Linear in the triples. */
  find(context: LintContext): Iterable<Diagnostic>;
}

/** A place of a mistake, and what is said there when it is not the first. */
export interface Occurrence {
  readonly at: Span;
  readonly message: string;
}

/** The other places of a finding that stands at the first of several. */
export function others(places: readonly Occurrence[]): Pick<Diagnostic, 'related'> {
  return places.length > 1 ? { related: places.slice(1) } : {};
}

/** `1 place`, `3 places`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** A text of the author in quotes; long ones are cut. */
export function quoted(text: string): string {
  return `"${text.length > 60 ? `${text.slice(0, 59)}…` : text}"`;
}
