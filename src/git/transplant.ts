// Takes what a branch changed since it began to another commit: the branch stays, and a new one holds its changes there, without
// anything that its former base held besides.
import { ok, type Result } from '../base/result.ts';
import { git, gitOut } from './git.ts';
import { commitTree, mergeTree } from './merge-tree.ts';
import { commitOf } from './repository.ts';

export interface Transplant {
  readonly branch: string;
  /** The commit that it began from. */
  readonly base: string;
  /** The commit that its changes are brought to. */
  readonly onto: string;
  /** Name of the new branch; where it is there already, nothing is done. */
  readonly as: string;
}

export type Transplanted =
  | { readonly kind: 'done' }
  | { readonly kind: 'conflict'; readonly paths: readonly string[]; readonly messages: readonly string[] };

export async function transplant(
  repository: string,
  { branch, base, onto, as }: Transplant,
): Promise<Result<Transplanted>> {
  if ((await commitOf(repository, `refs/heads/${as}`)).ok) return ok({ kind: 'done' });
  const merged = await mergeTree(repository, onto, branch, base);
  if (!merged.ok) return merged;
  if (merged.value.kind === 'conflict') return ok(merged.value);
  const commit = await commitTree(repository, merged.value.tree, ['-p', onto], `${branch} on ${onto}`);
  if (!commit.ok) return commit;
  const named = await gitOut(repository, `name the branch ${as}`, ['branch', '--no-track', '--', as, commit.value]);
  return named.ok ? ok({ kind: 'done' }) : named;
}

export async function isAncestor(repository: string, earlier: string, later: string): Promise<Result<boolean>> {
  const answer = await git(repository, ['merge-base', '--is-ancestor', earlier, later]);
  return answer.ok ? ok(answer.value.code === 0) : answer;
}

/** Where a branch left the nearest of these histories; undefined where it has nothing in common with any. */
export async function forkPoint(
  repository: string,
  branch: string,
  histories: readonly string[],
): Promise<Result<string | undefined>> {
  let nearest: { readonly commit: string; readonly distance: number } | undefined;
  for (const history of histories) {
    const base = await git(repository, ['merge-base', branch, history]);
    if (!base.ok) return base;
    if (base.value.code !== 0) continue;
    const commit = base.value.out.trim();
    const counted = await gitOut(repository, 'count commits', ['rev-list', '--count', `${commit}..${branch}`]);
    if (!counted.ok) return counted;
    const distance = Number(counted.value);
    if (!nearest || distance < nearest.distance) nearest = { commit, distance };
  }
  return ok(nearest?.commit);
}
