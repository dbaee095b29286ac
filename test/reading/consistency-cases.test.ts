// Every query of consistency has cases: `fires*.ttl` (or a folder of files) in which it finds something at just the lines that
// end in `# here`, and `holds*.ttl` in which it finds nothing, however near they come.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot, shippedAssets } from '../../src/base/assets.ts';
import { consistencyFindings } from '../../src/closure/consistency.ts';
import { openCatalogue } from '../../src/query/catalogue.ts';
import { readSpec } from '../../src/reading/read.ts';
import { lexicon, loadCase } from './reading.ts';

const folder = join(packageRoot, 'test/cases/consistency');
const shipped = openCatalogue(shippedAssets.queries);
const queries = shipped.names('consistency/').map((name) => name.slice('consistency/'.length));
const casesOf = (name: string): string[] => readdirSync(join(folder, name)).sort();

describe('the cases of consistency', () => {
  it('are there for each query, and for nothing else', () => {
    expect(readdirSync(folder).sort()).toEqual([...queries].sort());
  });

  it('show of each query what it finds, and what it leaves alone', () => {
    const lacking = queries.filter(
      (name) => !['fires', 'holds'].every((which) => casesOf(name).some((file) => file.startsWith(which))),
    );
    expect(lacking).toEqual([]);
  });

  it('are called after what they show', () => {
    const odd = queries.flatMap((name) =>
      casesOf(name)
        .filter((file) => !/^(?:fires|holds)(?:-[a-z0-9-]+)?(?:\.ttl)?$/.test(file))
        .map((file) => `${name}/${file}`),
    );
    expect(odd).toEqual([]);
  });
});

describe.each(queries)('queries/consistency/%s.rq', (name) => {
  const catalogue = { ...shipped, names: () => [`consistency/${name}`] };

  it.each(casesOf(name))('finds in %s what is marked there, and nothing else', async (file) => {
    const spec = await loadCase(join(folder, name, file), folder);
    const found = await consistencyFindings(readSpec(spec, lexicon), catalogue);
    const marked = spec.locations.files.flatMap((path) =>
      readFileSync(join(folder, path), 'utf8')
        .split('\n')
        .flatMap((line, index) => (/# here\b/.test(line) ? [`${path}:${index + 1}`] : [])),
    );
    expect(found.filter(({ code }) => code !== `consistency/${name}`)).toEqual([]);
    expect([...new Set(found.map(({ at }) => `${at?.file}:${at?.line}`))].sort()).toEqual(marked.sort());
    expect(marked.length > 0, 'a case that fires marks a line, one that holds none').toBe(file.startsWith('fires'));
    // Words that no variable fills would be shown as they stand.
    for (const { message, why, help, related = [] } of found)
      for (const text of [message, why, help, ...related.map((one) => one.message)])
        expect(text ?? '').not.toMatch(/\{[?$]/);
  });
});
