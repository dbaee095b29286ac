// The build tool of this workspace: `node tools/build.mjs TASK`. It reads Makefile.toml, runs the task's dependencies
// and then the task. The command "ggenc" is the compiler built in here; any other command is started as it stands.
//
//   node tools/build.mjs check                     build the program, warnings are errors
//   node tools/build.mjs check --plan              what would be compiled, and at what cost; nothing is
//   node tools/build.mjs check --json              one JSON document on standard output at the end
//   --package P      only this package and what it needs        --features a,b   --no-default-features
//   --resolve-only   read and resolve, compile nothing          --target-dir D   instead of the task's own
//   --shards N       (test)                                     --clean          start from an empty target folder
//
// Exit status: 0 done, 1 failed, 2 usage, 75 blocked by another build's lock.
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readTasks, stepsOf } from './lib/makefile.mjs';
import { Blocked, takeLock } from './lib/lock.mjs';
import { peakMemoryBytes } from './lib/memory.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const COMMANDS = ['check', 'lint', 'doc', 'bench', 'test', 'package', 'audit', 'slo-check', 'features'];
const LOCKED = new Set(['check', 'lint', 'doc', 'bench', 'test', 'package']);

const { values: options, positionals } = parse(process.argv.slice(2));
const say = (line) => process.stderr.write(`${line}\n`);
const report = { task: positionals[0], status: 'ok', steps: [], lockWaits: 0, lockWaitSeconds: 0, compiled: [], warnings: [], errors: [] };
const started = performance.now();
try {
  for (const step of stepsOf(readTasks(ROOT), positionals[0])) {
    await runStep(step);
    if (report.status !== 'ok') break;
  }
} catch (error) {
  if (error instanceof Blocked) {
    report.status = 'blocked';
    report.errors.push(error.message);
    report.lockWaits += 1;
    report.lockWaitSeconds += error.waitedMs / 1000;
  } else {
    report.status = 'failed';
    report.errors.push(error.message);
  }
}
report.seconds = (performance.now() - started) / 1000;
report.peakMemoryBytes = peakMemoryBytes();
for (const line of report.errors) say(`error: ${line}`);
say(`${report.task}: ${report.status} in ${report.seconds.toFixed(2)} s`);
if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`);
process.exitCode = { ok: 0, failed: 1, blocked: 75 }[report.status];

async function runStep(task) {
  const env = { ...task.env, ...process.env };
  if (task.command !== 'ggenc') {
    execFileSync(task.command, task.args, { cwd: ROOT, env, stdio: ['ignore', 2, 2] });
    report.steps.push({ task: task.name, status: 'ok' });
    return;
  }
  const [command, ...rest] = task.args;
  if (!COMMANDS.includes(command)) throw new Error(`[tasks.${task.name}]: ggenc has no command "${command}"`);
  // what the task says comes first, so that the caller's own options win
  const { values } = parse([command, ...rest, ...process.argv.slice(3)]);
  // the task's environment wins over the caller's: it is what isolates a task from the others
  const targetDir = resolve(ROOT, values['target-dir'] ?? task.env.CARGO_TARGET_DIR ?? process.env.CARGO_TARGET_DIR ?? 'target');
  const context = { root: ROOT, task, env, targetDir, say, options: values };
  const { run } = await import(`./commands/${command}.mjs`);
  const before = performance.now();
  const locked = LOCKED.has(command) && !values.plan && !values['resolve-only'];
  let lock = null;
  if (locked) {
    lock = await takeLock(targetDir, `${task.name} (process ${process.pid})`, Number(task.env.GGEN_LOCK_TIMEOUT_MS ?? Infinity));
    report.lockWaits += lock.waits;
    report.lockWaitSeconds += lock.waits ? lock.waitedMs / 1000 : 0;
  }
  try {
    if (values.clean && locked) for (const part of ['deps', 'out', 'doc', 'tests']) rmSync(resolve(targetDir, part), { recursive: true, force: true });
    const result = await run(context);
    const { errors = [], warnings = [], compiled = [], ...more } = result;
    report.errors.push(...errors);
    report.warnings.push(...warnings);
    report.compiled.push(...compiled);
    Object.assign(report, more, { status: errors.length > 0 ? 'failed' : report.status });
    report.steps.push({ task: task.name, status: errors.length > 0 ? 'failed' : 'ok', seconds: (performance.now() - before) / 1000 });
  } finally {
    lock?.release();
  }
}

function parse(args) {
  try {
    const parsed = parseArgs({
      args,
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        plan: { type: 'boolean' },
        clean: { type: 'boolean' },
        'resolve-only': { type: 'boolean' },
        'no-default-features': { type: 'boolean' },
        package: { type: 'string' },
        features: { type: 'string' },
        'target-dir': { type: 'string' },
        shards: { type: 'string' },
      },
    });
    if (parsed.positionals.length !== 1) throw new Error('name one task: node tools/build.mjs TASK');
    return parsed;
  } catch (error) {
    process.stderr.write(`error: ${error.message}\n`);
    process.exit(2);
  }
}
