// Sizes the load once for this machine: times the kernel of tables.mjs, and writes calibration.json with the factor
// that makes a first build of the workspace *as it stands now* take about TARGET_SECONDS. Every later build, optimised
// or not, uses the same factor, so before and after are held to the same work. Slow and fast machines then tell the
// same story in the same time.
//   node tools/calibrate.mjs [--json] [--boost 1.3]     boost: where a first build came out too quick all the same
import { cpus } from 'node:os';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { planBuild } from './lib/build.mjs';
import { mix, readLoad } from './lib/tables.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const TARGET_SECONDS = 18; // of computing; getting the memory and writing the results come on top, about two more
/** As large as the largest table, so that the kernel is timed with the memory it really uses. */
const CELLS = 80e6;
const SAMPLES = 7;

const { load } = readLoad(ROOT);
const cells = new Uint32Array(Math.round(CELLS * Math.min(1, load)));
const nsPerStep = [];
mix(cells, cells.length, 0); // the first pass pays for getting the memory; it is not what is timed
for (let k = 1; k <= SAMPLES; k++) {
  // time on the processor, not on the clock: another process beside this one must not make the kernel look slow
  const before = process.cpuUsage();
  mix(cells, cells.length * 2, k);
  const { user, system } = process.cpuUsage(before);
  nsPerStep.push(((user + system) * 1000) / (cells.length * 2));
}
// the quickest sample: whatever else the machine did can only have made the others slower
const kernel = Math.min(...nsPerStep);
const work = planBuild(ROOT).steps.flatMap((s) => s.tables).reduce((sum, t) => sum + t.table.work * 1e6, 0);
const boost = process.argv.includes('--boost') ? Number(process.argv[process.argv.indexOf('--boost') + 1]) : 1;
const scale = Math.round(boost * (TARGET_SECONDS / (work * kernel * 1e-9)) * 1000) / 1000;
const record = {
  date: new Date().toISOString(),
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  node: process.version,
  kernel: { cells: cells.length, nsPerStep: nsPerStep.map((n) => Math.round(n * 1000) / 1000), used: Math.round(kernel * 1000) / 1000 },
  targetSeconds: TARGET_SECONDS,
  workSteps: work,
  boost,
  scale,
};
writeFileSync(join(ROOT, 'calibration.json'), `${JSON.stringify(record, null, 2)}\n`);
process.stdout.write(process.argv.includes('--json') ? `${JSON.stringify(record)}\n` : `scale ${scale}: ${kernel.toFixed(2)} ns a step\n`);
