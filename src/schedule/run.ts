// Starts a run, or takes one up again: lock, journal, workspace, supervisor, state; then the loop.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Quad } from '@rdfjs/types';
import type { AssetFolders } from '../base/assets.ts';
import { runIri, type Clock, type RandomHex } from '../base/clock.ts';
import { unusable, type Diagnostic } from '../base/diagnostic.ts';
import { turns } from '../base/in-turn.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { Binding } from '../derive/binding.ts';
import type { Entities } from '../derive/entities.ts';
import type { Plan } from '../derive/plan.ts';
import { alwaysAllowed, environmentFor } from '../executors/environment.ts';
import { killMarked } from '../executors/processes.ts';
import { processExecutor } from '../executors/process.ts';
import { supervisorsOf, type Supervisors } from '../executors/supervisors.ts';
import type { Catalogue } from '../query/catalogue.ts';
import type { Graphs } from '../store/graphs.ts';
import { type Journal, type Replay, openJournal, readJournal } from '../store/journal.ts';
import { lockRun } from '../store/lock.ts';
import { prov } from '../vocabulary/borrowed.ts';
import { namedNode } from '../vocabulary/factory.ts';
import { sx } from '../vocabulary/terms.ts';
import { adopt, perform, startQuads } from './attempt.ts';
import { apply } from './apply.ts';
import { bindingOf } from './bound.ts';
import { commandMarker } from './commands.ts';
import type { RunEvent } from './event.ts';
import { orFindings } from './failures.ts';
import { folderWorkspace } from './folder-workspace.ts';
import { makeFolders, runFolders, runsFolder } from './folders.ts';
import { gitWorkspace } from './git-workspace.ts';
import { judge } from './judge.ts';
import { emptyLedger, enter } from './ledger.ts';
import { runLoop } from './loop.ts';
import { attemptIri, runName } from './names.ts';
import { openingQuads, beforeExecution } from './opening.ts';
import { startPolls } from './polls.ts';
import type { Capacities } from './pools.ts';
import { showCriteria } from './rebuild.ts';
import { eventsOf } from './record.ts';
import type { Said, Session } from './session.ts';
import { initialState, type Policy, type RunState } from './state.ts';
import { StatusGraph } from './status-graph.ts';
import type { Workspace } from './workspace.ts';

/** What is run, and how. `graphs` holds the specification without blank nodes, and the derived edges. */
export interface RunInput {
  readonly graphs: Graphs;
  readonly plan: Plan;
  readonly entities: Entities;
  readonly binding: Binding;
  readonly catalogue: Catalogue;
  readonly assets: AssetFolders;
  readonly projectRoot: string;
  /** Relative to the project root. */
  readonly specFolder: string;
  readonly closure: { readonly met: number; readonly total: number };
  readonly capacities: Capacities;
  readonly policy: Policy;
  readonly clock: Clock;
  readonly random: RandomHex;
  readonly interrupt: AbortSignal;
  readonly say: (line: Said) => void;
  /** Called with each event once it is on disk. */
  readonly onEvent: (event: RunEvent, at: number) => void;
  readonly onStep?: (state: RunState) => void | Promise<void>;
  /** Called once the run has its name. */
  readonly onRun?: (run: { readonly iri: string; readonly folder: string }) => void;
}

export type RunStop = Extract<RunEvent, { kind: 'run-ended' | 'run-paused' }>;

export interface RunResult {
  readonly run: string;
  readonly folder: string;
  readonly stop: RunStop;
  readonly state: RunState;
  /** The specification, the record and the states, as they stand now. */
  readonly graphs: Graphs;
}

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
    const journal = await openJournal(join(folder, 'journal.nq'), { epoch: 1 });
    if (!journal.ok) return journal;
    return await drive(input, {
      run,
      folder,
      epoch: 1,
      journal: journal.value,
      state: initialState(input.plan, input.capacities, input.policy),
      supervisors: await openSupervisors(input.binding, folder),
      firstEvent: 1,
      resumed: undefined,
    });
  } finally {
    await lock.value.release();
  }
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

export interface ResumeInput extends Omit<RunInput, 'closure'> {
  readonly run: string;
  readonly folder: string;
}

/** Takes a run up again where its journal ends. A run that has ended is left alone; `stop` then repeats how it ended. */
export async function resumeRun(input: ResumeInput): Promise<Result<RunResult>> {
  return orFindings(() => goOn(input));
}

async function goOn(input: ResumeInput): Promise<Result<RunResult>> {
  const { run, folder, plan } = input;
  const lock = await lockRun(folder);
  if (!lock.ok) return lock;
  try {
    // Read again under the lock: the former holder may have written on since.
    const replay = readJournal(join(folder, 'journal.nq'));
    if (!replay.ok) return replay;
    const state = initialState(plan, input.capacities, input.policy);
    let last: RunEvent | undefined;
    let number = 0;
    for (const batch of replay.value.batches)
      for (const { event, number: at } of eventsOf(plan, batch.quads)) {
        apply(state, event);
        last = event;
        number = at;
      }
    if (last?.kind === 'run-ended') return ok({ run, folder, stop: last, state, graphs: input.graphs });
    for (const batch of replay.value.batches) input.graphs.addAll(batch.quads);
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
    return await drive(
      { ...input, closure: { met: 0, total: 0 } },
      { run, folder, epoch, journal: journal.value, state, supervisors, firstEvent: number + 1, resumed: replay.value },
    );
  } finally {
    await lock.value.release();
  }
}

