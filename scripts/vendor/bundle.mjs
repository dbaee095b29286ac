// Puts the packages that every command waits for into one folder, a file each instead of two thousand in all, so that a process
// starts in a fraction of the time; and keeps the code that V8 makes of them. scripts/build.mjs calls it.
import { copyFileSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** What our code imports, and the file that it becomes. */
const PACKAGES = {
  n3: 'n3',
  'rdf-data-factory': 'rdf-data-factory',
  'rdf-stores': 'rdf-stores',
  'shacl-engine': 'shacl-engine',
  '@comunica/query-sparql-rdfjs-lite': 'comunica',
  '@traqula/parser-sparql-1-2': 'traqula-parser',
  '@traqula/algebra-sparql-1-2': 'traqula-algebra',
  ajv: 'ajv',
  'ajv/dist/2019.js': 'ajv-2019',
  'ajv/dist/2020.js': 'ajv-2020',
  'ajv-formats': 'ajv-formats',
};
// The engine's main file brings its command line with it (yargs, winston, a component framework); its file for browsers does not.
const INSTEAD = {
  '@comunica/query-sparql-rdfjs-lite': '@comunica/query-sparql-rdfjs-lite/lib/index-browser.js',
  '@comunica/actor-init-query': '@comunica/actor-init-query/lib/index-browser.js',
};
const ENTRY = 'spec-exec-vendor:';
const SPARQL_PARSER = '@traqula/parser-sparql-1-2';

/** Bundles into `dist/vendor`, and lets the modules of `dist` import from there; false where the bundler is not installed. */
export async function bundle(root, dist) {
  const bundler = await import('rolldown').catch(() => undefined);
  if (bundler === undefined) {
    process.stderr.write('rolldown is not installed: dist/ takes its packages from node_modules, and starts slowly.\n');
    return false;
  }
  const folder = join(dist, 'vendor');
  const made = await bundler.rolldown({
    cwd: root,
    platform: 'node',
    input: Object.fromEntries(Object.entries(PACKAGES).map(([name, file]) => [file, ENTRY + name])),
    plugins: [resolver(root)],
  });
  const { output } = await made.write({
    dir: folder,
    format: 'cjs',
    exports: 'named',
    // Whitespace only: names stand in messages and stack traces.
    minify: { mangle: false, compress: false, codegen: true },
    entryFileNames: '[name].cjs',
    chunkFileNames: 'shared-[name].cjs',
  });
  await made.close();
  copyFileSync(join(here, 'load.mjs'), join(folder, 'load.js'));
  const { load } = await import(pathToFileURL(join(folder, 'load.js')).href);
  for (const file of Object.values(PACKAGES))
    writeFileSync(join(folder, `${file}.js`), faceOf(file, load(`${file}.cjs`).made));
  writeFileSync(join(folder, 'LICENSES.txt'), licences(output));
  redirect(dist, folder);
  return true;
}

/** Keeps the code of the functions that `use` makes of the packages: without it everything works, a little later. */
export async function keepCode(dist, use) {
  const { scripts, codeFile } = await import(pathToFileURL(join(dist, 'vendor', 'load.js')).href);
  try {
    await use();
  } catch (error) {
    process.stderr.write(`The code of dist/vendor was not kept: ${error.message}\n`);
    return;
  }
  for (const [file, script] of scripts) writeFileSync(codeFile(file), script.createCachedData());
}

function resolver(root) {
  const from = join(root, 'package.json');
  return {
    name: 'spec-exec-vendor',
    async resolveId(name, importer) {
      if (name.startsWith(ENTRY)) return join(root, `${PACKAGES[name.slice(ENTRY.length)]}.entry.mjs`);
      const inside = importer?.endsWith('.entry.mjs') ? from : importer;
      if (name === SPARQL_PARSER && !importer?.endsWith('one-parser.mjs')) return join(here, 'one-parser.mjs');
      if (name === 'lru-cache' && importer.includes(`utils-expression-evaluator${sep}`))
        return join(here, 'small-cache.mjs');
      const options = { skipSelf: true, kind: 'import-statement' };
      if (Object.hasOwn(INSTEAD, name)) return this.resolve(INSTEAD[name], inside, options);
      // One copy of the parser's parts, not one for `import` and one for `require`.
      return name.startsWith('@traqula/') ? this.resolve(name, inside, options) : undefined;
    },
    load(id) {
      if (!id.endsWith('.entry.mjs')) return undefined;
      const file = relative(root, id).replace(/\.entry\.mjs$/, '');
      const [name] = Object.entries(PACKAGES).find(([, one]) => one === file);
      return `import * as made from '${name}'; export { made };`;
    },
  };
}

/** An ES module with the names that a bundled file exports. */
function faceOf(file, exported) {
  const names = Object.keys(exported).filter((name) => !['default', '__esModule', 'module.exports'].includes(name));
  return `import { load } from './load.js';
const { made } = load('${file}.cjs');
export const { ${names.join(', ')} } = made;
export default made.default;
`;
}

/** Lets the modules of dist import the bundled packages by their place. */
function redirect(dist, vendor) {
  const names = Object.keys(PACKAGES).map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const imports = new RegExp(
    `(\\bfrom |\\bimport\\((?:__rewriteRelativeImportExtension\\()?)'(${names.join('|')})'`,
    'g',
  );
  for (const entry of readdirSync(dist, { recursive: true })) {
    const path = join(dist, entry);
    if (!entry.endsWith('.js') || path.startsWith(vendor + sep)) continue;
    const text = readFileSync(path, 'utf8');
    const up = relative(dirname(path), vendor).split(sep).join('/');
    const redirected = text.replace(imports, (_, before, name) => `${before}'${up}/${PACKAGES[name]}.js'`);
    if (redirected !== text) writeFileSync(path, redirected);
  }
}

/** The licences of all packages that went in, each text once. */
function licences(output) {
  const byText = new Map();
  const folders = new Set(output.flatMap((chunk) => chunk.moduleIds ?? []).flatMap((id) => packageFolder(id) ?? []));
  for (const folder of folders) {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((one) => /^(licen[cs]e|copying)/i.test(one));
    const text = file ? readFileSync(join(folder, file), 'utf8').trim() : `License: ${license}`;
    byText.set(text, [...(byText.get(text) ?? []), `${name} ${version} (${license})`]);
  }
  const inOrder = (texts) => [...texts].sort((a, b) => (a < b ? -1 : 1));
  const parts = Array.from(byText, ([text, names]) => `${inOrder(new Set(names)).join('\n')}\n\n${text}\n`);
  return `The packages in this folder, and the licences that they come under.\n\n${inOrder(parts).join(`\n${'-'.repeat(80)}\n\n`)}`;
}

function packageFolder(id) {
  const file = id.replace(/^\0/, '').replace(/\?.*$/, '');
  if (!file.includes(`${sep}node_modules${sep}`)) return undefined;
  for (let folder = dirname(file); !folder.endsWith('node_modules'); folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).name !== undefined) return folder;
  }
  return undefined;
}
