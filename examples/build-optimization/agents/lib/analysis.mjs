// What can be read from the manifests and sources of the workspace: who depends on whom and on what, what is generic
// and how often, what is declared and never used. Nothing here is known beforehand; it is all counted.
import { planBuild } from '../../workspace/tools/lib/build.mjs';
import { readTasks } from '../../workspace/tools/lib/makefile.mjs';

const BLOCK = /```json\n([\s\S]*?)\n```/;

/** The analysis of the workspace in `root`, plain data that fits into a report. */
export function analyse(root) {
  const { workspace, units, steps } = planBuild(root);
  const vendored = new Set(
    [...workspace.packages.values()].filter((p) => p.dir.startsWith('vendor/')).map((p) => p.name),
  );
  const own = [...workspace.packages.values()].filter((p) => !vendored.has(p.name));
  const packages = own.map((pkg) => {
    const unit = units.get(pkg.name);
    const imported = new Set([...unit.modules.values()].flatMap((m) => m.imports.map((i) => i.from)));
    const reexported = new Set([...unit.modules.values()].flatMap((m) => m.reexports.map((r) => r.from)));
    const uses = (name) => imported.has(name) || reexported.has(name);
    const declared = pkg.dependencies.map((d) => d.name);
    return {
      name: pkg.name,
      dir: pkg.dir,
      dependencies: inOrder(declared.filter((d) => !vendored.has(d))),
      unneededDependencies: inOrder(declared.filter((d) => !vendored.has(d) && !uses(d))),
      heavy: inOrder(declared.filter((d) => vendored.has(d))),
      heavyOn: inOrder([...unit.dependencies].filter((d) => vendored.has(d))),
      heavyUsed: inOrder(declared.filter((d) => vendored.has(d) && uses(d))),
      generics: genericsOf(unit, units),
      lines: unit.sources.filter((s, at) => at % 2 === 1).reduce((sum, text) => sum + text.split('\n').length - 1, 0),
      tableSteps: steps.find((s) => s.name === pkg.name).tables.reduce((sum, t) => sum + t.steps, 0),
    };
  });
  const dependents = (name) => packages.filter((p) => reaches(packages, p.name, name)).map((p) => p.name);
  return {
    packages: packages.map((p) => ({ ...p, rebuiltWith: dependents(p.name) })),
    heavy: inOrder([...vendored]),
    rebuildOn: workspace.rebuildOn,
    cache: workspace.cacheDir,
    profile: workspace.profile,
    tasks: [...readTasks(root).values()].map((t) => ({
      name: t.name,
      targetDir: t.env.CARGO_TARGET_DIR ?? 'target',
      builds: isBuild(t),
    })),
    totalSteps: steps.flatMap((s) => s.tables).reduce((sum, t) => sum + t.steps, 0),
    heavySteps: steps
      .flatMap((s) => s.tables)
      .filter((t) => vendored.has(t.kind))
      .reduce((sum, t) => sum + t.steps, 0),
    genericSteps: steps
      .flatMap((s) => s.tables)
      .filter((t) => t.kind === 'generic')
      .reduce((sum, t) => sum + t.steps, 0),
    heavyInstances: steps.flatMap((s) => s.tables).filter((t) => vendored.has(t.kind)).length,
  };
}

const inOrder = (names) => names.toSorted((a, b) => (a < b ? -1 : 1));

const BUILDING = new Set(['check', 'lint', 'doc', 'bench', 'package', 'test']);
const isBuild = (task) => task.command === 'ggenc' && BUILDING.has(task.args[0]);

function reaches(packages, from, to) {
  const direct = packages.find((p) => p.name === from).dependencies;
  return direct.includes(to) || direct.some((d) => reaches(packages, d, to));
}

// An instance is used where some module of any package imports it by name.
function genericsOf(unit, units) {
  const wanted = new Set(
    [...units.values()].flatMap((u) => [...u.modules.values()].flatMap((m) => m.imports.flatMap((i) => i.names))),
  );
  return [...unit.modules.values()].flatMap((module) =>
    module.items
      .filter((item) => item.types)
      .map((item) => ({
        name: item.name,
        file: module.file,
        types: item.types,
        usedTypes: item.types.filter((type) => wanted.has(item.name.replace(/T$/, type))),
      })),
  );
}

/** The analysis as the code analyzer's report carries it, or null where the report has none. */
export function analysisIn(report) {
  const block = report && BLOCK.exec(report);
  return block ? JSON.parse(block[1]) : null;
}

/** The block of a report that {@link analysisIn} reads. */
export const analysisBlock = (analysis) => `\`\`\`json\n${JSON.stringify(analysis, null, 1)}\n\`\`\``;
