// features: resolves the workspace under each combination of features that a user may ask for. Nothing is compiled:
// whether the names fit does not depend on the tables.
import { planBuild } from '../lib/build.mjs';
import { readWorkspace } from '../lib/workspace.mjs';

export function run({ root, say }) {
  const workspace = readWorkspace(root);
  const names = new Set(workspace.members.flatMap((m) => Object.keys(workspace.packages.get(m).features)));
  names.delete('default');
  const single = [...names].sort();
  const pairs = single.flatMap((a, at) => single.slice(at + 1).map((b) => [a, b]));
  const combinations = [
    { features: [], noDefault: false },
    { features: [], noDefault: true },
    ...single.map((f) => ({ features: [f], noDefault: true })),
    ...pairs.map((features) => ({ features, noDefault: true })),
    { features: single, noDefault: false },
  ];
  const errors = [];
  for (const asked of combinations) {
    const plan = planBuild(root, asked);
    const label = `${asked.noDefault ? 'no default' : 'default'}${asked.features.length > 0 ? ` + ${asked.features.join(', ')}` : ''}`;
    errors.push(...[...plan.errors, ...plan.warnings].map((line) => `[${label}] ${line}`));
  }
  say(`features: ${combinations.length} combinations of ${single.length}`);
  return { errors, combinations: combinations.length, features: single };
}
