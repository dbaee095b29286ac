// How the optimizers check their own change without paying for a full build: the dry run, which counts what would be
// compiled, and a real build and test at a small part of the load, which says whether the program is still the same.
import { join } from 'node:path';
import { runTask } from '../../workspace/tools/lib/measure.mjs';

/** Part of the calibrated load: enough to compile, link and run everything, in less than a second. */
export const VERIFY_LOAD = '0.005';

/** What a build from nothing would compile now. */
export async function dryRun(cwd) {
  const { report, log } = await runTask(cwd, 'check', { args: ['--plan'] });
  if (report?.status !== 'ok') throw new Error(`the dry run failed:\n${log}`);
  return report.plan;
}

/** Builds at {@link VERIFY_LOAD} into a folder of its own: `{ status, digest, compiled }`. */
export async function smallBuild(cwd, name) {
  const args = ['--target-dir', join('target', `verify-${name}`)];
  const { report, log } = await runTask(cwd, 'check', { args, env: { GGEN_LOAD: VERIFY_LOAD } });
  if (report?.status !== 'ok') throw new Error(`the build fails after the change:\n${log}`);
  return { digest: report.program.digest, compiled: report.compiled };
}

/** Runs the tests at {@link VERIFY_LOAD}: `{ status, tests, seconds }`. */
export async function smallTest(cwd, args = []) {
  const { report, seconds } = await runTask(cwd, 'test', { args, env: { GGEN_LOAD: VERIFY_LOAD } });
  return { status: report?.status ?? 'failed', tests: report?.tests ?? null, seconds };
}

export const passOrFail = (fine) => (fine ? 'PASS' : 'FAIL');
