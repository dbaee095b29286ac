// Runs the benches: all of them, or those named. `node bench/run.mjs [--json] [spec validate tick whole tasks help queries sparql-constraints crash]` after a build.
// Each runs in a process of its own: what one leaves in memory would slow the next (a process of 3 GB spawns ten times as slowly).
import { execFileSync } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { machine, table } from './harness.mjs';

const self = fileURLToPath(import.meta.url);
const names = ['spec', 'validate', 'tick', 'whole', 'tasks', 'help', 'queries', 'sparql-constraints', 'crash'];
const flags = process.argv.slice(2).filter((word) => word.startsWith('--'));
const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const unknown =
  words.find((word) => !names.includes(word)) ?? flags.find((flag) => flag !== '--json' && flag !== '--alone');
if (unknown !== undefined) {
  process.stderr.write(`There is no bench or option "${unknown}". Known: ${names.join(', ')}, --json.\n`);
  process.exit(2);
}
if (flags.includes('--alone')) await alone(words[0]);
else all(words.length > 0 ? words : names, flags.includes('--json'));

/** One bench, as JSON. */
async function alone(name) {
  const bench = await import(`./${name}.mjs`);
  const text = JSON.stringify({ title: bench.title, ...(await bench.run()) });
  process.stdout.write(text, () => process.exit());
}

function all(chosen, json) {
  const about = machine(dirname(dirname(self)));
  const say = (text) => void (json || process.stdout.write(`${text}\n`));
  const libraries = Object.entries(about.libraries).map(([name, version]) => `${name} ${version}`);
  say(
    `${about.date}, ${about.cores} × ${about.processor}, ${about.memoryGiB} GiB, ${about.system}, node ${about.node}`,
  );
  say(libraries.join(', '));
  const benches = {};
  for (const name of chosen) {
    const text = execFileSync(process.execPath, [self, '--alone', name], {
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const result = JSON.parse(text);
    benches[name] = result;
    say(`\n${name}: ${result.title}`);
    for (const rows of result.tables) say(table(rows));
    for (const note of result.notes ?? []) say(`  ${note}`);
  }
  if (json) process.stdout.write(`${JSON.stringify({ machine: about, benches }, null, 2)}\n`);
}
