// What is found in a real plan, held against what people found in it by hand: ../shared/corpora/ggen-007, which is not part of
// this repository. `ggen-007-codes.json` says which of our codes answer to theirs, and which of their rows only prose shows.
// docs/judged.md tells the outcome; what is missed is printed here.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/base/assets.ts';
import type { Diagnostic } from '../../src/base/diagnostic.ts';
import { defectRows, isControl, placesOf, type DefectRow } from './defect-rows.ts';
import { openEngine } from '../../src/engine.ts';

const corpus = join(packageRoot, '../shared/corpora/ggen-007');
const there = existsSync(join(corpus, 'expected-defects.tsv'));

interface Table {
  readonly codes: Readonly<Record<string, readonly string[]>>;
  readonly prose: readonly { readonly code: string; readonly subject: string; readonly why: string }[];
}
const { codes, prose } = JSON.parse(
  readFileSync(join(packageRoot, 'test/corpora/ggen-007-codes.json'), 'utf8'),
) as Table;

describe('the table of codes', () => {
  it('names no code of ours that the page of errors does not have', () => {
    const page = readFileSync(join(packageRoot, 'docs/errors.md'), 'utf8')
      .split('\n')
      .map((line) => line.replace(/^#+ /, ''));
    expect([...new Set(Object.values(codes).flat())].filter((code) => !page.includes(code))).toEqual([]);
  });
});

describe.skipIf(!there)(
  `the defects that people found in a real plan${there ? '' : ' (skipped: ../shared/corpora is not there)'}`,
  () => {
    let found: readonly Diagnostic[];
    let rows: readonly DefectRow[];
    const isProse = (row: DefectRow) => prose.some(({ code, subject }) => code === row.code && subject === row.subject);
    const answers = (row: DefectRow) =>
      found.filter(
        ({ code, at }) =>
          at !== undefined &&
          codes[row.code]!.includes(code) &&
          placesOf(row).some(({ file, first, last }) => at.file === file && at.line >= first && at.line <= last),
      );

    beforeAll(async () => {
      const checked = await openEngine().check(corpus, { lift: false });
      if (!checked.ok) throw new Error(JSON.stringify(checked.diagnostics));
      // Names of files as the rows have them.
      found = checked.value.closure.diagnostics.map((one) =>
        one.at ? { ...one, at: { ...one.at, file: one.at.file.split('/').at(-1)! } } : one,
      );
      rows = defectRows(readFileSync(join(corpus, 'expected-defects.tsv'), 'utf8'));
    });

    it('are found, nine in ten of those that more than prose shows, at a line that they name', () => {
      const shown = rows.filter((row) => !isControl(row) && !isProse(row));
      const missed = shown.filter((row) => answers(row).length === 0);
      for (const { code, lines, subject } of missed) console.log(`missed: ${code} ${lines} ${subject}`);
      expect(shown.length).toBe(rows.length - 2 - prose.length);
      expect(missed.length).toBeLessThanOrEqual(shown.length / 10);
    });

    it('have a code each that the table knows, and the rows left out are among them', () => {
      expect(rows.filter(({ code }) => codes[code] === undefined)).toEqual([]);
      expect(rows.filter(isProse)).toHaveLength(prose.length);
    });

    it('are not drowned: there are at most ten findings for each', () => {
      expect(found.length).toBeLessThanOrEqual(10 * rows.length);
    });

    it('are told apart from what is right: no loop, and nothing against the number of agents', () => {
      const controls = rows.filter(isControl);
      expect(controls.map(({ code }) => code).sort()).toEqual(['COUNT_MISMATCH', 'NO_CYCLE']);
      expect(found.filter(({ code }) => codes['NO_CYCLE']!.includes(code))).toEqual([]);
      const counted = found.filter(({ code }) => codes['COUNT_MISMATCH']!.includes(code));
      expect(counted.filter(({ message }) => /\bagents?\b/i.test(message))).toEqual([]);
      // Agents stand in feature.ttl from line 99 to 157.
      expect(counted.filter(({ at }) => at?.file === 'feature.ttl' && at.line >= 99 && at.line <= 157)).toEqual([]);
    });
  },
);
