// The derived graph as one JSON document: what `spec-exec graph --format json` prints.
import { costMs, timing } from './critical-path.ts';
import type { NodeIndex, Plan } from './plan.ts';

export interface GraphNode {
  readonly iri: string;
  readonly id: string;
  readonly title: string;
  readonly kind: 'task' | 'gate' | 'phase-start' | 'phase';
  /** IRI of the phase that it belongs to. */
  readonly phase: string | undefined;
  /** IRI of the agent of a task. */
  readonly agent: string | undefined;
  readonly estimateMs: number;
  readonly earliestStartMs: number;
  readonly earliestEndMs: number;
  readonly slackMs: number;
  readonly critical: boolean;
}

export interface GraphDocument {
  readonly plan: { readonly iri: string; readonly title: string };
  readonly phases: readonly {
    readonly iri: string;
    readonly id: string;
    readonly title: string;
    readonly order: number;
    readonly estimateMs: number | undefined;
    readonly tasksMs: number;
  }[];
  readonly nodes: readonly GraphNode[];
  /** Each pair once, with every query that found it. */
  readonly edges: readonly { readonly later: string; readonly earlier: string; readonly queries: readonly string[] }[];
  readonly criticalPath: readonly string[];
  readonly estimate: { readonly tasksMs: number; readonly phasesMs: number; readonly unestimatedTasks: number };
}

export function graphJson(plan: Plan): GraphDocument {
  const times = timing(plan);
  const critical = new Set(times.criticalPath);
  return {
    plan: { iri: plan.iri, title: plan.title },
    phases: plan.phases.map(({ iri, id, title, order, estimateMs }, index) => ({
      iri,
      id,
      title,
      order,
      estimateMs,
      tasksMs: times.phaseTasksMs[index]!,
    })),
    nodes: plan.nodes.map(({ iri, kind }, index) => ({
      iri,
      kind,
      ...named(plan, index),
      estimateMs: costMs(plan, index),
      earliestStartMs: times.earliestStartMs[index]!,
      earliestEndMs: times.earliestEndMs[index]!,
      slackMs: times.slackMs[index]!,
      critical: critical.has(index),
    })),
    edges: groupedEdges(plan).map(({ later, earlier, queries }) => ({
      later: plan.nodes[later]!.iri,
      earlier: plan.nodes[earlier]!.iri,
      queries,
    })),
    criticalPath: times.criticalPath.map((node) => plan.nodes[node]!.iri),
    estimate: { tasksMs: times.tasksMs, phasesMs: times.phasesMs, unestimatedTasks: times.unestimated },
  };
}

function named(plan: Plan, index: NodeIndex): Pick<GraphNode, 'id' | 'title' | 'phase' | 'agent'> {
  const node = plan.nodes[index]!;
  const phaseIri = (phase: number | undefined) => (phase === undefined ? undefined : plan.phases[phase]!.iri);
  switch (node.kind) {
    case 'task': {
      const { id, title, phase, agent } = plan.tasks[node.of]!;
      return { id, title, phase: phaseIri(phase), agent };
    }
    case 'gate': {
      const { id, title, phase } = plan.gates[node.of]!;
      return { id, title, phase: phaseIri(phase), agent: undefined };
    }
    case 'phase-start':
    case 'phase': {
      const { id, title, iri } = plan.phases[node.of]!;
      const start = node.kind === 'phase-start';
      return {
        id: start ? `${id}/start` : id,
        title: start ? `Start of ${title}` : title,
        phase: iri,
        agent: undefined,
      };
    }
  }
}

/** The plan's edges, each pair of nodes once, with the queries that found it. */
export function groupedEdges(plan: Plan): { later: NodeIndex; earlier: NodeIndex; queries: string[] }[] {
  const grouped = new Map<string, { later: NodeIndex; earlier: NodeIndex; queries: string[] }>();
  for (const { later, earlier, query } of plan.edges) {
    const key = `${later} ${earlier}`;
    const known = grouped.get(key);
    if (known) known.queries.push(query);
    else grouped.set(key, { later, earlier, queries: [query] });
  }
  return [...grouped.values()];
}
