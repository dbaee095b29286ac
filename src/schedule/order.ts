// The order in which ready tasks are taken.
import type { NodeIndex, Plan } from '../derive/plan.ts';

/** Critical path first: the longest estimated way to the end. Equal ones in plan order, so that a plan runs the same way twice. */
export function before(plan: Plan, a: NodeIndex, b: NodeIndex): boolean {
  const difference = plan.remainingMs[a]! - plan.remainingMs[b]!;
  return difference > 0 || (difference === 0 && a < b);
}
