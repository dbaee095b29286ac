// The executors room as plain JavaScript, for tests that need a process of their own which can be killed.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Compiles `src/executors` into `folder`, and gives the path of one of its modules. */
export function builtExecutors(folder: string, module = 'supervisor'): string {
  const out = join(folder, 'built');
  if (!existsSync(out)) {
    const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
    const sources = ['supervisors.ts'].map((name) => join(root, 'src/executors', name));
    const options = '--module nodenext --target es2023 --types node --rewriteRelativeImportExtensions --noCheck'.split(
      ' ',
    );
    execFileSync(
      process.execPath,
      [tsc, '--ignoreConfig', ...options, '--rootDir', join(root, 'src'), '--outDir', out, ...sources],
      { cwd: root },
    );
    cpSync(join(root, 'src/executors/supervisor.sh'), join(out, 'executors/supervisor.sh'));
    cpSync(join(root, 'package.json'), join(out, 'package.json'));
  }
  return join(out, 'executors', `${module}.js`);
}
