// The integrated state after the specification was revised: where it holds what a stale or forgotten attempt left, it is made anew
// from the workspace as it was, with what is kept. The former one stays under a name of its own.
import { gitOut } from '../git/git.ts';
import { commitOf } from '../git/repository.ts';
import { forkPoint, isAncestor } from '../git/transplant.ts';
import { must } from './workspace-error.ts';

export interface Ground {
  readonly repository: string;
  /** The worktree of the integrated state. */
  readonly integration: string;
  /** How often the specification was revised. */
  readonly round: number;
}

const roundRef = (round: number): string => `refs/spec-exec/round/${round}`;
const formerRef = (round: number): string => `refs/spec-exec/integrated/${round}`;

/**
 * Does it once a revision, also after a crash in the middle. `gone` are branches that count no longer, `kept` brings those that do, as
 * far as they were integrated before. Says whether the state was made anew.
 */
export async function integrateAnew(
  { repository, integration, round }: Ground,
  gone: readonly string[],
  kept: readonly { readonly branch: string; readonly bring: () => Promise<unknown> }[],
): Promise<boolean> {
  if (round === 0 || (await commitOf(repository, roundRef(round))).ok) return false;
  const saved = await commitOf(repository, formerRef(round));
  const former = saved.ok ? saved.value : must(await commitOf(integration, 'HEAD'));
  let anew = false;
  for (const branch of gone)
    if ((await commitOf(repository, branch)).ok) anew ||= must(await isAncestor(repository, branch, former));
  if (anew) {
    await name(repository, formerRef(round), former);
    must(await gitOut(integration, 'begin the integrated state anew', ['reset', '--quiet', '--hard', 'main']));
    for (const { branch, bring } of kept) if (must(await isAncestor(repository, branch, former))) await bring();
  }
  await name(repository, roundRef(round), must(await commitOf(integration, 'HEAD')));
  return anew;
}

/** The commit that an attempt's branch began from, where the base of its phase may be another by now. */
export async function startOfBranch({ repository, integration, round }: Ground, branch: string): Promise<string> {
  const histories = [must(await commitOf(integration, 'HEAD'))];
  for (let earlier = 1; earlier <= round; earlier++) {
    const saved = await commitOf(repository, formerRef(earlier));
    if (saved.ok) histories.push(saved.value);
  }
  return must(await forkPoint(repository, branch, histories)) ?? must(await commitOf(repository, 'main'));
}

async function name(repository: string, ref: string, commit: string): Promise<void> {
  must(await gitOut(repository, `note ${ref}`, ['update-ref', ref, commit]));
}
