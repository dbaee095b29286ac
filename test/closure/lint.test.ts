import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot, shippedAssets } from '../../src/base/assets.ts';
import { byPlace } from '../../src/base/diagnostic.ts';
import { lintFindings, lintRules } from '../../src/closure/lint/lint.ts';
import { loadFiles, loadSpec, type LoadedFiles } from '../../src/store/load.ts';
import { loadOntology } from '../../src/store/ontology.ts';
import { temporary, write } from './closing.ts';

const folder = join(packageRoot, 'test/cases/lint');
const ontology = loadOntology(shippedAssets.ontology);

async function loaded(...files: string[]): Promise<LoadedFiles> {
  const spec = await loadFiles(files, { root: packageRoot });
  if (!spec.ok) throw new Error(JSON.stringify(spec.diagnostics, null, 2));
  return spec.value;
}

const found = (spec: LoadedFiles) => [...lintFindings(spec, ontology)].sort(byPlace);

/** `line code` of each finding, and what the case promises: its own code on each line that says `# here`, another where it says so. */
async function judged(name: string, which: string) {
  const file = join(folder, name, which);
  const lines = readFileSync(file, 'utf8').split('\n');
  const wanted = lines.flatMap((line, index) =>
    Array.from(
      line.matchAll(/# (here|lint\/[a-z-]+)/g),
      ([, code]) => `${index + 1} ${code === 'here' ? `lint/${name}` : code}`,
    ),
  );
  return { given: found(await loaded(file)).map(({ code, at }) => `${at!.line} ${code}`), wanted };
}

describe('each lint rule', () => {
  it('has a case, and each case has a rule', () => {
    expect(readdirSync(folder).sort()).toEqual(lintRules.map(({ code }) => code.slice('lint/'.length)).sort());
  });

  it.each(readdirSync(folder))(
    '%s finds its mistake where its case says, and no rule anything that it does not name',
    async (name) => {
      const { given, wanted } = await judged(name, 'fires.ttl');
      expect(wanted.length).toBeGreaterThan(0);
      expect(given).toEqual(wanted);
    },
  );

  it.each(readdirSync(folder))('%s leaves alone what only looks like it', async (name) => {
    const cases = readdirSync(join(folder, name)).filter((file) => file.startsWith('holds'));
    expect(cases).toContain('holds.ttl');
    for (const file of cases) expect((await judged(name, file)).given, file).toEqual([]);
  });
});

describe('lint findings', () => {
  it('never block: each is a warning or a note, with a reason and a way out', async () => {
    for (const name of readdirSync(folder))
      for (const one of found(await loaded(join(folder, name, 'fires.ttl')))) {
        expect(['warning', 'info']).toContain(one.severity);
        expect([one.code, one.why, one.help].every((text) => text !== undefined && text !== '')).toBe(true);
      }
  });

  it('are found in names of any length', async () => {
    const folder = temporary();
    const name = 'x'.repeat(300_000);
    write(folder, {
      'long.ttl': `@prefix : <https://example.org/v#> .\n:a :${name} 1 ; :${name}1 1 ; :${name}2 2 .\n`,
    });
    const spec = await loadFiles([join(folder, 'long.ttl')], { root: folder });
    if (!spec.ok) throw new Error(JSON.stringify(spec.diagnostics));
    const codes = found(spec.value).map(({ code }) => code);
    expect(codes).toContain('lint/numbered-property');
  });

  it('are none in the reference specification, its bindings, our vocabulary and our shapes', async () => {
    const files = (where: string) =>
      readdirSync(join(packageRoot, where))
        .filter((name) => name.endsWith('.ttl'))
        .map((name) => join(packageRoot, where, name));
    const reference = await loadSpec(join(packageRoot, '.specify/specs/007-optimize-build-times'));
    if (!reference.ok) throw new Error('the reference specification does not load');
    const specs = [
      reference.value,
      ...(await Promise.all(files('.specify/bindings').map((file) => loaded(file)))),
      await loaded(...files('ontology')),
      await loaded(...files('shapes')),
    ];
    expect(specs.flatMap(found).map(({ code, message }) => `${code} ${message}`)).toEqual([]);
  });
});
