// Laws of the comparison by lines, held against git itself.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Side } from '../../src/conflicts/conflict.ts';
import { conflictsOf } from '../../src/conflicts/detect.ts';
import { documents, edited, editLists, formats, written } from './documents.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'spec-exec-conflicts-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function gitRefuses(base: string, ours: string, theirs: string): boolean {
  for (const [name, text] of Object.entries({ base, ours, theirs })) writeFileSync(join(folder, name), text);
  const { status } = spawnSync('git', ['merge-file', '-p', 'ours', 'base', 'theirs'], { cwd: folder });
  expect(status).not.toBeNull();
  return status !== 0;
}

function compared(path: string, [base, ours, theirs]: readonly [string, string, string]) {
  const side = (agent: string, content: string): Side => ({
    agent,
    files: new Map(content === base ? [] : [[path, { content, since: 1 }]]),
  });
  return conflictsOf({ base: new Map([[path, base]]), sides: [side('a', ours), side('b', theirs)], rules: [] });
}

/** Mostly lines of their own, among them some that stand everywhere, as in programs. */
const line = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 500 }).map((number) => `let x${number};\n`) },
  { weight: 1, arbitrary: fc.constantFrom('\n', '}\n') },
);
const lines = fc.array(line, { minLength: 3, maxLength: 30 });
const changes = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 3 }), fc.array(line, { maxLength: 3 })), {
  minLength: 1,
  maxLength: 3,
});

function changed(base: readonly string[], list: readonly (readonly [number, number, readonly string[]])[]): string {
  const all = [...base];
  for (const [at, count, put] of list) all.splice(at % (all.length + 1), count, ...put);
  return all.join('');
}

describe('two texts that git does not merge', () => {
  it('are in conflict', async () => {
    await fc.assert(
      fc.asyncProperty(lines, changes, changes, async (base, mine, yours) => {
        const texts = [base.join(''), changed(base, mine), changed(base, yours)] as const;
        fc.pre(gitRefuses(...texts));
        expect((await compared('x.rs', texts)).conflicts).not.toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('are in conflict or said to share lines, where they have a structure', async () => {
    const layouts = fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 3 }));
    await fc.assert(
      fc.asyncProperty(documents, editLists, editLists, formats, layouts, async (base, mine, yours, format, [a, b]) => {
        const texts = [
          written(base, format, a),
          written(edited(base, mine), format, a),
          written(edited(base, yours), format, b),
        ] as const;
        fc.pre(gitRefuses(...texts));
        const { conflicts, notes } = await compared(`x.${format}`, texts);
        expect(conflicts.length + notes.length).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });
});

describe('changes of lines with one between them', () => {
  it('are no conflict, and git merges them', async () => {
    const sizes = fc.array(fc.tuple(fc.nat({ max: 2 }), fc.nat({ max: 2 })), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(sizes, async (parts) => {
        // Each part: lines before, lines after; one line that nobody touches stands between any two.
        const text = (of: 'base' | 'ours' | 'theirs'): string =>
          parts
            .flatMap(([before, after], index) => {
              const name = of === (index % 2 === 0 ? 'ours' : 'theirs') ? 'new' : 'old';
              const count = name === 'new' ? after : before;
              return [...Array.from({ length: count }, (_, row) => `${name} ${index} ${row}\n`), `kept ${index}\n`];
            })
            .join('');
        const texts = [text('base'), text('ours'), text('theirs')] as const;
        expect((await compared('x.txt', texts)).conflicts).toEqual([]);
        expect(gitRefuses(...texts)).toBe(false);
      }),
      { numRuns: 60 },
    );
  });
});
