// doc: builds, then writes a page with everything that each package offers.
import { join, relative } from 'node:path';
import { run as check } from './check.mjs';
import { planBuild } from '../lib/build.mjs';
import { writeWhole } from '../lib/store.mjs';

export function run(context) {
  const built = check(context);
  if (built.errors.length > 0 || context.options.plan) return built;
  const { units, workspace } = planBuild(context.root);
  const pages = workspace.members.map((name) => {
    const offered = [...units.get(name).exports].map(([, signature]) => `- \`${signature.slice(signature.indexOf(' ') + 1).split('\n')[0]}\``);
    return [`## ${name}`, '', ...offered, ''].join('\n');
  });
  const file = join(context.targetDir, 'doc', 'index.md');
  writeWhole(file, `# What the packages offer\n\n${pages.join('\n')}`);
  return { ...built, page: relative(context.root, file) };
}
