// Everything that the source of the reference specification holds is found in it by a query: one .rq a line of the
// inventory, and beside it the rows that must come.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { assetNames, packageRoot } from '../../src/base/assets.ts';
import { select } from '../../src/query/ask.ts';
import type { Graphs } from '../../src/store/graphs.ts';
import { loadSpec } from '../../src/store/load.ts';

const folder = join(packageRoot, 'test/spec/inventory');
const lines = assetNames(folder, '.rq').map((file) => {
  const query = readFileSync(join(folder, file), 'utf8');
  return { name: file.slice(0, -'.rq'.length), title: query.slice(2, query.indexOf('\n')), query };
});
let graphs: Graphs;

beforeAll(async () => {
  const spec = await loadSpec(join(packageRoot, '.specify/specs/007-optimize-build-times'));
  if (!spec.ok) throw new Error(JSON.stringify(spec.diagnostics));
  graphs = spec.value.graphs;
});

/** What a reader sees of a row: local names and plain values; JSON as one line. */
async function rowsOf(query: string): Promise<string[]> {
  const { variables, rows } = await select(graphs, query);
  return rows.map((row) =>
    variables
      .map((name) => {
        const term = row[name];
        if (!term) return '-';
        if (term.termType === 'Literal')
          return term.value.startsWith('{') ? JSON.stringify(JSON.parse(term.value)) : term.value;
        return term.value.replace(/^.*[#/]/, '');
      })
      .join(' | '),
  );
}

describe('the reference specification holds', () => {
  it.each(lines)('$title', async ({ name, query }) => {
    const expected = readFileSync(join(folder, `${name}.txt`), 'utf8')
      .trimEnd()
      .split('\n');
    expect(await rowsOf(query)).toEqual(expected);
  });

  it('the prompts of the spawn commands word for word', async () => {
    const seed = join(packageRoot, '../shared/seed/orchestration-summary.md');
    let text: string;
    try {
      text = readFileSync(seed, 'utf8');
    } catch {
      return console.log('skipped: the source is not beside this checkout');
    }
    const spawned = [...text.matchAll(/^Task\("([^"]+)",\s+"([^"]+)",\s+"([^"]+)"\)/gm)].map(
      ([, agent, prompt, type]) => `${agent} | ${type} | ${prompt}`,
    );
    const ours = (await rowsOf(lines.find(({ name }) => name === 'spawn-commands')!.query)).map((row) =>
      row.slice(row.indexOf('|') + 2),
    );
    expect(spawned).toHaveLength(10);
    expect(ours.sort()).toEqual(spawned.sort());
  });
});
