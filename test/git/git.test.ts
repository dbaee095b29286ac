// The git room on real repositories in temporary folders.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Result } from '../../src/base/result.ts';
import { diffStat } from '../../src/git/diff.ts';
import { mergeAll, mergePairs, mergeTree } from '../../src/git/merge-tree.ts';
import { mergeInto, revertMergeInScratch } from '../../src/git/merge.ts';
import {
  checkedVersion,
  commitOf,
  createRepository,
  gitVersion,
  isRepository,
  repositoryRoot,
} from '../../src/git/repository.ts';
import { addWorktree, commitAll, removeWorktree, worktrees } from '../../src/git/worktree.ts';
import { git, scratch, type Scratch } from '../support/processes.ts';

const awkward = 'a "b"\nc $(d) é.txt';
let place: Scratch;
let repo: string;
let first: string;
beforeEach(async () => {
  place = scratch();
  repo = place.path('repo');
  put('source/main.txt', 'one\ntwo\nthree\n');
  put(`source/sub/${awkward}`, 'text\n');
  first = value(await createRepository(place.path('source'), repo, { dateMs: 1_000_000_000_000 }));
});
afterEach(() => place.remove());

function put(path: string, text: string): void {
  mkdirSync(dirname(place.path(path)), { recursive: true });
  writeFileSync(place.path(path), text);
}

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.diagnostics.map((one) => one.message).join('\n'));
  return result.value;
}

const said = (result: Result<unknown>): string[] =>
  result.ok ? [] : result.diagnostics.map((one) => `${one.code} ${one.message}`);

/** A branch with these files, made in a work tree of its own; gives the work tree. */
async function branch(name: string, files: Readonly<Record<string, string>>, base = 'main'): Promise<string> {
  value(await addWorktree(repo, place.path('wt', name), name, base));
  for (const [path, text] of Object.entries(files)) put(`wt/${name}/${path}`, text);
  value(await commitAll(place.path('wt', name), `Work of ${name}\n\n# not a comment`));
  return place.path('wt', name);
}

describe('a repository made of a folder', () => {
  it('holds everything but .git, links and modes kept, in one commit that depends on content and date alone', async () => {
    put('source2/run.sh', '#!/bin/sh\n');
    chmodSync(place.path('source2/run.sh'), 0o755);
    symlinkSync('run.sh', place.path('source2/link'));
    put('source2/.git/HEAD', 'junk');
    put('source2/sub/.git', 'junk');
    const options = { dateMs: 1_700_000_000_000, message: 'Base' };
    const one = value(await createRepository(place.path('source2'), place.path('copy 1'), options));
    const two = value(await createRepository(place.path('source2'), place.path('copy 2'), options));
    expect(two).toBe(one);
    expect(git(place.path('copy 1'), 'ls-tree', '-r', 'HEAD').replace(/ [0-9a-f]{40}/g, '')).toBe(
      '120000 blob\tlink\n100755 blob\trun.sh\n',
    );
    expect(git(place.path('copy 1'), 'log', '-1', '--format=%an %ae %cn %at %s %D').trim()).toBe(
      'spec-exec spec-exec@localhost spec-exec 1700000000 Base HEAD -> main',
    );
    expect(git(place.path('copy 1'), 'status', '--porcelain')).toBe('');
  });

  it('is left as it is when asked for again, and made anew where a crash left half of it', async () => {
    writeFileSync(`${repo}/main.txt`, 'changed');
    expect(value(await createRepository(place.path('source'), repo))).toBe(first);
    expect(readFileSync(`${repo}/main.txt`, 'utf8')).toBe('changed');
    put('half.part/junk', 'x');
    value(await createRepository(place.path('source'), place.path('half')));
    expect(readdirSync(place.path('half')).sort()).toEqual(['.git', 'main.txt', 'sub']);
    expect(existsSync(place.path('half.part'))).toBe(false);
  });

  it('may be empty, and is refused over a folder that is none or from one that is not there', async () => {
    mkdirSync(place.path('empty'));
    expect(value(await createRepository(place.path('empty'), place.path('of-empty')))).toMatch(/^[0-9a-f]{40}$/);
    expect(said(await createRepository(place.path('source'), place.path('source')))).toEqual([
      `git/folder-in-use ${place.path('source')} exists already and is not a repository.`,
    ]);
    expect(said(await createRepository(place.path('none'), place.path('t')))).toEqual([
      `git/no-workspace The workspace folder ${place.path('none')} does not exist.`,
    ]);
  });

  it('is told from a folder inside it', async () => {
    expect(await isRepository(repo)).toBe(true);
    expect(await isRepository(`${repo}/sub`)).toBe(false);
    expect(await repositoryRoot(`${repo}/sub`)).toBe(repo);
    expect(await isRepository(place.folder)).toBe(false);
    expect(await isRepository(place.path('none'))).toBe(false);
  });

  it('needs a git that is new enough', async () => {
    expect(value(await gitVersion())).toMatch(/^\d+\.\d+/);
    expect(checkedVersion('git version 2.39.5 (Apple Git-154)\n')).toEqual({ ok: true, value: '2.39.5' });
    expect(checkedVersion('git version 3.0.1.windows.1')).toEqual({ ok: true, value: '3.0.1.windows.1' });
    expect(said(checkedVersion('git version 2.38.1'))).toEqual(['git/too-old git is 2.38.1; 2.39 or newer is needed.']);
    expect(said(checkedVersion('hello'))).toEqual([
      'git/too-old git is of an unknown version; 2.39 or newer is needed.',
    ]);
    expect(said(await commitOf(repo, '--all'))).toEqual([
      `git/unknown-revision "--all" is no commit of the repository ${repo}.`,
    ]);
  });
});

