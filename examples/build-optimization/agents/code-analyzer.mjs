// code-analyzer: reads manifests and sources, and says what depends on what, where the build's work is, where optimizers
// may get into each other's way, and what can be gained. The same facts stand in the report as JSON for the optimizers.
import { analyse, analysisBlock } from './lib/analysis.mjs';
import { openAgent } from './lib/agent.mjs';
import { code, list, page, percent, table } from './lib/markdown.mjs';

const agent = openAgent('code-analyzer', 1);
const facts = analyse(agent.cwd);
const { packages } = facts;
const path = agent.outputPath('codebase-analysis-report.md', '.ggen/analysis/codebase-analysis-report.md');

const generics = packages.flatMap((p) => p.generics);
const hub = packages.toSorted((a, b) => b.rebuiltWith.length - a.rebuiltWith.length)[0];
const unneeded = packages.flatMap((p) => p.unneededDependencies.map((d) => [p.name, d]));
const shared = facts.tasks.filter(
  (t) => t.builds && facts.tasks.some((o) => o !== t && o.builds && o.targetDir === t.targetDir),
);

const report = page(
  'Codebase analysis',
  `${packages.length} packages, ${packages.reduce((sum, p) => sum + p.lines, 0)} lines, ${facts.heavy.length} vendored dependencies.`,
  '## Dependency graph',
  table(
    ['package', 'depends on', 'declared, never imported', 'a change rebuilds'],
    packages.map((p) => [
      code(p.name),
      list(p.dependencies),
      list(p.unneededDependencies),
      `${p.rebuiltWith.length + 1} packages`,
    ]),
  ),
  '## Hotspots',
  `Work of a build from nothing, in table steps: ${facts.totalSteps.toLocaleString('en')}. Heavy dependencies are ${percent(facts.heavySteps, facts.totalSteps)} of it ` +
    `(${facts.heavyInstances} instances), unused and used instances of generics ${percent(facts.genericSteps, facts.totalSteps)}.`,
  table(
    ['package', 'steps', 'heavy dependencies on', 'of these ever mentioned'],
    packages
      .toSorted((a, b) => b.tableSteps - a.tableSteps)
      .map((p) => [code(p.name), p.tableSteps.toLocaleString('en'), list(p.heavyOn), list(p.heavyUsed)]),
  ),
  table(
    ['generic', 'file', 'instances', 'used by name'],
    generics.map((g) => [code(g.name), code(g.file), g.types.length, list(g.usedTypes)]),
  ),
  '## Where changes may meet',
  [
    `- ${code('Makefile.toml')}: ${shared.length} tasks build in one target folder (${list(shared.map((t) => t.name))}); whoever isolates them edits these tables.`,
    `- ${code('Cargo.toml')} (root): ${code('[workspace]')} and ${code('[profile.dev]')} are tables apart.`,
    `- package manifests: ${code('[features]')} and ${code('[dependencies]')} for feature gates, ${code('[dependencies.NAME]')} for edges between packages.`,
  ].join('\n'),
  '## Opportunities',
  [
    `- gate ${list(facts.heavy)} by features: ${facts.heavyInstances} instances, of which no package's program part needs any.`,
    `- ${code(hub.name)} is below ${hub.rebuiltWith.length} packages, and dependents are rebuilt on ${code(facts.rebuildOn)}.`,
    `- ${unneeded.length} edges between packages are declared and never imported: ${unneeded.map(([a, b]) => code(`${a} → ${b}`)).join(', ') || 'none'}.`,
    ...generics.map(
      (g) =>
        `- ${code(g.name)}: ${g.types.length - g.usedTypes.length} of ${g.types.length} instances are not used by name.`,
    ),
  ].join('\n'),
  '## For the optimizers',
  analysisBlock(facts),
);
agent.write(path, agent.broken ? '' : report);
agent.say(
  `${packages.length} packages; ${facts.heavyInstances} heavy instances are ${percent(facts.heavySteps, facts.totalSteps)} of the work`,
);
agent.say(`${hub.name} rebuilds ${hub.rebuiltWith.length + 1} packages; ${unneeded.length} edges are not needed`);
agent.finish({
  verification: { packages_read: packages.length, report_written: true },
  findings: {
    heavy_instances: facts.heavyInstances,
    unneeded_edges: unneeded.length,
    generic_instances: generics.reduce((n, g) => n + g.types.length, 0),
  },
});
