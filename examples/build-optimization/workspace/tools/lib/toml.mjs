// Reads TOML as far as this workspace writes it: tables, arrays of tables, dotted and quoted keys, strings, numbers,
// booleans, arrays over several lines, inline tables. Dates and multi-line strings are refused, never guessed.

/** A TOML text that cannot be read: the message names the file and the line. */
export class TomlError extends Error {}

/** Reads `text` into plain nested objects. Throws {@link TomlError}; a key given twice is an error, as in TOML 1.0. */
export function parseToml(text, file = 'toml') {
  let at = 0;
  const root = {};
  let table = root;

  const fail = (what) => {
    throw new TomlError(`${file}:${text.slice(0, at).split('\n').length}: ${what}`);
  };
  const blanks = () => {
    while (text[at] === ' ' || text[at] === '\t') at++;
  };
  const space = () => {
    for (;;) {
      while (at < text.length && ' \t\r\n'.includes(text[at])) at++;
      if (text[at] !== '#') return;
      while (at < text.length && text[at] !== '\n') at++;
    }
  };
  const endOfLine = () => {
    blanks();
    if (text[at] === '#') while (at < text.length && text[at] !== '\n') at++;
    if (text[at] === '\r') at++;
    if (at < text.length && text[at] !== '\n') fail(`"${text[at]}" is not expected here`);
  };
  const string = () => {
    const quote = text[at++];
    if (text.startsWith(quote + quote, at)) fail('multi-line strings are not read here');
    let out = '';
    while (text[at] !== quote) {
      if (at >= text.length || text[at] === '\n') fail('this string is not closed');
      if (quote === '"' && text[at] === '\\') {
        const escape = text[++at];
        const plain = { n: '\n', t: '\t', r: '\r', '"': '"', '\\': '\\' }[escape];
        if (plain === undefined) fail(`unknown escape \\${escape}`);
        out += plain;
      } else out += text[at];
      at++;
    }
    at++;
    return out;
  };
  const key = () => {
    const parts = [];
    for (;;) {
      blanks();
      if (text[at] === '"' || text[at] === "'") parts.push(string());
      else {
        const bare = /[A-Za-z0-9_-]+/y;
        bare.lastIndex = at;
        const found = bare.exec(text);
        if (!found) fail('a key is expected here');
        parts.push(found[0]);
        at = bare.lastIndex;
      }
      blanks();
      if (text[at] !== '.') return parts;
      at++;
    }
  };
  const value = () => {
    const first = text[at];
    if (first === '"' || first === "'") return string();
    if (first === '[') {
      at++;
      const list = [];
      for (;;) {
        space();
        if (text[at] === ']') break;
        list.push(value());
        space();
        if (text[at] === ',') at++;
        else if (text[at] !== ']') fail('"," or "]" is expected in this array');
      }
      at++;
      return list;
    }
    if (first === '{') {
      at++;
      const inline = {};
      blanks();
      while (text[at] !== '}') {
        assign(inline);
        blanks();
        if (text[at] === ',') at++;
        else if (text[at] !== '}') fail('"," or "}" is expected in this inline table');
        blanks();
      }
      at++;
      return inline;
    }
    const scalar = /[^\s,\]}#]+/y;
    scalar.lastIndex = at;
    const word = scalar.exec(text)?.[0] ?? fail('a value is expected here');
    at = scalar.lastIndex;
    if (word === 'true' || word === 'false') return word === 'true';
    const number = Number(word.replaceAll('_', ''));
    if (!/^[+-]?[0-9]/.test(word) || Number.isNaN(number)) fail(`"${word}" is not a value that is read here`);
    return number;
  };
  const descend = (from, parts) => {
    let node = from;
    for (const part of parts) {
      node[part] ??= {};
      node = Array.isArray(node[part]) ? node[part].at(-1) : node[part];
      if (typeof node !== 'object') fail(`"${part}" is a value already, not a table`);
    }
    return node;
  };
  const assign = (into) => {
    const parts = key();
    if (text[at] !== '=') fail('"=" is expected here');
    at++;
    blanks();
    const owner = descend(into, parts.slice(0, -1));
    if (Object.hasOwn(owner, parts.at(-1))) fail(`"${parts.join('.')}" is given twice`);
    owner[parts.at(-1)] = value();
  };

  const seen = new Set();
  for (space(); at < text.length; space()) {
    if (text[at] !== '[') assign(table);
    else {
      const many = text[at + 1] === '[';
      at += many ? 2 : 1;
      const parts = key();
      if (!text.startsWith(many ? ']]' : ']', at)) fail('this table header is not closed');
      at += many ? 2 : 1;
      if (many) {
        const owner = descend(root, parts.slice(0, -1));
        (owner[parts.at(-1)] ??= []).push({});
        table = owner[parts.at(-1)].at(-1);
      } else {
        if (seen.has(parts.join('\0'))) fail(`the table [${parts.join('.')}] is given twice`);
        seen.add(parts.join('\0'));
        table = descend(root, parts);
      }
    }
    endOfLine();
  }
  return root;
}
