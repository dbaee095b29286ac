// bench: builds, then times the program on a fixed workload.
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { run as check } from './check.mjs';

export function run(context) {
  const built = check(context);
  if (built.errors.length > 0 || context.options.plan) return built;
  const started = performance.now();
  const seal = execFileSync(process.execPath, [resolve(context.root, built.program.path), 'bench', '20'], { encoding: 'utf8' }).trim();
  return { ...built, bench: { rounds: 20, seconds: (performance.now() - started) / 1000, seal } };
}
