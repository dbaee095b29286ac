import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loopedComponents, shortestLoop } from '../../src/derive/cycles.ts';

const graph = fc
  .integer({ min: 1, max: 9 })
  .chain((size) => fc.array(fc.uniqueArray(fc.nat(size - 1), { maxLength: 3 }), { minLength: size, maxLength: size }));

/** Distance of the shortest way of at least one step from a node back to itself; Infinity where there is none. */
function around(next: readonly (readonly number[])[], start: number): number {
  let frontier = new Set(next[start]);
  const seen = new Set<number>();
  for (let length = 1; frontier.size > 0; length++) {
    if (frontier.has(start)) return length;
    for (const node of frontier) seen.add(node);
    frontier = new Set([...frontier].flatMap((node) => next[node]!).filter((node) => !seen.has(node)));
  }
  return Infinity;
}

describe('for any graph', () => {
  it('a node is in a reported component exactly when it reaches itself', () => {
    fc.assert(
      fc.property(graph, (next) => {
        const inLoops = loopedComponents(next)
          .flat()
          .sort((a, b) => a - b);
        expect(inLoops).toEqual(next.flatMap((_, node) => (around(next, node) < Infinity ? [node] : [])));
      }),
    );
  });

  it('the loop that is shown is one, and no loop of its component is shorter', () => {
    fc.assert(
      fc.property(graph, (next) => {
        for (const component of loopedComponents(next)) {
          const loop = shortestLoop(next, component);
          for (const [index, node] of loop.entries()) expect(next[node]).toContain(loop[(index + 1) % loop.length]);
          expect(new Set(loop).size).toBe(loop.length);
          expect(loop.length).toBe(Math.min(...component.map((node) => around(next, node))));
        }
      }),
    );
  });
});

it('walks a chain of 200,000 without exhausting the stack', () => {
  const chain = Array.from({ length: 200_000 }, (_, index) => (index === 0 ? [199_999] : [index - 1]));
  expect(loopedComponents(chain)[0]).toHaveLength(200_000);
});
