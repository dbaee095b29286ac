import { availableParallelism, totalmem } from 'node:os';
import { describe, expect, it } from 'vitest';
import { emptyBinding } from '../../src/derive/binding.ts';
import type { Entities } from '../../src/derive/entities.ts';
import { capacitiesOf } from '../../src/schedule/capacities.ts';
import { JOBS } from '../../src/schedule/pools.ts';
import { planOf } from '../support/plan.ts';

const CPU = 'urn:test:cpu';
const MEMORY = 'urn:test:memory';
const TOKEN = 'urn:test:machine';
const entities = {
  pools: new Map([
    [CPU, { iri: CPU, id: 'cpu', unit: undefined, exclusive: false }],
    [MEMORY, { iri: MEMORY, id: 'memory', unit: 'http://qudt.org/vocab/unit/MegaBYTE', exclusive: false }],
    [TOKEN, { iri: TOKEN, id: 'machine', unit: undefined, exclusive: true }],
  ]),
} as unknown as Entities;

function found(
  words?: string,
  options: { plan?: ReturnType<typeof planOf>; capacities?: Record<string, number>; jobs?: number } = {},
) {
  const binding = { ...emptyBinding, capacities: options.capacities ?? {} };
  return capacitiesOf(options.plan ?? planOf([{ id: 'a' }]), entities, binding, words, options.jobs, '/');
}

describe('what a run has of its pools', () => {
  it('is found on the machine where nothing is said, and an exclusive pool has one token', () => {
    expect(found()).toMatchObject({
      ok: true,
      value: {
        capacities: { [CPU]: availableParallelism(), [MEMORY]: totalmem(), [TOKEN]: 1, [JOBS]: availableParallelism() },
      },
    });
  });

  it('is said by the binding in the pool’s own unit, and by --resources before it', () => {
    expect(found(undefined, { capacities: { [MEMORY]: 100 } })).toMatchObject({
      value: { capacities: { [MEMORY]: 100e6 } },
    });
    expect(found('cpu=8,memory=2GiB', { capacities: { [CPU]: 3 }, jobs: 5 })).toMatchObject({
      value: { capacities: { [CPU]: 8, [MEMORY]: 2 * 2 ** 30, [JOBS]: 5 } },
    });
  });

  it.each([
    ['cpu', '"cpu" is not a resource.'],
    ['cpu=', '"cpu=" is not a resource.'],
    ['cpu=4XB', '"cpu=4XB" is not a resource.'],
    ['cpus=4', 'The specification has no pool "cpus".'],
  ])('cannot be read from %j: %s', (words, message) => {
    expect(found(words)).toMatchObject({ ok: false, diagnostics: [{ code: 'schedule/resources', exit: 2, message }] });
  });

  it('must be enough for every task, since what asks for more could never start', () => {
    const plan = planOf([{ id: 'greedy', demands: { [CPU]: 1000 } }]);
    expect(found('cpu=4', { plan })).toMatchObject({
      ok: false,
      diagnostics: [{ code: 'schedule/demand-beyond-pool' }],
    });
    expect(found('cpu=1000', { plan }).ok).toBe(true);
  });
});
