// Makes the steps that change one repository's list of work trees wait for each other.
import { existsSync, realpathSync } from 'node:fs';

const queues = new Map<string, Promise<unknown>>();

/**
 * One change at a time for each repository, in the order asked: git itself reads half-written entries of its neighbours
 * ("failed to read .git/worktrees/b/commondir") when several work trees are added at once. Holds within this process.
 */
export function inTurn<T>(repository: string, work: () => Promise<T>): Promise<T> {
  const key = existsSync(repository) ? realpathSync(repository) : repository;
  const mine = (queues.get(key) ?? Promise.resolve()).then(work);
  const after = mine.catch(() => undefined);
  queues.set(key, after);
  void after.then(() => {
    if (queues.get(key) === after) queues.delete(key);
  });
  return mine;
}
