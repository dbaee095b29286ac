// What waits for what, in one screen, before a run begins: phases, their tasks and gates. The whole of it, with the query behind
// each edge, is `spec-exec graph`.
import type pc from 'picocolors';
import type { NodeIndex, Plan } from '../derive/plan.ts';
import { counted, listed, wrapped } from './layout.ts';

// A longer outline would push the run itself off the screen.
const STEPS_MAX = 40;

/** Lines without indentation. Of a large plan the phases alone. */
export function outline(plan: Plan, width: number, paint: ReturnType<typeof pc.createColors>): string[] {
  const brief = plan.tasks.length + plan.gates.length > STEPS_MAX;
  const names = Math.max(0, ...[...plan.tasks, ...plan.gates].map(({ id }) => id.length));
  const depths = depthsOf(plan);
  const lines: string[] = [];
  for (const phase of [...plan.phases.keys(), undefined]) {
    const tasks = plan.tasks.filter((task) => task.phase === phase);
    const gates = plan.gates.filter((gate) => gate.phase === phase);
    if (tasks.length + gates.length === 0) continue;
    const title = phase === undefined ? 'In no phase' : plan.phases[phase]!.title;
    const size = `  ${counted(tasks.length, 'task')}, ${counted(gates.length, 'gate')}`;
    lines.push(`${paint.bold(title)}${brief ? paint.dim(size) : ''}`);
    if (brief) continue;
    const steps = [
      ...tasks.map((task) => ({ sign: '▷', id: task.id, node: task.node })),
      ...gates.map((gate) => ({ sign: '◇', id: gate.id, node: gate.node })),
    ].sort((a, b) => depths[a.node]! - depths[b.node]!);
    for (const { sign, id, node } of steps) {
      const waits = waitsFor(plan, node, phase);
      const said = waits.length === 0 ? [''] : wrapped(`after ${listed(waits)}`, Math.max(20, width - names - 6));
      for (const [index, line] of said.entries())
        lines.push(
          `  ${index === 0 ? `${sign} ${id.padEnd(names)}` : ' '.repeat(names + 2)}  ${paint.dim(line)}`.trimEnd(),
        );
    }
  }
  return lines;
}

/** For each node, how many steps are before it at the longest. The plan has no loops. */
function depthsOf({ dependencies, dependents }: Plan): number[] {
  const depths = dependencies.map(() => 0);
  const open = dependencies.map((list) => list.length);
  const ready = [...open.keys()].filter((node) => open[node] === 0);
  for (let node = ready.pop(); node !== undefined; node = ready.pop())
    for (const later of dependents[node]!) {
      depths[later] = Math.max(depths[later]!, depths[node]! + 1);
      if (--open[later]! === 0) ready.push(later);
    }
  return depths;
}

/** Whether a node waits for another over others. */
function comesAfter(plan: Plan, node: NodeIndex, earlier: NodeIndex): boolean {
  const seen = new Set<NodeIndex>();
  const walk = [...plan.dependencies[node]!];
  for (let at = walk.pop(); at !== undefined; at = walk.pop()) {
    if (at === earlier) return true;
    if (seen.has(at)) continue;
    seen.add(at);
    walk.push(...plan.dependencies[at]!);
  }
  return false;
}

/**
 * Names of what a step waits for. Left out is what others of them wait for anyway, and what is in an earlier phase, since the
 * order of phases says it.
 */
function waitsFor(plan: Plan, node: NodeIndex, phase: number | undefined): string[] {
  const order = phase === undefined ? undefined : plan.phases[phase]!.order;
  const all = plan.dependencies[node]!;
  const nearest = all.filter((one) => !all.some((other) => other !== one && comesAfter(plan, other, one)));
  return nearest.flatMap((dependency) => {
    const { kind, of } = plan.nodes[dependency]!;
    if (kind === 'phase-start') return [];
    if (kind === 'phase') return of === phase ? [] : [plan.phases[of]!.id];
    const step = kind === 'task' ? plan.tasks[of]! : plan.gates[of]!;
    const stepOrder = step.phase === undefined ? undefined : plan.phases[step.phase]!.order;
    return order !== undefined && stepOrder !== undefined && stepOrder < order ? [] : [step.id];
  });
}
