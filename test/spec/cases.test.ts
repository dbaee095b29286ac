// Every named property shape and every coverage query has a case that it finds nothing in, and one that it finds wanting.
// Cases are fragments: other shapes may find something in them, and are not asked.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assetNames, packageRoot, readAsset, shippedAssets } from '../../src/base/assets.ts';
import { closeSpec } from '../../src/closure/close.ts';
import { openCatalogue, type Catalogue } from '../../src/query/catalogue.ts';
import { loadFiles } from '../../src/store/load.ts';

const folder = join(packageRoot, 'test/cases/shapes');
const cases = readdirSync(folder).sort();
const shipped = openCatalogue(shippedAssets.queries);

/** Named shape → the code of its finding. */
const shapeCodes = new Map<string, string>();
for (const file of assetNames(shippedAssets.shapes, '.ttl')) {
  const text = readAsset(shippedAssets.shapes, file);
  for (const [, name, code] of text.matchAll(/^sx:(\w+-\w+)\n {4}a sh:PropertyShape ;[^]*?sx:code "([^"]+)"/gm))
    shapeCodes.set(name!, code!);
}
/** Query, without its folder → the code of its finding. */
const queryCodes = new Map<string, string>();
for (const name of shipped.names('closure/')) {
  const entry = shipped.get(name);
  if (entry.ok) queryCodes.set(name.slice('closure/'.length), entry.value.fields['code']!);
}

/** The shipped catalogue with these queries alone: a case is asked its own question and no other. */
function catalogueOf(names: readonly string[]): Catalogue {
  return { ...shipped, names: () => names };
}

let temporary: string;
beforeAll(() => {
  temporary = mkdtempSync(join(tmpdir(), 'spec-exec-cases-'));
});
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

/** The codes found in these cases, by case. Each case is given a namespace of its own, so that many can be closed at once. */
async function codesIn(which: 'holds' | 'fires', names: readonly string[], asked: readonly string[]) {
  const files = names.map((name) => {
    const file = join(temporary, `${name}.ttl`);
    const text = readFileSync(join(folder, name, `${which}.ttl`), 'utf8');
    writeFileSync(file, text.replace('https://example.org/case#', `https://example.org/${name}#`));
    return file;
  });
  const spec = await loadFiles(files, { root: temporary });
  if (!spec.ok) throw new Error(JSON.stringify(spec.diagnostics, null, 2));
  const closed = await closeSpec(spec.value, { catalogue: catalogueOf(asked) });
  if (!closed.ok) throw new Error(JSON.stringify(closed.diagnostics, null, 2));
  const found = new Map<string, string[]>();
  for (const { code, at } of closed.value.diagnostics) {
    const name = at!.file.slice(0, -'.ttl'.length);
    found.set(name, [...(found.get(name) ?? []), code]);
  }
  return found;
}

describe('the cases of shapes and coverage queries', () => {
  it('are there for each of them, and for nothing else', () => {
    expect(cases).toEqual([...shapeCodes.keys(), ...queryCodes.keys()].sort());
  });

  it('show of every named shape what it finds nothing in', async () => {
    const found = await codesIn('holds', [...shapeCodes.keys()], []);
    expect([...shapeCodes].filter(([name, code]) => found.get(name)?.includes(code))).toEqual([]);
  });

  it('show of every named shape what it finds wanting', async () => {
    const found = await codesIn('fires', [...shapeCodes.keys()], []);
    expect([...shapeCodes].filter(([name, code]) => !found.get(name)?.includes(code))).toEqual([]);
  });

  it.each([...queryCodes])(
    'show of the query closure/%s what it finds nothing in, and what it finds wanting',
    async (name, code) => {
      const asked = [`closure/${name}`];
      expect((await codesIn('holds', [name], asked)).get(name) ?? []).not.toContain(code);
      expect((await codesIn('fires', [name], asked)).get(name) ?? []).toContain(code);
    },
  );
});
