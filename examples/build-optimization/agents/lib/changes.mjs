// What an agent changed in its worktree, counted from git and from the two versions of each TOML file.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseToml } from '../../workspace/tools/lib/toml.mjs';

/** Changes by path: lines modified; for TOML files also the tasks and features added and the profiles modified. */
export function changesIn(cwd) {
  const git = (...args) =>
    execFileSync('git', args, { cwd, encoding: 'utf8', maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    // "intent to add" makes new files part of the diff and commits nothing
    git('add', '--all', '--intent-to-add');
    const lines = git('diff', '--numstat', '-z').split('\0').filter(Boolean);
    return Object.fromEntries(lines.map((line) => changeOf(line, cwd, git)));
  } catch {
    return {}; // by hand, outside of a repository: nothing to compare with
  }
}

function changeOf(line, cwd, git) {
  const [added, removed, path] = line.split('\t');
  const change = { lines_modified: Math.max(Number(added) || 0, Number(removed) || 0) };
  if (!path.endsWith('.toml')) return [path, change];
  const isNew = git('ls-tree', '--name-only', 'HEAD', '--', path).trim() === '';
  const before = isNew ? {} : parseToml(git('show', `HEAD:${path}`), path);
  const after = parseToml(readFileSync(join(cwd, path), 'utf8'), path);
  const addedKeys = (table) =>
    Object.keys(after[table] ?? {}).filter((k) => !Object.hasOwn(before[table] ?? {}, k)).length;
  const modifiedKeys = (table) =>
    Object.keys(after[table] ?? {}).filter(
      (k) => JSON.stringify(after[table][k]) !== JSON.stringify(before[table]?.[k]),
    ).length;
  if (after.tasks)
    Object.assign(change, {
      tasks_added: addedKeys('tasks'),
      tasks_modified: modifiedKeys('tasks') - addedKeys('tasks'),
    });
  if (after.features) change.features_added = addedKeys('features');
  if (after.profile) change.profiles_modified = modifiedKeys('profile');
  return [path, change];
}
