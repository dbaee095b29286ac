// Which files are read as trees, by their names, and which are not, by their size.
import { jsonReader } from './json.ts';
import { tomlReader } from './toml.ts';
import { unreadable, type Parsed, type Reader } from './tree.ts';
import { yamlReader } from './yaml.ts';

/** Characters beyond which a file is compared by its lines: the parsers take about a second for as much. */
export const STRUCTURE_MAX = 4_000_000;

type Format = 'toml' | 'json' | 'yaml';

const READERS: Readonly<Record<Format, () => Promise<Reader>>> = {
  toml: tomlReader,
  json: jsonReader,
  yaml: yamlReader,
};

/** TOML files that are called otherwise. */
const TOML_NAMES: ReadonlySet<string> = new Set(['Cargo.lock', 'poetry.lock', 'uv.lock', 'pdm.lock', 'Pipfile']);

function formatOf(path: string): Format | undefined {
  const name = path.split('/').at(-1)!;
  if (TOML_NAMES.has(name) || /\.toml$/i.test(name)) return 'toml';
  if (/\.(json|jsonc|webmanifest|code-workspace)$/i.test(name)) return 'json';
  return /\.ya?ml$/i.test(name) ? 'yaml' : undefined;
}

/** Whether the file is of a format that has a structure. */
export function isStructured(path: string): boolean {
  return formatOf(path) !== undefined;
}

/** Reads a text by the format that its path says; undefined where that has none. The same text is read once. */
export type Parser = (path: string, text: string) => Parsed | undefined;

/** A parser for these paths; no other format is loaded. */
export async function parserFor(paths: Iterable<string>): Promise<Parser> {
  const readers = new Map<Format, Reader>();
  for (const path of paths) {
    const format = formatOf(path);
    if (format !== undefined && !readers.has(format)) readers.set(format, await READERS[format]());
  }
  const read = new Map<Format, Map<string, Parsed>>([...readers.keys()].map((format) => [format, new Map()]));
  return (path, text) => {
    const format = formatOf(path);
    if (format === undefined) return undefined;
    if (text.length > STRUCTURE_MAX) return unreadable(1, 1, `it has ${text.length} characters`);
    const texts = read.get(format)!;
    const known = texts.get(text) ?? readers.get(format)!(text);
    texts.set(text, known);
    return known;
  };
}
