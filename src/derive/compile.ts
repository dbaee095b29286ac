// Makes the frozen plan of what the specification says and what the derive queries found.
import type { Diagnostic } from '../base/diagnostic.ts';
import { nearestAmong } from '../base/near.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { Catalogue } from '../query/catalogue.ts';
import type { Graphs } from '../store/graphs.ts';
import { sx } from '../vocabulary/terms.ts';
import { loopedComponents } from './cycles.ts';
import { iri, members, nodeName, title } from './facts.ts';
import { cycleFinding, nameFindings, planFinding, unknownStep, type PlaceOf } from './findings.ts';
import { byName, localName, phaseStart, queryOfGraph } from './names.ts';
import { distanceToEnd, levels } from './order.ts';
import type { Iri, NodeIndex, Plan, PlanEdge, PlanNode } from './plan.ts';
import { readCheckpoints, readGate, readPhases, readTask } from './steps.ts';
import { reasonsIn } from './why.ts';

export interface CompileOptions {
  /** Finds the triples behind the edges of a loop, by asking the edges' queries again. */
  readonly catalogue?: Catalogue | undefined;
  /** Where a triple stands; findings have no place without it. */
  readonly place?: PlaceOf | undefined;
}

interface NamedEdge {
  readonly later: Iri;
  readonly earlier: Iri;
  readonly query: string;
}

/** What an estimate is where nobody gave one, ms. */
export const ESTIMATE_DEFAULT_MS = 1000;

const NO_PLAN = 'urn:spec-exec:no-plan';

/**
 * The plan of a derived specification: the same for any order of its triples. Findings: `derive/no-plan`,
 * `derive/several-plans`, `derive/name-clash`, `derive/criterion`, `derive/unknown-step`, `derive/cycle`.
 */
export async function compile(graphs: Graphs, options: CompileOptions = {}): Promise<Result<Plan>> {
  const { plan, findings } = await compileWhatThereIs(graphs, options);
  return findings.length > 0 ? fail(...findings) : ok(plan);
}

/**
 * The plan as far as there is one, and what keeps it from being one: of a loop the edges are left out, of unknown steps too, and where
 * there is no `sx:Plan` or there are several, it has a name that says so. For people to look at; a run takes a whole one.
 */
