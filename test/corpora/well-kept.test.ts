// The other side of ggen-007.test.ts: a plan in which nothing is wrong, in a vocabulary that nothing here knows. It is our reference
// specification in words of somebody else's, so it is as closed as that is; any finding on it cries wolf.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/base/assets.ts';
import { closeSpec } from '../../src/closure/close.ts';
import { loadFiles } from '../../src/store/load.ts';
import { SX } from '../../src/vocabulary/terms.ts';

const reference = join(packageRoot, '.specify/specs/007-optimize-build-times');

/** Our word, and one that others use for it. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  Task: 'WorkItem',
  Gate: 'Checkpoint',
  requires: 'dependsOn',
  unblocks: 'enables',
  assignedTo: 'assignee',
  owner: 'responsible',
  output: 'deliverable',
  criterion: 'acceptanceCriterion',
  inPhase: 'phase',
};

const folder = mkdtempSync(join(tmpdir(), 'spec-exec-well-kept-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function findingsOn(change = (text: string) => text): Promise<string[]> {
  const files = ['feature.ttl', 'entities.ttl', 'plan.ttl'].map((name) => {
    const text = readFileSync(join(reference, name), 'utf8')
      .replaceAll(SX, 'https://plans.example.org/words#')
      .replaceAll(/\bsx:(\w*)/g, (_, word: string) => `w:${OTHER_WORDS[word] ?? word}`);
    writeFileSync(join(folder, name), change(text));
    return join(folder, name);
  });
  const loaded = await loadFiles(files, { root: folder });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics));
  const closed = await closeSpec(loaded.value);
  if (!closed.ok) throw new Error(JSON.stringify(closed.diagnostics));
  return closed.value.diagnostics.map(({ code, message }) => `${code} ${message}`);
}

describe('a well-kept plan in a foreign vocabulary', () => {
  it('has no finding', async () => {
    expect(await findingsOn()).toEqual([]);
  });

  it('is read all the same: a task that loses its assignee is found', async () => {
    const found = await findingsOn((text) => text.replace(/\n\s*w:assignee [^\n]*/, ''));
    expect(found).toEqual([
      expect.stringMatching(/^consistency\/task-without-owner .* names nobody who does it; 9 of 10/),
    ]);
  });
});
