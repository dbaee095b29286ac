// Reads the tasks of Makefile.toml: what each runs, with which environment, after which others.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseToml } from './toml.mjs';

/** All tasks by name, each `{ name, description, command, args, env, dependencies }`. */
export function readTasks(root) {
  const { tasks = {} } = parseToml(readFileSync(join(root, 'Makefile.toml'), 'utf8'), 'Makefile.toml');
  const read = new Map();
  for (const [name, given] of Object.entries(tasks)) {
    read.set(name, {
      name,
      description: given.description ?? '',
      command: given.command ?? null,
      args: given.args ?? [],
      env: Object.fromEntries(Object.entries(given.env ?? {}).map(([k, v]) => [k, String(v).replaceAll('${TASK}', name)])),
      dependencies: given.dependencies ?? [],
    });
  }
  return read;
}

/** The steps of a task: its dependencies first, each once. Throws on an unknown task and on a loop. */
export function stepsOf(tasks, name, trail = [], done = new Set()) {
  const task = tasks.get(name);
  if (!task) throw new Error(`there is no task "${name}" in Makefile.toml; there are: ${[...tasks.keys()].join(', ')}`);
  if (trail.includes(name)) throw new Error(`tasks wait for each other: ${[...trail, name].join(' → ')}`);
  const before = task.dependencies.flatMap((d) => stepsOf(tasks, d, [...trail, name], done));
  if (done.has(name)) return before;
  done.add(name);
  return task.command ? [...before, task] : before;
}
