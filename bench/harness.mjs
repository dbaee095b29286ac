// What every bench shares: interleaved rounds, medians, a ratio to a yardstick measured in the same run, tables.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, release, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';

/** Milliseconds that a function took, and what it gave. */
export async function timed(run) {
  const from = performance.now();
  const value = await run();
  return { ms: performance.now() - from, value };
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Runs each case once a round, in turn, so that whatever else the machine does meets all of them alike; median ms by name. */
export async function interleaved(cases, rounds) {
  const times = Object.fromEntries(Object.keys(cases).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++)
    for (const [name, run] of Object.entries(cases)) times[name].push((await timed(run)).ms);
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]));
}

/** Three significant digits. */
export function figure(number) {
  return number === undefined || !Number.isFinite(number) ? '-' : String(Number(number.toPrecision(3)));
}

/** Rows of objects as an aligned table; the columns are the first row's keys. */
export function table(rows) {
  const columns = Object.keys(rows[0] ?? {});
  const lines = [
    columns,
    ...rows.map((row) =>
      columns.map((name) => (typeof row[name] === 'number' ? figure(row[name]) : String(row[name] ?? '-'))),
    ),
  ];
  const widths = columns.map((_, at) => Math.max(...lines.map((line) => line[at].length)));
  return lines
    .map(
      (line) =>
        `  ${line.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at]))).join('  ')}`,
    )
    .join('\n');
}

/** The machine and the versions that a figure belongs to. */
export function machine(root) {
  const version = (name) => JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')).version;
  const libraries = ['n3', 'rdf-stores', 'shacl-engine', '@comunica/query-sparql-rdfjs-lite'];
  return {
    date: new Date().toISOString(),
    cores: cpus().length,
    processor: cpus()[0]?.model ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${release()}`,
    node: process.version,
    libraries: Object.fromEntries(libraries.map((name) => [name, version(name)])),
  };
}

/** Whether a program is installed; its first line of `--version`. */
export function installed(program) {
  try {
    return execFileSync(program, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).split(
      '\n',
    )[0];
  } catch {
    return undefined;
  }
}

/** A folder that is there while `use` runs. */
export async function inFolder(use) {
  const folder = mkdtempSync(join(tmpdir(), 'spec-exec-bench-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
