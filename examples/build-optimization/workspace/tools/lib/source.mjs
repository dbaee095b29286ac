// Reads one source file into statements. The language is JavaScript modules of a plain shape (imports, re-exports,
// functions, constants) with a few directives, written as comments so that editors still understand the file:
//   //# cfg feature = "ring"                 the next statement exists only where the package has that feature
//   //# table NAME { cells: 8, work: 2, select: 4 }    a table worked out at build time (see tables.mjs)
//   //# table<crate> NAME { … }              a generic table: made again in every package that pulls this one in
//   //# inline                               the next function is generic too: copied with the tables it reads
//   //# instantiate T = u8, i32              the next function is generic over T: one copy a type
//   //# table<T> NAME_T { … }                a table of that generic: one a type
import { namesIn, render, tokensOf } from './tokens.mjs';

/** A statement that this language does not have: the message names the file and the line. */
export class SourceError extends Error {}

/** Reads `text`. What `features` does not switch on is left out. */
export function readModule(text, file, features) {
  const module = { file, imports: [], reexports: [], items: [], tables: [], names: new Map() };
  const tokens = tokensOf(text);
  let directives = [];
  let doc = false;
  for (let at = 0; at < tokens.length; ) {
    const token = tokens[at];
    if (token.kind === 'space') at++;
    else if (token.kind === 'comment') {
      doc = token.text.startsWith('/**');
      at++;
    } else if (token.kind === 'pragma') {
      const directive = readDirective(token, file);
      at++;
      if (directive.kind !== 'table') directives.push(directive);
      else {
        if (isOn(directives, features)) module.tables.push(directive);
        directives = [];
      }
    } else {
      const end = statementEnd(tokens, at, file);
      if (isOn(directives, features)) readStatement(module, tokens.slice(at, end), directives, doc, file);
      directives = [];
      doc = false;
      at = end;
    }
  }
  return module;
}

function isOn(directives, features) {
  return directives.every((d) => d.kind !== 'cfg' || features.has(d.feature));
}

function readDirective(token, file) {
  const text = token.text.slice(3).trim();
  let found;
  if ((found = /^cfg feature = "([\w-]+)"$/.exec(text))) return { kind: 'cfg', feature: found[1] };
  if (text === 'inline') return { kind: 'inline' };
  if ((found = /^instantiate T = (.+)$/.exec(text))) return { kind: 'instantiate', types: found[1].split(/\s*,\s*/) };
  if ((found = /^table(?:<(crate|T)>)? (\w+) \{ cells: ([\d_]+), work: ([\d_.]+), select: (\d+) \}$/.exec(text))) {
    const [, over = 'none', name, cells, work, select] = found;
    const number = (s) => Number(s.replaceAll('_', ''));
    return { kind: 'table', over, name, cells: number(cells), work: number(work), select: number(select), line: token.line };
  }
  throw new SourceError(`${file}:${token.line}: unknown directive "${token.text}"`);
}

function statementEnd(tokens, from, file) {
  const words = tokens.slice(from, from + 8).filter((t) => t.kind === 'name').map((t) => t.text);
  const isFunction = words[0] === 'function' || (words[0] === 'export' && words[1] === 'function');
  let depth = 0;
  for (let at = from; at < tokens.length; at++) {
    const { kind, text } = tokens[at];
    if (kind !== 'mark') continue;
    if ('([{'.includes(text)) depth++;
    else if (')]}'.includes(text)) {
      depth--;
      if (depth === 0 && text === '}' && isFunction) return at + 1;
    } else if (text === ';' && depth === 0) return at + 1;
  }
  throw new SourceError(`${file}:${tokens[from].line}: this statement has no end`);
}

function readStatement(module, tokens, directives, doc, file) {
  const text = render(tokens);
  const line = tokens[0].line;
  let found;
  if ((found = /^import \{([^}]*)\} from '([^']+)';$/.exec(text.replaceAll('\n', ' ')))) {
    const names = found[1].split(',').map((n) => n.trim()).filter(Boolean);
    module.imports.push({ names, from: found[2], line });
    return;
  }
  if ((found = /^export \* from '([^']+)';$/.exec(text))) {
    module.reexports.push({ from: found[1], line });
    return;
  }
  if ((found = /^(export )?(function|const) ([\w$]+)/.exec(text))) {
    const [, exported, kind, name] = found;
    const skip = exported ? tokens.findIndex((t) => t.text === kind) : 0;
    const body = tokens.slice(skip);
    const names = namesIn(body);
    names.delete(name);
    module.items.push({
      kind,
      name,
      exported: Boolean(exported),
      inline: directives.some((d) => d.kind === 'inline'),
      types: directives.find((d) => d.kind === 'instantiate')?.types ?? null,
      tokens: body,
      names,
      // what users of the package can see: a constant may be copied into them, of a function only its parameters
      signature: kind === 'const' ? render(body) : render(body.slice(0, parametersEnd(body))),
      doc,
      line,
    });
    return;
  }
  throw new SourceError(`${file}:${line}: "${text.slice(0, 40)}" is not a statement of this language`);
}

function parametersEnd(tokens) {
  let depth = 0;
  for (let at = 0; at < tokens.length; at++) {
    if (tokens[at].kind !== 'mark') continue;
    if (tokens[at].text === '(') depth++;
    if (tokens[at].text === ')' && --depth === 0) return at + 1;
  }
  return tokens.length;
}