describe('a work tree', () => {
  it('starts from its base on a branch of its own, and everything changed in it becomes one commit', async () => {
    const folder = await branch('spec-exec/run/a%20b.1', {
      'main.txt': 'one\n',
      [`new ${awkward}`]: 'x\ny\n',
      bin: '\0\0',
    });
    rmSync(`${folder}/sub`, { recursive: true });
    const commit = value(await commitAll(folder, 'Second', { dateMs: 1_600_000_000_000 }));
    expect(commit).toBe(value(await commitOf(repo, 'spec-exec/run/a%20b.1')));
    expect(git(folder, 'log', '--format=%B', '-1', 'HEAD~1').trim()).toBe(
      'Work of spec-exec/run/a%20b.1\n\n# not a comment',
    );
    expect(git(folder, 'log', '--format=%at', '-1').trim()).toBe('1600000000');
    expect(value(await commitAll(folder, 'Nothing'))).toBeUndefined();
    expect(value(await diffStat(repo, 'main', 'spec-exec/run/a%20b.1'))).toEqual({
      files: [
        { path: 'bin', added: undefined, removed: undefined },
        { path: 'main.txt', added: 0, removed: 2 },
        { path: `new ${awkward}`, added: 2, removed: 0 },
        { path: `sub/${awkward}`, added: 0, removed: 1 },
      ],
      linesAdded: 2,
      linesRemoved: 3,
    });
    expect(value(await diffStat(repo, 'main', 'main'))).toEqual({ files: [], linesAdded: 0, linesRemoved: 0 });
  });

  it('is not touched by hooks, signing or the configuration of the user', async () => {
    git(repo, 'config', 'commit.gpgsign', 'true');
    put('repo/.git/hooks/pre-commit', '#!/bin/sh\nexit 1\n');
    put('repo/.git/hooks/post-checkout', '#!/bin/sh\nexit 1\n');
    for (const hook of ['pre-commit', 'post-checkout']) chmodSync(`${repo}/.git/hooks/${hook}`, 0o755);
    await branch('b', { x: 'y' });
    expect(git(repo, 'log', '-1', '--format=%an', 'b').trim()).toBe('spec-exec');
  });

  it('asked for again is left as it is, with the work in it', async () => {
    const folder = await branch('b', { x: 'y' });
    put('wt/b/uncommitted', 'z');
    value(await addWorktree(repo, folder, 'b', 'main'));
    expect(readFileSync(`${folder}/uncommitted`, 'utf8')).toBe('z');
    expect(said(await addWorktree(repo, folder, 'other', 'main'))).toEqual([
      `git/folder-in-use ${folder} is a work tree of branch b, not of other.`,
    ]);
  });

  it('is made where a crash left the branch, the registration or a half-made folder', async () => {
    const folder = place.path('wt/c');
    git(repo, 'branch', 'c', 'main');
    value(await addWorktree(repo, folder, 'c', 'main'));
    rmSync(folder, { recursive: true }); // the registration stays
    value(await addWorktree(repo, folder, 'c', 'main'));
    expect(existsSync(`${folder}/main.txt`)).toBe(true);
    writeFileSync(`${repo}/.git/worktrees/c/locked`, 'initializing'); // what git itself leaves when it is killed
    rmSync(`${folder}/main.txt`);
    value(await addWorktree(repo, folder, 'c', 'main'));
    expect(existsSync(`${folder}/main.txt`)).toBe(true);
    writeFileSync(`${repo}/.git/worktrees/c/locked`, 'initializing');
    rmSync(`${folder}/.git`);
    rmSync(`${folder}/sub`, { recursive: true });
    rmSync(`${folder}/main.txt`);
    value(await addWorktree(repo, folder, 'c', 'main'));
    expect(value(await worktrees(repo))).toEqual([
      { folder: repo, branch: 'main', head: first, broken: false },
      { folder, branch: 'c', head: first, broken: false },
    ]);
  });

  it('is refused on a branch that holds work, on an unknown base, and over a folder with something in it', async () => {
    const folder = await branch('b', { x: 'y' });
    value(await removeWorktree(repo, folder));
    expect(said(await addWorktree(repo, folder, 'b', 'main'))).toEqual([
      'git/branch-has-work Branch b exists already and is not at main.',
    ]);
    expect(said(await addWorktree(repo, folder, 'n', 'nope'))).toEqual([
      `git/unknown-revision "nope" is no commit of the repository ${repo}.`,
    ]);
    put('full/file', 'x');
    expect(said(await addWorktree(repo, place.path('full'), 'n', 'main'))).toEqual([
      `git/folder-in-use ${place.path('full')} exists already and is no work tree of ${repo}.`,
    ]);
    expect(said(await removeWorktree(repo, place.path('full')))).toEqual([
      `git/folder-in-use ${place.path('full')} is no work tree of ${repo}, and is left alone.`,
    ]);
    expect(said(await addWorktree(repo, folder, 'not..valid', 'main'))[0]).toMatch(
      /^git\/refused git could not add the work tree/,
    );
  });

  it('is taken away with what is in it, its branch stays, and taking it away twice is no mistake', async () => {
    const folder = await branch('b', { x: 'y' });
    put('wt/b/untracked', 'z');
    for (let twice = 0; twice < 2; twice++) value(await removeWorktree(repo, folder));
    expect(existsSync(folder)).toBe(false);
    expect(value(await commitOf(repo, 'b'))).not.toBe(first);
    const gone = await branch('g', {});
    rmSync(gone, { recursive: true });
    value(await removeWorktree(repo, gone));
    expect(value(await worktrees(repo))).toHaveLength(1);
  });

  it('can be made ten at a time', async () => {
    const names = Array.from({ length: 10 }, (_, n) => `p${n}`);
    await Promise.all(names.map((name) => branch(name, { [name]: name })));
    expect(value(await worktrees(repo))).toHaveLength(11);
    expect(value(await mergeAll(repo, 'main', names)).kind).toBe('clean');
  });

  it('is committed although a killed git left its lock', async () => {
    const folder = await branch('b', {});
    writeFileSync(`${repo}/.git/worktrees/b/index.lock`, '');
    put('wt/b/x', 'y');
    expect(value(await commitAll(folder, ''))).toMatch(/^[0-9a-f]{40}$/);
  });
});

