// Says where a query stops being SPARQL. The parser's own errors have no place; its tokens do.
import { unusable, type Diagnostic, type Span } from '../base/diagnostic.ts';
import { nearest } from '../base/near.ts';
import { prefixes } from '../vocabulary/borrowed.ts';
import { sx } from '../vocabulary/terms.ts';

interface Token {
  readonly image: string;
  readonly startLine?: number;
  readonly startColumn?: number;
  readonly endLine?: number;
  readonly endColumn?: number;
}

/** What the parser's error handler is given: the token it stopped at, and the one before. */
export interface ParseProblem {
  readonly token: Token;
  readonly previousToken?: Token;
}

/** Carries the parser's problem with its tokens to where the finding is made. */
export class SyntaxProblem extends Error {
  readonly problem: ParseProblem;
  constructor(problem: ParseProblem) {
    super('syntax');
    this.problem = problem;
  }
}

const KEYWORDS = (
  'SELECT CONSTRUCT DESCRIBE ASK WHERE PREFIX BASE FROM NAMED OPTIONAL UNION MINUS FILTER BIND VALUES GRAPH SERVICE ' +
  'ORDER GROUP HAVING LIMIT OFFSET DISTINCT REDUCED EXISTS NOT COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT COALESCE CONCAT'
).split(' ');

const WHY = 'A query that cannot be read cannot be answered.';

/** The finding for an error of the parser, with the line and column where they can be told. */
export function syntaxFinding(text: string, file: string, error: Error): Diagnostic {
  if (error instanceof SyntaxProblem) return fromTokens(text, file, error.problem);
  const offset = /unexpected character: ->(.*?)<- at offset: (\d+)/s.exec(error.message);
  if (offset) {
    const start = Number(offset[2]);
    const word = /^\w*/.exec(text.slice(start))?.[0] || offset[1]!;
    return finding(`"${word}" is not SPARQL`, spanAt(text, file, start, word.length), keywordHelp(word));
  }
  const undeclared = /^Unknown prefix:? *(\S*?):?$/.exec(error.message.split('\n')[0]!);
  if (undeclared) return undeclaredPrefix(text, file, undeclared[1]!);
  // What the grammar allows and the language forbids, such as a variable outside its GROUP BY: the parser says which.
  return finding(
    error.message.split('\n')[0]!,
    undefined,
    'Every projected variable must be grouped by or be inside an aggregate; every name may be bound once.',
  );
}

function fromTokens(text: string, file: string, { token, previousToken: before }: ParseProblem): Diagnostic {
  const atEnd = token.startLine === undefined || Number.isNaN(token.startLine) || token.image === '';
  if (atEnd) {
    const open = text.replace(/<[^>\s]*>|"[^"\n]*"|'[^'\n]*'|#.*/g, '');
    const missing = open.split('{').length - open.split('}').length;
    return finding(
      'the query ends too early',
      spanAt(text, file, text.trimEnd().length, 1),
      missing > 0 ? `Close ${missing === 1 ? 'the group with a "}"' : `${missing} groups with "}"`}.` : undefined,
    );
  }
  const line = token.startLine!;
  const column = token.startColumn!;
  const span: Span = { file, line, column, endLine: line, endColumn: column + token.image.length };
  const after = before?.image ? ` after "${before.image}"` : '';
  return finding(
    `"${token.image}" is not expected${after}`,
    span,
    keywordHelp(before?.image ?? '') ?? keywordHelp(token.image),
  );
}

function finding(what: string, at: Span | undefined, help: string | undefined): Diagnostic {
  const where = at ? ` at line ${at.line}, column ${at.column}` : '';
  return unusable('query/syntax', `The query is not SPARQL${where}: ${what}.`, {
    at,
    why: WHY,
    help:
      help ??
      'The grammar is at https://www.w3.org/TR/sparql12-query/#sparqlGrammar; `spec-exec query --list` shows queries that work.',
  });
}

function keywordHelp(word: string): string | undefined {
  if (!/^[A-Za-z_]{3,}$/.test(word) || KEYWORDS.includes(word.toUpperCase())) return undefined;
  const near = nearest(word.toUpperCase(), KEYWORDS);
  return near && `Did you mean ${near}?`;
}

