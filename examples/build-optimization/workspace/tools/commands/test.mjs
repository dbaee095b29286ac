// test: builds the program, then runs tests/*.test.mjs against it, dealt to shards that run side by side. Where the
// task names a GGEN_TEST_CACHE, a file whose program and text have passed before is not run again.
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run as check } from './check.mjs';
import { sha } from '../lib/resolve.mjs';
import { writeWhole } from '../lib/store.mjs';

const SHARD = fileURLToPath(new URL('../lib/test-shard.mjs', import.meta.url));
const TIMEOUT_MS = 120_000;

export async function run(context) {
  const { root, options, task, say } = context;
  const built = check(context);
  if (built.errors.length > 0 || options.plan || options['resolve-only']) return built;
  const shards = Math.max(1, Number(options.shards ?? 1));
  const program = resolve(root, built.program.path);
  const cacheDir = task.env.GGEN_TEST_CACHE ? resolve(root, task.env.GGEN_TEST_CACHE) : null;
  const files = readdirSync(join(root, 'tests')).filter((f) => f.endsWith('.test.mjs')).sort();
  const known = new Map();
  for (const file of files) {
    const key = sha(built.program.digest, readFileSync(join(root, 'tests', file), 'utf8'), process.version);
    const cached = cacheDir && join(cacheDir, `${key}.json`);
    known.set(file, { cached, result: cached && existsSync(cached) ? JSON.parse(readFileSync(cached, 'utf8')) : null });
  }
  const due = files.filter((file) => !known.get(file).result);
  const dealt = Array.from({ length: shards }, (none, at) => due.filter((file, n) => n % shards === at)).filter((s) => s.length > 0);
  const results = (await Promise.all(dealt.map((shard) => runShard(program, shard.map((f) => join(root, 'tests', f)))))).flat();
  for (const result of results) {
    const { cached } = known.get(result.file);
    if (cached && result.failed.length === 0) writeWhole(cached, JSON.stringify(result));
  }
  const all = [...results, ...[...known.values()].flatMap((k) => k.result ?? [])];
  const failed = all.flatMap((r) => r.failed.map((f) => `${r.file}: ${f}`));
  const passed = all.reduce((sum, r) => sum + r.passed, 0);
  say(`tests: ${passed} passed, ${failed.length} failed, ${files.length - due.length} of ${files.length} files known from before`);
  return { ...built, errors: failed, tests: { passed, failed: failed.length, files: files.length, cached: files.length - due.length, shards } };
}

function runShard(program, files) {
  return new Promise((done) => {
    execFile(process.execPath, [SHARD, program, ...files], { timeout: TIMEOUT_MS, maxBuffer: 1 << 24 }, (error, stdout, stderr) => {
      if (!error) return done(JSON.parse(stdout));
      done([{ file: files[0].split('/').at(-1), passed: 0, failed: [`the shard ended early: ${stderr.trim() || error.message}`] }]);
    });
  });
}
