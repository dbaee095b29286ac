// What n3 says about broken text, as a finding that names the place and a way out.
import { unusable, type Diagnostic, type Span } from '../base/diagnostic.ts';
import { nearest } from '../base/near.ts';
import { prefixes as ourPrefixes } from '../vocabulary/borrowed.ts';
import type { Token } from './stamp.ts';

/** The error of n3's lexer (without token) or parser (with it). */
export interface SyntaxProblem extends Error {
  readonly context?: { readonly token?: Token; readonly line?: number; readonly previousToken?: Token };
}

export function syntaxDiagnostic(
  problem: SyntaxProblem,
  text: string,
  file: string,
  declared: Readonly<Record<string, string>>,
): Diagnostic {
  const { token, previousToken } = problem.context ?? {};
  const at = placeOf(problem, text, file);
  const said = problem.message.replace(/ on line \d+\.$/, '');
  const undeclared = /^Undefined prefix "(.*):"$/.exec(said);
  if (undeclared) return unknownPrefix(undeclared[1]!, at, declared);
  // n3 is one token ahead: on `ex:p` where a dot was expected, the mistake is the missing dot before it.
  if (said.startsWith('Expected punctuation') && token?.type !== 'eof') {
    const before = previousToken && tokenSpan(previousToken, file);
    return unusable('store/syntax-error', 'A statement does not end where another begins.', {
      at,
      why: 'Nothing after this place can be read.',
      help: 'End the statement before it with "." (or ";" for another property, "," for another value).',
      ...(before && { related: [{ at: before, message: 'the statement before it ends here' }] }),
    });
  }
  const unfinished = !token && /^Unexpected "[\w:@.-]+"$/.test(said) && endsWith(text, at);
  if (token?.type === 'eof' || said === 'Unexpected ""' || unfinished)
    return unusable('store/syntax-error', 'The file ends in the middle of a statement.', {
      at,
      why: 'What the last statement says cannot be told.',
      help: 'Finish it, and end it with ".". Was a closing bracket or quote left out?',
    });
  const what = at.line === at.endLine ? lineAt(text, at.line).slice(at.column - 1, at.endColumn - 1) : '';
  if (/^["']/.test(what) && !token)
    return unusable('store/syntax-error', 'A string starts here and is not closed properly.', {
      at,
      why: 'Nothing after this place can be read.',
      help: 'Close it with the same quotes. A string over several lines needs three: """…""". A backslash is written \\\\.',
    });
  return unusable('store/syntax-error', `${what ? quoted(shorten(what)) : 'This'} cannot stand here.`, {
    at,
    why: `Nothing after this place can be read. The parser says: ${said}.`,
    help: !token && /^<(?!<)/.test(what) ? iriRemedy(what) : remedyFor(said),
  });
}

function unknownPrefix(prefix: string, at: Span, declared: Readonly<Record<string, string>>): Diagnostic {
  const known = Object.hasOwn(ourPrefixes, prefix) ? ourPrefixes[prefix] : undefined;
  const near = nearest(prefix, Object.keys(declared));
  let help = `Declare it at the top of the file: @prefix ${prefix}: <IRI that these names start with> .`;
  if (known) help = `Add this line at the top of the file: @prefix ${prefix}: <${known}> .`;
  else if (near !== undefined && prefix !== '')
    help = `Did you mean "${near}:"? Otherwise declare it: @prefix ${prefix}: <…> .`;
  return unusable('store/unknown-prefix', `The prefix "${prefix}:" is declared nowhere in this file.`, {
    at,
    why: 'A short name means nothing until its prefix says which IRI it stands for.',
    help,
  });
}

function iriRemedy(what: string): string {
  return what.endsWith('>')
    ? 'Percent-encode what stands in no IRI: a space is %20, and none of "{}|^`\\ may be there either.'
    : 'An IRI stands between < and >, without spaces or quotes.';
}

function remedyFor(said: string): string {
  if (/Expected entity but got (literal|\))/.test(said)) return 'Write an IRI or a prefixed name here.';
  if (/Unexpected literal/.test(said))
    return 'A string or number can only be the value of a property, never its subject or name.';
  if (/Expected declaration to end/.test(said)) return 'End the @prefix or @base line before it with ".".';
  if (/blank node as predicate/.test(said)) return 'Write the name of a property here.';
  if (/Invalid IRI/.test(said))
    return 'Check the IRI: no spaces, no quotes, and a scheme such as https: where there is a colon.';
  if (/Expected entity but got (\.|;|,|\])/.test(said)) return 'A value is missing before it.';
  return 'A statement is: subject, property, value, and a dot. Look at what stands just before this place, too.';
}

function placeOf(problem: SyntaxProblem, text: string, file: string): Span {
  const { token, previousToken } = problem.context ?? {};
  if (token && token.type !== 'eof') return tokenSpan(token, file);
  const line = Math.max(1, problem.context?.line ?? 1);
  const content = lineAt(text, line);
  if (token) {
    // At the end of the file: the last thing that was read shows more than an empty last line.
    if (previousToken) return tokenSpan(previousToken, file);
    return { file, line, column: 1, endLine: line, endColumn: content.length + 1 };
  }
  // The lexer names the offending word, not its column: it stands after the token before it.
  const issue = /^Unexpected "([\s\S]*)" on line \d+\.$/.exec(problem.message)?.[1] ?? '';
  const from = previousToken && (previousToken.endLine ?? previousToken.line) === line ? previousToken.end : 0;
  let start = issue ? content.indexOf(issue, from) : -1;
  if (start < 0) start = from + /^\s*/.exec(content.slice(from))![0].length;
  // What the lexer could not read may begin at the end of the line before the one that it names.
  if (start >= content.length && previousToken) return tokenSpan(previousToken, file);
  const end = issue && content.startsWith(issue, start) ? start + issue.length : content.length;
  return {
    file,
    line,
    column: Math.min(start, content.length) + 1,
    endLine: line,
    endColumn: Math.min(Math.max(end, start + 1), content.length) + 1,
  };
}

function tokenSpan(token: Token, file: string): Span {
  const endLine = token.endLine ?? token.line;
  return { file, line: token.line, column: token.start + 1, endLine, endColumn: token.end + 1 };
}

function lineAt(text: string, line: number): string {
  return text.split(/\r\n|\r|\n/, line)[line - 1] ?? '';
}

/** Whether nothing but blank space follows a place: a lone `a` at the end is no word for the lexer. */
function endsWith(text: string, at: Span): boolean {
  const rest = text.split(/\r\n|\r|\n/).slice(at.line - 1);
  return rest.length > 0 && [rest[0]!.slice(at.endColumn - 1), ...rest.slice(1)].every((line) => line.trim() === '');
}

/** In quotes, unless it brings its own. */
function quoted(text: string): string {
  return /^["']/.test(text) ? text : `"${text}"`;
}

function shorten(what: string): string {
  return what.length > 60 ? `${what.slice(0, 59)}…` : what;
}
