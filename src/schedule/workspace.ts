// Where attempts work, and where their work comes together. Two kinds: a git repository of the run's own, with a worktree and
// branch for each attempt; or plain folders, where the binding names no workspace.
import type { PlanTask } from '../derive/plan.ts';

/** Where one attempt works. */
export interface AttemptPlace {
  /** Absolute path. */
  readonly folder: string;
  readonly branch: string | undefined;
  readonly base: string | undefined;
}

/** A succeeded attempt, as it is integrated. */
export interface Integrable {
  readonly task: PlanTask;
  readonly attempt: number;
  /** The commit that it began from, where that is on record. */
  readonly base: string | undefined;
}

export interface Merged {
  readonly kind: 'merged';
  /** The integrated state. */
  readonly commit: string | undefined;
  /** The workspace before the run. */
  readonly first: string | undefined;
}

export interface MergeConflict {
  readonly kind: 'conflict';
  readonly task: PlanTask;
  readonly paths: readonly string[];
  readonly reason: string;
}

export type Integrated = Merged | MergeConflict;

export type Kept =
  /** No commit where nothing changed, or there is no git. */
  | { readonly kind: 'kept'; readonly commit: string | undefined }
  /** The secret's name, and where it stands. */
  | { readonly kind: 'leak'; readonly name: string; readonly where: string };

export interface Workspace {
  readonly kind: 'git' | 'folders';
  /** The attempt's own folder, from the phase's base; the same again where it is there already. */
  place(task: PlanTask, attempt: number): Promise<AttemptPlace>;
  /** Keeps what an attempt changed, as a commit on its branch, unless it holds a declared secret. */
  keep(task: PlanTask, attempt: number, message: string): Promise<Kept>;
  /** Whether the attempt, whose work is kept, left its folder with other files than it began with. */
  changed(task: PlanTask, attempt: number): Promise<boolean>;
  /** Which of these paths the attempt, whose work is kept, left as they were before it; none where it began with an empty folder. */
  untouched(task: PlanTask, attempt: number, paths: readonly string[]): Promise<ReadonlySet<string>>;
  /** Merges the branches of these succeeded attempts, in plan order, those merged already left out. */
  integrate(done: readonly Integrable[]): Promise<Integrated>;
  /**
   * After a revision: where the integrated state holds what attempts left that count no longer (by their tasks' names), it is made
   * anew with those that are kept. Says whether it was.
   */
  anew(
    gone: readonly { readonly name: string; readonly attempt: number }[],
    kept: readonly Integrable[],
  ): Promise<boolean>;
  /** The folder of the integrated state; commands of criteria run here. */
  integrated(): Promise<string>;
  /** Whether the integrated folder has changes that nobody committed: their paths. */
  uncommitted(): Promise<readonly string[]>;
  /** A folder in which the last merge is taken back, for as long as `use` runs; undefined where there is no merge to revert. */
  withLastMergeReverted<T>(use: (folder: string, reverted: string) => Promise<T>): Promise<T | undefined>;
  /** Fixes the base from which the attempts of a phase start: the integrated state of now. */
  beginPhase(phase: number | undefined): Promise<void>;
  /** Removes what is not to be kept: worktrees whose commits are on branches. */
  close(): Promise<void>;
}