/** Between asking what a dead orchestrator's criteria had run to end, and ending it. */
const COMMAND_GRACE_MS = 1_000;

interface Drive {
  readonly run: string;
  readonly folder: string;
  readonly epoch: number;
  readonly journal: Journal;
  readonly state: RunState;
  readonly supervisors: Supervisors;
  readonly firstEvent: number;
  readonly resumed: Replay | undefined;
}

async function drive(input: RunInput, given: Drive): Promise<Result<RunResult>> {
  const { run, folder, epoch, journal, state, resumed } = given;
  const folders = runFolders(folder);
  const { graphs, plan, clock } = input;
  const workspace = await openWorkspace(input, run);
  if (!workspace.ok) {
    await given.supervisors.close();
    await journal.close();
    return workspace;
  }
  const ledger = emptyLedger();
  const status = new StatusGraph(graphs, run);
  const session: Session = {
    run,
    epoch,
    projectRoot: input.projectRoot,
    specFolder: join(input.projectRoot, input.specFolder),
    folders,
    plan,
    entities: input.entities,
    binding: input.binding,
    graphs,
    status,
    ledger,
    workspace: workspace.value,
    executor: processExecutor({
      supervisors: given.supervisors,
      clock,
      bindingOf: (work) => bindingOf(input.binding, plan, input.projectRoot, work),
    }),
    catalogue: input.catalogue,
    assets: input.assets,
    clock,
    closurePercent: closurePercent(input, graphs, run),
    rounds: new Map(),
    lastChange: new Map(),
    interrupt: input.interrupt,
    say: input.say,
  };
  for (const batch of resumed?.batches ?? []) if (isVisible(plan, batch.quads)) enter(ledger, batch.quads);
  status.update(state);
  if (resumed) showCriteria(status, graphs, resumed);
  // Criteria run commands on the integrated state, and integrating changes it: one judgement at a time.
  const judging = turns();
  input.onRun?.({ iri: run, folder });
  try {
    const opening = resumed
      ? { event: { kind: 'run-resumed' } as const, quads: [] as Quad[] }
      : { event: { kind: 'run-started' } as const, quads: openingQuads(input, run, clock.now()) };
    // Nothing was started yet: what is asked for before execution is asked again.
    const before = resumed && state.attempts.size > 0 ? undefined : await beforeExecution(session);
    const adopted = [...state.running].map(([task, attempt]) => ({
      task,
      attempt,
      result: adopt(
        session,
        task,
        attempt,
        elapsedSince(graphs, attemptIri(run, plan.tasks[plan.nodes[task]!.of]!, attempt).value, clock),
      ),
    }));
    const stop = await runLoop({
      run,
      state,
      graphs,
      status,
      recorder: { append: (quads) => void journal.append({ quads }), flushed: () => journal.flushed() },
      hands: {
        prepare: (task, attempt) => startQuads(session, task, attempt),
        perform: (task, attempt) => perform(session, task, attempt),
        judge: (gate) => judging(() => judge(session, state, gate)),
        take: (event, quads) => {
          if (event.kind === 'attempt-ended' && event.ending === 'succeeded') enter(ledger, quads);
        },
        report: input.onEvent,
      },
      clock,
      epoch,
      firstEvent: given.firstEvent,
      opening: { ...opening, quads: [...opening.quads, ...(before?.quads ?? [])] },
      adopted,
      sources: (arrive) => startPolls(session, state, judging, arrive),
      interrupt: input.interrupt,
      ...(before?.stop ? { forbid: before.stop } : {}),
      ...(input.onStep ? { onStep: input.onStep } : {}),
    });
    return ok({ run, folder, stop, state, graphs });
  } finally {
    await session.executor.close();
    await workspace.value.close();
    await journal.close();
  }
}

async function openWorkspace(input: RunInput, run: string): Promise<Result<Workspace>> {
  const folders = runFolders(join(runsFolder(input.projectRoot), runName(run)));
  if (input.binding.workspace === undefined) return ok(folderWorkspace(folders));
  return gitWorkspace({
    run,
    folders,
    source: join(input.projectRoot, input.binding.workspace),
    dateMs: input.clock.now(),
  });
}

/** Whether others may see what the batch says was left: the attempt succeeded, or it is no attempt's batch. */
function isVisible(plan: Plan, quads: readonly Quad[]): boolean {
  return eventsOf(plan, quads).every(({ event }) => event.kind !== 'attempt-ended' || event.ending === 'succeeded');
}

function closurePercent(input: RunInput, graphs: Graphs, run: string): number {
  const read = (term: typeof sx.closureMet | typeof sx.closureTotal): number =>
    Number(graphs.object(namedNode(run), term)?.value ?? 0);
  const met = input.closure.total > 0 ? input.closure.met : read(sx.closureMet);
  const total = input.closure.total > 0 ? input.closure.total : read(sx.closureTotal);
  return total === 0 ? 100 : (100 * met) / total;
}

function elapsedSince(graphs: Graphs, attempt: string, clock: Clock): number {
  const started = graphs.object(namedNode(attempt), prov.startedAtTime)?.value;
  return started === undefined ? 0 : Math.max(0, clock.now() - Date.parse(started));
}

function tornText(bytes: number): string {
  return `the journal's last batch was cut short: its ${bytes} bytes are left out, and what they said is done again`;
}

function neverBegun(folder: string): Diagnostic {
  return unusable('history/empty-run', `The run in ${folder} was stopped before anything was on record.`, {
    help: 'Nothing of it was done. Start the plan anew: spec-exec PLAN.ttl',
  });
}
