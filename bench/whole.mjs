// The whole way without agents: a specification is loaded, its order derived, compiled into a plan, and all of it scheduled.
// Expected: each step grows as the plan does, and 100,000 tasks stay under a minute and 2 GiB. Each size has a process of its own,
// whose largest memory is the figure.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { timed } from './harness.mjs';
import { planOf, runThrough } from './tick.mjs';

export const title = 'the whole way with the executor stubbed: load, derive, compile, schedule';

const SIZES = [1_000, 10_000, 100_000];
const LAYOUT = 'wide';
const self = fileURLToPath(import.meta.url);

if (process.argv[1] === self) process.stdout.write(JSON.stringify(await measured(Number(process.argv[2]))));

export async function run() {
  const rows = [];
  for (const tasks of SIZES) {
    const row = JSON.parse(execFileSync(process.execPath, [self, String(tasks)], { encoding: 'utf8' }));
    const before = rows.at(-1);
    rows.push({ ...row, growth: before ? row.totalS / before.totalS : '-' });
  }
  return {
    tables: [rows],
    notes: [`${LAYOUT}; processorS is the time of all threads, which other work on the machine does not stretch`],
  };
}

async function measured(tasks) {
  const { graphs, plan, loadMs, deriveMs, compileMs } = await planOf(tasks, LAYOUT);
  const schedule = await timed(() => runThrough(graphs, plan));
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  return {
    tasks,
    loadS: loadMs / 1000,
    deriveS: deriveMs / 1000,
    compileS: compileMs / 1000,
    scheduleS: schedule.ms / 1000,
    totalS: (loadMs + deriveMs + compileMs + schedule.ms) / 1000,
    processorS: (userCPUTime + systemCPUTime) / 1e6,
    'peak MiB': Math.round(maxRSS / 1024),
  };
}
