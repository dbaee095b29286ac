// Makes the steps that change one repository's list of work trees wait for each other.
import { existsSync, realpathSync } from 'node:fs';
import { turns, type Turns } from '../base/in-turn.ts';

const ofRepository = new Map<string, Turns>();

/**
 * One change at a time for each repository, in the order asked: git itself reads half-written entries of its neighbours
 * ("failed to read .git/worktrees/b/commondir") when several work trees are added at once. Holds within this process.
 */
export function inTurn<T>(repository: string, work: () => Promise<T>): Promise<T> {
  const key = existsSync(repository) ? realpathSync(repository) : repository;
  let own = ofRepository.get(key);
  if (!own) ofRepository.set(key, (own = turns()));
  return own(work);
}
