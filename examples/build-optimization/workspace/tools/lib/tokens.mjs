// Cuts source text into tokens: enough of JavaScript to find names, comments and where a statement ends, without
// taking the inside of a string or of a regular expression for code.

const WORD = /[A-Za-z_$][\w$]*/y;
const NUMBER = /[0-9][\w.]*/y;
const SPACE = /\s+/y;
const REGEX = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/y;
const STRING = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/y;
const BEFORE_REGEX = new Set(['return', 'typeof', 'case', 'in', 'of']);

/** The tokens of `text`, in order; joined again they are `text`. A token is `{ kind, text, line }`. */
export function tokensOf(text) {
  const tokens = [];
  let at = 0;
  let line = 1;
  let last = null; // the last token that is neither space nor comment
  const push = (kind, end) => {
    const token = { kind, text: text.slice(at, end), line };
    for (const c of token.text) if (c === '\n') line++;
    at = end;
    tokens.push(token);
    if (kind !== 'space' && kind !== 'comment' && kind !== 'pragma') last = token;
  };
  const match = (pattern) => {
    pattern.lastIndex = at;
    return pattern.test(text) ? pattern.lastIndex : -1;
  };
  const template = () => {
    // the text up to "${" or the closing quote is one token; what stands between "${" and "}" is code
    let end = at + 1;
    for (;;) {
      if (end >= text.length) throw new Error(`line ${line}: this template is not closed`);
      if (text[end] === '\\') end += 2;
      else if (text[end] === '`') return push('string', end + 1);
      else if (text.startsWith('${', end)) {
        push('string', end + 2);
        code('}');
        end = at + 1; // the closing brace begins the next piece of text
      } else end++;
    }
  };
  const code = (until) => {
    let depth = 0;
    while (at < text.length) {
      const c = text[at];
      if (until && c === until && depth === 0) return;
      let end;
      if ((end = match(SPACE)) > 0) push('space', end);
      else if (text.startsWith('//', at)) {
        const stop = text.indexOf('\n', at);
        push(text.startsWith('//#', at) ? 'pragma' : 'comment', stop < 0 ? text.length : stop);
      } else if (text.startsWith('/*', at)) {
        const stop = text.indexOf('*/', at + 2);
        if (stop < 0) throw new Error(`line ${line}: this comment is not closed`);
        push('comment', stop + 2);
      } else if ((end = match(WORD)) > 0) push('name', end);
      else if ((end = match(NUMBER)) > 0) push('number', end);
      else if ((end = match(STRING)) > 0) push('string', end);
      else if (c === '`') template();
      else if (c === '/' && regexMayFollow(last) && (end = match(REGEX)) > 0) push('regex', end);
      else if (text.startsWith('...', at)) push('mark', at + 3); // so that the name after it is no member
      else {
        if ('([{'.includes(c)) depth++;
        if (')]}'.includes(c)) depth--;
        push('mark', at + 1);
      }
    }
  };
  code(null);
  return tokens;
}

function regexMayFollow(last) {
  if (!last) return true;
  if (last.kind === 'name') return BEFORE_REGEX.has(last.text);
  return last.kind === 'mark' && !')]}'.includes(last.text);
}

/** The tokens as text without comments, names replaced by `rename` where it has them (not after a dot). */
export function render(tokens, rename = new Map()) {
  let out = '';
  let before = '';
  for (const token of tokens) {
    if (token.kind === 'comment' || token.kind === 'pragma') continue;
    const swap = token.kind === 'name' && before !== '.' ? rename.get(token.text) : undefined;
    out += swap ?? token.text;
    if (token.kind !== 'space') before = token.text;
  }
  return out
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .join('\n')
    .trim();
}

/** The names that the tokens use (not those after a dot, which are members). */
export function namesIn(tokens) {
  const names = new Set();
  let before = '';
  for (const token of tokens) {
    if (token.kind === 'space' || token.kind === 'comment' || token.kind === 'pragma') continue;
    if (token.kind === 'name' && before !== '.') names.add(token.text);
    before = token.text;
  }
  return names;
}
