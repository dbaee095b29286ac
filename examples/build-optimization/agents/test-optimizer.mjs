// test-optimizer: gives the tests a target folder of their own, so that no build can hold them up, deals them to shards,
// and keeps the results of test files whose program and text have not changed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseToml } from '../workspace/tools/lib/toml.mjs';
import { openAgent } from './lib/agent.mjs';
import { code, page, table } from './lib/markdown.mjs';
import { setKey, toToml } from './lib/toml-edit.mjs';
import { passOrFail, smallBuild, smallTest, VERIFY_LOAD } from './lib/verify.mjs';

const SHARDS = [1, 2, 4];
const SAMPLES = 2;

const agent = openAgent('test-optimizer', 2);
const { cwd } = agent;
const before = await smallBuild(cwd, 'before');
await smallTest(cwd); // builds, so that the times below are of the tests alone
const timed = [];
for (const shards of SHARDS) {
  const runs = [];
  for (let k = 0; k < SAMPLES; k++) runs.push(await smallTest(cwd, ['--shards', String(shards)]));
  timed.push({ shards, seconds: Math.min(...runs.map((r) => r.seconds)), passed: runs[0].tests?.passed ?? 0 });
}
// one shard is timed for comparison only: on a machine that is busy just now it may look quickest, and is not elsewhere
const best = timed.filter((t) => t.shards > 1).toSorted((a, b) => a.seconds - b.seconds)[0];

let makefile = readFileSync(join(cwd, 'Makefile.toml'), 'utf8');
const { env } = parseToml(makefile, 'Makefile.toml').tasks.test;
const folder = agent.broken ? 'target/check' : 'target/${TASK}';
makefile = setKey(makefile, 'tasks.test', 'args', toToml(['test', '--shards', String(best.shards)]));
makefile = setKey(
  makefile,
  'tasks.test',
  'env',
  toToml({ ...env, CARGO_TARGET_DIR: folder, GGEN_TEST_CACHE: 'target/test-cache' }),
);
agent.write('Makefile.toml', makefile);
agent.say(`${best.shards} shards chosen; tests build in ${folder.replace('${TASK}', 'test')}`);

const fresh = await smallTest(cwd);
const again = await smallTest(cwd);
const after = await smallBuild(cwd, 'after');
const { passed = 0, failed = 0, files = 0 } = fresh.tests ?? {};
agent.say(
  `${passed} of ${passed + failed} tests pass in ${fresh.seconds.toFixed(2)} s; again, nothing changed: ${again.seconds.toFixed(2)} s`,
);
agent.write(
  agent.outputPath('test-infrastructure.md', '.ggen/reports/test-infrastructure.md'),
  page(
    'Test infrastructure',
    `The suite has ${passed + failed} tests in ${files} files. Tests gave up where a build held the lock of the shared folder; now they build in ${code(folder)}.`,
    table(
      ['shards', 'seconds (best of two)', 'tests passed'],
      timed.map((t) => [t.shards, t.seconds.toFixed(2), t.passed]),
    ),
    `Results are kept by the digest of the program and the text of the test file: a second run with nothing changed took ` +
      `${again.seconds.toFixed(2)} s and took ${again.tests?.cached ?? 0} of ${files} files from before. A failed file is always run again.`,
  ),
);
agent.finish({
  verification: {
    cargo_make_check: passOrFail(after.compiled.length > 0),
    verified_at_load: Number(VERIFY_LOAD),
    same_program: before.digest === after.digest,
    tests: passOrFail(fresh.status === 'ok'),
    tests_passed: passed,
    tests_failed: failed,
    shards: best.shards,
    files_known_on_second_run: again.tests?.cached ?? 0,
  },
});
