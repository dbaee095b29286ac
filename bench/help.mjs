// Cold `spec-exec --help` against `node -e 0`.
// Expected: Node itself starts in 40 ms; commander and one file of ours are 15 ms more. An RDF library would be 100 ms, the SPARQL
// engine 500 ms: none of them may be among the loaded modules.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inFolder, interleaved } from './harness.mjs';

export const title = 'cold spec-exec --help, against node -e 0';

const MAIN = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const RDF = /dist\/vendor\/|node_modules\/(@?n3|rdf-|@?rdfjs|@comunica|@traqula|shacl-engine|rdflib|jsonld|grapoi|ajv)/;
const ROUNDS = 15;

export async function run() {
  const times = await interleaved({ bare: () => node(['-e', '0']), help: () => node([MAIN, '--help']) }, ROUNDS);
  const modules = await inFolder((folder) => loadedModules(folder));
  const rdf = modules.filter((url) => RDF.test(url));
  return {
    tables: [
      [
        {
          helpMs: times.help,
          nodeMs: times.bare,
          ratio: times.help / times.bare,
          moreMs: times.help - times.bare,
          modules: modules.length,
          rdfLibraries: rdf.length,
        },
      ],
    ],
    notes: rdf.length > 0 ? [`loaded by --help: ${rdf.join(', ')}`] : ['no RDF library among the loaded modules'],
  };
}

function node(words, environment = {}) {
  const { status, stderr } = spawnSync(process.execPath, words, {
    env: { PATH: process.env.PATH, ...environment },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
}

/** What Node compiled, by its own coverage: modules of both kinds, from wherever they were imported. */
function loadedModules(folder) {
  node([MAIN, '--help'], { NODE_V8_COVERAGE: folder });
  return readdirSync(folder)
    .flatMap((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')).result)
    .map(({ url }) => url)
    .filter((url) => url.startsWith('file:'));
}
