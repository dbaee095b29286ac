// A task that a person does: they read the prompt, work in the attempt's folder, and say that it is done. It is then proved as any other.
import { existsSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Quad } from '@rdfjs/types';
import type { Entities } from '../derive/entities.ts';
import type { PlanTask } from '../derive/plan.ts';
import { findFiles } from '../evidence/glob.ts';
import { handOffFileName } from '../evidence/handoff.ts';
import { quoted } from '../executors/launch-script.ts';
import { isBelow } from '../store/project.ts';
import { earl, prov, rdf, rdfs } from '../vocabulary/borrowed.ts';
import { namedNode } from '../vocabulary/factory.ts';
import { text } from '../vocabulary/literals.ts';
import { sx } from '../vocabulary/terms.ts';
import { attemptFiles } from './attempt-files.ts';
import { ended, give, prove, variablesOf } from './attempt.ts';
import { runFolders } from './folders.ts';
import type { AttemptResult } from './loop.ts';
import { attemptIri, attemptName, fileName } from './names.ts';
import { about } from './record.ts';
import type { Session } from './session.ts';

/** Puts everything that a person needs in its place. Done again after a crash: what is there already stays. */
export async function offer(session: Session, task: PlanTask, attempt: number): Promise<void> {
  const files = attemptFiles(session, task, attempt);
  await session.workspace.beginPhase(task.phase);
  const place = await session.workspace.place(task, attempt);
  if (existsSync(files.environment)) return;
  await give(session, task, attempt, place);
  if (task.prompt === undefined) writeFileSync(files.prompt, `${task.title}\n`);
  const lines = Object.entries({
    ...variablesOf(session, task, attempt),
    SPEC_EXEC_PROMPT: files.prompt,
    SPEC_EXEC_ATTEMPT: attemptOf(session, task, attempt),
  });
  writeFileSync(files.environment, lines.map(([name, value]) => `export ${name}=${quoted(value)}\n`).join(''), {
    mode: 0o600,
  });
  session.say({ kind: 'offered', task: task.iri, attempt, folder: place.folder, prompt: files.prompt });
}

/** What an attempt came to once the person has spoken; their word is on record. */
export async function answered(session: Session, task: PlanTask, attempt: number): Promise<AttemptResult> {
  const { graphs, clock } = session;
  const self = namedNode(attemptOf(session, task, attempt));
  const word = graphs.subjects(sx.attempt, self).find((one) => graphs.has(one, rdf.type, sx.Approval));
  const result = word && graphs.object(word, earl.result);
  const name = (word && graphs.object(word, sx.approverName)?.value) ?? 'somebody';
  const note = (word && graphs.object(word, sx.note)?.value) ?? '';
  const since = Date.parse(graphs.object(self, prov.startedAtTime)?.value ?? '');
  const facts = { byHand: true, elapsedMs: Number.isNaN(since) ? undefined : Math.max(0, clock.now() - since) };
  await session.workspace.beginPhase(task.phase);
  const place = await session.workspace.place(task, attempt);
  if (!result || !graphs.has(result, earl.outcome, earl.passed))
    return ended(session, task, attempt, place, 'failed', `${name} says that it cannot be done${note && `: ${note}`}`, {
      ...facts,
      cause: 'declined',
    });
  return prove(session, task, attempt, place, facts);
}

/** Who did an attempt: a person of that name, beside the agent to whom the plan gives the task. */
export function personQuads(run: string, attempt: string, name: string): Quad[] {
  const person = namedNode(`${run}/person/${fileName(name)}`);
  return [
    ...about(run, person, [rdf.type, prov.Person], [rdfs.label, text(name)]),
    ...about(run, namedNode(attempt), [prov.wasAssociatedWith, person]),
  ];
}

/** What is to be left, and where: a path may be a pattern. */
export interface ToLeave {
  readonly what: string;
  readonly path: string;
}

/** What a task must leave: its artifacts in the folder that it works in, its hand-offs and its evidence in their files. */
export function toLeave(
  run: { readonly folder: string; readonly entities: Entities },
  task: PlanTask,
  attempt: number,
): ToLeave[] {
  const folders = runFolders(run.folder);
  const files = attemptFiles({ folders }, task, attempt);
  const work = join(folders.work, attemptName(task, attempt));
  return [
    ...task.outputs.flatMap((iri) => {
      const artifact = run.entities.artifacts.get(iri);
      return artifact?.path === undefined ? [] : [{ what: artifact.id, path: join(work, artifact.path) }];
    }),
    ...task.produces.flatMap((iri) => {
      const key = run.entities.handOffs.get(iri)?.key;
      return key === undefined
        ? []
        : [{ what: `the hand-off ${key}`, path: join(files.handOffs, handOffFileName(key)) }];
    }),
    ...(task.evidenceRequired ? [{ what: 'evidence', path: files.evidence }] : []),
  ];
}

/** What the task must leave and plainly did not: said before the word is taken, so that nobody loses an attempt by an oversight. */
export function missing(
  run: { readonly folder: string; readonly entities: Entities },
  task: PlanTask,
  attempt: number,
): string[] {
  const work = join(runFolders(run.folder).work, attemptName(task, attempt));
  return toLeave(run, task, attempt)
    .map(({ path }) => path)
    .filter((path) => {
      if (!isBelow(work, path)) return !existsSync(path);
      const there = findFiles(work, relative(work, path));
      return there.ok && there.value.length === 0;
    });
}

function attemptOf(session: Session, task: PlanTask, attempt: number): string {
  return attemptIri(session.run, task, attempt).value;
}