export async function compileWhatThereIs(
  graphs: Graphs,
  options: CompileOptions = {},
): Promise<{ readonly plan: Plan; readonly findings: readonly Diagnostic[] }> {
  const place: PlaceOf = options.place ?? (() => undefined);
  const findings: Diagnostic[] = [];
  const phases = readPhases(graphs);
  const plans = members(graphs, sx.Plan);
  const tasks = members(graphs, sx.Task).map((task) => readTask(graphs, task, plans[0]));
  const gates = members(graphs, sx.Gate).map((gate) => readGate(graphs, gate, findings));
  const checkpoints = readCheckpoints(graphs, findings);
  if (plans.length !== 1) findings.push(planFinding(plans, place));
  findings.push(...nameFindings(tasks, place));

  const known = new Map<Iri, PlanNode['kind']>();
  for (const task of tasks) known.set(task.iri, 'task');
  for (const gate of gates) known.set(gate.iri, 'gate');
  for (const phase of phases) known.set(phase.iri, 'phase').set(phaseStart(phase.iri), 'phase-start');
  const nearName = nearestAmong(Array.from(known.keys(), localName));
  let edges: NamedEdge[] = [];
  for (const edge of derivedEdges(graphs)) {
    const unknown = [edge.later, edge.earlier].filter((end) => !known.has(end));
    if (unknown.length === 0) edges.push(edge);
    for (const end of unknown) findings.push(unknownStep(edge, end, nearName, place));
  }

  // Nodes are numbered twice: by name to look for loops, then in the order in which they come.
  const draft = [...known.keys()].sort(byName);
  let draftDependencies = adjacency(draft, edges, 'earlier');
  const loops = loopedComponents(draftDependencies);
  const reasons = options.catalogue && reasonsIn(graphs, options.catalogue);
  for (const component of loops)
    findings.push(await cycleFinding(draft, draftDependencies, component, edges, reasons, place));
  if (loops.length > 0) {
    const loopOf = new Map(loops.flatMap((component, index) => component.map((node) => [draft[node]!, index])));
    edges = edges.filter(({ later, earlier }) => !loopOf.has(later) || loopOf.get(later) !== loopOf.get(earlier));
    draftDependencies = adjacency(draft, edges, 'earlier');
  }
  const level = levels(draftDependencies);
  const levelOf = new Map(draft.map((node, index) => [node, level[index]!]));
  const phaseAt = new Map(phases.map((phase, index) => [phase.iri, index]));
  const inOrder = (a: { iri: Iri; phase?: Iri | undefined }, b: { iri: Iri; phase?: Iri | undefined }) =>
    (phaseAt.get(a.phase ?? '') ?? phases.length) - (phaseAt.get(b.phase ?? '') ?? phases.length) ||
    levelOf.get(a.iri)! - levelOf.get(b.iri)! ||
    byName(a.iri, b.iri);
  tasks.sort(inOrder);
  gates.sort(inOrder);

  const nodes: PlanNode[] = [
    ...tasks.map((task, of): PlanNode => ({ iri: task.iri, kind: 'task', of })),
    ...gates.map((gate, of): PlanNode => ({ iri: gate.iri, kind: 'gate', of })),
    ...phases.map((phase, of): PlanNode => ({ iri: phaseStart(phase.iri), kind: 'phase-start', of })),
    ...phases.map((phase, of): PlanNode => ({ iri: phase.iri, kind: 'phase', of })),
  ];
  const names = nodes.map((node) => node.iri);
  const indexOf = new Map(names.map((name, index) => [name, index]));
  const at = (name: Iri): NodeIndex => indexOf.get(name)!;
  const dependencies = adjacency(names, edges, 'earlier');
  const dependents = adjacency(names, edges, 'later');
  const costs = nodes.map((node) => (node.kind === 'task' ? (tasks[node.of]!.estimateMs ?? ESTIMATE_DEFAULT_MS) : 0));
  const plan = plans[0] ?? NO_PLAN;
  const phaseOf = (phase: Iri | undefined) => (phase === undefined ? undefined : phaseAt.get(phase));
  return {
    findings: eachOnce(findings),
    plan: frozen({
      iri: plan,
      title: plans.length === 0 ? 'a plan that nothing declares' : title(graphs, plan),
      feature: iri(graphs, plan, sx.feature),
      nodes,
      indexOf,
      tasks: tasks.map((task) => ({ ...task, node: at(task.iri), phase: phaseOf(task.phase) })),
      gates: gates.map((gate) => ({ ...gate, node: at(gate.iri), phase: phaseOf(gate.phase) })),
      phases: phases.map((phase) => ({
        ...phase,
        start: at(phaseStart(phase.iri)),
        end: at(phase.iri),
        endGate: phase.endGate === undefined ? undefined : indexOf.get(phase.endGate),
        tasks: tasks.filter((task) => task.phase === phase.iri).map((task) => at(task.iri)),
      })),
      checkpoints: checkpoints.map((checkpoint) => ({ ...checkpoint, phase: phaseOf(checkpoint.phase) })),
      edges: edges
        .map((edge): PlanEdge => ({ later: at(edge.later), earlier: at(edge.earlier), query: edge.query }))
        .sort(byEnds),
      dependencies,
      dependents,
      remainingMs: distanceToEnd(dependencies, dependents, costs),
    }),
  };
}

/** Every `?later sx:dependsOn ?earlier` of every derive graph, with the query that found it. */
function derivedEdges(graphs: Graphs): NamedEdge[] {
  const found: NamedEdge[] = [];
  for (const edge of graphs.match(null, sx.dependsOn, null, null)) {
    const query = queryOfGraph(edge.graph.value);
    if (query !== undefined) found.push({ later: nodeName(edge.subject), earlier: nodeName(edge.object), query });
  }
  return found;
}

/** For each node, the nodes at the other end of its edges, each once, ascending. */
function adjacency(names: readonly Iri[], edges: readonly NamedEdge[], other: 'earlier' | 'later'): NodeIndex[][] {
  const indexOf = new Map(names.map((name, index) => [name, index]));
  const found = names.map(() => new Set<NodeIndex>());
  for (const edge of edges)
    found[indexOf.get(other === 'earlier' ? edge.later : edge.earlier)!]!.add(indexOf.get(edge[other])!);
  return found.map((set) => [...set].sort((a, b) => a - b));
}

function byEnds(a: PlanEdge, b: PlanEdge): number {
  return a.later - b.later || a.earlier - b.earlier || byName(a.query, b.query);
}

function eachOnce(findings: readonly Diagnostic[]): Diagnostic[] {
  return [...new Map(findings.map((one) => [`${one.code} ${one.message}`, one])).values()];
}

function frozen(plan: Plan): Plan {
  for (const list of [
    plan.nodes,
    plan.tasks,
    plan.gates,
    plan.phases,
    plan.checkpoints,
    plan.edges,
    plan.dependencies,
    plan.dependents,
  ])
    for (const one of Object.freeze(list)) Object.freeze(one);
  Object.freeze(plan.remainingMs);
  return Object.freeze(plan);
}
