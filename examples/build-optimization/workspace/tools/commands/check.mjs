// check: builds the program. With --plan it only says what it would do; with --resolve-only it stops before compiling.
import { planBuild, runBuild } from '../lib/build.mjs';

/** The build options that the command line gave. */
export const asked = (options) => ({
  features: options.features ? options.features.split(',') : [],
  noDefault: options['no-default-features'] === true,
  only: options.package ?? null,
});

export function run({ root, targetDir, say, options, task }) {
  const plan = planBuild(root, asked(options));
  const denied = task.env.GGEN_WARNINGS === 'deny' ? plan.warnings : [];
  const errors = [...plan.errors, ...denied];
  const head = { errors, warnings: plan.warnings, targetDir, packages: plan.order };
  if (options.plan) return { ...head, plan: summary(plan) };
  if (errors.length > 0 || options['resolve-only']) return head;
  return { ...head, ...runBuild(root, targetDir, plan, say) };
}

/** What a build of `plan` from nothing costs: tables by kind, steps of work, bytes held at once. */
function summary({ steps, workspace }) {
  const tables = steps.flatMap((step) => step.tables.map((t) => ({ package: step.name, name: t.name, kind: t.kind, cells: t.cells, steps: t.steps })));
  const vendored = tables.filter((t) => t.kind !== 'own' && t.kind !== 'generic');
  const arenas = new Map(steps.flatMap((step) => step.tables.map((t) => [t.table.name, t.cells * 4])));
  return {
    rebuildOn: workspace.rebuildOn,
    cache: workspace.cacheDir,
    profile: workspace.profile,
    packages: steps.map((step) => ({ name: step.name, fingerprint: step.fingerprint, tables: step.tables.length })),
    tables: tables.length,
    heavyTables: vendored.length,
    heavyBy: Object.fromEntries(count(vendored.map((t) => t.kind))),
    genericTables: tables.filter((t) => t.kind === 'generic').length,
    steps: tables.reduce((sum, t) => sum + t.steps, 0),
    tableBytes: [...arenas.values()].reduce((sum, bytes) => sum + bytes, 0),
  };
}

function count(names) {
  const counts = new Map();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort();
}
