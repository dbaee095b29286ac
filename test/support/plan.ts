// Builds a Plan from a few words, without any RDF: for tests of the scheduler alone.
import { PLAIN_POLICY, type FailurePolicy, type Plan, type PlanGate, type PlanNode } from '../../src/derive/plan.ts';
import type { PlanPhase, PlanTask } from '../../src/derive/plan.ts';

export interface TaskWords {
  readonly id: string;
  readonly requires?: readonly string[];
  readonly demands?: Readonly<Record<string, number>>;
  readonly estimateMs?: number;
  readonly retriesMax?: number;
  readonly policy?: Partial<FailurePolicy>;
  /** Index of its phase, where the test gives the plan phases. */
  readonly phase?: number;
}

/** Tasks, then gates; `requires` names tasks or gates. */
export function planOf(
  tasks: readonly TaskWords[],
  gates: readonly { id: string; requires?: readonly string[] }[] = [],
): Plan {
  const nodes: PlanNode[] = [
    ...tasks.map((task, of) => ({ iri: `urn:test:${task.id}`, kind: 'task' as const, of })),
    ...gates.map((gate, of) => ({ iri: `urn:test:${gate.id}`, kind: 'gate' as const, of })),
  ];
  const indexOf = new Map(nodes.map((node, index) => [node.iri, index]));
  const requires = [...tasks, ...gates].map((item) => item.requires ?? []);
  const dependencies = requires.map((names) => names.map((name) => indexOf.get(`urn:test:${name}`)!));
  const dependents = nodes.map((_, index) =>
    nodes.flatMap((__, other) => (dependencies[other]!.includes(index) ? [other] : [])),
  );
  const remainingMs: number[] = nodes.map(() => 0);
  const own = (index: number): number => (index < tasks.length ? (tasks[index]!.estimateMs ?? 1000) : 0);
  const remaining = (index: number): number =>
    (remainingMs[index] ||= own(index) + Math.max(0, ...dependents[index]!.map(remaining)));
  nodes.forEach((_, index) => remaining(index));
  return {
    iri: 'urn:test:plan',
    title: 'test plan',
    feature: undefined,
    nodes,
    indexOf,
    tasks: tasks.map((task, index) => planTask(task, index)),
    gates: gates.map((gate, index): PlanGate => ({
      iri: `urn:test:${gate.id}`,
      id: gate.id,
      title: gate.id,
      node: tasks.length + index,
      phase: undefined,
      endsPhase: false,
      owner: undefined,
      criteria: [],
    })),
    phases: Array.from({ length: Math.max(0, ...tasks.map(({ phase = -1 }) => phase + 1)) }, (_, index) =>
      planPhase(index),
    ),
    checkpoints: [],
    edges: dependencies.flatMap((list, later) => list.map((earlier) => ({ later, earlier, query: 'derive/requires' }))),
    dependencies,
    dependents,
    remainingMs,
  };
}

/** A phase without nodes: it is not waited for. */
function planPhase(index: number): PlanPhase {
  const id = `phase-${index}`;
  const nodes = { start: -1, end: -1, endGate: undefined, tasks: [] };
  return {
    iri: `urn:test:${id}`,
    id,
    title: id,
    order: 1,
    estimateMs: undefined,
    pollEveryMs: undefined,
    budget: {},
    ...nodes,
  };
}

function planTask(task: TaskWords, node: number): PlanTask {
  return {
    iri: `urn:test:${task.id}`,
    id: task.id,
    title: task.id,
    node,
    phase: task.phase,
    agent: undefined,
    agentType: undefined,
    prompt: undefined,
    command: undefined,
    inputs: [],
    outputs: [],
    modifies: [],
    produces: [],
    consumes: [],
    verification: [],
    evidenceRequired: false,
    successExitStatus: [0],
    changeRequired: false,
    demands: task.demands ?? {},
    estimateMs: task.estimateMs,
    retriesMax: task.retriesMax ?? 0,
    timeoutMs: undefined,
    policy: { ...PLAIN_POLICY, ...task.policy },
  };
}
