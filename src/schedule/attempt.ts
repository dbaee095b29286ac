// One attempt, from its folder to its checked result: what the agent is given, how its process ends, what it left.
import { closeSync, existsSync, fstatSync, openSync, readSync, writeFileSync } from 'node:fs';
import type { Quad } from '@rdfjs/types';
import { printable } from '../base/printable.ts';
import type { Secrets } from '../base/secrets.ts';
import type { CauseName, NodeIndex, PlanTask } from '../derive/plan.ts';
import type { Check } from '../evidence/checks.ts';
import type { Outcome, Running, Work } from '../executors/executor.ts';
import { prov } from '../vocabulary/borrowed.ts';
import { namedNode } from '../vocabulary/factory.ts';
import { elapsed, integer, seconds, text } from '../vocabulary/literals.ts';
import { sx } from '../vocabulary/terms.ts';
import { endingOf, exitCodeOf, limitOf, type Limit } from './attempt-ending.ts';
import { attemptFiles } from './attempt-files.ts';
import { contextOf } from './context.ts';
import { endingCheck, outcomeOf, unreached } from './declared.ts';
import type { Ending } from './event.ts';
import { ensureFolder } from './folders.ts';
import { keepWork } from './keep-work.ts';
import { attemptIri, attemptName } from './names.ts';
import type { AttemptResult } from './loop.ts';
import { readQuads } from './reads.ts';
import { about } from './record.ts';
import type { Session } from './session.ts';
import { proveDone } from './prove.ts';
import type { AttemptPlace } from './workspace.ts';

/** Between asking an agent to end and ending it. */
const GRACE_MS = 3_000;

/** Read as a prompt, it is empty: a task without one needs no file. */
const NO_PROMPT = '/dev/null';

export function taskAt(session: Session, node: NodeIndex): PlanTask {
  return session.plan.tasks[session.plan.nodes[node]!.of]!;
}

/** What goes on record with an attempt's start: its log, and whose results it was given. */
export function startQuads(session: Session, node: NodeIndex, attempt: number): Quad[] {
  const task = taskAt(session, node);
  const given = [
    ...task.consumes.flatMap((handOff) => session.ledger.handed.get(handOff) ?? []),
    ...task.inputs.flatMap((artifact) => session.ledger.made.get(artifact) ?? []),
  ];
  // What a person handed over is no attempt's.
  const makers = new Set(given.map((one) => one.attempt).filter((maker) => maker !== ''));
  return about(
    session.run,
    attemptIri(session.run, task, attempt),
    [sx.log, text(`logs/${attemptName(task, attempt)}.log`)],
    ...given.map((one) => [prov.used, namedNode(one.iri)] as const),
    ...[...makers].map((maker) => [prov.wasInformedBy, namedNode(maker)] as const),
  );
}

/**
 * Makes all ready for an attempt while its start is put on disk, then starts it and sees it through. `task` names the agent that
 * does it.
 */
export async function perform(
  session: Session,
  task: PlanTask,
  attempt: number,
  onDisk: Promise<void>,
): Promise<AttemptResult> {
  await session.workspace.beginPhase(task.phase);
  const place = await session.workspace.place(task, attempt);
  const limit = limitOf(session, task, attempt);
  if (limit.ms !== undefined && limit.ms <= 0)
    return ended(session, task, attempt, place, 'timedOut', 'its task’s time was over before it began', {
      cause: 'overTaskTime',
    });
  await give(session, task, attempt, place);
  await onDisk;
  // Who asked for an end meanwhile is not given another agent to end.
  if (session.interrupt.aborted)
    return ended(session, task, attempt, place, 'cancelled', 'the run was interrupted before it began', {});
  session.say({ kind: 'started', task: task.iri, attempt, agent: task.agent });
  const running = await session.executor.start(workOf(session, task, attempt, place, limit));
  return seeThrough(session, task, attempt, place, running, limit);
}

/** Writes what the attempt is given: its prompt, its context, and where it leaves what it hands over. */
export async function give(session: Session, task: PlanTask, attempt: number, place: AttemptPlace): Promise<void> {
  const files = attemptFiles(session, task, attempt);
  for (const folder of [files.folder, files.handOffs]) ensureFolder(folder);
  if (task.prompt !== undefined) writeFileSync(files.prompt, task.prompt);
  writeFileSync(files.context, `${JSON.stringify(await contextOf(session, task, attempt, place), null, 2)}\n`);
}

