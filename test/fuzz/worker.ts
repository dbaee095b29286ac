// Looks at inputs of the fuzz in a process of its own, so that one that hangs or dies takes nothing else with it. Is sent `{ seed,
// number, folder }` or `{ kept, folder }`, and answers with the problems and the time of the processor that it took.
import { rmSync } from 'node:fs';
import { openEngine } from '../../src/engine.ts';
import { type FuzzInput, readInput, SPEC_FOLDER, writeInput } from './input.ts';
import { inputOf } from './inputs.ts';
import { watchProblems } from './watching.ts';
import { forgetFiles, type Look, lookAt, type Problem } from './look.ts';

interface Order {
  readonly folder: string;
  readonly seed: number;
  readonly number: number;
  /** A folder with an input that was kept. */
  readonly kept?: string;
  /** So many inputs, from `number` on, one after the other under one watch. */
  readonly watched?: number;
  /** Make it smaller, as long as it keeps a problem of the same kind. */
  readonly shrink?: boolean;
}

const engine = openEngine();
const loose: Problem[] = [];
process.on('unhandledRejection', (error) => loose.push(`unhandled: ${String((error as Error)?.stack ?? error)}`));
process.on('uncaughtException', (error) => loose.push(`uncaught: ${error.stack ?? error.message}`));

async function look(input: FuzzInput, folder: string): Promise<Look> {
  rmSync(folder, { recursive: true, force: true });
  writeInput(folder, input);
  forgetFiles();
  loose.length = 0;
  const seen = await lookAt(engine, folder, input.spec);
  // What was left behind rejects at the latest when the queue is empty.
  await new Promise((resolve) => setImmediate(resolve));
  return { ...seen, problems: [...seen.problems, ...loose] };
}

const kindOf = (problem: string): string => problem.replace(/\(.*|at .*|\d+/g, '').slice(0, 90);

/** Whole files, then ever smaller parts of their lines, taken out as long as the problem stays. */
async function shrunk(input: FuzzInput, folder: string, problem: string): Promise<FuzzInput> {
  const still = async (files: Map<string, Buffer>): Promise<boolean> =>
    (await look({ ...input, files }, folder)).problems.some((one) => kindOf(one) === kindOf(problem));
  let files = new Map(input.files);
  for (const path of files.keys()) {
    if (path.endsWith('.ttl') && path.startsWith(SPEC_FOLDER)) continue;
    const without = new Map([...files].filter(([name]) => name !== path));
    if (await still(without)) files = without;
  }
  for (const path of files.keys()) {
    let lines = files.get(path)!.toString('latin1').split('\n');
    for (let part = Math.ceil(lines.length / 2); part >= 1; part = part === 1 ? 0 : Math.ceil(part / 2))
      for (let at = 0; at < lines.length;) {
        const fewer = [...lines.slice(0, at), ...lines.slice(at + part)];
        const tried = new Map(files).set(path, Buffer.from(fewer.join('\n'), 'latin1'));
        if (await still(tried)) {
          files = tried;
          lines = fewer;
        } else at += part;
      }
  }
  return { ...input, files };
}

process.on('message', (order: Order) => {
  void (async () => {
    if (order.watched !== undefined) {
      const found = await watchProblems(order.folder, order.seed, order.number, order.watched);
      process.send!({ problems: [...found, ...loose] });
      return;
    }
    const input = order.kept === undefined ? inputOf(order.seed, order.number) : readInput(order.kept);
    const before = process.cpuUsage();
    const { problems, codes, read } = await look(input, order.folder);
    const { user, system } = process.cpuUsage(before);
    if (order.shrink && problems.length > 0) await look(await shrunk(input, order.folder, problems[0]!), order.folder);
    const bytes = [...input.files.values()].reduce((sum, file) => sum + file.length, 0);
    process.send!({ kind: input.kind, problems, codes, read, bytes, cpuMs: Math.round((user + system) / 1000) });
  })();
});
process.on('disconnect', () => process.exit());
