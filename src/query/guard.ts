// Looks at a person's query before it is asked: syntax, prefixes, and whether it wants to change anything or to reach
// the network. The local engine could do neither; the guard is there so that it is said well.
import { unusable, type Diagnostic } from '../base/diagnostic.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { prefixes } from '../vocabulary/borrowed.ts';
import {
  blanked,
  spanAt,
  syntaxFinding,
  SyntaxProblem,
  unknownPrefix,
  withPrefixes,
  type ParseProblem,
} from './syntax.ts';

/** A node of the parser's syntax tree; what else it holds depends on its type. */
export interface SyntaxNode {
  readonly type?: string;
  readonly subType?: string;
  readonly [key: string]: unknown;
}

/** A query that may be asked. */
export interface GuardedQuery {
  /** The text with the known prefixes that it uses and did not declare; its lines are as they were. */
  readonly text: string;
  readonly form: 'select' | 'construct' | 'describe' | 'ask';
  readonly syntax: SyntaxNode;
}

export interface GuardOptions {
  /** Whether SERVICE and FROM may reach the network: only where somebody asked for federation. */
  readonly remote?: boolean;
  /** Shown as the file of a finding's place; `query` where nothing is said. */
  readonly file?: string;
}

/**
 * Parses and judges a query. Findings: `query/syntax`, `query/unknown-prefix`, `query/update`, `query/remote-access`,
 * `query/several-from`, all of exit class 2.
 */
export async function guard(text: string, options: GuardOptions = {}): Promise<Result<GuardedQuery>> {
  const file = options.file ?? 'query';
  let syntax: SyntaxNode;
  try {
    syntax = await parseQuery(text);
  } catch (error) {
    return fail(unknownPrefix(text, file) ?? syntaxFinding(text, file, error as Error));
  }
  const finding =
    updateFinding(syntax, text, file) ??
    (options.remote ? undefined : (serviceFinding(syntax, text, file) ?? fromFinding(syntax, text, file))) ??
    severalFromFinding(syntax, text, file);
  if (finding) return fail(finding);
  return ok({ text: withPrefixes(text), form: syntax.subType as GuardedQuery['form'], syntax });
}

let parse: ((text: string) => SyntaxNode) | undefined;

/** The syntax tree of a query, our prefixes known. Throws the parser's error, or a `SyntaxProblem` where it has a place. */
export async function parseQuery(text: string): Promise<SyntaxNode> {
  parse ??= await loadParser();
  return parse(text);
}

async function loadParser(): Promise<(text: string) => SyntaxNode> {
  const { Parser } = await import('@traqula/parser-sparql-1-2');
  const parser = new Parser({
    lexerConfig: { positionTracking: 'full' },
    errorHandler: (problems: readonly unknown[]) => {
      throw new SyntaxProblem(problems[0] as ParseProblem);
    },
    // The parser hands every option on to its builder, and its type names only some of them.
  } as ConstructorParameters<typeof Parser>[0]);
  return (text) => parser.parse(text, { prefixes: { ...prefixes } }) as unknown as SyntaxNode;
}

/** Every node of a syntax tree that the test holds for, in order. */
export function findNodes(node: unknown, test: (node: SyntaxNode) => boolean): SyntaxNode[] {
  if (node === null || typeof node !== 'object') return [];
  const inside = Object.values(node).flatMap((part) => findNodes(part, test));
  return !Array.isArray(node) && test(node as SyntaxNode) ? [node as SyntaxNode, ...inside] : inside;
}

function at(text: string, file: string, keyword: RegExp) {
  const found = keyword.exec(blanked(text));
  return found ? spanAt(text, file, found.index, found[0].length) : undefined;
}

function updateFinding(syntax: SyntaxNode, text: string, file: string): Diagnostic | undefined {
  if (syntax.type !== 'update') return undefined;
  return unusable('query/update', 'The text is a SPARQL update; runs and specifications can only be asked.', {
    at: at(text, file, /\b(INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY)\b/i),
    why: 'History is append-only: what changes it goes through a run, never through a query.',
    help: 'Write SELECT, ASK, CONSTRUCT or DESCRIBE. To change the specification, edit its files; to add to a run, use `spec-exec approve` or `spec-exec handoff put`.',
  });
}

function serviceFinding(syntax: SyntaxNode, text: string, file: string): Diagnostic | undefined {
  if (findNodes(syntax, (node) => node.subType === 'service').length === 0) return undefined;
  return remote('SERVICE asks another endpoint', at(text, file, /\bSERVICE\b/i));
}

function fromFinding(syntax: SyntaxNode, text: string, file: string): Diagnostic | undefined {
  const clauses = datasetClauses(syntax);
  const outside = clauses.find((clause) => !/^urn:/i.test(clause.iri));
  return outside && remote(`FROM <${outside.iri}> asks for a document outside`, at(text, file, /\bFROM\b/i));
}

function remote(what: string, place: Diagnostic['at']): Diagnostic {
  return unusable('query/remote-access', `${what}; a query never leaves this machine unless it is asked to.`, {
    at: place,
    why: 'Nothing is ever read from the network by loading, validating or querying: the same query gives the same answer tomorrow.',
    help: 'Leave it out to ask what is loaded. To federate on purpose, name the endpoint: `spec-exec query --source URL …`.',
  });
}

// Comunica does not merge the graphs of several FROM: a triple in two of them would count twice, silently.
function severalFromFinding(syntax: SyntaxNode, text: string, file: string): Diagnostic | undefined {
  if (datasetClauses(syntax).filter((clause) => !clause.named).length < 2) return undefined;
  return unusable(
    'query/several-from',
    'The query has several FROM; a triple that stands in two of the graphs would count twice.',
    {
      at: at(text, file, /\bFROM\b/i),
      why: 'Counts and sums over it would be wrong.',
      help: 'Leave FROM out: without it the query reads all graphs as one. To choose graphs, write VALUES ?g { <…> <…> } GRAPH ?g { … }.',
    },
  );
}

function datasetClauses(syntax: SyntaxNode): { iri: string; named: boolean }[] {
  const { clauses } = (syntax['datasets'] ?? { clauses: [] }) as {
    clauses: { clauseType: string; value: { value: string } }[];
  };
  return clauses.map((clause) => ({ iri: clause.value.value, named: clause.clauseType === 'named' }));
}
