// Hunks of two texts, and what two hunks have in common.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extentOf, lineDiffer, linesOf, sharedLines, TEXT_MAX, type Hunk } from '../../src/conflicts/hunks.ts';

const differ = await lineDiffer();

async function met(base: string, ours: string, theirs: string): Promise<readonly string[]> {
  return sharedLines('x', base, ours, theirs, differ).map((shared) =>
    [shared.ours, shared.theirs]
      .map((regions) => regions.map((one) => `${one.in} ${one.firstLine}-${one.lastLine} ${one.change}`).join(', '))
      .join(' | '),
  );
}

describe('two changes', () => {
  it.each([
    ['of one line meet', 'a\nb\nc\n', 'a\nB\nc\n', 'a\nß\nc\n', ['side 2-2 changed | side 2-2 changed']],
    ['of one line that say the same do not', 'a\nb\nc\n', 'a\nB\nc\n', 'a\nB\nc\n', []],
    [
      'of lines that touch meet, as they do for git',
      'a\nb\n',
      'A\nb\n',
      'a\nB\n',
      ['side 1-1 changed | side 2-2 changed'],
    ],
    ['of lines with one between them do not', 'a\nb\nc\n', 'A\nb\nc\n', 'a\nb\nC\n', []],
    [
      'one of which only takes away show where it was',
      'a\nb\nc\n',
      'a\nc\n',
      'a\nB\nc\n',
      ['base 2-2 removed | side 2-2 changed'],
    ],
    ['at the end of a file without a break meet', 'a', 'a\nb', 'a\nc', ['side 1-2 changed | side 1-2 changed']],
    [
      'that can be said to be in several places meet where they may',
      'a\n\nb\n',
      'a\n\n\nb\n',
      'a\n\nB\n',
      ['side 3-3 added | side 3-3 changed'],
    ],
  ])('%s', async (_, base, ours, theirs, expected) => {
    expect(await met(base, ours, theirs)).toEqual(expected);
  });
});

const texts = fc.array(fc.constantFrom('a\n', 'b\n', 'c\n', '\n'), { maxLength: 12 }).map((lines) => lines.join(''));
const ends = fc.constantFrom('', 'end');

describe('hunks', () => {
  it('make the one text of the other', () => {
    fc.assert(
      fc.property(texts, texts, ends, ends, (one, other, a, b) => {
        const [base, side] = [linesOf(one + a), linesOf(other + b)];
        expect(applied(base, side, differ(base, side))).toBe(other + b);
      }),
    );
  });

  it('are all inside the extent, which makes the one text of the other by itself', () => {
    fc.assert(
      fc.property(texts, texts, ends, ends, (one, other, a, b) => {
        const [base, side] = [linesOf(one + a), linesOf(other + b)];
        const extent = extentOf(one + a, other + b);
        expect(applied(base, side, extent === undefined ? [] : [extent])).toBe(other + b);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a long text', () => {
  const filler = 'the same line again\n'.repeat(TEXT_MAX / 3 / 20 + 1);

  it('is in conflict where both changed it between the same two places, and not where they did not', async () => {
    const base = `first\n${filler}last\n`;
    expect(await met(base, base.replace('first', 'FIRST'), base.replace('last', 'LAST'))).toEqual([]);
    const met2 = await met(base, base.replace('first', 'one'), base.replace('first', 'two'));
    expect(met2).toEqual(['side 1-1 changed | side 1-1 changed']);
  });
});

function applied(base: readonly string[], side: readonly string[], hunks: readonly Hunk[]): string {
  let [text, at] = ['', 0];
  for (const { from, to, sideFrom, sideTo } of hunks) {
    text += base.slice(at, from).join('') + side.slice(sideFrom, sideTo).join('');
    at = to;
  }
  return text + base.slice(at).join('');
}
