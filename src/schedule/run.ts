// Starts a run, or takes one up again: folder, lock, journal, supervisors, state; then it is driven.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runIri } from '../base/clock.ts';
import { unusable, type Diagnostic } from '../base/diagnostic.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { fallbackRuleFor, tasksByHand, type Binding } from '../derive/binding.ts';
import type { Plan } from '../derive/plan.ts';
import { alwaysAllowed, environmentFor } from '../executors/environment.ts';
import { killMarked } from '../executors/processes.ts';
import { supervisorsOf, type Supervisors } from '../executors/supervisors.ts';
import { Graphs } from '../store/graphs.ts';
import { openJournal, readJournal, staleEpoch } from '../store/journal.ts';
import { lockRun } from '../store/lock.ts';
import { takeBatch } from '../store/snapshot.ts';
import { commandMarker } from './commands.ts';
import { drive } from './drive.ts';
import { orFindings } from './failures.ts';
import { makeFolders, runFolders, runsFolder } from './folders.ts';
import { bindingSecrets } from './masked.ts';
import { runName } from './names.ts';
import { lastEventNumber } from './record.ts';
import { replayEvents, revisionsIn } from './replay.ts';
import { revise } from './revise.ts';
import { type Revision, staleIn } from './revision.ts';
import type { RunInput, RunResult } from './run-input.ts';
import { settle } from './settle.ts';
import { initialState, type Policy, type RunState } from './state.ts';
import { transfer } from './transfer.ts';

/** Runs a plan from its beginning. Findings where the run cannot be set up; nothing was started then, and no folder is left. */
export async function startRun(input: RunInput): Promise<Result<RunResult>> {
  const run = runIri(input.clock.now(), input.random);
  const folder = join(runsFolder(input.projectRoot), runName(run));
  const result = await orFindings(() => begin(input, run, folder));
  if (!result.ok && !hasBegun(folder)) rmSync(folder, { recursive: true, force: true });
  return result;
}

async function begin(input: RunInput, run: string, folder: string): Promise<Result<RunResult>> {
  makeFolders(runFolders(folder));
  const lock = await lockRun(folder);
  if (!lock.ok) return lock;
  try {
    const supervisors = await openSupervisors(input.binding, folder);
    const journal = await openJournal(join(folder, 'journal.nq'), { epoch: 1 });
    if (!journal.ok) return journal;
    return await drive(input, {
      run,
      folder,
      epoch: 1,
      journal: journal.value,
      state: initialState(input.plan, input.capacities, policyOf(input)),
      supervisors,
      firstEvent: 1,
      resumed: undefined,
      plans: [input.plan],
    });
  } finally {
    await lock.value.release();
  }
}

/** Who does a task is said by the binding: the scheduler need know of people alone. */
function policyOf({ policy, plan, binding }: Pick<RunInput, 'policy' | 'plan' | 'binding'>): Policy {
  return {
    ...policy,
    byHand: tasksByHand(plan, binding),
    fallbackByHand: tasksByHand(plan, binding, fallbackRuleFor),
  };
}

/** What agents are allowed to see of our environment they inherit from the supervisor, so that its values are never written to disk. */
function openSupervisors(binding: Binding, folder: string): Promise<Supervisors> {
  const allowed = [...alwaysAllowed, ...binding.agents.flatMap((rule) => rule.passEnvironment)];
  return supervisorsOf(runFolders(folder).supervisors, { environment: environmentFor(allowed, {}, process.env) });
}

/** Whether anything of the run is on record. */
function hasBegun(folder: string): boolean {
  const replay = readJournal(join(folder, 'journal.nq'));
  return !replay.ok ? existsSync(join(folder, 'journal.nq')) : replay.value.batches.length > 0;
}

export interface ResumeInput extends RunInput {
  readonly run: string;
  readonly folder: string;
  /** The plans that the run went by before `plan`, the first first. */
  readonly former: readonly Plan[];
  /** Where the specification was changed: `graphs` and `plan` are the revised ones, which no batch of the journal holds yet. */
  readonly revision?: Revision | undefined;
}

