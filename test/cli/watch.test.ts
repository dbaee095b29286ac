// validate --watch: looks again on every change, in one process.
import { cpSync, renameSync, rmSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { judgeAll } from '../../src/cli/commands/validate.ts';
import { printJudged } from '../../src/cli/verdict-formats.ts';
import { watchSpecs } from '../../src/cli/watch.ts';
import { openEngine } from '../../src/engine.ts';
import { type Captured, captured } from './captured.ts';
import { kitchen, type Kitchen } from './kitchen.ts';

let here: Kitchen;
let stop = new AbortController();
beforeEach(() => {
  stop = new AbortController();
  here = kitchen('spec-exec-watch-');
});
afterEach(() => {
  stop.abort();
  here.remove();
});

/** Starts watching; `next` waits for one more look and gives what it printed. */
function watching(): {
  readonly next: () => Promise<string>;
  readonly output: Captured;
  readonly ended: Promise<number>;
} {
  const looks: string[] = [];
  let heard: () => void = () => undefined;
  let read = 0;
  const output = captured(100);
  const engine = openEngine();
  const spec = here.path(here.spec);
  const ended = watchSpecs(() => judgeAll(engine, [spec], { minClosure: 100 }), {
    folders: [spec],
    further: () => [],
    print: async (judged) => {
      const one = captured(100);
      await printJudged(judged, { format: 'human', all: false }, one);
      looks.push(one.said.out + one.said.err);
      heard();
    },
    quiet: false,
    output,
    signal: stop.signal,
  });
  return {
    output,
    ended,
    next: async () => {
      while (looks.length === read) await new Promise<void>((resolve) => (heard = resolve));
      read = looks.length;
      return looks.at(-1)!;
    },
  };
}

it('looks again when a file is replaced, survives what is half written, and ends by an interrupt with 130', async () => {
  const { next, output, ended } = watching();
  const plan = `${here.spec}/plan.ttl`;
  const text = here.read(plan);
  expect(await next()).toContain('closed: 100 %');
  here.write(plan, text.replace('a sx:Phase ;', 'a sx:Phase'));
  expect(await next()).toContain('error[store/syntax-error]');
  // As editors save: written beside, then put in its place.
  here.write(`${plan}.tmp`, text.replace('sx:assignedTo :baker ;', ''));
  renameSync(here.path(`${plan}.tmp`), here.path(plan));
  expect(await next()).toContain('error[closure/task-without-agent]');
  here.write(plan, text);
  expect(await next()).toContain('closed: 100 %');
  stop.abort();
  expect(await ended).toBe(130);
  expect(output.said.clears).toBeGreaterThanOrEqual(4);
  expect(output.said.err).toMatch(/^Looked in [\d.]+ m?s; waits for changes\. Ctrl-C ends it\.$/m);
});

it('looks again where no event tells of a change: a folder that was not there, and one that goes and comes back', async () => {
  const [there, away] = [here.path(here.spec), here.path('away')];
  renameSync(there, away);
  const { next, ended } = watching();
  expect(await next()).toContain('error[store/no-such-file]');
  cpSync(away, there, { recursive: true });
  while (!(await next()).includes('closed: 100 %'));
  rmSync(there, { recursive: true });
  while (!(await next()).includes('error[store/no-such-file]'));
  renameSync(away, there);
  while (!(await next()).includes('closed: 100 %'));
  stop.abort();
  await ended;
});
