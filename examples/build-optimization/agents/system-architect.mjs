// system-architect: reads the manifests and writes the four designs that the optimizers work from.
import { analyse } from './lib/analysis.mjs';
import { openAgent } from './lib/agent.mjs';
import { code, list, page, percent, table } from './lib/markdown.mjs';

const agent = openAgent('system-architect', 1);
const facts = analyse(agent.cwd);
const { packages, tasks, heavy } = facts;
const builds = tasks.filter((t) => t.builds);
const gated = heavy.filter((h) => packages.some((p) => p.heavyOn.includes(h)));
const debug = facts.profile.debug >= 2 ? 'packed' : facts.profile['split-debuginfo'];

/** Who works on which packages: a package may be in several hands, in different tables of its manifest. */
const assignments = {
  'build-config-optimizer': ['Makefile.toml', 'Cargo.toml'],
  'incremental-build-optimizer': packages.filter((p) => p.unneededDependencies.length > 0).map((p) => p.name),
  'dependency-optimizer': packages.filter((p) => p.heavyOn.length > 0).map((p) => p.name),
  'code-optimizer': packages
    .filter((p) => p.generics.some((g) => g.usedTypes.length < g.types.length))
    .map((p) => p.name),
  'test-optimizer': ['tests'],
};

const documents = {
  'architecture.md': page(
    'Build optimisation: the design',
    `The workspace has ${packages.length} packages. Three things make its build slow, and each has a design of its own.`,
    table(
      ['bottleneck', 'seen in the manifests', 'design'],
      [
        [
          'artifact lock contention',
          `${builds.length} tasks build in ${new Set(builds.map((t) => t.targetDir)).size} target folder(s)`,
          'cargo-target-isolation.md',
        ],
        [
          'memory-intensive dependencies',
          `${facts.heavyInstances} instances of ${list(heavy)}: ${percent(facts.heavySteps, facts.totalSteps)} of all work`,
          'feature-gating.md',
        ],
        ['workspace coupling', `dependents are rebuilt on ${code(facts.rebuildOn)}`, 'crate-isolation.md'],
      ],
    ),
    '## Who does what',
    table(
      ['agent', 'works on'],
      Object.entries(assignments).map(([who, what]) => [who, list(what)]),
    ),
    'What the program does must not change: its bytes before and after are compared.',
  ),
  'cargo-target-isolation.md': page(
    'Isolation of target folders',
    'One build holds the lock of its target folder until it ends. Tasks that build in the same folder wait for each other:',
    table(
      ['task', 'target folder'],
      builds.map((t) => [code(t.name), code(t.targetDir)]),
    ),
    `Each of them gets ${code('CARGO_TARGET_DIR = "target/${TASK}"')} in its own table of ${code('Makefile.toml')}. What this costs, each task compiling for itself, ` +
      'a cache keyed by content takes back (see crate-isolation.md).',
    `Debug places are ${code(`split-debuginfo = "${debug}"`)}: one file beside the program in place of one a package.`,
  ),
  'feature-gating.md': page(
    'Feature gates for heavy dependencies',
    table(
      ['package', 'on by default', 'ever mentioned in its sources'],
      packages.map((p) => [code(p.name), list(p.heavyOn), list(p.heavyUsed)]),
    ),
    `To be gated: ${list(gated)}. The default becomes ${code('minimal')}; ${code('full')}, ${code('headless')} (full without templates) and ${code('compatible')} ` +
      '(what the default was) are offered in each package that really mentions one of them. A package that never does loses the dependency.',
  ),
  'crate-isolation.md': page(
    'Boundaries between packages',
    table(
      ['package', 'a change rebuilds', 'edges declared and never imported'],
      packages.map((p) => [code(p.name), p.rebuiltWith.length + 1, list(p.unneededDependencies)]),
    ),
    `A package is compiled from its own sources and the *interfaces* of what it depends on, so ${code('rebuild-on = "interface"')} loses nothing. ` +
      'Vendored packages are excluded from the workspace: they are built where something needs them. Compiled packages and tables are kept by content.',
  ),
};
const names = Object.keys(documents);
for (const name of agent.broken ? names.slice(0, -1) : names)
  agent.write(agent.outputPath(`/${name}`, `.ggen/designs/${name}`), documents[name]);
agent.say(`${names.length} designs; to be gated: ${gated.join(', ')}`);

agent.handOff('swarm/build-opt/architecture-design', {
  cargo_target_dir_isolation: builds.some((t) => builds.some((o) => o !== t && o.targetDir === t.targetDir)),
  split_debuginfo_strategy: debug,
  feature_gating_required: gated,
  crate_assignments: assignments,
});
agent.finish({ verification: { designs_written: names.length, packages_read: packages.length } });
