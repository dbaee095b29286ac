// One build: read, resolve, compile what is not fresh, link. Used by every task that needs the program.
import { existsSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { compilePackage, tablesOf } from './compile.mjs';
import { link } from './link.mjs';
import { openStore, writeWhole } from './store.mjs';
import { readLoad } from './tables.mjs';
import { resolvePackages, sha } from './resolve.mjs';
import { activate, buildOrder, readWorkspace } from './workspace.mjs';

/** Changes with the compiler, so that artifacts of another version are never taken for fresh ones. */
const COMPILER = 'ggenc 1.0.0';
const PROGRAM = 'ggen-cli';

/** Everything that is known before anything is compiled: units in order, fingerprints, the tables each would need. */
export function planBuild(root, { features = [], noDefault = false, only = null } = {}) {
  const workspace = readWorkspace(root);
  const active = activate(workspace, { features, noDefault, only });
  const order = buildOrder(active);
  const { units, errors, warnings } = resolvePackages(workspace, active, order);
  const load = readLoad(root);
  const fingerprints = new Map();
  for (const name of order) {
    const unit = units.get(name);
    const dependencies = [...unit.dependencies].sort().map((d) => {
      // "content": a change anywhere below means building again; "interface": only one that a dependent can notice
      return workspace.rebuildOn === 'interface' ? units.get(d).interface : fingerprints.get(d);
    });
    const own = [unit.pkg.text, unit.sources, [...unit.features].sort(), workspace.profile, load];
    fingerprints.set(name, sha(COMPILER, own, dependencies));
  }
  const steps = order.map((name) => ({ name, fingerprint: fingerprints.get(name), tables: tablesOf(units.get(name), units, load) }));
  return { workspace, units, order, steps, errors, warnings, load };
}

/** Builds into `targetDir` (which must be locked). Returns what was compiled, what was fresh, and the program. */
export function runBuild(root, targetDir, plan, say) {
  const { workspace, units, steps, load } = plan;
  const cacheDir = workspace.cacheDir && resolve(root, workspace.cacheDir);
  const store = openStore(targetDir, cacheDir);
  const compiled = [];
  const fresh = [];
  const artifacts = [];
  for (const { name, fingerprint } of steps) {
    let artifact = store.get(name, fingerprint);
    if (artifact) fresh.push(name);
    else {
      say(`   Compiling ${name} v${units.get(name).pkg.version}`);
      artifact = compilePackage(units.get(name), units, { load, profile: workspace.profile, tableCache: store.tables });
      store.put(name, fingerprint, artifact);
      compiled.push(name);
    }
    artifacts.push(artifact);
  }
  if (!units.has(PROGRAM)) return { compiled, fresh, program: null };
  const linked = link(artifacts, { main: 'main', lto: workspace.profile.lto });
  if (linked.errors) return { compiled, fresh, program: null, errors: linked.errors };
  const file = join(targetDir, 'out', 'ggen.mjs');
  writeIfChanged(file, linked.text);
  writeDebug(targetDir, artifacts, workspace.profile);
  return {
    compiled,
    fresh,
    program: { path: relative(root, file), digest: sha(linked.text), bytes: Buffer.byteLength(linked.text), items: linked.kept, dropped: linked.of - linked.kept },
  };
}

// "packed": all debug places in one file; "off": one file a package. Never in the program itself.
function writeDebug(targetDir, artifacts, profile) {
  if (profile['split-debuginfo'] === 'packed') {
    writeIfChanged(join(targetDir, 'out', 'ggen.dbg.json'), JSON.stringify(artifacts.flatMap((a) => a.debug)));
  } else {
    for (const a of artifacts) writeIfChanged(join(targetDir, 'out', 'debug', `${a.package}.json`), JSON.stringify(a.debug));
  }
}

function writeIfChanged(file, text) {
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeWhole(file, text);
}
