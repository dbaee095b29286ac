// Puts a revision on record: attempts at what is stale are stopped, then one batch holds the revised specification, what was
// changed and what is stale by it. A crash leaves the batch whole, or the run as it was, to be revised when it is taken up next.
import type { Quad } from '@rdfjs/types';
import { processExecutor } from '../executors/process.ts';
import type { Supervisors } from '../executors/supervisors.ts';
import type { Journal } from '../store/journal.ts';
import { namedNode } from '../vocabulary/factory.ts';
import { sx } from '../vocabulary/terms.ts';
import { apply } from './apply.ts';
import { workOf } from './attempt.ts';
import { bindingOf } from './bound.ts';
import type { RunEvent } from './event.ts';
import { runFolders } from './folders.ts';
import { eventIri } from './names.ts';
import { specificationQuads } from './opening.ts';
import { about, eventQuads, type Stamp } from './record.ts';
import { type Revision, staleIn } from './revision.ts';
import type { RunInput } from './run-input.ts';
import type { RunState } from './state.ts';
import { transfer } from './transfer.ts';

export interface ReviseInput extends RunInput {
  readonly revision: Revision;
}

export interface Held {
  readonly run: string;
  readonly folder: string;
  readonly epoch: number;
  readonly journal: Journal;
  readonly supervisors: Supervisors;
  /** The run under the former plan. */
  readonly state: RunState;
  readonly firstEvent: number;
}

export interface Revised {
  /** The run under the revised plan. */
  readonly state: RunState;
  /** What was put on record. */
  readonly batches: readonly (readonly Quad[])[];
  readonly nextEvent: number;
}

/** On disk when it resolves. */
export async function revise(input: ReviseInput, held: Held): Promise<Revised> {
  const { revision, plan, clock } = input;
  const { run, epoch, journal, state } = held;
  let number = held.firstEvent;
  const batches: (readonly Quad[])[] = [];
  const reported: { readonly event: RunEvent; readonly at: number }[] = [];
  const put = (event: RunEvent, quadsOf: (stamp: Stamp) => readonly Quad[]): void => {
    const stamp = { run, number: number++, epoch, at: clock.now() };
    const quads = quadsOf(stamp);
    journal.append({ quads });
    batches.push(quads);
    reported.push({ event, at: stamp.at });
  };
  const stale = staleIn(revision.quads);
  // Also what a person was given to do.
  for (const [task, attempt] of new Map([...state.byHand, ...state.running])) {
    const { iri, id } = state.plan.tasks[state.plan.nodes[task]!.of]!;
    if (!stale.has(iri) && !revision.gone.includes(iri)) continue;
    await stop(input, held, task, attempt);
    input.say({ kind: 'note', text: `${id}, attempt ${attempt}, is stopped: what it was told has changed` });
    const event = {
      kind: 'attempt-ended',
      task,
      attempt,
      ending: 'cancelled',
      reason: 'it was stopped: what it was told has changed',
    } as const;
    put(event, (stamp) => eventQuads(state.plan, event, stamp));
    apply(state, event);
  }
  const event = {
    kind: 'specification-revised',
    stale: [...stale].flatMap((iri) => plan.indexOf.get(iri) ?? []),
  } as const;
  put(event, (stamp) => [
    ...specificationQuads(input, run),
    ...revision.quads,
    ...eventQuads(plan, event, stamp),
    ...about(
      run,
      eventIri(run, stamp.number),
      ...revision.names.map((change) => [sx.change, namedNode(change)] as const),
    ),
  ]);
  await journal.flushed();
  for (const one of reported.slice(-1)) input.onEvent(one.event, one.at);
  const revised = transfer(state, plan, stale, input.capacities, input.policy);
  apply(revised, event);
  return { state: revised, batches, nextEvent: number };
}

/** Ends what still runs of an attempt; its folder and its branch stay. */
async function stop(input: ReviseInput, held: Held, node: number, attempt: number): Promise<void> {
  const { plan } = held.state;
  const executor = processExecutor({
    supervisors: held.supervisors,
    clock: input.clock,
    bindingOf: (work) => bindingOf(input.binding, plan, input.projectRoot, work),
  });
  const nowhere = { folder: '', branch: undefined, base: undefined };
  const unlimited = { ms: undefined, cause: 'overTime' } as const;
  const session = { run: held.run, folders: runFolders(held.folder), projectRoot: input.projectRoot };
  const work = workOf(session, plan.tasks[plan.nodes[node]!.of]!, attempt, nowhere, unlimited);
  const running = await executor.attach(work, { elapsedMs: 0 });
  await running?.cancel();
}
