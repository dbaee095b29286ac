// Drives a run that is locked and whose journal is open: makes its session, takes up what was running, and turns the loop.
import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import { chance, type Clock } from '../base/clock.ts';
import { turns } from '../base/in-turn.ts';
import type { Secrets } from '../base/secrets.ts';
import { unusable } from '../base/diagnostic.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { Plan } from '../derive/plan.ts';
import { processExecutor } from '../executors/process.ts';
import type { Supervisors } from '../executors/supervisors.ts';
import type { Graphs } from '../store/graphs.ts';
import type { Journal, Replay } from '../store/journal.ts';
import { isBelow } from '../store/project.ts';
import { prov } from '../vocabulary/borrowed.ts';
import { namedNode } from '../vocabulary/factory.ts';
import { sx } from '../vocabulary/terms.ts';
import { adopt, perform, startQuads } from './attempt.ts';
import { apply } from './apply.ts';
import { bindingOf } from './bound.ts';
import { isDiskFull, makeReserve, pauseFull, watchRoom } from './disk-full.ts';
import { folderWorkspace } from './folder-workspace.ts';
import { runFolders, runsFolder } from './folders.ts';
import { gitWorkspace } from './git-workspace.ts';
import { integrateRevised } from './integrate.ts';
import { answered, offer } from './by-hand.ts';
import { judge, lookAgain } from './judge.ts';
import { emptyLedger, enter } from './ledger.ts';
import { capacityQuads } from './capacity-record.ts';
import { listener } from './listen.ts';
import { runLoop } from './loop.ts';
import { bindingSecrets, maskedResult, maskedSaid } from './masked.ts';
import { attemptIri } from './names.ts';
import { beforeExecution, ledBy, openingQuads } from './opening.ts';
import { evaluateDue, startPolls } from './polls.ts';
import { ledgerOf, showCriteria } from './rebuild.ts';
import { revisionsIn } from './replay.ts';
import { eventQuads } from './record.ts';
import { asDoneNow } from './retry.ts';
import type { RunInput, RunResult } from './run-input.ts';
import type { Session } from './session.ts';
import type { RunState } from './state.ts';
import { recordedBytes } from './stay.ts';
import { StatusGraph } from './status-graph.ts';
import { expired, watchWaits } from './waits.ts';
import type { Workspace } from './workspace.ts';

export interface Drive {
  readonly run: string;
  readonly folder: string;
  readonly epoch: number;
  readonly journal: Journal;
  readonly state: RunState;
  readonly supervisors: Supervisors;
  readonly firstEvent: number;
  readonly resumed: Replay | undefined;
  /** All plans that the run went by, the first first. */
  readonly plans: readonly Plan[];
}

