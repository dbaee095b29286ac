// The files that values name: a value that as a whole is a relative path.
import { literal, namedNode } from '../vocabulary/factory.ts';
import { read } from '../vocabulary/terms.ts';
import type { LoadedDocument } from '../store/load.ts';
import type { Facts } from './facts.ts';
import type { Value } from './values.ts';

const LENGTH_MAX = 250;
const RDF_FILE = /\.(?:ttl|trig|nt|nq|n3|rdf|owl|jsonld)$/i;
/** Endings that make a word without a slash a file: `e.g` and `v2.0` are none. */
const KNOWN =
  /[^.]\.(?:ttl|trig|nt|nq|n3|rdf|owl|jsonld|rq|md|txt|json|ya?ml|toml|csv|tsv|html?|pdf|svg|png|xml|sh|py|js|mjs|ts|tsx|rs|go|java|sql|log|lock)$/i;

/** The path that a text as a whole is: relative, without spaces, its last part with an ending. */
export function filePath(text: string): string | undefined {
  if (text.length > LENGTH_MAX || /[\s<>"|?:,;()]/.test(text) || text.startsWith('/')) return undefined;
  if (KNOWN.test(text)) return text;
  return /^[\w.@*{}-]+(?:\/[\w.@*{}-]+)*\/[\w@*{}-][\w.@*{}-]*\.[a-z][a-z0-9]{0,7}$/i.test(text) ? text : undefined;
}

export function stateFile(facts: Facts, value: Value, documents: readonly LoadedDocument[]): boolean {
  const path = filePath(value.literal.value);
  if (path === undefined) return false;
  const node = facts.about(value, read.mentionsFile, 'file', value.member.quad);
  facts.add(node, read.path, literal(path));
  if (!RDF_FILE.test(path)) return true;
  const named = documents.filter((document) => lastPart(document.path) === lastPart(path));
  if (named.length === 1) facts.add(node, read.document, namedNode(named[0]!.iri));
  return true;
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
