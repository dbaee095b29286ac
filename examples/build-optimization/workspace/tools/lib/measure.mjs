// Measures the build from outside: every build is a process of its own, timed by the wall clock from its start to its
// end. The benchmarks, slo-check and the agents all measure with these functions, before and after.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockFileOf, takeLock, waitLogOf } from './lock.mjs';
import { readTasks } from './makefile.mjs';

/** The tasks that build; started together they are the day's work on one checkout: an editor, a watcher, a pipeline. */
export const PARALLEL_TASKS = ['lint', 'doc', 'bench', 'package', 'test'];

/** The edit that an incremental build is measured with: the body of one private function of the package that all need. */
const EDIT = {
  file: 'crates/ggen-utils/src/text.mjs',
  from: 'return word.charAt(0).toUpperCase() + word.slice(1);',
  to: 'const first = word.charAt(0);\n  return first.toUpperCase() + word.slice(1);',
};

/** Runs one task to its end. `limitMs` or `signal` end it (then `timedOut`). Never throws for what the task reports. */
export function runTask(root, task, { args = [], env = {}, limitMs = 600_000, signal = null } = {}) {
  return new Promise((done, fail) => {
    const started = performance.now();
    const child = spawn(process.execPath, [join(root, 'tools/build.mjs'), task, '--json', ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let timedOut = false;
    let out = '';
    let log = '';
    const end = () => {
      timedOut = true;
      child.kill('SIGKILL');
    };
    const timer = setTimeout(end, limitMs);
    signal?.addEventListener('abort', end);
    child.stdout.on('data', (text) => (out += text));
    child.stderr.on('data', (text) => (log += text));
    child.on('error', fail);
    child.on('close', (status) => {
      clearTimeout(timer);
      done({ status, timedOut, seconds: (performance.now() - started) / 1000, report: out ? JSON.parse(out) : null, log });
    });
  });
}

/** The target folder in which a task builds, read from Makefile.toml. */
export function targetDirOf(root, task) {
  return join(root, readTasks(root).get(task)?.env.CARGO_TARGET_DIR ?? 'target');
}

/** Throws away everything that was ever built here. */
export function cleanAll(root) {
  rmSync(join(root, 'target'), { recursive: true, force: true });
}

/** A build from nothing; null where it did not end within `limitMs`. */
export async function measureFirstBuild(root, { limitMs } = {}) {
  cleanAll(root);
  const { timedOut, seconds, report, log } = await runTask(root, 'check', limitMs ? { limitMs } : {});
  if (timedOut) return null;
  mustBeOk(report, log);
  return { seconds, peakMemoryBytes: report.peakMemoryBytes, program: report.program, compiled: report.compiled, report };
}

/** Changes one function body in the shared package, builds, and takes the change back. Wants a finished build before. */
export async function measureIncrementalBuild(root, { variant = 0 } = {}) {
  const file = join(root, EDIT.file);
  const before = readFileSync(file, 'utf8');
  if (!before.includes(EDIT.from)) throw new Error(`${EDIT.file} no longer has the line that is changed for this measurement`);
  // a different change for each sample, so that none is answered from the cache of the one before
  writeFileSync(file, before.replace(EDIT.from, EDIT.to.replaceAll('first', `first${variant}`)));
  try {
    const { seconds, report, log } = await runTask(root, 'check');
    mustBeOk(report, log);
    if (report.compiled.length === 0) throw new Error('the change was not built');
    return { seconds, compiled: report.compiled };
  } finally {
    writeFileSync(file, before);
  }
}

/**
 * Starts a build from nothing and, as soon as it holds its lock, all the other tasks that build, and counts how many
 * have to wait for a lock. Once every other task has ended or waits for good, no more can be learned: the rest is ended.
 */
export async function measureLockWaits(root) {
  cleanAll(root);
  const folders = new Set(['check', ...PARALLEL_TASKS].map((task) => targetDirOf(root, task)));
  const waitLines = () => [...folders].map(waitLogOf).filter(existsSync).flatMap((file) => readFileSync(file, 'utf8').split('\n').filter(Boolean));
  const tasks = readTasks(root);
  const givesUp = (task) => tasks.get(task).env.GGEN_LOCK_TIMEOUT_MS !== undefined;
  const stop = new AbortController();
  const running = new Set();
  const start = (task) => {
    running.add(task);
    return runTask(root, task, { signal: stop.signal }).finally(() => running.delete(task));
  };
  const tick = () => new Promise((wake) => setTimeout(wake, 10));
  const first = start('check');
  while (running.has('check') && !existsSync(lockFileOf(targetDirOf(root, 'check')))) await tick();
  const others = PARALLEL_TASKS.map(start);
  for (; running.size > 0; await tick()) {
    const waiting = new Set(waitLines().map((line) => line.split(' ')[0]));
    const settled = (task) => !running.has(task) || (waiting.has(task) && !givesUp(task));
    if (waiting.size > 0 && PARALLEL_TASKS.every(settled)) break;
  }
  const lines = waitLines();
  stop.abort();
  const ended = await Promise.all([first, ...others]);
  const having = (status) => ended.flatMap(({ report }) => (report?.status === status ? [report.task] : []));
  return { waits: lines.length, waited: lines, blocked: having('blocked'), failed: having('failed'), tasks: ['check', ...PARALLEL_TASKS] };
}

/** The whole suite from nothing, while another build holds the lock of the folder that `check` builds in. */
export async function measureTestSuite(root) {
  cleanAll(root);
  const lock = await takeLock(targetDirOf(root, 'check'), 'a build in progress (measurement)');
  try {
    const { seconds, report, log } = await runTask(root, 'test');
    if (report?.status === 'blocked') return { seconds: null, status: 'blocked', tests: null };
    if (report === null) throw new Error(log.trim());
    return { seconds, status: report.status, tests: report.tests ?? null, errors: report.errors };
  } finally {
    lock.release();
  }
}

function mustBeOk(report, log) {
  if (report?.status !== 'ok') throw new Error(`the build did not succeed:\n${log.trim()}`);
}