export async function drive(input: RunInput, given: Drive): Promise<Result<RunResult>> {
  const { run, folder, epoch, journal, state, resumed } = given;
  const folders = runFolders(folder);
  const { graphs, plan, clock } = input;
  const round = resumed ? revisionsIn(resumed.batches) : 0;
  const secrets = bindingSecrets(input.binding, process.env);
  const workspace = await openWorkspace(input, run, folder, round, secrets);
  if (!workspace.ok) {
    await given.supervisors.close();
    await journal.close();
    return workspace;
  }
  const ledger = resumed ? ledgerOf(run, resumed) : emptyLedger();
  const status = new StatusGraph(graphs, run);
  const cancelled = new AbortController();
  const interrupt = AbortSignal.any([input.interrupt, cancelled.signal]);
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
    secrets,
    closurePercent: closurePercent(input, graphs, run),
    formerAttempts: state.formerAttempts,
    rounds: new Map(),
    lastChange: new Map(),
    interrupt,
    cancel: (reason) => cancelled.abort(reason),
    say: (line) => input.say(maskedSaid(secrets, line)),
  };
  for (const name of secrets.unmasked)
    session.say({ kind: 'note', text: `the value of ${name} is too short to be kept out of the record` });
  status.update(state);
  if (resumed) showCriteria(status, graphs, resumed);
  // What came to its end while nobody was there.
  let firstEvent = given.firstEvent;
  for (const event of expired(state, session, clock.now())) {
    const stamp = { run, number: firstEvent++, epoch, at: clock.now() };
    const quads = eventQuads(plan, event, stamp);
    apply(state, event);
    graphs.addAll(quads);
    journal.append({ quads });
  }
  const inbox = listener(session, state);
  let batch = 0;
  // Criteria run commands on the integrated state, and integrating changes it: one judgement at a time.
  const judging = turns();
  // Each attempt under way listens; Node would warn of a leak at the eleventh.
  setMaxListeners(0, interrupt);
  input.onRun?.({ iri: run, folder });
  try {
    if (round > 0) await integrateRevised(session, state);
    makeReserve(folder);
    const upTo = input.upTo === undefined ? {} : { upTo: input.upTo };
    const opening = resumed
      ? { event: { kind: 'run-resumed', ...upTo } as const, quads: ledBy(graphs, run, input.bindingDigest) }
      : { event: { kind: 'run-started', ...upTo } as const, quads: openingQuads(input, run, clock.now()) };
    const capacities = capacityQuads(graphs, run, epoch, input.capacities);
    // Nothing was started yet: what is asked for before execution is asked again.
    const isStopped = interrupt.aborted || (resumed && state.attempts.size > 0);
    const before = isStopped ? undefined : await beforeExecution(session);
    const adopted = [...state.running].map(([task, attempt]) => ({
      task,
      attempt,
      result: (state.byHand.has(task) ? answered : adopt)(
        session,
        asDoneNow(state, task),
        attempt,
        elapsedSince(graphs, attemptIri(run, plan.tasks[plan.nodes[task]!.of]!, attempt).value, clock),
      ).then((result) => maskedResult(secrets, result)),
    }));
    // A crash may have come between its start and what a person needs for it.
    for (const [task, attempt] of state.byHand)
      if (!state.running.has(task)) await offer(session, asDoneNow(state, task), attempt);
    const stop = await runLoop({
      run,
      state,
      graphs,
      status,
      recorder: { append: (quads) => void (batch = journal.append({ quads })), flushed: () => journal.flushed() },
      hands: {
        prepare: (task, attempt) => startQuads(session, task, attempt),
        perform: async (task, attempt, onDisk) =>
          maskedResult(secrets, await perform(session, asDoneNow(state, task), attempt, onDisk)),
        offer: (task, attempt) => offer(session, asDoneNow(state, task), attempt),
        answered: async (task, attempt) =>
          maskedResult(secrets, await answered(session, asDoneNow(state, task), attempt)),
        judge: (gate) => judging(() => judge(session, state, gate)),
        lookAgain: (gate) => lookAgain(session, state, gate),
        evaluate: (checkpoint) => judging(() => evaluateDue(session, state, checkpoint)),
        take: (event, quads) => {
          inbox.taken(event, batch);
          if (
            event.kind === 'attempt-ended'
              ? event.ending === 'succeeded'
              : event.kind === 'approved' || event.kind === 'handed-over'
          )
            enter(ledger, quads);
        },
        report: (event, at, said) => {
          inbox.recorded(event);
          if (said) input.say(said);
          input.onEvent(event, at);
        },
      },
      clock,
      timer: input.timer,
      chance: () => chance(input.random),
      epoch,
      firstEvent,
      opening: { ...opening, quads: [...opening.quads, ...capacities, ...(before?.quads ?? [])] },
      adopted,
      sources: (arrive) => {
        const ends = [
          startPolls(session, state, judging, arrive),
          inbox.start(arrive),
          watchWaits(session, state, arrive),
          watchRoom(folder, arrive),
        ];
        return () => ends.forEach((end) => end());
      },
      interrupt,
      ...(before?.stop ? { forbid: before.stop } : {}),
      ...(input.onStep ? { onStep: input.onStep } : {}),
    });
    return ok({ run, folder, stop, state, graphs, journalBytes: recordedBytes(folder) });
  } catch (error) {
    if (!isDiskFull(error)) throw error;
    await journal.close().catch(() => undefined);
    const paused = await pauseFull(input, given);
    if (!paused) throw error;
    return ok({ run, folder, ...paused, graphs, journalBytes: recordedBytes(folder) });
  } finally {
    await session.executor.close();
    await workspace.value.close();
    await journal.close().catch(() => undefined);
  }
}

async function openWorkspace(
  input: RunInput,
  run: string,
  folder: string,
  round: number,
  secrets: Secrets,
): Promise<Result<Workspace>> {
  const folders = runFolders(folder);
  if (input.binding.workspace === undefined) return ok(folderWorkspace(folders));
  const source = join(input.projectRoot, input.binding.workspace);
  if (!isBelow(input.projectRoot, source) || isBelow(source, runsFolder(input.projectRoot)))
    return fail(
      unusable('schedule/workspace', `The workspace "${input.binding.workspace}" of the binding cannot be copied.`, {
        why: 'It is copied for each run: a folder outside the project is not the run’s to read, and one around the runs would hold its own copy.',
        help: 'Name a folder below the project root that does not hold .specify/, such as sx:workspace "workspace".',
      }),
    );
  return gitWorkspace({
    run,
    folders,
    source,
    dateMs: input.clock.now(),
    round,
    secrets,
    phaseId: (phase) => input.plan.phases[phase]!.id,
  });
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
