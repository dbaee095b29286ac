// Keeps the algebra of all queries that the program ships beside src/query/algebra.ts as it was built. scripts/build.mjs calls it.
import { deepStrictEqual } from 'node:assert';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The question by which values are bound; src/query/engine.ts asks it. */
const EMPTY_QUERY = 'SELECT * {}';

export async function keepAlgebra(dist) {
  const from = (file) => import(pathToFileURL(join(dist, file)).href);
  const [{ algebraOf }, { openCatalogue }, { withPrefixes }, { shippedAssets }, { rowsText }] = await Promise.all(
    ['query/algebra.js', 'query/catalogue.js', 'query/syntax.js', 'base/assets.js', 'lift/template.js'].map(from),
  );
  const catalogue = openCatalogue(shippedAssets.queries);
  const kept = { [EMPTY_QUERY]: await algebraOf(EMPTY_QUERY) };
  for (const name of catalogue.names()) {
    const given = catalogue.get(name).value.text;
    // Of a lift query the rows are asked for; its template is filled in by src/lift.
    const text = withPrefixes(name.startsWith('lift/') ? rowsText(given) : given);
    try {
      kept[text] = await algebraOf(text);
    } catch (error) {
      process.stderr.write(`queries/${name}.rq is no query: ${error.message}\n`);
    }
  }
  // JSON inside JSON: a process reads the few that it asks, and not the others.
  const texts = Object.fromEntries(Object.entries(kept).map(([text, algebra]) => [text, JSON.stringify(algebra)]));
  for (const [text, json] of Object.entries(texts))
    deepStrictEqual(JSON.parse(json), plain(kept[text]), 'what JSON leaves out of the algebra would be missed');
  writeFileSync(join(dist, 'query', 'algebra.json'), JSON.stringify(texts));
}

/** The same without classes and without what is undefined. */
function plain(node) {
  if (Array.isArray(node)) return node.map(plain);
  if (node === null || typeof node !== 'object') return node;
  const entries = Object.entries(node).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([key, value]) => [key, plain(value)]));
}
