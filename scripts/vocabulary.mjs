// Writes src/vocabulary/terms.ts from ontology/*.ttl, so that a mistyped IRI is a type error.
// `npm run vocabulary` writes; with --check it only says whether the file is up to date (exit 1 where not).
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Parser } from 'n3';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const NS = 'https://w3id.org/spec-exec/ns#';
const COMMENT = 'http://www.w3.org/2000/01/rdf-schema#comment';
const target = join(root, 'src/vocabulary/terms.ts');

const comments = new Map();
for (const name of readdirSync(join(root, 'ontology'))
  .filter((file) => file.endsWith('.ttl'))
  .sort()) {
  const quads = new Parser({ format: 'text/turtle' }).parse(readFileSync(join(root, 'ontology', name), 'utf8'));
  for (const quad of quads)
    if (quad.subject.value.startsWith(NS) && quad.predicate.value === COMMENT)
      comments.set(quad.subject.value.slice(NS.length), quad.object.value);
}

const entries = [...comments]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([name, comment]) => `  /** ${comment.replaceAll('*/', '* /')} */\n  ${name}: term('${name}'),`);
const text = `// Generated from ontology/*.ttl by \`npm run vocabulary\`; do not edit.
import type { NamedNode } from '@rdfjs/types';
import { namedNode } from './factory.ts';

export const SX = '${NS}';

function term<N extends string>(name: N): NamedNode<\`${NS}\${N}\`> {
  return namedNode(\`${NS}\${name}\`);
}

/** Every term of the spec-exec vocabulary. */
export const sx = {
${entries.join('\n')}
} as const;
`;

if (process.argv.includes('--check')) {
  const same = readFileSync(target, 'utf8') === text;
  if (!same) console.error('src/vocabulary/terms.ts is not what ontology/*.ttl says: run `npm run vocabulary`.');
  process.exitCode = same ? 0 : 1;
} else writeFileSync(target, text);
