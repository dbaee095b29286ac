// A scripted stand-in for an agent. What it does is JSON in SPEC_EXEC_SCRIPT, or its first argument:
//   { "output": "text", "errorOutput": "text",  "delayMs": 100, "ignoreTerm": true,
//     "files": { "path in its folder": "text, or a value to write as JSON" },
//     "evidence": { … }, "evidenceText": "raw bytes", "handoffs": { "key": value },
//     "measure": [ … ] (short for evidence.measurements), "echo": ["context", "prompt", "env", "stdin", "argv"],
//     "steps": [{ "afterMs": 100, "output": "text", "files": { … } }] (one after the other, when it is up),
//     "tree": { "child": true, "session": true, "daemon": true } (children that outlive it, each sleeping 617 s;
//     "emptied": true for one in a session of its own with an empty environment, sleeping 616 s),
//     "appendTo": "file"  (a line "begin TASK ATTEMPT" / "end TASK ATTEMPT", to see who ran when),
//     "waitFor": "file"   (goes on when it exists, so that a test decides the order),
//     "failures": { "counter": "file", "times": 2 } (exits 1 so many times, counted in the file, then goes on),
//     "exit": 0, "signal": "SIGKILL" }
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const env = process.env;
const script = JSON.parse(env.SPEC_EXEC_SCRIPT ?? process.argv[2] ?? '{}');
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const write = (file, value) => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof value === 'string' ? value : `${JSON.stringify(value, null, 2)}\n`);
};
const say = (word) => {
  if (script.appendTo)
    appendFileSync(script.appendTo, `${word} ${env.SPEC_EXEC_TASK ?? '-'} ${env.SPEC_EXEC_ATTEMPT ?? '-'}\n`);
};

if (script.ignoreTerm) process.on('SIGTERM', () => {});
say('begin');
if (script.output) process.stdout.write(script.output);
if (script.errorOutput) process.stderr.write(script.errorOutput);
for (const what of script.echo ?? []) {
  const show = {
    context: () => readFileSync(env.SPEC_EXEC_CONTEXT, 'utf8'),
    prompt: () => readFileSync(env.SPEC_EXEC_PROMPT, 'utf8'),
    env: () => JSON.stringify(env),
    stdin: () => readFileSync(0, 'utf8'),
    argv: () => JSON.stringify(process.argv.slice(2)),
  };
  process.stdout.write(`${show[what]()}\n`);
}
const sleeper = (detached) => spawn('sleep', ['617'], { detached, stdio: 'ignore' }).unref();
if (script.tree?.child) sleeper(false);
if (script.tree?.session) sleeper(true);
if (script.tree?.daemon) spawn('sh', ['-c', 'setsid sleep 617 & exit 0'], { detached: true, stdio: 'ignore' }).unref();
if (script.tree?.emptied) spawn('setsid', ['sleep', '616'], { env: {}, detached: true, stdio: 'ignore' }).unref();
for (const { afterMs, output, files } of script.steps ?? []) {
  await pause(afterMs);
  if (output) process.stdout.write(output);
  for (const [path, value] of Object.entries(files ?? {})) write(join(process.cwd(), path), value);
}
if (script.waitFor) while (!existsSync(script.waitFor)) await pause(20);
if (script.delayMs) await pause(script.delayMs);

if (script.failures) {
  const seen = existsSync(script.failures.counter) ? Number(readFileSync(script.failures.counter, 'utf8')) : 0;
  if (seen < script.failures.times) {
    write(script.failures.counter, String(seen + 1));
    say('end');
    process.exit(1);
  }
}
for (const [path, value] of Object.entries(script.files ?? {})) write(join(process.cwd(), path), value);
const evidence = script.measure ? { ...script.evidence, measurements: script.measure } : script.evidence;
if (script.evidenceText !== undefined) write(env.SPEC_EXEC_EVIDENCE, script.evidenceText);
else if (evidence !== undefined) write(env.SPEC_EXEC_EVIDENCE, evidence);
for (const [key, value] of Object.entries(script.handoffs ?? {}))
  write(join(env.SPEC_EXEC_HANDOFF, `${encodeURIComponent(key)}.json`), JSON.stringify(value));
say('end');
if (script.signal) process.kill(process.pid, script.signal);
process.exit(script.exit ?? 0);
