// Whether the documents of a specification are byte for byte what they were: the quick answer, without reading any triple.
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Graphs } from './graphs.ts';
import { documentPath } from './project.ts';
import { readText } from './read-file.ts';
import { namedNode } from '../vocabulary/factory.ts';
import { sx } from '../vocabulary/terms.ts';

/** Path below the project root → SHA-256 of the document, as the run's record has them; empty for runs that noted none. */
export function recordedDocuments(graphs: Graphs, run: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { subject, object } of graphs.match(null, sx.sha256, null, namedNode(run))) {
    const path = documentPath(subject.value);
    if (path !== undefined) found.set(path, object.value);
  }
  return found;
}

/** False also where a document is gone, or a Turtle file has come to stand beside them: then the triples have to be looked at. */
export async function areUnchanged(root: string, documents: ReadonlyMap<string, string>): Promise<boolean> {
  for (const [path, digest] of documents) {
    const text = await readText(join(root, path), path);
    if (!text.ok || createHash('sha256').update(text.value).digest('hex') !== digest) return false;
  }
  const folders = new Set([...documents.keys()].map((path) => dirname(path)));
  return ![...folders].some((folder) =>
    readdirSync(join(root, folder)).some(
      (name) =>
        name.endsWith('.ttl') && !name.startsWith('.') && !documents.has(folder === '.' ? name : `${folder}/${name}`),
    ),
  );
}