/** The parser meets prefixes that the text does not show at a glance, the empty one above all. */
function undeclaredPrefix(text: string, file: string, prefix: string): Diagnostic {
  const offset = blanked(text).search(new RegExp(`(?<![\\w?$:@.-])${prefix.replace(/[^\w-]/g, '\\$&')}:`));
  const at = offset < 0 ? undefined : spanAt(text, file, offset, prefix.length + 1);
  const where = at ? ` (line ${at.line}, column ${at.column})` : '';
  return unusable('query/unknown-prefix', `The query uses the prefix "${prefix}:"${where}, which nobody declared.`, {
    at,
    why: WHY,
    help: `Write PREFIX ${prefix}: <…> before the query, or the whole IRI in <>.`,
  });
}

/** The finding for a prefix that nobody declared; undefined where there is none. */
export function unknownPrefix(text: string, file: string): Diagnostic | undefined {
  const declared = declaredPrefixes(text);
  for (const { prefix, offset } of usedPrefixes(text)) {
    if (declared.has(prefix) || Object.hasOwn(prefixes, prefix)) continue;
    const near = nearest(prefix, [...declared, ...Object.keys(prefixes)]);
    const at = spanAt(text, file, offset, prefix.length + 1);
    return unusable(
      'query/unknown-prefix',
      `The query uses the prefix "${prefix}:" (line ${at.line}, column ${at.column}), which nobody declared.`,
      {
        at,
        why: WHY,
        help: `${near ? `Did you mean "${near}:"? Otherwise write` : 'Write'} PREFIX ${prefix}: <…> before the query. Known without: ${Object.keys(prefixes).join(', ')}.`,
      },
    );
  }
  return undefined;
}

/** A warning for each name after `sx:` that the vocabulary does not have: it is no mistake of syntax, and never matches. */
export function unknownTerms(text: string, file: string): Diagnostic[] {
  if (declaredPrefixes(text).has('sx')) return [];
  const found = new Map<string, Diagnostic>();
  for (const { 1: name, index } of blanked(text).matchAll(/(?<![\w?$:@.-])sx:(\w[\w-]*)/g)) {
    if (Object.hasOwn(sx, name!) || found.has(name!)) continue;
    const near = nearest(name!, Object.keys(sx));
    found.set(name!, {
      code: 'query/no-such-term',
      severity: 'warning',
      message: `The vocabulary has no term sx:${name}.`,
      at: spanAt(text, file, index, name!.length + 3),
      why: 'Nothing that is read here says anything with it, so what asks for it finds nothing.',
      help: near ? `Did you mean sx:${near}?` : 'docs/vocabulary.md lists the terms.',
    });
  }
  return [...found.values()];
}

/** The text with the known prefixes that it uses and does not declare; all on its first line, so that lines stay as they were. */
export function withPrefixes(text: string): string {
  const declared = declaredPrefixes(text);
  const wanted = new Set(usedPrefixes(text).map((one) => one.prefix));
  const missing = [...wanted].filter((prefix) => !declared.has(prefix) && Object.hasOwn(prefixes, prefix));
  return missing.map((prefix) => `PREFIX ${prefix}: <${prefixes[prefix]}> `).join('') + text;
}

function declaredPrefixes(text: string): Set<string> {
  return new Set(Array.from(blanked(text).matchAll(/\bPREFIX\s+([\w.-]*):/gi), (found) => found[1]!));
}

function usedPrefixes(text: string): { prefix: string; offset: number }[] {
  return Array.from(blanked(text).matchAll(/(?<![\w?$:@.-])([A-Za-z][\w.-]*):/g), (found) => ({
    prefix: found[1]!,
    offset: found.index,
  }));
}

/** The text with IRIs, strings and comments blanked out, at unchanged offsets. */
export function blanked(text: string): string {
  const skip = /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>"{}|^`\\\s]*>|#[^\n]*/g;
  return text.replace(skip, (found) => found.replace(/[^\n]/g, ' '));
}

/** The place of so many characters from an offset on. */
export function spanAt(text: string, file: string, offset: number, length: number): Span {
  const before = text.slice(0, offset).split('\n');
  const line = before.length;
  const column = before.at(-1)!.length + 1;
  return { file, line, column, endLine: line, endColumn: column + length };
}
