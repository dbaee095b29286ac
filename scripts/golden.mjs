// Writes golden texts of findings (test/golden): those that are missing, or, of the cases named, those that are there, too.
//   node scripts/golden.mjs                   what is missing
//   node scripts/golden.mjs TaskShape-work    this case anew (any part of a name)
// Read what it wrote: a text is golden because a person found it good.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const named = process.argv.slice(2).join(',') || 'missing';
const { status } = spawnSync(
  process.execPath,
  [join(root, 'node_modules/vitest/vitest.mjs'), 'run', 'test/golden', '--reporter=dot'],
  { cwd: root, stdio: 'inherit', env: { PATH: process.env['PATH'], SPEC_EXEC_GOLDEN: named } },
);
process.exitCode = status ?? 1;
