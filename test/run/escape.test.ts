// Agents that leave their worktree in a state into which the next git step would write somewhere else, or lose work in silence.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { plainEnvironment } from '../support/processes.ts';
import { Project } from '../support/project.ts';

const projects: Project[] = [];
afterEach(async () => {
  await Promise.all(projects.splice(0).map((project) => project.remove()));
});

function git(project: Project, ...args: string[]): string {
  const who = ['-c', 'user.name=User', '-c', 'user.email=user@example.org'];
  return execFileSync('git', [...who, ...args], { cwd: project.folder, env: plainEnvironment, encoding: 'utf8' });
}

/** A project that is the user's own repository, with a file that is not committed, and agents that run these scripts. */
function attacked(...scripts: readonly string[]): Project {
  const project = new Project({
    git: true,
    tasks: scripts.map((script, index) => ({ id: `t${index}`, argv: ['sh', '-c', script] })),
    gates: [{ id: 'g', requires: ['t0'], criteria: ['a sx:CleanTreeCriterion'] }],
  });
  projects.push(project);
  project.write('mine.txt', 'one\n');
  git(project, 'init', '--quiet', '--initial-branch=main');
  git(project, 'add', 'mine.txt');
  git(project, 'commit', '--quiet', '--message=mine');
  project.write('mine.txt', 'two, not committed\n');
  return project;
}

const PROJECT = '$SPEC_EXEC_RUN_FOLDER/../../..';
const ATTACKS: readonly string[] = [
  // puts a link to the project in the place of its worktree
  `here=$(pwd); cd ..; mv "$here" ../elsewhere; ln -s "${PROJECT}" "$here"`,
  // lets its .git point to the project's
  `printf "gitdir: %s/.git\\n" "${PROJECT}" >.git`,
  // takes its .git away
  'rm -rf .git; echo new >new.txt',
  // makes a repository of its own there
  'rm -rf .git; git init --quiet; echo new >new.txt',
  // leaves its worktree on another branch
  'git checkout --quiet -b other; echo new >new.txt',
  // leaves a repository inside
  'git init --quiet inner; echo new >inner/new.txt; cd inner; git add .; git -c user.name=a -c user.email=a@b commit --quiet -m x',
  // removes its folder
  'rm -rf "$(pwd)"',
];
/** Commits by itself on its own branch, which is none of these: its commit is merged. */
const HONEST = 'echo new >honest.txt; git add .; git -c user.name=a -c user.email=a@b commit --quiet -m x';

describe('an agent that leaves its worktree as something else', () => {
  it('fails, and the user’s own repository stays as it was; one that commits by itself succeeds', async () => {
    const project = attacked(HONEST, ...ATTACKS);
    const { code, out } = await project.start('run', '--min-closure', '0', '--keep-going', project.plan).exited;
    expect(code).toBe(1);
    const { tasks, gates } = await project.end();
    expect(tasks).toEqual({
      t0: 'succeeded',
      ...Object.fromEntries(ATTACKS.map((_, index) => [`t${index + 1}`, 'failed'])),
    });
    expect(gates).toEqual({ g: 'passed' });
    expect(out.replace(/\s+/g, ' ').match(/what it changed cannot be kept: its worktree/g)).toHaveLength(
      ATTACKS.length,
    );
    expect(git(project, 'log', '--format=%s').trim()).toBe('mine');
    expect(git(project, 'diff', '--name-only').trim()).toBe('mine.txt');
    expect(existsSync(join(project.folder, 'mine.txt'))).toBe(true);
  });
});

describe('a run whose journal an agent removes', () => {
  it('does not say that it succeeded', async () => {
    const project = attacked('rm "$SPEC_EXEC_RUN_FOLDER/journal.nq"');
    const { code, out, err } = await project.start('run', '--min-closure', '0', project.plan).exited;
    expect(code).toBe(2);
    expect(out).not.toContain('succeeded\n  tasks');
    expect(err).toContain('journal/');
  });
});

describe('a workspace', () => {
  it.each(['.', '../outside'])('%s is refused, and nothing is started', async (workspace) => {
    const project = attacked('true');
    const file = '.specify/bindings/default.ttl';
    const text = execFileSync('cat', [join(project.folder, file)], { encoding: 'utf8' });
    project.write(file, text.replace('sx:workspace "workspace"', `sx:workspace "${workspace}"`));
    const { code, err } = await project.start('run', '--min-closure', '0', project.plan).exited;
    expect([code, err]).toEqual([expect.any(Number), expect.stringMatching(/schedule\/workspace|closure\//)]);
    expect([1, 2]).toContain(code);
  });
});
