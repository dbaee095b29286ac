// Merging without a work tree: what would come out, computed on objects alone. No branch and no file is touched.
import { unusable } from '../base/diagnostic.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { git, gitOut, refused } from './git.ts';
import { commitOf } from './repository.ts';

/** What a merge would give. Messages are git's own, a sentence each. */
export type Merged =
  | { readonly kind: 'clean'; readonly tree: string }
  | { readonly kind: 'conflict'; readonly paths: readonly string[]; readonly messages: readonly string[] };

export interface Pair {
  readonly ours: string;
  readonly theirs: string;
}

/** Merges two commits; where `base` is given, as if that were their common ancestor. */
export async function mergeTree(
  repository: string,
  ours: string,
  theirs: string,
  base?: string,
): Promise<Result<Merged>> {
  const sides: string[] = [];
  for (const side of [ours, theirs]) {
    // git 2.39 has no --merge-base: the same trees as children of the base say it too.
    const commit = base === undefined ? await commitOf(repository, side) : await childOf(repository, base, side);
    if (!commit.ok) return commit;
    sides.push(commit.value);
  }
  const answers = await mergePairs(repository, [{ ours: sides[0]!, theirs: sides[1]! }]);
  return answers.ok ? ok(answers.value[0]!) : answers;
}

/** Merges many pairs in one process (45 pairs: a tenth of the time of one process each); answers in their order. */
export async function mergePairs(repository: string, pairs: readonly Pair[]): Promise<Result<readonly Merged[]>> {
  if (pairs.length === 0) return ok([]);
  const commits = new Map<string, string>();
  for (const name of new Set(pairs.flatMap((pair) => [pair.ours, pair.theirs]))) {
    const commit = await commitOf(repository, name);
    if (!commit.ok) return commit;
    commits.set(name, commit.value);
  }
  const input = pairs.map((pair) => `${commits.get(pair.ours)} ${commits.get(pair.theirs)}\n`).join('');
  const args = [
    'merge-tree',
    '--write-tree',
    '--stdin',
    '-z',
    '--name-only',
    '--messages',
    '--allow-unrelated-histories',
  ];
  const answer = await git(repository, args, { input });
  if (!answer.ok) return answer;
  if (answer.value.code !== 0) return fail(refused('merge in memory', answer.value));
  const merged = readAnswers(answer.value.out);
  if (merged.length === pairs.length) return ok(merged);
  return fail(
    unusable('git/refused', `git merged ${merged.length} of ${pairs.length} pairs: ${answer.value.err.trim()}`),
  );
}

/** A chain of merges, each a commit that nothing refers to; or the first branch that does not fit. */
export type MergedAll =
  | { readonly kind: 'clean'; readonly commit: string }
  | {
      readonly kind: 'conflict';
      readonly branch: string;
      /** Those before it which it does not fit even alone; empty where only their sum is the matter. */
      readonly against: readonly string[];
      readonly paths: readonly string[];
      readonly messages: readonly string[];
    };

/** Merges branches onto `base` one after the other, in their order. */
export async function mergeAll(
  repository: string,
  base: string,
  branches: readonly string[],
): Promise<Result<MergedAll>> {
  let head = await commitOf(repository, base);
  if (!head.ok) return head;
  for (const [index, branch] of branches.entries()) {
    const merged = await mergeTree(repository, head.value, branch);
    if (!merged.ok) return merged;
    if (merged.value.kind === 'conflict') {
      const before = branches.slice(0, index);
      const alone = await mergePairs(
        repository,
        before.map((ours) => ({ ours, theirs: branch })),
      );
      if (!alone.ok) return alone;
      const against = before.filter((_, n) => alone.value[n]?.kind === 'conflict');
      return ok({ ...merged.value, branch, against });
    }
    const parents = ['-p', head.value, '-p', branch];
    head = await commitTree(repository, merged.value.tree, parents, `Merge ${branch}`);
    if (!head.ok) return head;
  }
  return ok({ kind: 'clean', commit: head.value });
}

async function childOf(repository: string, base: string, side: string): Promise<Result<string>> {
  const commit = await commitOf(repository, side);
  if (!commit.ok) return commit;
  const parent = await commitOf(repository, base);
  return parent.ok ? await commitTree(repository, `${commit.value}^{tree}`, ['-p', parent.value], side) : parent;
}

/** A commit that nothing refers to; `parents` as git's own `-p` words. */
export async function commitTree(
  repository: string,
  tree: string,
  parents: readonly string[],
  message: string,
): Promise<Result<string>> {
  const made = await gitOut(repository, 'write a commit', ['commit-tree', ...parents, '-m', message, tree]);
  return made.ok ? ok(made.value.trim()) : made;
}

/**
 * Reads `merge-tree --stdin -z --name-only --messages`: for each pair a status (1 is clean: the reverse of the exit
 * code), the tree, the paths in conflict up to an empty field, and messages up to an empty field, each as a count of
 * paths, the paths, a short type and the text.
 */
function readAnswers(out: string): Merged[] {
  const fields = out.split('\0');
  const answers: Merged[] = [];
  let at = 0;
  const next = (): string => fields[at++] ?? '';
  while (at + 1 < fields.length) {
    const clean = next() === '1';
    const tree = next();
    const paths = new Set<string>();
    for (let path = next(); path !== ''; path = next()) paths.add(path);
    const messages: string[] = [];
    for (let number = next(); number !== ''; number = next()) {
      at += Number(number);
      const type = next();
      const text = next().trim();
      if (type.startsWith('CONFLICT')) messages.push(text);
    }
    answers.push(clean ? { kind: 'clean', tree } : { kind: 'conflict', paths: [...paths], messages });
  }
  return answers;
}
