// The watch command while files change under it: what it says last is what validate says of the files that are there.
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { judgeAll } from '../../src/cli/commands/validate.ts';
import type { Judged } from '../../src/cli/verdict-formats.ts';
import { watchSpecs } from '../../src/cli/watch.ts';
import { openEngine } from '../../src/engine.ts';
import { captured } from '../cli/captured.ts';
import { SPEC_FOLDER, writeInput } from './input.ts';
import { inputOf } from './inputs.ts';
import type { Problem } from './look.ts';

const PATIENCE_MS = 20_000;

/** Puts the inputs of these numbers one after the other where one watch looks, and says after which it was wrong. */
export async function watchProblems(folder: string, seed: number, from: number, count: number): Promise<Problem[]> {
  const problems: Problem[] = [];
  const spec = join(folder, SPEC_FOLDER);
  const stop = new AbortController();
  let said = '';
  writeInput(folder, { ...inputOf(seed, from), files: new Map() });
  mkdirSync(join(folder, '.specify/shapes'), { recursive: true });
  const [warm, fresh] = [openEngine(), openEngine()];
  const look = (engine: typeof warm) => judgeAll(engine, [spec], { minClosure: 100 });
  const watching = watchSpecs(() => look(warm), {
    folders: [spec, join(folder, '.specify/shapes')],
    further: (judged) => judged.flatMap(({ root, files }) => files.map((file) => dirname(join(root, file)))),
    print: async (judged) => void (said = wordsOf(judged)),
    quiet: true,
    output: captured(),
    signal: stop.signal,
  });
  try {
    for (let number = from; number < from + count; number++) {
      // Now and then the folder itself goes and comes back, as when a branch is changed.
      if (number % 10 === 9) rmSync(spec, { recursive: true, force: true });
      else emptied(spec);
      emptied(join(folder, '.specify/shapes'));
      writeInput(folder, inputOf(seed, number));
      const wanted = wordsOf(await look(fresh));
      for (let waited = 0; said !== wanted && waited < PATIENCE_MS; waited += 20) await wait(20);
      if (said !== wanted)
        problems.push(`watch: after input ${number} it said ${short(said)} and not ${short(wanted)}`);
    }
  } catch (error) {
    problems.push(`watch throws: ${String((error as Error).stack)}`);
  } finally {
    stop.abort();
    await watching.catch((error: Error) => problems.push(`watch rejects: ${error.stack ?? error.message}`));
  }
  return problems;
}

function emptied(place: string): void {
  mkdirSync(place, { recursive: true });
  for (const name of readdirSync(place)) rmSync(join(place, name), { recursive: true, force: true });
}

function wordsOf(judged: readonly Judged[]): string {
  const lines = judged.flatMap(({ diagnostics, exit }) => [
    exit,
    ...diagnostics.map(({ code, message, at }) => `${code} ${at?.file}:${at?.line} ${message}`),
  ]);
  return lines.join('\n');
}

function short(text: string): string {
  return JSON.stringify(text.slice(0, 150));
}
