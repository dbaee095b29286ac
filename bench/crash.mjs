// Twenty tasks of 0.3 s, two at once; the tool is killed (SIGKILL, itself alone) when ten have ended, and started again at once.
// Expected: what had ended is not begun again by anybody; the two that were at work are begun again by make and ninja, beside the
// processes that they left, and taken up by ours.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inFolder, installed } from './harness.mjs';

export const title =
  '20 tasks, the tool killed when ten have ended and started again: tasks begun twice, and at work twice at once';

const TASKS = Array.from({ length: 20 }, (_, n) => `t${n}`);
const MAIN = new URL('../dist/cli/main.js', import.meta.url).pathname;

export async function run() {
  const rows = [];
  for (const [name, set] of Object.entries({ 'spec-exec': ours, make, ninja })) {
    if (name !== 'spec-exec' && !installed(name)) continue;
    await inFolder(async (root) => rows.push({ tool: name, ...(await killedHalfWay(root, set(root))) }));
  }
  return { tables: [rows], notes: ['left: processes of tasks alive when the second start ended'] };
}

/** `first` and `again` are command lines. */
async function killedHalfWay(root, { first, again }) {
  const log = join(root, 'log');
  const lines = (word) =>
    existsSync(log)
      ? readFileSync(log, 'utf8')
          .split('\n')
          .filter((line) => line.startsWith(word))
      : [];
  const tool = spawn(first[0], first.slice(1), { cwd: root, stdio: 'ignore' });
  while (lines('end').length < 10) await sleep(5);
  tool.kill('SIGKILL');
  await new Promise((resolve) => spawn(again[0], again.slice(1), { cwd: root, stdio: 'ignore' }).on('exit', resolve));
  const left = lines('begin').length - lines('end').length;
  await sleep(500);
  let together = 0;
  const working = new Set();
  for (const [word, task] of readFileSync(log, 'utf8')
    .split('\n')
    .map((line) => line.split(' '))) {
    if (word === 'begin' && working.has(task)) together++;
    if (word === 'begin') working.add(task);
    else working.delete(task);
  }
  return {
    tasks: TASKS.length,
    begun: lines('begin').length,
    'begun twice': lines('begin').length - TASKS.length,
    'twice at once': together,
    left,
  };
}

/** A task in sh: what it says of itself, and the file that it makes. */
function script(root) {
  const file = join(root, 'task.sh');
  writeFileSync(
    file,
    `id=\${1##*#}; echo "begin $id" >>${root}/log; sleep 0.3; touch ${root}/$id.out; echo "end $id" >>${root}/log\n`,
  );
  return file;
}

function make(root) {
  const outs = TASKS.map((id) => `${id}.out`).join(' ');
  writeFileSync(join(root, 'Makefile'), `all: ${outs}\n%.out:\n\t@sh ${script(root)} $*\n`);
  return { first: ['make', '-s', '-j2'], again: ['make', '-s', '-j2'] };
}

function ninja(root) {
  const lines = TASKS.map((id) => `build ${id}.out: work\n  id = ${id}`);
  writeFileSync(join(root, 'build.ninja'), `rule work\n  command = sh ${script(root)} $id\n${lines.join('\n')}\n`);
  return { first: ['ninja', '-j2'], again: ['ninja', '-j2'] };
}

function ours(root) {
  const head =
    '@prefix : <https://example.org/crash#> .\n@prefix sx: <https://w3id.org/spec-exec/ns#> .\n@prefix dcterms: <http://purl.org/dc/terms/> .\n';
  const write = (path, text) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), `${head}${text}\n`);
  };
  const spec = '.specify/specs/crash';
  write(`${spec}/feature.ttl`, ':feature a sx:Feature ; dcterms:title "Crash" .');
  write(`${spec}/entities.ttl`, ':agent a sx:Agent ; dcterms:title "agent" .');
  const tasks = TASKS.map((id) => `:${id} a sx:Task ; dcterms:title "${id}" ; sx:inPlan :plan .`).join('\n');
  write(`${spec}/plan.ttl`, `:plan a sx:Plan ; dcterms:title "Crash" ; sx:feature :feature .\n${tasks}`);
  const binds = TASKS.map(
    (id) =>
      `[ a sx:AgentBinding ; sx:binds :${id} ; sx:executor sx:processExecutor ; sx:argv ( "/bin/sh" "${script(root)}" "${id}" ) ]`,
  );
  write('.specify/bindings/default.ttl', `:here a sx:Binding ; sx:agentBinding ${binds.join(' ,\n  ')} .`);
  return {
    first: [process.execPath, MAIN, spec, '--min-closure', '0', '--jobs', '2'],
    again: [process.execPath, MAIN, 'resume', '--jobs', '2'],
  };
}