describe('a merge in memory', () => {
  beforeEach(async () => {
    await branch('x', { 'main.txt': 'X\ntwo\nthree\n', [`sub/${awkward}`]: 'x\n' });
    await branch('y', { 'main.txt': 'Y\ntwo\nthree\n', [`sub/${awkward}`]: 'y\n' });
    await branch('z', { 'main.txt': 'one\ntwo\nZ\n', z: '' });
  });

  it('tells clean from conflict, with paths as they are and the words of git', async () => {
    const clean = value(await mergeTree(repo, 'x', 'z'));
    expect(clean.kind === 'clean' && git(repo, 'show', `${clean.tree}:main.txt`)).toBe('X\ntwo\nZ\n');
    expect(value(await mergeTree(repo, 'x', 'y'))).toEqual({
      kind: 'conflict',
      paths: ['main.txt', `sub/${awkward}`],
      messages: [
        'CONFLICT (content): Merge conflict in main.txt',
        `CONFLICT (content): Merge conflict in sub/${awkward}`,
      ],
    });
    expect(said(await mergeTree(repo, 'x', 'nope'))).toEqual([
      `git/unknown-revision "nope" is no commit of the repository ${repo}.`,
    ]);
  });

  it('answers many pairs in their order', async () => {
    const pairs = [
      ['x', 'y'],
      ['x', 'z'],
      ['z', 'y'],
      ['main', 'main'],
    ].map(([ours = '', theirs = '']) => ({ ours, theirs }));
    expect(value(await mergePairs(repo, pairs)).map((one) => one.kind)).toEqual([
      'conflict',
      'clean',
      'clean',
      'clean',
    ]);
    expect(value(await mergePairs(repo, []))).toEqual([]);
  });

  it('takes the base that it is given for the common ancestor', async () => {
    // x beside main conflicts with nothing; seen from z, where the third line differs, x took that back.
    const merged = value(await mergeTree(repo, 'main', 'x', 'z'));
    expect(merged.kind === 'clean' && git(repo, 'show', `${merged.tree}:main.txt`)).toBe('X\ntwo\nthree\n');
  });

  it('chains branches, and names the first that does not fit and what it does not fit', async () => {
    const all = value(await mergeAll(repo, 'main', ['x', 'z']));
    expect(all.kind === 'clean' && git(repo, 'show', `${all.commit}:main.txt`)).toBe('X\ntwo\nZ\n');
    expect(value(await mergeAll(repo, 'main', ['z', 'x', 'y']))).toMatchObject({
      kind: 'conflict',
      branch: 'y',
      against: ['x'],
      paths: ['main.txt', `sub/${awkward}`],
    });
    expect(value(await mergeAll(repo, 'main', []))).toEqual({ kind: 'clean', commit: first });
  });

  it('touches no branch and no file', async () => {
    const before = git(repo, 'for-each-ref') + git(repo, 'status', '--porcelain');
    await mergeAll(repo, 'main', ['x', 'y', 'z']);
    expect(git(repo, 'for-each-ref') + git(repo, 'status', '--porcelain')).toBe(before);
  });
});

