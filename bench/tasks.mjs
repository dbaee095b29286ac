// Tasks per second with `true` as the agent, two at once: the whole path, journal on disk, supervisor, checks and all.
// Expected: supervisors start twice as many processes a second as Node's spawn does. Each task of ours makes three folders and two
// files, two events with one fdatasync each (shared where they meet) and 45 quads, which are indexed once somebody reads.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openEngine } from '../dist/engine.js';
import { writeProject } from './generate.mjs';
import { inFolder, installed, median } from './harness.mjs';
import { sound } from './spec.mjs';

export const title =
  'tasks per second with `true` as the agent, two at once, against a bare spawn loop, make, ninja and wireit';

const SIZES = [
  [100, 5],
  [1_000, 3],
  [5_000, 1],
];
const LAYOUTS = ['wide', 'chain', 'layers'];
const JOBS = 2;
/** Wireit is a script in package.json a task; beyond this it takes minutes. */
const WIREIT_TASKS_MAX = 1_000;
const root = dirname(dirname(fileURLToPath(import.meta.url)));

export async function run() {
  const rows = [];
  for (const layout of LAYOUTS)
    for (const [tasks, rounds] of SIZES) rows.push(await inFolder((folder) => row(folder, layout, tasks, rounds)));
  return {
    tables: [rows],
    notes: [
      'spec-exec/s counts from the known plan to the recorded end of the run; the others run the same number of tasks side by side',
      'ratio: our tasks a second to those of the spawn loop in the same round; the median of the rounds',
    ],
  };
}

/** Each round runs ours and its yardsticks one after the other, so that whatever else the machine does meets all of them. */
async function row(folder, layout, tasks, rounds) {
  const specification = writeProject(folder, { tasks, layout });
  const cases = {
    ours: () => specExec(specification),
    // In a process of its own: what this one has in memory would slow it, and flatter us.
    spawn: () => reported(process.execPath, [join(root, 'bench/spawn-loop.mjs'), String(tasks), String(JOBS)]),
  };
  if (layout === 'wide') {
    if (installed('make')) cases.make = makeCase(folder, tasks);
    if (installed('ninja')) cases.ninja = ninjaCase(folder, tasks);
    if (tasks <= WIREIT_TASKS_MAX) cases.wireit = wireitCase(folder, tasks);
  }
  const times = Object.fromEntries(Object.keys(cases).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++)
    for (const [name, work] of Object.entries(cases)) times[name].push(await work());
  const perSecond = (name) => (times[name] === undefined ? '-' : (tasks * 1000) / median(times[name]));
  return {
    layout,
    tasks,
    'spec-exec/s': perSecond('ours'),
    'spawn/s': perSecond('spawn'),
    ratio: median(times.ours.map((ms, round) => times.spawn[round] / ms)),
    'make -j2/s': perSecond('make'),
    'ninja -j2/s': perSecond('ninja'),
    'wireit/s': perSecond('wireit'),
  };
}

/** Milliseconds from the moment that the plan is known to the end of the run. */
async function specExec(folder) {
  let from = 0;
  const result = sound(await openEngine().run(folder, { jobs: JOBS, onPlan: () => (from = performance.now()) }));
  if (result.stop.kind !== 'run-ended' || result.stop.ending !== 'succeeded')
    throw new Error(`the run ended otherwise: ${JSON.stringify(result.stop)}`);
  return performance.now() - from;
}

function makeCase(within, tasks) {
  const folder = join(within, 'make');
  mkdirSync(folder);
  const names = Array.from({ length: tasks }, (_, n) => `t${n}`);
  // A shell character in the recipe, so that make starts a shell as everybody's recipes do.
  writeFileSync(
    join(folder, 'Makefile'),
    `.PHONY: all ${names.join(' ')}\nall: ${names.join(' ')}\n${names.join(' ')}:\n\t@true;\n`,
  );
  return () => finished('make', ['-s', `-j${JOBS}`, '-C', folder]);
}

function ninjaCase(within, tasks) {
  const folder = join(within, 'ninja');
  mkdirSync(folder);
  const lines = Array.from({ length: tasks }, (_, n) => `build t${n}: work`);
  writeFileSync(join(folder, 'build.ninja'), `rule work\n  command = true\n${lines.join('\n')}\n`);
  return () => finished('ninja', ['--quiet', `-j${JOBS}`, '-C', folder]);
}

function wireitCase(within, tasks) {
  const folder = join(within, 'wireit');
  mkdirSync(folder);
  const names = Array.from({ length: tasks }, (_, n) => `t${n}`);
  const wireit = Object.fromEntries(names.map((name) => [name, { command: 'true' }]));
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({
      scripts: Object.fromEntries(['all', ...names].map((name) => [name, 'wireit'])),
      wireit: { ...wireit, all: { dependencies: names } },
    }),
  );
  const env = {
    ...process.env,
    WIREIT_PARALLEL: String(JOBS),
    PATH: `${join(root, 'node_modules/.bin')}${delimiter}${process.env.PATH}`,
  };
  return () => finished('npm', ['run', '--silent', 'all'], { cwd: folder, env });
}

/** Milliseconds until the program ended well. */
function finished(program, words, options = {}) {
  const from = performance.now();
  return new Promise((resolve, reject) => {
    spawn(program, words, { stdio: 'ignore', ...options })
      .on('error', reject)
      .on('exit', (code) =>
        code === 0 ? resolve(performance.now() - from) : reject(new Error(`${program} ended with ${code}`)),
      );
  });
}

/** The milliseconds that the program says it took, its own start left out. */
function reported(program, words) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (piece) => (said += piece));
    child.on('error', reject).on('close', () => resolve(Number(said)));
  });
}
