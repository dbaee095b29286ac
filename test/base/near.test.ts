import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, nearest, nearestAmong } from '../../src/base/near.ts';

describe('the nearest known name', () => {
  it.each([
    ['reqires', ['requires', 'unblocks'], 'requires'],
    ['ouptut', ['output', 'input'], 'output'],
    ['Task', ['task', 'gate'], 'task'],
    ['tets', ['test', 'text'], 'test'],
    ['banana', ['requires', 'unblocks'], undefined],
    ['ab', ['xy'], undefined],
  ])('of %s among %j is %s', (name, known, found) => expect(nearest(name, known)).toBe(found));

  it('is never further away than a third of the name (property)', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.array(fc.string({ maxLength: 12 })), (name, known) => {
        const found = nearest(name, known);
        if (found !== undefined)
          expect(editDistance(name.toLowerCase(), found.toLowerCase())).toBeLessThanOrEqual(
            Math.max(1, Math.floor(name.length / 3)),
          );
      }),
    );
  });

  it('is the first of those that no other is nearer than, and none where all are too far (property)', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'A'), maxLength: 6 });
    fc.assert(
      fc.property(word, fc.array(word, { maxLength: 6 }), (name, known) => {
        const limit = Math.min(3, Math.floor(name.length / 3));
        const distances = known.map((one) => plain(name.toLowerCase(), one.toLowerCase()));
        const least = Math.min(...distances);
        expect(nearest(name, known)).toBe(least <= limit ? known[distances.indexOf(least)] : undefined);
      }),
    );
  });

  it('counts as a plain table does, up to its limit (property)', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 6, unit: fc.constantFrom('a', 'b') }),
        fc.string({ maxLength: 6, unit: fc.constantFrom('a', 'b') }),
        (a, b) => {
          expect(Math.min(editDistance(a, b, 6), 7)).toBe(Math.min(plain(a, b), 7));
        },
      ),
    );
  });
});

describe('the nearest of the same names', () => {
  it('is the nearest for each', () => {
    const near = nearestAmong(['release-gate', 'baseline-gate']);
    expect(['release-gat', 'release-gat', 'baseline-gaet', 'toast'].map(near)).toEqual([
      'release-gate',
      'release-gate',
      'baseline-gate',
      undefined,
    ]);
  });

  it('is no longer looked for where very many are unknown', () => {
    const known = Array.from({ length: 3_000 }, (_, index) => `thing-${index}-thing`);
    const near = nearestAmong(known);
    const found = known.filter((name) => near(`${name}s`) !== undefined);
    expect(found.length).toBeGreaterThan(1_000);
    expect(found.length).toBeLessThan(2_000);
  });
});

/** Optimal string alignment by plain recursion. */
function plain(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const [i, j] = [a.length, b.length];
  const options = [
    plain(a.slice(0, -1), b) + 1,
    plain(a, b.slice(0, -1)) + 1,
    plain(a.slice(0, -1), b.slice(0, -1)) + (a[i - 1] === b[j - 1] ? 0 : 1),
  ];
  if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
    options.push(plain(a.slice(0, -2), b.slice(0, -2)) + 1);
  return Math.min(...options);
}
