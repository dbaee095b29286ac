// YAML as a tree: one document, its anchors followed.
import { yamlParser, type Yaml, type YamlDocument, type YamlNode } from '../base/parsers.ts';
import { lineAt, lineStarts } from './text-lines.ts';
import { DEPTH_MAX, Refused, digestOf, unreadable, type Node, type Parsed, type Reader } from './tree.ts';

export async function yamlReader(): Promise<Reader> {
  const yaml = await yamlParser();
  return (text) => {
    const lines = lineStarts(text);
    const refuse = (offset: number, message: string): Parsed => {
      const line = lineAt(lines, Math.min(offset, text.length));
      return unreadable(line, Math.min(offset, text.length) - lines[line - 1]! + 1, message);
    };
    try {
      // The parser's own check for keys that stand twice takes the square of their number.
      const documents = yaml.parseAllDocuments(text, { uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
      const [first, second] = Array.isArray(documents) ? documents : [];
      if (first === undefined) return refuse(0, 'it is empty');
      const error = first.errors[0];
      if (error) return refuse(error.pos[0], error.message);
      // Which document of one file is which of another, nobody can tell for certain.
      if (second !== undefined) return refuse(second.range[0], 'there are several documents in it');
      return { ok: true, root: nodeOf(first.contents, { yaml, document: first, lines, aliased: new Map() }, 0, 0) };
    } catch (error) {
      if (error instanceof Refused) return refuse(error.offset, error.message);
      if (error instanceof RangeError) return refuse(0, 'it is nested too deeply');
      throw error;
    }
  };
}

interface Reading {
  readonly yaml: Yaml;
  readonly document: YamlDocument;
  readonly lines: readonly number[];
  /** What each anchor stands for; undefined while it is being read, so that one inside itself is seen. */
  readonly aliased: Map<YamlNode, Node | undefined>;
}

function nodeOf(node: unknown, reading: Reading, depth: number, start: number): Node {
  const { yaml, document, lines, aliased } = reading;
  if (depth > DEPTH_MAX) throw new Refused(start, 'it is nested too deeply');
  if (!yaml.isNode(node)) return { kind: 'scalar', value: 'null', text: null, ...onLines(lines, start, start) };
  const [from, end] = node.range ?? [start, start];
  const place = onLines(lines, Math.min(start, from), Math.max(end - 1, start));
  if (yaml.isAlias(node)) {
    const target = node.resolve(document);
    if (target === undefined) throw new Refused(from, `nothing has the anchor ${node.source}`);
    if (!aliased.has(target)) aliased.set(target, nodeOf(target, reading, depth + 1, target.range?.[0] ?? start));
    const known = aliased.get(target);
    if (known === undefined) throw new Refused(from, `the anchor ${node.source} stands inside itself`);
    return { ...known, ...place };
  }
  if (node.anchor !== undefined) aliased.set(node, undefined);
  const read = contentOf(node, reading, depth, place);
  if (node.anchor !== undefined) aliased.set(node, read);
  return read;
}

function contentOf(
  node: YamlNode,
  reading: Reading,
  depth: number,
  place: { readonly firstLine: number; readonly lastLine: number },
): Node {
  const { yaml } = reading;
  const tag = node.tag !== undefined && !node.tag.startsWith('tag:yaml.org,2002:') ? node.tag : '';
  const from = node.range?.[0] ?? 0;
  if (yaml.isSeq(node)) {
    const items = node.items.map((item) => nodeOf(item, reading, depth + 1, startOf(item, from)));
    return { kind: 'list', items, ...place };
  }
  if (yaml.isMap(node)) {
    const entries = new Map<string, Node>();
    for (const { key, value } of node.items) {
      const at = startOf(key, from);
      const name = keyOf(nodeOf(key, reading, depth + 1, at));
      if (entries.has(name)) throw new Refused(at, `the key ${JSON.stringify(name)} stands twice`);
      entries.set(name, nodeOf(value, reading, depth + 1, at));
    }
    return { kind: 'table', entries, ...place };
  }
  const value = (node as { readonly value?: unknown }).value;
  const text = typeof value === 'string' ? value : null;
  return { kind: 'scalar', value: `${tag}${typeof value} ${String(value)}`, text, ...place };
}

/** Where a key or an item begins. */
function startOf(node: unknown, otherwise: number): number {
  return (node as YamlNode | null)?.range?.[0] ?? otherwise;
}

/** Keys are mostly text; of others their value, and of a table as a key what it comes to. */
function keyOf(key: Node): string {
  return key.kind === 'scalar' ? (key.text ?? key.value.replace(/^\w+ /, '')) : digestOf(key);
}

function onLines(lines: readonly number[], from: number, to: number) {
  return { firstLine: lineAt(lines, from), lastLine: lineAt(lines, Math.max(from, to)) };
}
