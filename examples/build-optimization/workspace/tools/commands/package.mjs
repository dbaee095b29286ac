// package: builds, then writes what a release would hold: the program, its checksum, the versions that went into it.
import { readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { run as check } from './check.mjs';
import { planBuild } from '../lib/build.mjs';
import { writeWhole } from '../lib/store.mjs';

export function run(context) {
  const built = check(context);
  if (built.errors.length > 0 || context.options.plan) return built;
  const { units, order } = planBuild(context.root);
  const folder = join(context.targetDir, 'package');
  writeWhole(join(folder, 'ggen.mjs'), readFileSync(resolve(context.root, built.program.path), 'utf8'));
  writeWhole(join(folder, 'ggen.mjs.sha256'), `${built.program.digest}\n`);
  writeWhole(join(folder, 'packages.txt'), order.map((name) => `${name} ${units.get(name).pkg.version}\n`).join(''));
  return { ...built, package: relative(context.root, folder) };
}
