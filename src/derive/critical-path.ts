// When each step could start and end if nothing but order and estimates counted, and which steps make the plan as long as it is.
import { ESTIMATE_DEFAULT_MS } from './compile.ts';
import { topological } from './order.ts';
import type { NodeIndex, Plan } from './plan.ts';

/** Times in ms from the start of the plan, by the estimates alone: as if every pool were large enough. */
export interface Timing {
  /** By node. */
  readonly earliestStartMs: readonly number[];
  readonly earliestEndMs: readonly number[];
  /** By node: how much later it could end without making the plan longer. */
  readonly slackMs: readonly number[];
  /** The nodes of one longest way, first to last; where several are as long, one of them, always the same. */
  readonly criticalPath: readonly NodeIndex[];
  /** How long the tasks take by the critical path. */
  readonly tasksMs: number;
  /** How long the phases take by their authors' estimates: a phase without one counts with its tasks; phases of equal order count once. */
  readonly phasesMs: number;
  /** By phase: from its start to its end, by its tasks. */
  readonly phaseTasksMs: readonly number[];
  /** How many tasks have no estimate and count with `ESTIMATE_DEFAULT_MS`. */
  readonly unestimated: number;
}

/** What a node costs by its estimate, ms: gates and phases cost nothing. */
export function costMs(plan: Plan, index: NodeIndex): number {
  const node = plan.nodes[index]!;
  return node.kind === 'task' ? (plan.tasks[node.of]!.estimateMs ?? ESTIMATE_DEFAULT_MS) : 0;
}

export function timing(plan: Plan): Timing {
  const start = plan.nodes.map(() => 0);
  const end = plan.nodes.map(() => 0);
  const order = topological(plan.dependencies, plan.dependents);
  for (const node of order) {
    for (const earlier of plan.dependencies[node]!) start[node] = Math.max(start[node]!, end[earlier]!);
    end[node] = start[node]! + costMs(plan, node);
  }
  const tasksMs = end.reduce((most, value) => Math.max(most, value), 0);
  const slackMs = plan.nodes.map((_, node) => tasksMs - start[node]! - plan.remainingMs[node]!);
  const phaseTasksMs = plan.phases.map((phase) => Math.max(0, end[phase.end]! - end[phase.start]!));
  return {
    earliestStartMs: start,
    earliestEndMs: end,
    slackMs,
    criticalPath: longestWay(plan, order, start, end, tasksMs),
    tasksMs,
    phasesMs: phasesMs(plan, phaseTasksMs),
    phaseTasksMs,
    unestimated: plan.tasks.filter((task) => task.estimateMs === undefined).length,
  };
}

/** Walks back from the last to end, each time to the one that it had to wait for: the nearest, so that gates are on the way. */
function longestWay(
  plan: Plan,
  order: readonly NodeIndex[],
  start: readonly number[],
  end: readonly number[],
  total: number,
): NodeIndex[] {
  const position = new Map(order.map((node, index) => [node, index]));
  const nearest = (nodes: readonly NodeIndex[]) =>
    nodes.reduce<NodeIndex | undefined>(
      (best, node) => (best === undefined || position.get(node)! > position.get(best)! ? node : best),
      undefined,
    );
  const way: NodeIndex[] = [];
  let at = nearest(order.filter((node) => end[node] === total));
  while (at !== undefined) {
    way.unshift(at);
    const from = start[at];
    at = nearest(plan.dependencies[at]!.filter((earlier) => end[earlier] === from));
  }
  return way;
}

function phasesMs(plan: Plan, phaseTasksMs: readonly number[]): number {
  const longest = new Map<number, number>();
  for (const [index, phase] of plan.phases.entries()) {
    const own = phase.estimateMs ?? phaseTasksMs[index]!;
    longest.set(phase.order, Math.max(longest.get(phase.order) ?? 0, own));
  }
  return [...longest.values()].reduce((sum, ms) => sum + ms, 0);
}
