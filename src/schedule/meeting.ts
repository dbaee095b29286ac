// Where the agents of a run meet now: what the attempts that are at work or done, and not merged yet, have changed is compared pair by
// pair, under the rules of the specification. Nothing of the run is touched.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ok, type Result } from '../base/result.ts';
import type { Change, Comparison, Content, Side } from '../conflicts/conflict.ts';
import { conflictsOf, neededOfBase } from '../conflicts/detect.ts';
import type { Plan } from '../derive/plan.ts';
import { changesIn, filesOf, partedAt, pathsOf } from '../git/changes.ts';
import { runFolders } from './folders.ts';
import { attemptBranch, attemptName, integrationBranch } from './names.ts';
import type { RunState } from './state.ts';
import type { Graphs } from '../store/graphs.ts';
import { conflictRules, type WatchingRule } from './conflict-rules.ts';

/** What was compared, and what was found. */
export interface Meeting extends Comparison {
  /** Names of the tasks whose changes were compared. */
  readonly tasks: readonly string[];
  readonly rules: readonly WatchingRule[];
  /** Titles of rules that only a merge, or a command, can tell. */
  readonly left: readonly string[];
}

export interface OfRun {
  readonly run: string;
  readonly folder: string;
  readonly graphs: Graphs;
  readonly plan: Plan;
  readonly state: RunState;
}

/** Undefined where the run does not work in git. */
export async function conflictsNow({ run, folder, graphs, plan, state }: OfRun): Promise<Result<Meeting | undefined>> {
  const folders = runFolders(folder);
  if (!existsSync(folders.repository)) return ok(undefined);
  const { rules, left } = conflictRules(graphs);
  const integration = integrationBranch(run);
  const sides = new Map<string, (Side & { readonly task: string })[]>();
  for (const [node, attempt] of state.attempts) {
    const task = plan.tasks[plan.nodes[node]!.of]!;
    const worktree = join(folders.work, attemptName(task, attempt));
    if (!['running', 'succeeded', 'awaiting'].includes(state.nodes[node]!) || !existsSync(worktree)) continue;
    const branch = attemptBranch(run, task, attempt);
    const base = await partedAt(folders.repository, branch, integration);
    if (!base.ok) return base;
    const changed = await changesIn(worktree, base.value);
    if (!changed.ok) return changed;
    const files = new Map(
      changed.value.map(({ path, bytes, changedMs }): [string, Change] => [
        path,
        { content: contentOf(bytes), since: changedMs },
      ]),
    );
    if (files.size === 0) continue;
    // Only what began from one state can be compared; what is merged already parted from it at its own end.
    const beside = sides.get(base.value) ?? [];
    sides.set(base.value, [...beside, { agent: task.agent ?? task.iri, files, task: task.id }]);
  }
  const found: Comparison[] = [];
  for (const [base, meeting] of sides) {
    const paths = new Set(meeting.flatMap(({ files }) => [...files.keys()]));
    const all = rules.some(({ detector }) => detector === 'members')
      ? await pathsOf(folders.repository, base)
      : ok<readonly string[]>([]);
    if (!all.ok) return all;
    for (const path of neededOfBase(rules, all.value)) paths.add(path);
    const before = await filesOf(folders.repository, base, [...paths]);
    if (!before.ok) return before;
    const contents = new Map([...before.value].map(([path, bytes]) => [path, contentOf(bytes)]));
    found.push(await conflictsOf({ base: contents, sides: meeting, rules }));
  }
  return ok({
    conflicts: found.flatMap(({ conflicts }) => conflicts),
    notes: found.flatMap(({ notes }) => notes),
    tasks: [...sides.values()].flat().map(({ task }) => task),
    rules,
    left,
  });
}

/** Text, where it is text of a size that is looked into. */
function contentOf(bytes: Buffer | undefined): Content {
  if (bytes === undefined) return null;
  const isText = bytes.length <= TEXT_BYTES_MAX && !bytes.subarray(0, 8_000).includes(0);
  return isText ? bytes.toString('utf8') : { id: createHash('sha256').update(bytes).digest('hex') };
}

const TEXT_BYTES_MAX = 50 * 1024 * 1024;
