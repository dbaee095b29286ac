// What a user got wrong, as a value: where, why it matters, and the way out.

/** A place in a text file. Lines and columns count from 1; `endColumn` is the column after the last character. */
export interface Span {
  /** Path as shown to people: relative to the project root, with `/`. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export type Severity = 'error' | 'warning' | 'info';

/** One finding. `code` is `room/problem` and has its own heading in `docs/errors.md`. */
export interface Diagnostic {
  readonly code: `${string}/${string}`;
  readonly severity: Severity;
  /** What is wrong: one sentence, in the words of the ontology. */
  readonly message: string;
  /** Where it is; a missing thing is reported where its subject is declared. */
  readonly at?: Span | undefined;
  /** Why it matters: what the engine cannot do because of it. */
  readonly why?: string | undefined;
  /** What to write or do next: one concrete way out. */
  readonly help?: string | undefined;
  /** Other places that belong to it ("first declared here"). */
  readonly related?: readonly { readonly at: Span; readonly message: string }[] | undefined;
  /** Which of the exit codes of a command it means; a finding about a spec is 1, "could not run at all" is 2. */
  readonly exit?: 1 | 2 | undefined;
  /** IRI of what it is about, where there is one. */
  readonly focus?: string | undefined;
  /** What a validation report says of it, where a SHACL shape found it. */
  readonly shacl?: ShaclResult | undefined;
}

/** The parts of an `sh:ValidationResult` that a finding does not hold otherwise, as text: this room knows no RDF. */
export interface ShaclResult {
  /** IRI of the constraint component, such as `http://www.w3.org/ns/shacl#MinCountConstraintComponent`. */
  readonly component: string;
  /** The shape: its IRI, or `_:label` of a blank node. */
  readonly shape: string;
  /** The shape's path in SPARQL's syntax with full IRIs: `<iri>`, `^<iri>`, `(<a>/<b>)`, `(<a>|<b>)`, `<a>*`. */
  readonly path?: string | undefined;
  /** The wrong value, as N-Triples writes it. */
  readonly value?: string | undefined;
}

/** An error finding of exit class 2: the command could not run at all. */
export function unusable(code: Diagnostic['code'], message: string, more: Partial<Diagnostic> = {}): Diagnostic {
  return { code, severity: 'error', exit: 2, message, ...more };
}

/** Sorts findings by file, line, column, then code, so that two runs print the same, on machines of different languages too. */
export function byPlace(a: Diagnostic, b: Diagnostic): number {
  return (
    byText(a.at?.file ?? '', b.at?.file ?? '') ||
    (a.at?.line ?? 0) - (b.at?.line ?? 0) ||
    (a.at?.column ?? 0) - (b.at?.column ?? 0) ||
    byText(a.code, b.code) ||
    byText(a.message, b.message)
  );
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
