// Looks at random and damaged specifications (test/fuzz) with the program as it was built, and says what must not be: what throws, takes
// too long, or is found without a place. Each input with a problem is kept.
//   node scripts/fuzz.mjs --count 10000 --seed 1 [--from N] [--keep FOLDER]
//   node scripts/fuzz.mjs --watched 100 --seed 1       inputs written one after the other where one watch looks
//   node scripts/fuzz.mjs --kept FOLDER [--shrink]     one that was kept; --shrink leaves a smaller one in FOLDER.small
import { fork } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { rolldown } from 'rolldown';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    keep: { type: 'string' },
    kept: { type: 'string' },
    watched: { type: 'string' },
    shrink: { type: 'boolean', default: false },
  },
});

/** Time that a look may take: of the processor, by the size of the input; and on the clock, where it may wait for the machine. */
const cpuMsMax = (bytes) => 4000 + bytes / 4;
const HANG_MS = 90_000;

const folder = mkdtempSync(join(tmpdir(), 'spec-exec-fuzz-'));
const kept = resolve(values.keep ?? join(tmpdir(), 'spec-exec-fuzz-found'));
try {
  const worker = await builtWorker();
  if (values.watched !== undefined) await watched(worker);
  else if (values.kept === undefined) await many(worker);
  else await one(worker, resolve(values.kept));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The worker as plain JavaScript beside dist/, whose modules it imports. */
async function builtWorker() {
  const cache = join(root, 'node_modules', '.cache', 'spec-exec-fuzz');
  const source = join(root, 'src');
  const bundle = await rolldown({
    input: join(root, 'test/fuzz/worker.ts'),
    platform: 'node',
    plugins: [
      {
        name: 'the program as it was built',
        resolveId(id, importer) {
          if (!id.startsWith('.')) return id.startsWith('/') ? undefined : { id, external: true };
          const path = resolve(dirname(importer), id);
          if (!path.startsWith(source)) return undefined;
          const built = join(root, 'dist', relative(source, path)).replace(/\.ts$/, '.js');
          return { id: pathToFileURL(built).href, external: true };
        },
      },
    ],
  });
  const file = join(cache, `worker-${process.pid}.mjs`);
  await bundle.write({ file, format: 'esm' });
  await bundle.close();
  process.on('exit', () => rmSync(file, { force: true }));
  return file;
}

async function many(worker) {
  const [seed, from, count] = [values.seed, values.from, values.count].map(Number);
  let child = started(worker);
  let found = 0;
  let slowest = { cpuMs: 0 };
  const kinds = new Map();
  const codes = new Map();
  let read = 0;
  const begun = Date.now();
  for (let number = from; number < from + count; number++) {
    const { answer, died } = await asked(child, { seed, number, folder: join(folder, 'p') });
    const { kind = '', bytes = 0, cpuMs = 0 } = answer ?? {};
    const problems = [...(answer?.problems ?? []), ...(died ? [died] : [])];
    if (answer?.read) read++;
    for (const code of answer?.codes ?? []) codes.set(code, (codes.get(code) ?? 0) + 1);
    if (cpuMs > cpuMsMax(bytes)) problems.push(`time: ${cpuMs} ms of the processor for ${bytes} bytes`);
    if (cpuMs > slowest.cpuMs) slowest = { number, kind, bytes, cpuMs };
    if (problems.length > 0) {
      found++;
      const name = `${seed}-${number}`;
      for (const problem of new Set(problems.map((text) => text.slice(0, 60))))
        kinds.set(problem, (kinds.get(problem) ?? 0) + 1);
      mkdirSync(kept, { recursive: true });
      rmSync(join(kept, name), { recursive: true, force: true });
      if (existsSync(join(folder, 'p'))) cpSync(join(folder, 'p'), join(kept, name), { recursive: true });
      writeFileSync(join(kept, `${name}.txt`), `${kind}\n${problems.join('\n')}\n`);
      console.log(`${name} (${kind})\n  ${problems.slice(0, 3).join('\n  ')}`);
    }
    if (died) child = started(worker);
    // Memory that grows is no hang; a fresh process now and then keeps it small.
    else if (number % 1000 === 999) {
      child.disconnect();
      child = started(worker);
    }
    if ((number + 1) % 200 === 0)
      console.log(
        `… ${number + 1 - from} of ${count}, ${found} with problems, ${Math.round((Date.now() - begun) / 1000)} s`,
      );
  }
  child.disconnect();
  console.log(
    `${count} inputs of seed ${seed} (from ${from}): ${found} with problems, in ${Math.round((Date.now() - begun) / 1000)} s.`,
  );
  console.log(`${read} could be read; ${codes.size} codes were heard.`);
  if (process.env['CODES']) console.log(JSON.stringify([...codes].sort((a, b) => b[1] - a[1])));
  console.log(`The slowest: ${JSON.stringify(slowest)}`);
  for (const [problem, times] of [...kinds].sort((a, b) => b[1] - a[1])) console.log(`${times} × ${problem}`);
  if (found > 0) {
    console.log(`Kept in ${kept}.`);
    process.exitCode = 1;
  }
}

async function watched(worker) {
  const [seed, from, count] = [values.seed, values.from, values.watched].map(Number);
  const child = started(worker);
  const order = { seed, number: from, watched: count, folder: join(folder, 'p') };
  const { answer, died } = await asked(child, order, 2 + count / 20);
  const problems = [...(answer?.problems ?? []), ...(died ? [died] : [])];
  console.log(problems.length === 0 ? `${count} inputs under one watch: no problem.` : problems.join('\n'));
  if (!died) child.disconnect();
  process.exitCode = problems.length === 0 ? 0 : 1;
}

async function one(worker, input) {
  const child = started(worker);
  const { answer, died } = await asked(
    child,
    { kept: input, folder: join(folder, 'p'), shrink: values.shrink },
    values.shrink ? 20 : 1,
  );
  const problems = [...(answer?.problems ?? []), ...(died ? [died] : [])];
  console.log(problems.length === 0 ? 'No problem.' : problems.join('\n'));
  if (answer) console.log(`${answer.cpuMs} ms of the processor for ${answer.bytes} bytes`);
  if (values.shrink && problems.length > 0) {
    rmSync(`${input}.small`, { recursive: true, force: true });
    cpSync(join(folder, 'p'), `${input}.small`, { recursive: true });
  }
  if (!died) child.disconnect();
  process.exitCode = problems.length === 0 ? 0 : 1;
}

function started(worker) {
  return fork(worker, {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'] },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}

/** What the worker answers, or why it did not. One that takes too long is ended. */
function asked(child, order, patience = 1) {
  return new Promise((settle) => {
    const done = (result) => {
      clearTimeout(timer);
      child.removeAllListeners();
      settle(result);
    };
    const timer = setTimeout(() => {
      child.removeAllListeners();
      child.kill('SIGKILL');
      done({ died: `hang: nothing after ${(HANG_MS * patience) / 1000} s` });
    }, HANG_MS * patience);
    child.once('message', (answer) => done({ answer }));
    child.once('exit', (code, signal) => done({ died: `died: ${signal ?? code}` }));
    child.send(order);
  });
}
