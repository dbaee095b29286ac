// Tasks per second with `true` as the agent, two at once: the whole path, journal on disk, supervisor, checks and all.
// Expected: the supervisor starts 1,000 processes a second, Node's spawn 420 to 760, make 1,500. Each task of ours writes two files
// and two folders, two events with one fdatasync each (shared where they meet), 30 quads and their ten indexes: 3 to 5 ms. So
// 200 to 300 tasks a second, the same at 100 and at 1,000.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openEngine } from '../dist/engine.js';
import { writeProject } from './generate.mjs';
import { inFolder, installed, interleaved, median } from './harness.mjs';
import { sound } from './spec.mjs';

export const title =
  'tasks per second with `true` as the agent, two at once, against a bare spawn loop, make and ninja';

const SIZES = [
  [100, 5],
  [1_000, 3],
];
const JOBS = 2;

export async function run() {
  const rows = [];
  for (const [tasks, rounds] of SIZES)
    await inFolder(async (root) => {
      const folder = writeProject(root, { tasks, layout: 'wide' });
      const fromPlan = [];
      const cases = {
        whole: async () => fromPlan.push(await specExec(folder)),
        spawn: () => spawnLoop(tasks),
        ...(installed('make') && { make: makeCase(root, tasks) }),
        ...(installed('ninja') && { ninja: ninjaCase(root, tasks) }),
      };
      const times = await interleaved(cases, rounds);
      const perSecond = (ms) => (ms === undefined ? undefined : (tasks * 1000) / ms);
      const run = median(fromPlan);
      rows.push({
        tasks,
        'spec-exec/s': perSecond(run),
        'with load+close/s': perSecond(times.whole),
        'spawn/s': perSecond(times.spawn),
        'make -j2/s': perSecond(times.make),
        'ninja -j2/s': perSecond(times.ninja),
        msPerTask: run / tasks,
        'ratio to spawn': run / times.spawn,
        'ratio to make': times.make === undefined ? '-' : run / times.make,
      });
    });
  return { tables: [rows], notes: ['spec-exec/s counts from the known plan to the recorded end of the run'] };
}

/** Milliseconds from the moment that the plan is known to the end of the run. */
async function specExec(folder) {
  let from = 0;
  const result = sound(await openEngine().run(folder, { jobs: JOBS, onPlan: () => (from = performance.now()) }));
  if (result.stop.kind !== 'run-ended' || result.stop.ending !== 'succeeded')
    throw new Error(`the run ended otherwise: ${JSON.stringify(result.stop)}`);
  return performance.now() - from;
}

/** The floor: the same processes, and nothing on record. */
function spawnLoop(tasks) {
  return new Promise((resolve, reject) => {
    let [started, ended] = [0, 0];
    const start = () => {
      if (started === tasks) return;
      started++;
      spawn('true', { stdio: 'ignore' })
        .on('error', reject)
        .on('exit', () => {
          if (++ended === tasks) resolve();
          else start();
        });
    };
    for (let job = 0; job < JOBS; job++) start();
  });
}

function makeCase(root, tasks) {
  const folder = join(root, 'make');
  mkdirSync(folder);
  const names = Array.from({ length: tasks }, (_, n) => `t${n}`);
  // A shell character in the recipe, so that make starts a shell as everybody's recipes do.
  writeFileSync(
    join(folder, 'Makefile'),
    `.PHONY: all ${names.join(' ')}\nall: ${names.join(' ')}\n${names.join(' ')}:\n\t@true;\n`,
  );
  return () => finished('make', ['-s', `-j${JOBS}`, '-C', folder]);
}

function ninjaCase(root, tasks) {
  const folder = join(root, 'ninja');
  mkdirSync(folder);
  const lines = Array.from({ length: tasks }, (_, n) => `build t${n}: work`);
  writeFileSync(join(folder, 'build.ninja'), `rule work\n  command = true\n${lines.join('\n')}\n`);
  return () => finished('ninja', ['--quiet', `-j${JOBS}`, '-C', folder]);
}

function finished(program, words) {
  return new Promise((resolve, reject) => {
    spawn(program, words, { stdio: 'ignore' })
      .on('error', reject)
      .on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${program} ended with ${code}`))));
  });
}
