// What happens in manifests, lock files and texts that several edit at once, and how grave one who keeps them would say it is.
import { describe, expect, it } from 'vitest';
import { caseNames, expectedOf, foundIn } from './case.ts';

describe('conflicts', () => {
  it.each(caseNames)('%s', async (name) => {
    expect(await foundIn(name)).toEqual(expectedOf(name));
  });
});
