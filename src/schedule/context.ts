// What an agent is told of its task: the JSON of SPEC_EXEC_CONTEXT (docs/agents.md). It holds only what the task may see.
import { localName } from '../derive/names.ts';
import type { PlanTask } from '../derive/plan.ts';
import { storedArtifact } from '../evidence/collect-artifacts.ts';
import { type Made, measuredKey } from './ledger.ts';
import type { Session } from './session.ts';
import type { AttemptPlace } from './workspace.ts';

const COMPARATORS = { atMost: '<=', lessThan: '<', atLeast: '>=', moreThan: '>', equalTo: '=', within: '±' } as const;

export async function contextOf(
  session: Session,
  task: PlanTask,
  attempt: number,
  place: AttemptPlace,
): Promise<Readonly<Record<string, unknown>>> {
  const { plan, entities, ledger } = session;
  const phase = task.phase === undefined ? undefined : plan.phases[task.phase];
  const inputs = [];
  for (const iri of task.inputs)
    for (const made of ledger.made.get(iri) ?? [])
      inputs.push({ id: entities.artifacts.get(iri)?.id, path: made.path, file: await storedFile(session, iri, made) });
  const named = (iri: string) => ({ iri, id: localName(iri) });
  return {
    run: session.run,
    task: { ...named(task.iri), id: task.id, title: task.title, prompt: task.prompt ?? '', attempt },
    agent:
      task.agent === undefined
        ? null
        : { ...named(task.agent), type: task.agentType === undefined ? null : localName(task.agentType) },
    phase: phase === undefined ? null : { iri: phase.iri, id: phase.id, order: phase.order },
    project: session.projectRoot,
    spec: session.specFolder,
    workspace: place.branch === undefined ? null : { base: place.base, branch: place.branch },
    inputs,
    outputs: task.outputs.flatMap((iri) => {
      const artifact = entities.artifacts.get(iri);
      return artifact ? [{ id: artifact.id, path: artifact.path, mediaType: artifact.mediaType ?? null }] : [];
    }),
    handoffs: Object.fromEntries(
      task.consumes.flatMap((iri) => {
        const handed = ledger.handed.get(iri);
        return handed ? [[entities.handOffs.get(iri)?.key ?? iri, handed.value]] : [];
      }),
    ),
    produces: task.produces.map((iri) => entities.handOffs.get(iri)?.key ?? iri),
    metrics: [...(entities.metricsOf.get(task.iri) ?? [])].map((metric) => ({
      iri: metric.iri,
      id: metric.id,
      title: metric.title,
      unit: metric.unit === undefined ? null : localName(metric.unit),
      comparator: metric.comparator === undefined ? null : COMPARATORS[metric.comparator],
      target: metric.target ?? null,
      statedBaseline: metric.statedBaseline ?? null,
      measuredBaseline: ledger.measured.get(measuredKey('baseline', metric.iri))?.value ?? null,
      actual: ledger.measured.get(measuredKey('actual', metric.iri))?.value ?? null,
    })),
    // By what waits for the task, not by what each gate waits for: a gate over all tasks would be read through for each of them.
    gates: plan.dependents[task.node]!.flatMap((later) =>
      plan.nodes[later]!.kind === 'gate' ? plan.gates[plan.nodes[later]!.of]! : [],
    ).map((gate) => ({ id: gate.id, title: gate.title, criteria: gate.criteria.map((criterion) => criterion.title) })),
    commands: Object.fromEntries(
      [...session.binding.commands].map(([name, command]) => [
        name,
        command.verbatim ? command.argv : fillAll(command.argv, { project: session.projectRoot }),
      ]),
    ),
  };
}

/** The stored copy of an artifact's file; undefined where it is gone or was changed. */
export async function storedFile(session: Session, artifact: string, made: Made): Promise<string | undefined> {
  const id = session.entities.artifacts.get(artifact)?.id ?? localName(artifact);
  const name = made.attempt.slice(session.run.length + 1).replace(/:(\d+)$/, '.$1');
  return storedArtifact(session.folders.root, id, name, made.path, made.sha256);
}

/** Replaces `{name}` by its value in each argument; a name that is not given stays as it is. One pass: values are not read again. */
export function fillAll<A extends readonly string[]>(argv: A, values: Readonly<Record<string, string>>): A {
  return argv.map((word) =>
    word.replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(values, name) ? values[name]! : whole)),
  ) as unknown as A;
}
