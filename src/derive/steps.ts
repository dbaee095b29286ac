// Reads what the specification says of its tasks, gates, phases and checkpoints: everything but their order.
import type { Diagnostic } from '../base/diagnostic.ts';
import type { Graphs } from '../store/graphs.ts';
import { rdf } from '../vocabulary/borrowed.ts';
import { namedNode } from '../vocabulary/factory.ts';
import { sx } from '../vocabulary/terms.ts';
import { amounts } from './amounts.ts';
import { readCriteria } from './criteria.ts';
import { boolean, duration, identifier, iri, iris, irisTo, members, number, text, texts, title } from './facts.ts';
import { byName } from './names.ts';
import { readPolicy } from './policy.ts';
import type { Iri, PlanCheckpoint, PlanGate, PlanPhase, PlanTask } from './plan.ts';

export type TaskFacts = Omit<PlanTask, 'node' | 'phase'> & { readonly phase: Iri | undefined };
export type GateFacts = Omit<PlanGate, 'node' | 'phase'> & { readonly phase: Iri | undefined };
export type PhaseFacts = Omit<PlanPhase, 'start' | 'end' | 'endGate' | 'tasks'> & { readonly endGate: Iri | undefined };
export type CheckpointFacts = Omit<PlanCheckpoint, 'phase'> & { readonly phase: Iri | undefined };

/** `plan`: the one that the specification declares; what it says of failures holds for each task that says nothing. */
export function readTask(graphs: Graphs, task: Iri, plan: Iri | undefined): TaskFacts {
  const agent = iri(graphs, task, sx.assignedTo);
  const prompt = text(graphs, task, sx.prompt);
  return {
    iri: task,
    id: identifier(graphs, task),
    title: title(graphs, task),
    phase: iri(graphs, task, sx.inPhase),
    agent,
    agentType: agent === undefined ? undefined : iri(graphs, agent, sx.agentType),
    prompt,
    command: text(graphs, task, sx.command),
    inputs: iris(graphs, task, sx.input),
    outputs: iris(graphs, task, sx.output),
    modifies: iris(graphs, task, sx.modifies),
    produces: irisTo(graphs, sx.producer, task),
    consumes: irisTo(graphs, sx.consumer, task),
    verification: texts(graphs, task, sx.verification),
    evidenceRequired: boolean(graphs, task, sx.evidenceRequired) ?? prompt !== undefined,
    successExitStatus: exitStatuses(graphs, task),
    changeRequired: boolean(graphs, task, sx.changeRequired) ?? false,
    demands: amounts(graphs, task, sx.demand),
    estimateMs: estimate(graphs, task),
    ...readPolicy(graphs, task, iri(graphs, task, sx.inPhase), plan),
  };
}

function exitStatuses(graphs: Graphs, task: Iri): number[] {
  const stated = texts(graphs, task, sx.successExitStatus).map(Number).filter(Number.isInteger);
  return stated.length === 0 ? [0] : [...new Set(stated)].sort((a, b) => a - b);
}

// PERT's mean where all three points are given, else the mean of what there is.
function estimate(graphs: Graphs, task: Iri): number | undefined {
  const [low, likely, high] = [sx.optimistic, sx.mostLikely, sx.pessimistic].map((point) =>
    duration(graphs, task, point),
  );
  if (low !== undefined && likely !== undefined && high !== undefined) return (low + 4 * likely + high) / 6;
  if (likely !== undefined) return likely;
  const ends = [low, high].filter((point) => point !== undefined);
  return ends.length === 0 ? undefined : ends.reduce((sum, point) => sum + point, 0) / ends.length;
}

export function readGate(graphs: Graphs, gate: Iri, findings: Diagnostic[]): GateFacts {
  const ends = irisTo(graphs, sx.endGate, gate)[0];
  return {
    iri: gate,
    id: identifier(graphs, gate),
    title: title(graphs, gate),
    phase: ends ?? iri(graphs, gate, sx.ofPhase),
    endsPhase: ends !== undefined,
    owner: iri(graphs, gate, sx.owner),
    criteria: readCriteria(graphs, [gate, ...iris(graphs, gate, sx.checkpoint)], findings),
  };
}

/** Phases in the order in which they come. */
export function readPhases(graphs: Graphs): PhaseFacts[] {
  const phases = members(graphs, sx.Phase).map((phase) => ({
    iri: phase,
    id: identifier(graphs, phase),
    title: title(graphs, phase),
    order: number(graphs, phase, sx.order) ?? 0,
    endGate: iri(graphs, phase, sx.endGate),
    estimateMs: duration(graphs, phase, sx.estimate),
    pollEveryMs: duration(graphs, phase, sx.pollEvery),
    budget: amounts(graphs, phase, sx.budget),
  }));
  return phases.sort((a, b) => a.order - b.order || byName(a.iri, b.iri));
}

export function readCheckpoints(graphs: Graphs, findings: Diagnostic[]): CheckpointFacts[] {
  return members(graphs, sx.Checkpoint).map((checkpoint) => ({
    iri: checkpoint,
    title: title(graphs, checkpoint),
    when: moment(iri(graphs, checkpoint, sx.when)),
    phase: iri(graphs, checkpoint, sx.ofPhase),
    ofGate: graphs.subjects(sx.checkpoint, namedNode(checkpoint)).some((gate) => graphs.has(gate, rdf.type, sx.Gate)),
    criteria: readCriteria(graphs, [checkpoint], findings),
  }));
}

function moment(stated: Iri | undefined): PlanCheckpoint['when'] {
  if (stated === sx.beforeExecution.value) return 'beforeExecution';
  if (stated === sx.periodic.value) return 'periodic';
  return stated === sx.final.value ? 'final' : 'atCompletion';
}
