// Builds dist/ from src/ with tsc, and copies what tsc does not (the POSIX supervisor script).
// Runs on `npm ci` through `prepare`, so that a clone needs nothing but Node.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');

rmSync(join(root, 'dist'), { recursive: true, force: true });
execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
cpSync(join(root, 'src/executors/supervisor.sh'), join(root, 'dist/executors/supervisor.sh'));
chmodSync(join(root, 'dist/cli/main.js'), 0o755);
