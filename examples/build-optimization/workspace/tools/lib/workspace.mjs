// Reads the manifests: which packages there are, which of them the workspace builds, what each depends on, and which
// features (and so which optional dependencies) are on.
import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseToml } from './toml.mjs';

/** A manifest that cannot be used; the message names it. */
export class ManifestError extends Error {}

/** Reads the root manifest and every package it reaches, by membership or by path. */
export function readWorkspace(root) {
  const manifest = parseToml(readFileSync(join(root, 'Cargo.toml'), 'utf8'), 'Cargo.toml');
  const members = expand(root, manifest.workspace?.members ?? []);
  const excluded = new Set(expand(root, manifest.workspace?.exclude ?? []));
  const metadata = manifest.workspace?.metadata ?? {};
  const packages = new Map();
  const load = (dir) => {
    const found = [...packages.values()].find((p) => p.dir === dir);
    if (found) return found.name;
    const pkg = readPackageManifest(root, dir);
    packages.set(pkg.name, pkg);
    for (const dependency of pkg.dependencies) dependency.name = load(dependency.dir);
    return pkg.name;
  };
  const names = members.filter((dir) => !excluded.has(dir)).map(load);
  return {
    root,
    packages,
    members: names,
    profile: { debug: 2, 'split-debuginfo': 'off', lto: 'fat', ...manifest.profile?.dev },
    rebuildOn: metadata.boundaries?.['rebuild-on'] ?? 'content',
    cacheDir: metadata.cache?.dir ?? null,
  };
}

function expand(root, patterns) {
  return patterns.flatMap((pattern) => {
    if (!pattern.endsWith('/*')) return [pattern];
    const parent = pattern.slice(0, -2);
    return readdirSync(join(root, parent))
      .filter((name) => existsSync(join(root, parent, name, 'Cargo.toml')))
      .sort()
      .map((name) => `${parent}/${name}`);
  });
}

function readPackageManifest(root, dir) {
  const file = join(dir, 'Cargo.toml');
  if (!existsSync(join(root, file))) throw new ManifestError(`${file} is not there`);
  const text = readFileSync(join(root, file), 'utf8');
  const manifest = parseToml(text, file);
  if (!manifest.package?.name) throw new ManifestError(`${file} has no [package] name`);
  return {
    name: manifest.package.name,
    version: manifest.package.version ?? '0.0.0',
    dir,
    text,
    library: manifest.lib?.path ?? 'src/lib.mjs',
    features: manifest.features ?? {},
    dependencies: Object.entries(manifest.dependencies ?? {}).map(([name, given]) => {
      if (typeof given?.path !== 'string') throw new ManifestError(`${file}: the dependency "${name}" has no path`);
      return {
        alias: name,
        name,
        dir: relative(root, join(root, dir, given.path)),
        optional: given.optional === true,
        features: given.features ?? [],
        defaultFeatures: given['default-features'] !== false,
      };
    }),
  };
}

/**
 * What is on in each package that the build needs: its features, and the dependencies that they leave in.
 * `asked.features` are looked for in every member; a name that no member has is an error.
 */
export function activate(workspace, asked = {}) {
  const { features = [], noDefault = false, only = null } = asked;
  const active = new Map();
  const pending = [];
  const turnOn = (name, wanted, withDefault) => {
    const pkg = workspace.packages.get(name);
    const before = active.get(name)?.features.size ?? -1;
    const entry = active.get(name) ?? { features: new Set(), dependencies: new Set() };
    active.set(name, entry);
    const add = (feature) => {
      if (feature.startsWith('dep:')) return;
      if (entry.features.has(feature)) return;
      entry.features.add(feature);
      for (const implied of pkg.features[feature] ?? []) add(implied);
    };
    if (withDefault && pkg.features.default) add('default');
    for (const feature of wanted) add(feature);
    if (entry.features.size !== before) pending.push(name);
  };
  const roots = only ? [only] : workspace.members;
  for (const name of roots) {
    const pkg = workspace.packages.get(name);
    if (!pkg) throw new ManifestError(`there is no package "${name}" in this workspace`);
    turnOn(name, features.filter((f) => pkg.features[f]), !noDefault);
  }
  for (const feature of features) {
    if (!roots.some((name) => workspace.packages.get(name).features[feature])) {
      throw new ManifestError(`no package has a feature "${feature}"`);
    }
  }
  while (pending.length > 0) {
    const name = pending.pop();
    const pkg = workspace.packages.get(name);
    const entry = active.get(name);
    const named = new Set([...entry.features].flatMap((f) => pkg.features[f] ?? []).filter((f) => f.startsWith('dep:')));
    for (const dependency of pkg.dependencies) {
      const on = !dependency.optional || named.has(`dep:${dependency.alias}`) || entry.features.has(dependency.alias);
      if (!on) continue;
      entry.dependencies.add(dependency.name);
      turnOn(dependency.name, dependency.features, dependency.defaultFeatures && !noDefault);
    }
  }
  return active;
}

/** The names of `active`, each after everything it depends on; a loop between packages is an error. */
export function buildOrder(active) {
  const order = [];
  const state = new Map();
  const visit = (name, trail) => {
    if (state.get(name) === 'done') return;
    if (state.get(name) === 'open') throw new ManifestError(`packages depend on each other: ${[...trail, name].join(' → ')}`);
    state.set(name, 'open');
    for (const dependency of [...active.get(name).dependencies].sort()) visit(dependency, [...trail, name]);
    state.set(name, 'done');
    order.push(name);
  };
  for (const name of [...active.keys()].sort()) visit(name, []);
  return order;
}