describe('a merge in a work tree', () => {
  it('is a commit with two parents, and nothing when the branch is in already', async () => {
    await branch('x', { 'main.txt': 'X\ntwo\nthree\n' });
    const merged = value(await mergeInto(repo, 'x', 'Merge x\n\nIts reason.', { dateMs: 1_500_000_000_000 }));
    expect(merged).toEqual({ kind: 'merged', commit: value(await commitOf(repo, 'main')) });
    expect(git(repo, 'log', '-1', '--format=%ct %p|%B').trim()).toMatch(
      /^1500000000 \w+ \w+\|Merge x\n\nIts reason\.$/,
    );
    expect(value(await mergeInto(repo, 'x', 'Again'))).toEqual({
      kind: 'nothing',
      commit: merged.kind === 'merged' ? merged.commit : '',
    });
    expect(said(await mergeInto(repo, 'nope', 'm'))).toEqual([
      `git/unknown-revision "nope" is no commit of the repository ${repo}.`,
    ]);
  });

  it('leaves everything as it was after a conflict, and after one that a crash interrupted', async () => {
    await branch('x', { 'main.txt': 'X\ntwo\nthree\n', [`sub/${awkward}`]: 'x' });
    await branch('y', { 'main.txt': 'Y\ntwo\nthree\n', [`sub/${awkward}`]: 'y' });
    value(await mergeInto(repo, 'x', 'x'));
    const before = value(await commitOf(repo, 'HEAD'));
    const conflict = value(await mergeInto(repo, 'y', 'y'));
    expect(conflict).toMatchObject({ kind: 'conflict', paths: ['main.txt', `sub/${awkward}`] });
    expect(conflict.kind === 'conflict' && conflict.messages[0]).toBe('CONFLICT (content): Merge conflict in main.txt');
    expect(git(repo, 'status', '--porcelain')).toBe('');
    expect(() => git(repo, 'merge', 'y')).toThrow();
    writeFileSync(`${repo}/.git/index.lock`, '');
    await branch('z', { z: 'z' });
    expect(value(await mergeInto(repo, 'z', 'z')).kind).toBe('merged');
    expect(git(repo, 'log', '--format=%p', '-1').split(' ')[0]).toBe(before.slice(0, 7));
    expect(git(repo, 'status', '--porcelain')).toBe('');
  });

  it('is refused, and changes nothing, where the work tree has changes in its way', async () => {
    await branch('x', { 'main.txt': 'X\ntwo\nthree\n' });
    writeFileSync(`${repo}/main.txt`, 'mine');
    expect(said(await mergeInto(repo, 'x', 'x'))[0]).toMatch(/^git\/refused git could not merge x: Your local changes/);
    expect(readFileSync(`${repo}/main.txt`, 'utf8')).toBe('mine');
  });
});

