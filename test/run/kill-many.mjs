// More kill tests than a test run has time for: node test/run/kill-many.mjs SEED COUNT
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const [seed = '1000', count = '200'] = process.argv.slice(2);
const root = fileURLToPath(new URL('../../', import.meta.url));
const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));
const { status } = spawnSync(process.execPath, [vitest, 'run', 'test/run/kill.test.ts', '--reporter=dot'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, SPEC_EXEC_KILL_SEED: seed, SPEC_EXEC_KILL_COUNT: count },
});
process.exitCode = status ?? 1;
