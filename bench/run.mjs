// Runs the benches: all of them, or those named. `node bench/run.mjs [--json] [spec tick tasks help queries]` after a build.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { machine, table } from './harness.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const names = ['spec', 'tick', 'tasks', 'help', 'queries'];
const json = process.argv.includes('--json');
const words = process.argv.slice(2).filter((word) => word !== '--json');
const unknown = words.find((word) => !names.includes(word));
if (unknown !== undefined) {
  process.stderr.write(`There is no bench "${unknown}". Known: ${names.join(', ')}.\n`);
  process.exit(2);
}

const about = machine(root);
const say = (text) => void (json || process.stdout.write(`${text}\n`));
const libraries = Object.entries(about.libraries).map(([name, version]) => `${name} ${version}`);
say(`${about.date}, ${about.cores} × ${about.processor}, ${about.memoryGiB} GiB, ${about.system}, node ${about.node}`);
say(libraries.join(', '));
const benches = {};
for (const name of words.length > 0 ? words : names) {
  const bench = await import(`./${name}.mjs`);
  say(`\n${name}: ${bench.title}`);
  const result = await bench.run();
  benches[name] = { title: bench.title, ...result };
  for (const rows of result.tables) say(table(rows));
  for (const note of result.notes ?? []) say(`  ${note}`);
}
if (json) process.stdout.write(`${JSON.stringify({ machine: about, benches }, null, 2)}\n`);
process.exit();
