// A workspace without git: each attempt works in a fresh folder of its own, and nothing is merged.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { PlanTask } from '../derive/plan.ts';
import { ensureFolder, type RunFolders } from './folders.ts';
import { attemptName } from './names.ts';
import type { Workspace } from './workspace.ts';

export function folderWorkspace(folders: RunFolders): Workspace {
  const folderOf = (task: PlanTask, attempt: number): string => join(folders.work, attemptName(task, attempt));
  const made = (folder: string): string => {
    ensureFolder(folder);
    return folder;
  };
  return {
    kind: 'folders',
    place: async (task, attempt) => ({ folder: made(folderOf(task, attempt)), branch: undefined, base: undefined }),
    keep: async () => ({ kind: 'kept', commit: undefined }),
    changed: async (task, attempt) => readdirSync(folderOf(task, attempt)).length > 0,
    untouched: async () => new Set(),
    integrate: async () => ({ kind: 'merged', commit: undefined, first: undefined }),
    anew: async () => false,
    integrated: async () => made(folders.integration),
    uncommitted: async () => [],
    withLastMergeReverted: async () => undefined,
    beginPhase: async () => undefined,
    close: async () => undefined,
  };
}
