// slo-check: measures the build, here and now, and holds it against slo.toml. It works on a scratch copy, so that nothing
// that was built before helps and no other build in this tree is disturbed; a first build over its limit is ended.
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseToml } from '../lib/toml.mjs';
import { measureFirstBuild, measureIncrementalBuild, measureLockWaits, measureTestSuite } from '../lib/measure.mjs';

const LEFT_OUT = new Set(['.git', 'target', 'node_modules']);

export async function run({ root, say }) {
  const { slo } = parseToml(readFileSync(join(root, 'slo.toml'), 'utf8'), 'slo.toml');
  const scratch = mkdtempSync(join(tmpdir(), 'ggen-slo-'));
  try {
    cpSync(root, scratch, { recursive: true, filter: (path) => !LEFT_OUT.has(relative(root, path)) });
    return await holdAgainst(slo, scratch, say);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function holdAgainst(slo, root, say) {
  const errors = [];
  const measured = {};
  const hold = (name, value) => {
    measured[name] = value;
    const met = value !== null && value <= slo[name];
    say(`slo ${met ? 'met   ' : 'MISSED'} ${name}: ${value === null ? 'not within its limit' : round(value)} (at most ${slo[name]})`);
    if (!met) errors.push(`${name}: ${value === null ? 'not within its limit' : round(value)} is more than ${slo[name]}`);
  };
  const first = await measureFirstBuild(root, { limitMs: slo['first-build-seconds'] * 1000 });
  hold('first-build-seconds', first?.seconds ?? null);
  if (first === null) return { errors, measured };
  hold('memory-peak-megabytes', first.peakMemoryBytes / 1e6);
  hold('incremental-build-seconds', (await measureIncrementalBuild(root)).seconds);
  hold('file-lock-waits', (await measureLockWaits(root)).waits);
  hold('test-suite-seconds', (await measureTestSuite(root)).seconds);
  return { errors, measured };
}

const round = (value) => Math.round(value * 100) / 100;
