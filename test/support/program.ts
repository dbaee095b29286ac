// The program as it would be installed, compiled from the sources as they are now: tests that kill it need a process of
// its own, and `dist/` may be older than `src/`. Kept by a digest of the sources and of the tree that it links to, so that a second test
// file finds it made, and a second tree that shares node_modules does not.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectFolder = fileURLToPath(new URL('../../', import.meta.url));

const HOUR_MS = 3_600_000;

let built: string | undefined;

/** Path of the compiled `cli/main.js`: of the sources as they were when it was first asked for. */
export function builtProgram(): string {
  return (built ??= build());
}

function build(): string {
  const cache = join(projectFolder, 'node_modules', '.cache', 'spec-exec-program');
  const folder = join(cache, digestOf('src', 'scripts'));
  const main = join(folder, 'dist', 'cli', 'main.js');
  if (existsSync(main)) return main;
  mkdirSync(cache, { recursive: true });
  for (const name of readdirSync(cache)) {
    const old = join(cache, name);
    if (Date.now() - statSync(old).mtimeMs > HOUR_MS) rmSync(old, { recursive: true, force: true });
  }
  const part = `${folder}.${process.pid}`;
  mkdirSync(part);
  for (const name of ['package.json', 'ontology', 'shapes', 'queries', 'schemas', 'docs', 'node_modules'])
    symlinkSync(join(projectFolder, name), join(part, name));
  const script = join(projectFolder, 'scripts', 'build.mjs');
  execFileSync(process.execPath, [script, '--unchecked', join(part, 'dist')], { env: { PATH: process.env['PATH'] } });
  try {
    renameSync(part, folder);
  } catch (error) {
    // Another test file was faster.
    if (!existsSync(main)) throw error;
    rmSync(part, { recursive: true, force: true });
  }
  return main;
}

function digestOf(...folders: readonly string[]): string {
  const hash = createHash('sha256').update(`${projectFolder}\0`);
  for (const folder of folders)
    for (const name of readdirSync(join(projectFolder, folder), { recursive: true, encoding: 'utf8' }).sort()) {
      const file = join(projectFolder, folder, name);
      if (statSync(file).isFile()) hash.update(`${folder}/${name}\0`).update(readFileSync(file));
    }
  return hash.digest('hex').slice(0, 16);
}
