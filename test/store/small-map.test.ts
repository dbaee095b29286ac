import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SmallMap } from '../../src/store/small-map.ts';

const key = fc.integer({ min: 0, max: 4 });
const step = fc.oneof(
  fc.record({ do: fc.constant('set' as const), key, value: fc.nat() }),
  fc.record({ do: fc.constant('delete' as const), key, value: fc.constant(0) }),
);

describe('a map that is small while it is small', () => {
  it('answers as a Map does, in the same order, after any steps', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const [ours, real] = [new SmallMap<number, number>(), new Map<number, number>()];
        for (const one of steps) {
          if (one.do === 'set') {
            ours.set(one.key, one.value);
            real.set(one.key, one.value);
          } else expect(ours.delete(one.key)).toBe(real.delete(one.key));
          expect([...ours]).toEqual([...real]);
          expect([[...ours.keys()], [...ours.values()], ours.size]).toEqual([
            [...real.keys()],
            [...real.values()],
            real.size,
          ]);
          for (const asked of [0, 1, 2, 3, 4])
            expect([ours.has(asked), ours.get(asked)]).toEqual([real.has(asked), real.get(asked)]);
        }
      }),
    );
  });
});