describe('taking a merge back in a scratch work tree', () => {
  it('gives the state before it, for tests to run in, and leaves the repository alone', async () => {
    await branch('x', { 'main.txt': 'X\ntwo\nthree\n' });
    const merged = value(await mergeInto(repo, 'x', 'x'));
    const commit = merged.kind === 'merged' ? merged.commit : '';
    for (let twice = 0; twice < 2; twice++)
      expect(value(await revertMergeInScratch(repo, commit, place.path('scratch')))).toMatchObject({
        kind: 'reverted',
      });
    expect(readFileSync(place.path('scratch/main.txt'), 'utf8')).toBe('one\ntwo\nthree\n');
    expect(value(await commitOf(repo, 'main'))).toBe(commit);
    value(await removeWorktree(repo, place.path('scratch')));
    expect(statSync(place.path('scratch'), { throwIfNoEntry: false })).toBeUndefined();
  });

  it('is a conflict where later work stands on it', async () => {
    await branch('x', { 'main.txt': 'X\ntwo\nthree\n' });
    const merged = value(await mergeInto(repo, 'x', 'x'));
    await branch('later', { 'main.txt': 'X later\ntwo\nthree\n' });
    value(await mergeInto(repo, 'later', 'later'));
    const back = await revertMergeInScratch(
      repo,
      merged.kind === 'merged' ? merged.commit : '',
      place.path('scratch'),
      'main',
    );
    expect(value(back)).toMatchObject({ kind: 'conflict', paths: ['main.txt'] });
    expect(git(place.path('scratch'), 'status', '--porcelain')).toBe('');
  });

  it('takes back a plain commit too, and one that changed nothing', async () => {
    await branch('x', { 'main.txt': 'X\ntwo\nthree\n' });
    expect(value(await revertMergeInScratch(repo, 'x', place.path('scratch')))).toMatchObject({ kind: 'reverted' });
    expect(readFileSync(place.path('scratch/main.txt'), 'utf8')).toBe('one\ntwo\nthree\n');
    git(repo, 'commit', '-q', '--allow-empty', '-m', 'nothing');
    expect(value(await revertMergeInScratch(repo, 'main', place.path('scratch')))).toMatchObject({ kind: 'reverted' });
  });
});

describe('a work tree whose .git an agent took away', () => {
  it('is no repository, so that nothing is ever committed to one that lies further up', async () => {
    put('repo/runs/work/file', 'left by an agent');
    const done = await commitAll(place.path('repo/runs/work'), 'must not happen');
    expect(said(done)).toEqual([expect.stringContaining('git/refused')]);
    expect(git(repo, 'rev-parse', 'HEAD').trim()).toBe(first);
    expect(git(repo, 'status', '--porcelain').trim()).toBe('?? runs/');
  });
});
