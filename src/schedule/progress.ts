// The progress criterion: every running agent left something since it was last looked at.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Verdict } from './criteria.ts';
import { attemptName } from './names.ts';
import type { Session } from './session.ts';
import type { RunState } from './state.ts';

/** Passed where each running attempt changed a file of its folder, or left a hand-off, since the last look. */
export function progressSince(session: Session, state: RunState): Verdict {
  const last = session.lastChange;
  const stuck: string[] = [];
  for (const [node, attempt] of state.running) {
    const task = session.plan.tasks[session.plan.nodes[node]!.of]!;
    const name = attemptName(task, attempt);
    const now = Math.max(newest(join(session.folders.work, name), 3), newest(join(session.folders.attempts, name), 2));
    if (now <= (last.get(name) ?? 0)) stuck.push(task.id);
    last.set(name, now);
  }
  if (stuck.length > 0)
    return { outcome: 'failed', checked: `no change since the last look: ${stuck.join(', ')}`, used: [] };
  return {
    outcome: 'passed',
    checked: `${state.running.size} running agents, all with changes since the last look`,
    used: [],
  };
}

function newest(folder: string, depth: number): number {
  if (!existsSync(folder) || depth < 0) return 0;
  let found = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === '.git' || entry.name === 'node_modules') continue;
    const path = join(folder, entry.name);
    found = Math.max(
      found,
      entry.isDirectory() ? newest(path, depth - 1) : entry.isFile() ? statSync(path).mtimeMs : 0,
    );
  }
  return found;
}
