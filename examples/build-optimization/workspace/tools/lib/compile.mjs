// Compiles one package: instantiates its generics, works out its tables and the generic tables of everything it pulls
// in, and writes down each item with the names it needs. The result depends on the package and on the *interfaces* of
// its dependencies, never on their function bodies; that is what makes the boundary setting sound.
import { namesIn, render, tokensOf } from './tokens.mjs';
import { instanceNames, sha } from './resolve.mjs';
import { makeTable, sizeOf } from './tables.mjs';

const INTEGER = /^([ui])(\d+)$/;

/** The tables that compiling `unit` works out: what, for whom, how large. This list is also the dry run's answer. */
export function tablesOf(unit, units, load) {
  const wanted = [];
  const want = (table, name, owner, kind) => wanted.push({ table, name, owner, kind, ...sizeOf(table, load) });
  for (const module of unit.modules.values()) {
    for (const table of module.tables) {
      if (table.over === 'none') want(table, table.name, unit.name, 'own');
      if (table.over === 'T') {
        for (const type of typesOver(module, table)) want(table, table.name.replace(/T$/, type), `${unit.name}/${type}`, 'generic');
      }
    }
  }
  for (const [from, name, template] of pulledIn(unit, units)) {
    if (template.table) want(template.table, `${name}__${suffix(unit)}`, unit.name, from);
  }
  return wanted;
}

function typesOver(module, table) {
  return module.items.find((item) => item.types && item.names.has(table.name))?.types ?? [];
}

// Generic parts of a dependency are made again in each package that pulls it in, as with header-only C++ or generic
// Rust. The linker later keeps the ones that are reached and drops the rest.
function pulledIn(unit, units) {
  return [...unit.dependencies].sort().flatMap((from) => [...units.get(from).templates].map(([name, t]) => [from, name, t]));
}

const suffix = (unit) => unit.name.replaceAll('-', '_');

/** Compiles `unit`; `tableCache` (get/put by key) may know tables from before. */
export function compilePackage(unit, units, { load, profile, tableCache }) {
  const rename = new Map();
  for (const [, name] of pulledIn(unit, units)) rename.set(name, `${name}__${suffix(unit)}`);
  const tables = tablesOf(unit, units, load).map(({ table, name, owner }) => {
    const key = sha('table', table.name, table.cells, table.work, table.select, owner, load);
    const found = tableCache.get(key);
    const made = found ?? makeTable(table, owner, load);
    if (!found) tableCache.put(key, made);
    return { name, ...made };
  });
  const items = tables.map(({ name, entries }) => ({ name, text: `const ${name} = [${entries.join(', ')}];`, needs: [], externs: [] }));
  const externs = new Map();
  const add = (tokens, name, swap) => {
    const text = render(tokens, swap);
    const names = [...namesIn(tokensOf(text))].filter((n) => n !== name);
    items.push({ name, text, needs: names.filter((n) => !externs.has(n)), externs: names.flatMap((n) => externs.get(n) ?? []) });
  };
  for (const module of unit.modules.values()) {
    externs.clear();
    for (const { names, from } of module.imports) {
      if (from.startsWith('node:')) for (const name of names) externs.set(name, [[from, name]]);
    }
    for (const item of module.items) {
      // a generic for the packages that pull this one in; here it would have no table to read
      if (item.inline) continue;
      if (!item.types) add(item.tokens, item.name, rename);
      for (const [at, name] of item.types ? instanceNames(item).entries() : []) {
        add(item.tokens, name, substitution(item, item.types[at], module));
      }
    }
  }
  externs.clear();
  for (const [, name, template] of pulledIn(unit, units)) {
    if (template.item) add(template.item.tokens, rename.get(name), rename);
  }
  return {
    package: unit.name,
    version: unit.pkg.version,
    interface: unit.interface,
    tables: tables.map(({ name, digest }) => ({ name, digest })),
    items,
    debug: debugOf(unit, profile.debug),
  };
}

function substitution(item, type, module) {
  const [, sign, bits] = INTEGER.exec(type) ?? [];
  if (!sign) throw new Error(`${module.file}:${item.line}: "${type}" is not an integer type`);
  const swap = new Map([[item.name, item.name.replace(/T$/, type)], ['T_BITS', bits], ['T_SIGNED', String(sign === 'i')]]);
  for (const table of module.tables) if (table.over === 'T') swap.set(table.name, table.name.replace(/T$/, type));
  return swap;
}

// Level 1: where each function begins. Level 2: also where each name in it stands, for every instance.
function debugOf(unit, level) {
  if (!level) return [];
  return [...unit.modules.values()].flatMap((module) =>
    module.items.flatMap((item) =>
      instanceNames(item).map((name) => ({
        name,
        file: module.file,
        line: item.line,
        ...(level >= 2 && { places: item.tokens.filter((t) => t.kind === 'name').map((t) => [t.text, t.line]) }),
      })),
    ),
  );
}
