// SIGKILL at random points of small plans, then resume: nothing is lost, nothing is done twice. More seeds by
// `node test/run/kill-many.mjs SEED COUNT`.
import { beforeAll, describe, expect, it } from 'vitest';
import { builtProgram } from '../support/program.ts';
import { killAndResume, killingOf, SHAPES, undisturbed, type Undisturbed } from './killing.ts';

// These hold every shape, git, every kind of victim and kills of `run` itself; a change to what a run writes wants three hundred.
const FIRST = Number(process.env['SPEC_EXEC_KILL_SEED'] ?? 2);
const COUNT = Number(process.env['SPEC_EXEC_KILL_COUNT'] ?? 30);

const calm = new Map<string, Undisturbed>();
const nameOf = (shape: string, git: boolean): string => `${shape}${git ? ' in git' : ''}`;

beforeAll(async () => {
  builtProgram();
  // In git more is checked of what an attempt left: a run in git is held against one in git.
  for (const git of [false, true])
    await Promise.all(
      Object.entries(SHAPES).map(async ([name, given]) =>
        calm.set(nameOf(name, git), await undisturbed({ ...given, git })),
      ),
    );
}, 300_000);

describe.concurrent('a run killed at random points and resumed ends as if it had never been killed', () => {
  for (let seed = FIRST; seed < FIRST + COUNT; seed++) {
    const killing = killingOf(seed);
    const name = nameOf(killing.shape, killing.git);
    const words = `${name}, kills: ${killing.kills} of the ${killing.victims}${killing.fromTheStart ? ', from the start' : ''}`;
    it(`seed ${seed}: ${words}`, async () => {
      expect(await killAndResume(killing, calm.get(name)!)).toEqual([]);
    });
  }
});
