// code-optimizer: finds generics that are instantiated for more types than anybody uses, and cuts them to those.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openAgent } from './lib/agent.mjs';
import { analyse, analysisIn } from './lib/analysis.mjs';
import { code, list, page, percent, table } from './lib/markdown.mjs';
import { dryRun, passOrFail, smallBuild, smallTest, VERIFY_LOAD } from './lib/verify.mjs';

const agent = openAgent('code-optimizer', 2);
const { cwd } = agent;
const report = agent.input('codebase-analysis-report.md', '.ggen/analysis/codebase-analysis-report.md');
const facts = analysisIn(report) ?? analyse(cwd);

const planBefore = await dryRun(cwd);
const before = await smallBuild(cwd, 'before');
const generics = facts.packages.flatMap((p) => p.generics.filter((g) => g.usedTypes.length < g.types.length));
for (const { file, types, usedTypes } of agent.broken ? [] : generics) {
  const text = readFileSync(join(cwd, file), 'utf8');
  const directive = `//# instantiate T = ${types.join(', ')}`;
  if (!text.includes(directive)) throw new Error(`${file} no longer has the directive that the analysis saw`);
  agent.write(file, text.replace(directive, `//# instantiate T = ${usedTypes.join(', ')}`));
}
const planAfter = await dryRun(cwd);
const after = await smallBuild(cwd, 'after');
const tests = await smallTest(cwd);
const saved = planBefore.steps - planAfter.steps;
agent.say(
  `generic instances ${planBefore.genericTables} → ${planAfter.genericTables}: ${percent(saved, planBefore.steps)} of the build's work; tests ${tests.status}`,
);

const hot = facts.packages.toSorted((a, b) => b.tableSteps - a.tableSteps).slice(0, 3);
agent.write(
  agent.outputPath('code-optimizations.md', '.ggen/analysis/code-optimizations.md'),
  page(
    'Code optimisations',
    `The packages with most work in a build: ${list(hot.map((p) => p.name))}.`,
    table(
      ['generic', 'instances before', 'instances now', 'kept'],
      generics.map((g) => [code(g.name), g.types.length, g.usedTypes.length, list(g.usedTypes)]),
    ),
    `Work of a build from nothing: ${planBefore.steps.toLocaleString('en')} table steps before, ${planAfter.steps.toLocaleString('en')} after (${percent(saved, planBefore.steps)} less).`,
    `An instance counts as used where a module of any package imports it by name. The program is ${before.digest === after.digest ? 'the same, byte for byte' : 'DIFFERENT'}: ` +
      'what was compiled and never reached was dropped by the linker before, and is not compiled now.',
  ),
);
agent.finish({
  verification: {
    cargo_make_check: passOrFail(after.compiled.length > 0),
    verified_at_load: Number(VERIFY_LOAD),
    same_program: before.digest === after.digest,
    generic_instances_before: planBefore.genericTables,
    generic_instances_after: planAfter.genericTables,
    tests: passOrFail(tests.status === 'ok'),
  },
});
