// Keeps what an attempt changed, as a commit of the run's own repository; or says why not, which is the agent's doing.
import { holdsSecret } from '../evidence/keep.ts';
import type { CauseName, PlanTask } from '../derive/plan.ts';
import type { Session } from './session.ts';
import { WorkspaceError } from './workspace-error.ts';

export type KeptWork = { readonly commit: string | undefined } | { readonly flaw: string; readonly cause: CauseName };

/** A declared secret is never committed: branches are merged, and what is once in a repository goes wherever it goes. */
export async function keepWork(session: Session, task: PlanTask, attempt: number): Promise<KeptWork> {
  const message = `${task.title}\n\nTask ${task.id}, attempt ${attempt}, of ${session.run}`;
  try {
    const kept = await session.workspace.keep(task, attempt, message);
    if (kept.kind === 'kept') return { commit: kept.commit };
    return {
      flaw: `what it changed is not kept: ${kept.where} ${holdsSecret(kept.name)}`,
      cause: 'secretInOutput',
    };
  } catch (error) {
    if (!(error instanceof WorkspaceError)) throw error;
    return { flaw: `what it changed cannot be kept: ${error.message}`, cause: 'notProved' };
  }
}
