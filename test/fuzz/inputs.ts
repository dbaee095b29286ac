// The inputs of a seed, by number: the same on every machine that has the same files.
import fc from 'fast-check';
import type { FuzzInput } from './input.ts';
import { mutatedInput } from './mutations.ts';
import { randomInput } from './random-documents.ts';

/** So many are made at once; those of a batch depend on nothing but the seed and its number. */
const BATCH = 20;

const anyInput = fc.oneof({ weight: 2, arbitrary: randomInput }, { weight: 3, arbitrary: mutatedInput });
let last: { readonly key: string; readonly inputs: readonly FuzzInput[] } | undefined;

export function inputOf(seed: number, number: number): FuzzInput {
  const batch = Math.floor(number / BATCH);
  const key = `${seed}/${batch}`;
  if (last?.key !== key) last = { key, inputs: fc.sample(anyInput, { seed: seed * 100_003 + batch, numRuns: BATCH }) };
  return last.inputs[number % BATCH]!;
}