/** Where a run is that is to be gone on with, for looking ahead: nothing is taken or written. */
export function stateToGoOn(input: ResumeInput): Result<RunState> {
  const { plan, revision, former, capacities, policy } = input;
  const replay = readJournal(join(input.folder, 'journal.nq'));
  if (!replay.ok) return replay;
  const plans = revision ? former : [...former, plan];
  const { state } = replayEvents(plans, replay.value.batches, capacities, policy);
  return ok(revision ? transfer(state, plan, staleIn(revision.quads), capacities, policy) : state);
}

/** Takes a run up again where its journal ends. A run that has ended is left alone; `stop` then repeats how it ended. */
export async function resumeRun(input: ResumeInput): Promise<Result<RunResult>> {
  return orFindings(() => goOn(input));
}

async function goOn(input: ResumeInput): Promise<Result<RunResult>> {
  const { run, folder, revision, capacities } = input;
  const policy = policyOf(input);
  const lock = await lockRun(folder);
  if (!lock.ok) return lock;
  try {
    // What was said meanwhile counts from the start.
    const settled = await settle({
      ...input,
      schemas: input.assets.schemas,
      secrets: bindingSecrets(input.binding, process.env),
    });
    if (!settled.ok) return settled;
    // Read again under the lock: the former holder may have written on since.
    const replay = readJournal(join(folder, 'journal.nq'));
    if (!replay.ok) return replay;
    const plans = revision ? input.former : [...input.former, input.plan];
    if (revisionsIn(replay.value.batches) !== plans.length - 1)
      return fail(staleEpoch(join(folder, 'journal.nq'), replay.value.epoch, replay.value.epoch + 1));
    const { state, lastEvent: last } = replayEvents(plans, replay.value.batches, capacities, policy);
    if (last?.kind === 'run-ended' && !revision) return ok({ run, folder, stop: last, state, graphs: input.graphs });
    const graphs = new Graphs();
    for (const batch of replay.value.batches) takeBatch(graphs, batch.quads);
    if (replay.value.tornBytes > 0) input.say({ kind: 'note', text: tornText(replay.value.tornBytes) });
    makeFolders(runFolders(folder));
    // What gates and verifications run dies with nobody's record of it: it is ended here, and run again where it is asked for.
    await killMarked(commandMarker(run), COMMAND_GRACE_MS);
    // Commands that were still in the pipe of a dead orchestrator's supervisor run on: this waits until it starts no more.
    const supervisors = await openSupervisors(input.binding, folder);
    const epoch = replay.value.epoch + 1;
    const journal = await openJournal(join(folder, 'journal.nq'), { epoch });
    if (!journal.ok) return journal;
    const begun = replay.value.batches.length > 0 && last !== undefined;
    if (!begun) return fail(neverBegun(folder));
    const firstEvent = lastEventNumber(replay.value.batches) + 1;
    const held = { run, folder, epoch, journal: journal.value, supervisors, plans: [...input.former, input.plan] };
    if (!revision) return await drive({ ...input, graphs }, { ...held, state, firstEvent, resumed: replay.value });
    const revised = await revise({ ...input, policy, revision }, { ...held, state, firstEvent });
    for (const quads of revised.batches) takeBatch(graphs, quads);
    const batches = revised.batches.map((quads) => ({ number: journal.value.number, epoch, quads }));
    return await drive(
      { ...input, graphs },
      {
        ...held,
        state: revised.state,
        firstEvent: revised.nextEvent,
        resumed: { ...replay.value, batches: [...replay.value.batches, ...batches] },
      },
    );
  } finally {
    await lock.value.release();
  }
}

/** Between asking what a dead orchestrator's criteria had run to end, and ending it. */
const COMMAND_GRACE_MS = 1_000;

function tornText(bytes: number): string {
  return `the journal's last batch was cut short: its ${bytes} bytes are left out, and what they said is done again`;
}

function neverBegun(folder: string): Diagnostic {
  return unusable('history/empty-run', `The run in ${folder} was stopped before anything was on record.`, {
    help: 'Nothing of it was done. Start the plan anew: spec-exec PLAN.ttl',
  });
}
