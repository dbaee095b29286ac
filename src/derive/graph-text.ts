// The derived graph for people: phases, their tasks and gates, what each waits for and which query says so.
import { durationText } from '../base/duration.ts';
import { timing, type Timing } from './critical-path.ts';
import { groupedEdges } from './graph-json.ts';
import type { NodeIndex, Plan, PlanPhase } from './plan.ts';

/** What `spec-exec graph` prints; lines without colour, the last one ended. */
export function graphText(plan: Plan): string {
  const times = timing(plan);
  const waits = waitsOf(plan);
  const lines = [
    `Plan "${plan.title}": ${count(plan.phases.length, 'phase')}, ${count(plan.tasks.length, 'task')}, ${count(plan.gates.length, 'gate')}`,
  ];
  for (const [index, phase] of plan.phases.entries()) {
    lines.push(
      '',
      `${phaseTitle(phase)}${phaseTimes(phase.estimateMs, times.phaseTasksMs[index]!)}`,
      ...waits(phase.start, 'starts'),
    );
    lines.push(...steps(plan, index, waits), ...waits(phase.end, 'is complete'));
  }
  const apart = steps(plan, undefined, waits);
  if (apart.length > 0) lines.push('', 'In no phase', ...apart);
  lines.push('', ...summary(plan, times));
  return `${lines.join('\n')}\n`;
}

type Waits = (node: NodeIndex, verb?: string) => string[];

function steps(plan: Plan, phase: number | undefined, waits: Waits): string[] {
  const tasks = plan.tasks
    .filter((task) => task.phase === phase)
    .flatMap((task) => [
      `  task ${task.id}${task.estimateMs === undefined ? '' : ` (${durationText(task.estimateMs)})`}`,
      ...waits(task.node),
    ]);
  const gates = plan.gates
    .filter((gate) => gate.phase === phase)
    .flatMap((gate) => [
      `  gate ${gate.id} (${count(gate.criteria.length, 'criterion', 'criteria')})`,
      ...waits(gate.node),
    ]);
  return [...tasks, ...gates];
}

/** Lines that say what a node waits for; one line for each thing. */
function waitsOf(plan: Plan): Waits {
  const of = new Map<NodeIndex, { earlier: NodeIndex; queries: string[] }[]>();
  for (const edge of groupedEdges(plan)) of.set(edge.later, [...(of.get(edge.later) ?? []), edge]);
  return (node, verb) =>
    (of.get(node) ?? []).map(({ earlier, queries }) => {
      const reasons = queries.map((query) => query.replace(/^derive\//, '')).join(', ');
      return verb === undefined
        ? `       after ${nodeName(plan, earlier)}  [${reasons}]`
        : `  ${verb} after ${nodeName(plan, earlier)}  [${reasons}]`;
    });
}

function summary(plan: Plan, times: Timing): string[] {
  const steps = times.criticalPath.filter(
    (node) => plan.nodes[node]!.kind === 'task' || plan.nodes[node]!.kind === 'gate',
  );
  const guess = times.unestimated > 0 ? `; ${count(times.unestimated, 'task')} without an estimate count 1 s each` : '';
  return [
    `Critical path: ${steps.length > 0 ? steps.map((node) => nodeName(plan, node)).join(' → ') : 'none'}`,
    `Estimated end: ${durationText(times.tasksMs)} after the start by the tasks on it${guess}`,
    ...(times.phasesMs > 0 && times.phasesMs !== times.tasksMs
      ? [`               ${durationText(times.phasesMs)} after the start by the phases' own estimates`]
      : []),
  ];
}

/** A node as people call it: the id of a task or gate, `phase X` and `start of X` otherwise. */
export function nodeName(plan: Plan, index: NodeIndex): string {
  const node = plan.nodes[index]!;
  switch (node.kind) {
    case 'task':
      return plan.tasks[node.of]!.id;
    case 'gate':
      return plan.gates[node.of]!.id;
    case 'phase-start':
      return `start of ${plan.phases[node.of]!.id}`;
    case 'phase':
      return `phase ${plan.phases[node.of]!.id}`;
  }
}

// Authors often number their phases in the title already.
function phaseTitle({ order, title }: PlanPhase): string {
  return /^phase\b/i.test(title) ? title : `Phase ${order}: ${title}`;
}

function phaseTimes(estimateMs: number | undefined, tasksMs: number): string {
  const stated = estimateMs === undefined ? '' : `, estimate ${durationText(estimateMs)}`;
  return `${stated}, its tasks ${durationText(tasksMs)}`;
}

function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}
