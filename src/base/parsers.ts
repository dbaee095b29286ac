// The parsers of TOML and YAML, each loaded when somebody first needs it. What is made of a text is for the rooms to say.
import type { AST as Toml } from 'toml-eslint-parser';

export type { Toml };
export type Yaml = typeof import('yaml');
export type { Document as YamlDocument, Node as YamlNode } from 'yaml';

/** Reads TOML 1.1, in which every file of 1.0 means what it meant; throws what has `lineNumber` and `column`. */
export async function tomlParser(): Promise<(text: string) => Toml.TOMLProgram> {
  const { parseTOML } = await import('toml-eslint-parser');
  return (text) => parseTOML(text, { tomlVersion: '1.1' });
}

export async function yamlParser(): Promise<Yaml> {
  return await import('yaml');
}
