// TOML as a tree.
import { tomlParser, type Toml } from '../base/parsers.ts';
import { DEPTH_MAX, unreadable, type Node, type Parsed, type Reader } from './tree.ts';

/** Loads the parser, which is only needed where such a file changed. */
export async function tomlReader(): Promise<Reader> {
  const parse = await tomlParser();
  return (text) => {
    try {
      const root = openTable();
      for (const part of parse(text).body[0].body) addPart(root, part, text);
      return { ok: true, root: close(root, 1) };
    } catch (error) {
      return problemOf(error);
    }
  };
}

function problemOf(error: unknown): Parsed {
  if (error instanceof RangeError || error instanceof TooDeep) return unreadable(1, 1, 'it is nested too deeply');
  const { message, lineNumber, column } = error as Error & { lineNumber?: number; column?: number };
  if (lineNumber === undefined) throw error;
  return unreadable(lineNumber, (column ?? 0) + 1, message);
}

class TooDeep extends Error {}

/** TOML writes one table in several places: it is open until the whole file was read. */
interface OpenTable {
  readonly kind: 'open-table';
  readonly entries: Map<string, Open>;
  firstLine: number;
  lastLine: number;
}

interface OpenList {
  readonly kind: 'open-list';
  readonly items: OpenTable[];
}

type Open = OpenTable | OpenList | Node;

function openTable(): OpenTable {
  return { kind: 'open-table', entries: new Map(), firstLine: Infinity, lastLine: 0 };
}

function addPart(root: OpenTable, part: Toml.TOMLTable | Toml.TOMLKeyValue, text: string): void {
  if (part.type === 'TOMLKeyValue') return addPair(root, part, text, 0);
  const table = tableAt(root, part.resolvedKey);
  widen(table, part.loc);
  for (const pair of part.body) addPair(table, pair, text, part.resolvedKey.length);
}

/** The parser has refused every file in which a key stands for two things, so what is there is of the right kind. */
function tableAt(root: OpenTable, key: readonly (string | number)[]): OpenTable {
  let table = root;
  for (const [index, name] of key.entries()) {
    if (typeof name === 'number') continue;
    const item = key[index + 1];
    if (typeof item === 'number') {
      const list = (table.entries.get(name) ?? { kind: 'open-list', items: [] }) as OpenList;
      table.entries.set(name, list);
      table = list.items[item] ??= openTable();
    } else {
      const inner = (table.entries.get(name) ?? openTable()) as OpenTable;
      table.entries.set(name, inner);
      table = inner;
    }
  }
  return table;
}

function addPair(table: OpenTable, pair: Toml.TOMLKeyValue, text: string, depth: number): void {
  const names = pair.key.keys.map((key) => (key.type === 'TOMLBare' ? key.name : key.value));
  const inner = tableAt(table, names.slice(0, -1));
  if (inner !== table) widen(inner, pair.loc);
  inner.entries.set(names.at(-1)!, place(valueOf(pair.value, text, depth + names.length), pair.loc));
}

function valueOf(value: Toml.TOMLContentNode, text: string, depth: number): Open {
  if (depth > DEPTH_MAX) throw new TooDeep();
  const lines = { firstLine: value.loc.start.line, lastLine: value.loc.end.line };
  if (value.type === 'TOMLArray')
    return { kind: 'list', items: value.elements.map((item) => close(valueOf(item, text, depth + 1), 1)), ...lines };
  if (value.type === 'TOMLInlineTable') {
    const table = { ...openTable(), ...lines };
    for (const pair of value.body) addPair(table, pair, text, depth + 1);
    return table;
  }
  const isText = value.kind === 'string';
  return { kind: 'scalar', value: scalarOf(value), text: isText ? value.value : null, ...lines };
}

function scalarOf(value: Toml.TOMLValue): string {
  switch (value.kind) {
    case 'string':
      return `text ${value.value}`;
    case 'integer':
      return `integer ${value.bigint}`;
    case 'float':
      return `float ${Object.is(value.value, -0) ? '-0' : value.value}`;
    case 'boolean':
      return `boolean ${value.value}`;
    case 'offset-date-time':
    case 'local-date-time':
    case 'local-date':
    case 'local-time':
      return `time ${value.datetime.toUpperCase().replace(' ', 'T')}`;
  }
}

/** With the lines of its key. */
function place(open: Open, loc: Toml.SourceLocation): Open {
  return { ...open, firstLine: loc.start.line, lastLine: loc.end.line } as Open;
}

function widen(table: OpenTable, loc: Toml.SourceLocation): void {
  table.firstLine = Math.min(table.firstLine, loc.start.line);
  table.lastLine = Math.max(table.lastLine, loc.end.line);
}

function close(open: Open, line: number, depth = 0): Node {
  if (depth > DEPTH_MAX) throw new TooDeep();
  if (open.kind === 'open-list') {
    const items = open.items.map((item) => close(item, line, depth + 1));
    return { kind: 'list', items, firstLine: items[0]!.firstLine, lastLine: items.at(-1)!.lastLine };
  }
  if (open.kind !== 'open-table') return open;
  const entries = new Map<string, Node>();
  let { firstLine, lastLine } = open;
  for (const [key, inner] of open.entries) {
    const node = close(inner, line, depth + 1);
    entries.set(key, node);
    // A table that has no header of its own is where the tables below it are.
    if (open.lastLine === 0)
      [firstLine, lastLine] = [Math.min(firstLine, node.firstLine), Math.max(lastLine, node.lastLine)];
  }
  if (lastLine === 0) [firstLine, lastLine] = [line, line];
  return { kind: 'table', entries, firstLine, lastLine };
}
