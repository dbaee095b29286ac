// JSON, with comments or without, as a tree.
import type { Node as JsonNode, ParseError } from 'jsonc-parser';
import { lineAt, lineStarts } from './text-lines.ts';
import { DEPTH_MAX, Refused, unreadable, type Node, type Parsed, type Reader } from './tree.ts';

export async function jsonReader(): Promise<Reader> {
  const { parseTree, printParseErrorCode } = await import('jsonc-parser');
  return (text) => {
    const lines = lineStarts(text);
    const errors: ParseError[] = [];
    try {
      // A trailing comma and a comment say what is meant, in a package.json too.
      const tree = parseTree(text, errors, { allowTrailingComma: true, disallowComments: false });
      const error = errors[0];
      if (error) return problemAt(lines, error.offset, printParseErrorCode(error.error));
      return tree === undefined ? unreadable(1, 1, 'it is empty') : { ok: true, root: nodeOf(tree, lines, text, 0) };
    } catch (error) {
      if (error instanceof Refused) return problemAt(lines, error.offset, error.message);
      // The parser calls itself for each level, until the stack is full.
      if (error instanceof RangeError) return unreadable(1, 1, 'it is nested too deeply');
      throw error;
    }
  };
}

function problemAt(lines: readonly number[], offset: number, message: string): Parsed {
  const line = lineAt(lines, offset);
  return unreadable(line, offset - lines[line - 1]! + 1, message);
}

function nodeOf(json: JsonNode, lines: readonly number[], text: string, depth: number, start = json.offset): Node {
  if (depth > DEPTH_MAX) throw new Refused(json.offset, 'it is nested too deeply');
  const place = { firstLine: lineAt(lines, start), lastLine: lineAt(lines, json.offset + json.length - 1) };
  const children = json.children ?? [];
  if (json.type === 'array')
    return { kind: 'list', items: children.map((item) => nodeOf(item, lines, text, depth + 1)), ...place };
  if (json.type === 'object') {
    const entries = new Map<string, Node>();
    for (const { children: [key, value] = [] } of children) {
      const name = key!.value as string;
      if (entries.has(name)) throw new Refused(key!.offset, `the key ${JSON.stringify(name)} stands twice`);
      entries.set(name, nodeOf(value!, lines, text, depth + 1, key!.offset));
    }
    return { kind: 'table', entries, ...place };
  }
  const isText = json.type === 'string';
  const value = json.type === 'number' ? numberOf(text.slice(json.offset, json.offset + json.length)) : json.value;
  return { kind: 'scalar', value: `${json.type} ${value}`, text: isText ? json.value : null, ...place };
}

/** 1.0 is 1; two numbers that a double cannot tell apart are two. */
function numberOf(text: string): string {
  const number = Number(text);
  const digits = text.replace(/e.*/i, '').replace(/\D/g, '').replace(/^0+/, '');
  return digits.length <= 15 && Number.isFinite(number) && number !== 0
    ? String(number)
    : /[1-9]/.test(digits)
      ? text
      : '0';
}
