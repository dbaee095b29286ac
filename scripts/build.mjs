// Builds dist/ from src/ with tsc, copies what tsc does not (the POSIX supervisor script), and puts the packages that every command
// waits for into dist/vendor. It is made beside its place and swapped in, so that a program that runs from dist/ meanwhile does
// not find it half made.
// Runs on `npm ci` through `prepare`, so that a clone needs nothing but Node. `--unchecked FOLDER` builds there, without types.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { keepAlgebra } from './algebra.mjs';
import { bundle, keepCode } from './vendor/bundle.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
const [, , option, elsewhere] = process.argv;
const unchecked = option === '--unchecked' && elsewhere !== undefined;
const made = unchecked ? resolve(elsewhere) : join(root, `dist.new-${process.pid}`);
const old = join(root, `dist.old-${process.pid}`);
const dist = join(root, 'dist');

try {
  const options = ['-p', 'tsconfig.build.json', '--outDir', made];
  if (unchecked) options.push('--noCheck', '--declaration', 'false');
  execFileSync(process.execPath, [tsc, ...options], { cwd: root, stdio: 'inherit' });
  for (const name of ['supervisor.sh', 'module-host.mjs'])
    cpSync(join(root, 'src/executors', name), join(made, 'executors', name));
  chmodSync(join(made, 'cli/main.js'), 0o755);
  const bundled = await bundle(root, made);
  await keepAlgebra(made);
  if (bundled) await keepCode(made, warmUp);
  if (!unchecked) {
    if (existsSync(dist)) renameSync(dist, old);
    renameSync(made, dist);
  }
} catch (error) {
  // The compiler has said what is wrong.
  if (error.status === undefined) throw error;
  process.exitCode = 1;
} finally {
  if (!unchecked) rmSync(made, { recursive: true, force: true });
  rmSync(old, { recursive: true, force: true });
}

/** Closes a specification once, so that the code of the functions that it takes can be kept. */
async function warmUp() {
  const { openEngine } = await import(pathToFileURL(join(made, 'engine.js')).href);
  await openEngine().check(join(root, '.specify/specs/007-optimize-build-times'));
}