/** Takes up an attempt that an earlier orchestrator started: still running, ended meanwhile, or gone. */
export async function adopt(
  session: Session,
  task: PlanTask,
  attempt: number,
  elapsedMs: number,
): Promise<AttemptResult> {
  await session.workspace.beginPhase(task.phase);
  const place = await session.workspace.place(task, attempt);
  const limit = limitOf(session, task, attempt);
  const running = await session.executor.attach(workOf(session, task, attempt, place, limit), { elapsedMs });
  if (!running)
    return ended(session, task, attempt, place, 'lost', 'it was never started: the orchestrator died first', {
      cause: 'goneWithoutRecord',
    });
  session.say({
    kind: 'note',
    text: `${task.id}, attempt ${attempt}, is taken up: it still runs, or has ended meanwhile`,
  });
  const stopped = existsSync(attemptFiles(session, task, attempt).stopped);
  const outcome = running.outcome.then((one) => inHindsight(one, stopped));
  return seeThrough(session, task, attempt, place, { ...running, outcome }, limit);
}

/** What an end means that nobody saw: the agent is not to blame for what became of us. */
function inHindsight(outcome: Outcome, stopped: boolean): Outcome {
  if (stopped && outcome.kind === 'failed') return { kind: 'cancelled', durationMs: outcome.durationMs };
  // Its launch died with its supervisor.
  if (outcome.kind === 'not-started') return { kind: 'gone', reason: outcome.reason };
  return outcome;
}

/** What the executor is given of an attempt. */
export function workOf(
  session: Pick<Session, 'run' | 'folders' | 'projectRoot'>,
  task: PlanTask,
  attempt: number,
  place: AttemptPlace,
  limit: Limit,
): Work {
  const files = attemptFiles(session, task, attempt);
  const iri = attemptIri(session.run, task, attempt).value;
  return {
    id: attemptName(task, attempt),
    run: session.run,
    task: task.iri,
    agent: task.agent,
    attempt: iri,
    folder: place.folder,
    logFile: files.log,
    prompt: task.prompt ?? '',
    promptFile: task.prompt === undefined ? NO_PROMPT : files.prompt,
    variables: variablesOf(session, task, attempt),
    timeoutMs: limit.ms,
    idleTimeoutMs: task.policy.idleTimeoutMs,
    signsOfLife: [files.evidence, files.handOffs],
    graceMs: GRACE_MS,
  };
}

/** How an agent finds what it is given, and where it leaves what it makes of it. */
export function variablesOf(
  session: Pick<Session, 'run' | 'folders' | 'projectRoot'>,
  task: PlanTask,
  attempt: number,
): Readonly<Record<string, string>> {
  const files = attemptFiles(session, task, attempt);
  return {
    SPEC_EXEC_CONTEXT: files.context,
    SPEC_EXEC_EVIDENCE: files.evidence,
    SPEC_EXEC_HANDOFF: files.handOffs,
    SPEC_EXEC_PROMPT: task.prompt === undefined ? NO_PROMPT : files.prompt,
    SPEC_EXEC_PROJECT: session.projectRoot,
    SPEC_EXEC_RUN: session.run,
    SPEC_EXEC_TASK: task.iri,
    SPEC_EXEC_RUN_FOLDER: session.folders.root,
  };
}

async function seeThrough(
  session: Session,
  task: PlanTask,
  attempt: number,
  place: AttemptPlace,
  running: Running,
  limit: Limit,
): Promise<AttemptResult> {
  const cancel = (): void => {
    writeFileSync(attemptFiles(session, task, attempt).stopped, '');
    void running.cancel();
  };
  session.interrupt.addEventListener('abort', cancel);
  if (session.interrupt.aborted) cancel();
  const outcome = await running.outcome;
  session.interrupt.removeEventListener('abort', cancel);
  const { ending, reason, cause } = endingOf(outcome, limit.cause, task);
  const facts = {
    cause,
    elapsedMs: 'durationMs' in outcome ? outcome.durationMs : undefined,
    exitCode: exitCodeOf(outcome),
  };
  if (ending === 'failed') {
    const words = lastWords(attemptFiles(session, task, attempt).log, session.secrets);
    return ended(
      session,
      task,
      attempt,
      place,
      ending,
      words === '' ? reason : `${reason}; its last words: ${words}`,
      facts,
    );
  }
  if (ending !== 'succeeded') return ended(session, task, attempt, place, ending, reason, facts);
  return prove(session, task, attempt, place, facts);
}

