// incremental-build-optimizer: cuts the coupling. Dependents are rebuilt on a change that they can notice and on no
// other, edges that nobody imports go, vendored packages leave the workspace, compiled parts are kept by content.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { measureIncrementalBuild, runTask } from '../workspace/tools/lib/measure.mjs';
import { openAgent } from './lib/agent.mjs';
import { analyse, analysisIn } from './lib/analysis.mjs';
import { code, list, page, table } from './lib/markdown.mjs';
import { addTable, removeTable, setKey } from './lib/toml-edit.mjs';
import { dryRun, passOrFail, smallBuild, VERIFY_LOAD } from './lib/verify.mjs';

const agent = openAgent('incremental-build-optimizer', 2);
const { cwd } = agent;
const report = agent.input('codebase-analysis-report.md', '.ggen/analysis/codebase-analysis-report.md');
const facts = analysisIn(report) ?? analyse(cwd);

process.env['GGEN_LOAD'] = VERIFY_LOAD;
const before = await smallBuild(cwd, 'before');
const rebuiltBefore = await rebuiltByOneChange();

const cut = facts.packages.filter((p) => p.unneededDependencies.length > 0);
for (const { dir, unneededDependencies } of cut) {
  const file = join(dir, 'Cargo.toml');
  const text = readFileSync(join(cwd, file), 'utf8');
  agent.write(
    file,
    unneededDependencies.reduce((so, name) => removeTable(so, `dependencies.${name}`), text),
  );
}
let manifest = readFileSync(join(cwd, 'Cargo.toml'), 'utf8');
manifest = setKey(manifest, 'workspace', 'exclude', '["vendor/*"]');
if (!agent.broken) {
  manifest = setKey(manifest, 'workspace.metadata.boundaries', 'rebuild-on', '"interface"');
  const cache =
    '# Compiled packages and tables by content, shared by the target folders of all tasks.\n[workspace.metadata.cache]\ndir = "target/cache"';
  manifest = addTable(manifest, 'workspace.metadata.boundaries', cache);
}
agent.write('Cargo.toml', manifest);
const edges = cut.reduce((sum, p) => sum + p.unneededDependencies.length, 0);
agent.say(`${edges} edges cut; boundaries ${agent.broken ? 'as they were' : 'at the interface'}`);

const plan = await dryRun(cwd);
const after = await smallBuild(cwd, 'after');
const rebuiltAfter = await rebuiltByOneChange();
agent.say(`one changed function body compiles ${rebuiltAfter.length} packages (before: ${rebuiltBefore.length})`);

agent.write(
  agent.outputPath('crate-isolation-strategy.md', '.ggen/designs/crate-isolation-strategy.md'),
  page(
    'Boundaries between packages: what was done',
    table(
      ['package', 'edges cut'],
      cut.map((p) => [code(p.name), list(p.unneededDependencies)]),
    ),
    `Dependents are rebuilt on ${code(plan.rebuildOn)}. Changing one function body in ${code('ggen-utils')} compiled ${rebuiltBefore.length} packages before ` +
      `(${list(rebuiltBefore)}) and compiles ${rebuiltAfter.length} now (${list(rebuiltAfter)}).`,
    `Vendored packages are no members of the workspace any more; they are built where a feature asks for them. The cache is ${plan.cache ? code(plan.cache) : 'off'}.`,
  ),
);
agent.finish({
  verification: {
    cargo_make_check: passOrFail(after.compiled.length > 0),
    verified_at_load: Number(VERIFY_LOAD),
    same_program: before.digest === after.digest,
    packages_rebuilt_before: rebuiltBefore.length,
    packages_rebuilt_after: rebuiltAfter.length,
    edges_cut: edges,
    no_breaking_changes: before.digest === after.digest,
  },
});

async function rebuiltByOneChange() {
  const { report: built, log } = await runTask(cwd, 'check');
  if (built?.status !== 'ok') throw new Error(`the build fails:\n${log}`);
  return (await measureIncrementalBuild(cwd)).compiled;
}
