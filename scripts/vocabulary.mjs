// Writes src/vocabulary/terms.ts from ontology/*.ttl, so that a mistyped IRI is a type error.
// `npm run vocabulary` writes; with --check it only says whether the file is up to date (exit 1 where not).
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Parser } from 'n3';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const NAMESPACES = { sx: 'https://w3id.org/spec-exec/ns#', read: 'https://w3id.org/spec-exec/reading#' };
const COMMENT = 'http://www.w3.org/2000/01/rdf-schema#comment';
const target = join(root, 'src/vocabulary/terms.ts');

const comments = { sx: new Map(), read: new Map() };
for (const name of readdirSync(join(root, 'ontology'))
  .filter((file) => file.endsWith('.ttl'))
  .sort()) {
  const quads = new Parser({ format: 'text/turtle' }).parse(readFileSync(join(root, 'ontology', name), 'utf8'));
  for (const [prefix, namespace] of Object.entries(NAMESPACES))
    for (const quad of quads)
      if (quad.subject.value.startsWith(namespace) && quad.predicate.value === COMMENT)
        comments[prefix].set(quad.subject.value.slice(namespace.length), quad.object.value);
}

const entries = (prefix) =>
  [...comments[prefix]]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([name, comment]) =>
        `  /** ${comment.replaceAll('*/', '* /')} */\n  ${name}: ${prefix === 'sx' ? 'term' : 'fact'}('${name}'),`,
    )
    .join('\n');
const text = `// Generated from ontology/*.ttl by \`npm run vocabulary\`; do not edit.
import type { NamedNode } from '@rdfjs/types';
import { namedNode } from './factory.ts';

export const SX = '${NAMESPACES.sx}';
export const READ = '${NAMESPACES.read}';

function term<N extends string>(name: N): NamedNode<\`${NAMESPACES.sx}\${N}\`> {
  return namedNode(\`${NAMESPACES.sx}\${name}\`);
}

function fact<N extends string>(name: N): NamedNode<\`${NAMESPACES.read}\${N}\`> {
  return namedNode(\`${NAMESPACES.read}\${name}\`);
}

/** Every term of the spec-exec vocabulary. */
export const sx = {
${entries('sx')}
} as const;

/** Every term of what a reading says. */
export const read = {
${entries('read')}
} as const;
`;

if (process.argv.includes('--check')) {
  const same = readFileSync(target, 'utf8') === text;
  if (!same) console.error('src/vocabulary/terms.ts is not what ontology/*.ttl says: run `npm run vocabulary`.');
  process.exitCode = same ? 0 : 1;
} else writeFileSync(target, text);