/** Checks what an attempt left that says it is done; that alone makes it succeed. */
export async function prove(
  session: Session,
  task: PlanTask,
  attempt: number,
  place: AttemptPlace,
  facts: Facts,
): Promise<AttemptResult> {
  // What it changed is kept first: what verification commands leave lying about is not the agent's work.
  const kept = await keepWork(session, task, attempt);
  const well = endingCheck(task, 'passed', facts);
  if ('flaw' in kept) {
    const flaw: Check = { id: 'kept', what: 'what it changed can be kept', outcome: 'failed', reason: kept.flaw };
    return ended(session, task, attempt, place, 'failed', kept.flaw, {
      ...facts,
      cause: kept.cause,
      checked: unreached(session, task, attempt, [well, flaw]),
    });
  }
  const { commit } = kept;
  const how = facts.byHand ? well.what : `it ended with exit status ${facts.exitCode ?? 0}`;
  const proof = await proveDone(session, task, attempt, place, well, how);
  if (session.interrupt.aborted && !proof.done)
    return ended(session, task, attempt, place, 'cancelled', 'the run was interrupted while its result was checked', {
      ...facts,
      checked: unreached(session, task, attempt, [well]),
    });
  return ended(
    session,
    task,
    attempt,
    place,
    proof.done ? 'succeeded' : 'failed',
    proof.reason,
    { ...facts, commit, cause: proof.cause, checked: proof.quads },
    proof.notes,
  );
}

/** The last line that an agent printed, cut to what fits beside a reason; empty where it printed nothing. */
function lastWords(log: string, secrets: Secrets): string {
  const bytesMax = 4096;
  let file: number;
  try {
    file = openSync(log, 'r');
  } catch {
    return '';
  }
  try {
    const { size } = fstatSync(file);
    const buffer = Buffer.alloc(Math.min(size, bytesMax));
    readSync(file, buffer, 0, buffer.length, Math.max(0, size - bytesMax));
    return secrets.mask(printable(buffer.toString('utf8').trimEnd().split('\n').at(-1)!.trim())).slice(-200);
  } finally {
    closeSync(file);
  }
}

export interface Facts {
  readonly cause?: CauseName | undefined;
  readonly elapsedMs?: number | undefined;
  readonly exitCode?: number | undefined;
  readonly commit?: string | undefined;
  readonly byHand?: boolean | undefined;
  /** What was checked of it; where nothing was, that it ended so goes on record. */
  readonly checked?: readonly Quad[] | undefined;
}

export function ended(
  session: Session,
  task: PlanTask,
  attempt: number,
  place: AttemptPlace,
  ending: Ending,
  reason: string,
  facts: Facts,
  notes: readonly string[] = [],
): AttemptResult {
  const stated = about(
    session.run,
    attemptIri(session.run, task, attempt),
    ...(facts.elapsedMs === undefined
      ? []
      : [[sx.elapsed, elapsed(facts.elapsedMs)] as const, [sx.elapsedSeconds, seconds(facts.elapsedMs)] as const]),
    ...(facts.exitCode === undefined ? [] : [[sx.exitCode, integer(facts.exitCode)] as const]),
    ...(place.branch === undefined ? [] : [[sx.branch, text(place.branch)] as const]),
    ...(place.base === undefined ? [] : [[sx.baseCommit, text(place.base)] as const]),
    ...(facts.commit === undefined ? [] : [[sx.commit, text(facts.commit)] as const]),
  );
  const checked =
    facts.checked ?? unreached(session, task, attempt, [endingCheck(task, outcomeOf(ending), facts, reason)]);
  const quads = [...stated, ...readQuads(session, task, attempt), ...checked];
  const said = { kind: 'ended', task: task.iri, attempt, ending, reason, elapsedMs: facts.elapsedMs, notes } as const;
  return { ending, reason, quads, said, ...(facts.cause === undefined ? {} : { cause: facts.cause }) };
}
