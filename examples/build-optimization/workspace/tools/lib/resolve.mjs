// Reads the sources of every active package and resolves names between them: what each package offers, what is missing,
// what is unused. No table is worked out here: this is the cheap half of a build, done every time.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readModule } from './source.mjs';
import { render } from './tokens.mjs';

export const sha = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(typeof part === 'string' ? part : JSON.stringify(part)).update('\0');
  return hash.digest('hex');
};

/** Resolves the packages in `order`. Returns `{ units: Map, errors, warnings }`; messages begin with file and line. */
export function resolvePackages(workspace, active, order) {
  const units = new Map();
  const errors = [];
  const warnings = [];
  for (const name of order) units.set(name, resolvePackage(workspace, active, units, name, errors, warnings));
  const owners = new Map();
  for (const unit of units.values()) {
    for (const [item, where] of unit.declared) {
      if (owners.has(item)) errors.push(`${where}: "${item}" is also declared in ${owners.get(item)}`);
      else owners.set(item, where);
    }
  }
  return { units, errors, warnings };
}

function resolvePackage(workspace, active, units, name, errors, warnings) {
  const pkg = workspace.packages.get(name);
  const { features, dependencies } = active.get(name);
  const modules = new Map();
  const sources = [];
  for (const file of sourceFiles(join(workspace.root, pkg.dir, 'src'))) {
    const path = join(pkg.dir, 'src', file);
    const text = readFileSync(join(workspace.root, path), 'utf8');
    sources.push(path, text);
    modules.set(join('src', file), readModule(text, path, features));
  }
  const declared = new Map();
  for (const module of modules.values()) {
    for (const thing of [...module.items, ...module.tables]) declared.set(thing.name, `${module.file}:${thing.line}`);
  }
  const unit = { name, pkg, features, dependencies, modules, declared, sources, exports: new Map(), templates: new Map() };
  for (const module of modules.values()) {
    for (const entry of module.imports) checkImport(unit, units, module, entry, errors, warnings);
  }
  unit.exports = exportsOf(unit, units, modules.get(pkg.library), errors, new Set());
  if (!modules.has(pkg.library)) errors.push(`${pkg.dir}/Cargo.toml: [lib] path "${pkg.library}" is not there`);
  warnUnused(unit, warnings);
  for (const module of modules.values()) {
    for (const table of module.tables) if (table.over === 'crate') unit.templates.set(table.name, { table });
    for (const item of module.items) if (item.inline) unit.templates.set(item.name, { item });
  }
  unit.interface = interfaceOf(unit);
  return unit;
}

function sourceFiles(dir) {
  return readdirSync(dir).filter((f) => f.endsWith('.mjs')).sort();
}

function targetModule(unit, module, from) {
  return unit.modules.get(join(dirname(module.file).slice(unit.pkg.dir.length + 1), from));
}

function checkImport(unit, units, module, entry, errors, warnings) {
  const where = `${module.file}:${entry.line}`;
  if (entry.from.startsWith('node:')) return;
  let offered;
  if (entry.from.startsWith('.')) {
    const target = targetModule(unit, module, entry.from);
    if (!target) return void errors.push(`${where}: the module "${entry.from}" is not there`);
    offered = new Set(target.items.filter((i) => i.exported).flatMap(instanceNames));
  } else {
    if (!unit.dependencies.has(entry.from)) {
      return void errors.push(`${where}: "${entry.from}" is not an active dependency of ${unit.name}`);
    }
    offered = new Set(units.get(entry.from).exports.keys());
  }
  for (const name of entry.names) {
    if (!offered.has(name)) errors.push(`${where}: "${entry.from}" offers no "${name}"`);
    else if (!module.items.some((item) => item.names.has(name))) warnings.push(`${where}: the import "${name}" is unused`);
  }
}

/** The names that an item stands for: itself, or one a type where it is generic. */
export function instanceNames(item) {
  return item.types ? item.types.map((type) => item.name.replace(/T$/, type)) : [item.name];
}

function exportsOf(unit, units, module, errors, seen) {
  const out = new Map();
  if (!module || seen.has(module)) return out;
  seen.add(module);
  for (const item of module.items) {
    if (item.exported) for (const name of instanceNames(item)) out.set(name, `${unit.name} ${item.signature}`);
  }
  for (const { from, line } of module.reexports) {
    if (from.startsWith('.')) {
      const target = targetModule(unit, module, from);
      if (!target) errors.push(`${module.file}:${line}: the module "${from}" is not there`);
      for (const [name, signature] of exportsOf(unit, units, target, errors, seen)) out.set(name, signature);
    } else if (!unit.dependencies.has(from)) {
      errors.push(`${module.file}:${line}: "${from}" is not an active dependency of ${unit.name}`);
    } else for (const [name, signature] of units.get(from).exports) out.set(name, signature);
  }
  return out;
}

function warnUnused(unit, warnings) {
  const used = new Set([...unit.modules.values()].flatMap((m) => m.items.flatMap((i) => [...i.names])));
  for (const module of unit.modules.values()) {
    for (const item of module.items) {
      if (!item.exported && !used.has(item.name)) warnings.push(`${module.file}:${item.line}: "${item.name}" is never used`);
    }
  }
}

// What a dependent can notice: the names and parameters that are offered, and generic parts, which are copied into it.
function interfaceOf(unit) {
  const offered = [...unit.exports].sort(([a], [b]) => (a < b ? -1 : 1));
  const generic = [...unit.templates].map(([name, t]) => [name, t.item ? render(t.item.tokens) : t.table]);
  return sha(unit.name, offered, generic);
}
