// "Done" that is proved: what an attempt that ended well must have left. Each check is a triple of its own.
import type { Quad } from '@rdfjs/types';
import { quantityText } from '../vocabulary/units.ts';
import { type Check, checkQuads } from '../evidence/checks.ts';
import { collect } from '../evidence/collect.ts';
import { answerTo, changeQuestion, verificationQuestion } from '../evidence/declared.ts';
import type { CauseName, PlanTask } from '../derive/plan.ts';
import { attemptFiles } from './attempt-files.ts';
import { runBoundCommand } from './commands.ts';
import { declaredOf } from './declared.ts';
import { regressionsIn } from './regression.ts';
import { attemptIri, attemptName } from './names.ts';
import type { Session } from './session.ts';
import type { AttemptPlace } from './workspace.ts';

export interface Proof {
  readonly done: boolean;
  /** Undefined where it is done. */
  readonly cause: CauseName | undefined;
  /** Why it is not done, or that it is. */
  readonly reason: string;
  readonly quads: readonly Quad[];
  /** What a person wants to read of it: measurements, what was handed over and made. */
  readonly notes: readonly string[];
}

/**
 * Checks verification commands, artifacts, evidence and hand-offs of an attempt that ended well, as `ended` says, and `how`. What a task did
 * not prove stays invisible to others.
 */
export async function proveDone(
  session: Session,
  task: PlanTask,
  attempt: number,
  place: AttemptPlace,
  ended: Check,
  how: string,
): Promise<Proof> {
  const { run, entities } = session;
  const iri = attemptIri(run, task, attempt).value;
  const files = attemptFiles(session, task, attempt);
  const declared = declaredOf(session, task);
  const verified: Check[] = [];
  if (task.changeRequired) {
    const changed = await session.workspace.changed(task, attempt);
    verified.push(answerTo(changeQuestion, changed ? undefined : 'It changed no file, and its task requires a change'));
  }
  for (const name of task.verification) {
    const ran = await runBoundCommand(session, name, place.folder, attemptName(task, attempt));
    const passed = ran.kind === 'ran' && ran.passed;
    verified.push(answerTo(verificationQuestion(name), passed ? undefined : ran.text));
  }
  const at = session.clock.now();
  const collected = await collect({
    ...declared,
    run,
    task: task.iri,
    attempt: iri,
    attemptName: attemptName(task, attempt),
    agent: task.agent,
    at,
    folder: place.folder,
    metrics: [...entities.metrics.values()],
    evidenceFile: files.evidence,
    handOffFolder: files.handOffs,
    storeFolder: session.folders.root,
    succeeded: verified.every(({ outcome }) => outcome === 'passed'),
    schemas: session.assets.schemas,
    secrets: session.secrets,
    untouched: declared.changesSeen ? (paths) => session.workspace.untouched(task, attempt, paths) : undefined,
  });
  const worse = regressionsIn(session, iri, collected.measurements, at);
  const quads = [
    ...checkQuads([ended, ...verified], { run, attempt: iri, task: task.iri, at }),
    ...collected.quads,
    ...worse.quads,
  ];
  const checks = [...verified, ...collected.checks];
  const failed = checks.filter(({ outcome }) => outcome === 'failed');
  const notes = [
    ...collected.measurements.map((one) => {
      const metric = entities.metrics.get(one.metric);
      const value =
        one.value === undefined ? 'blocked' : quantityText(Number(one.value.toPrecision(4)), one.unit ?? metric?.unit);
      return `${one.kind} of ${metric?.title ?? one.metric}: ${value}`;
    }),
    ...worse.notes,
    ...collected.handOffs.map((one) => `handed over ${one.key}`),
    ...(collected.noChange === undefined
      ? collected.artifacts.map((one) => `made ${one.path}`)
      : [`no change was needed: ${collected.noChange}`]),
  ];
  return {
    done: collected.accepted,
    cause: collected.accepted
      ? undefined
      : failed.some(({ id }) => id === changeQuestion.id)
        ? 'nothingChanged'
        : 'notProved',
    reason: collected.accepted
      ? `${how}${collected.noChange === undefined ? '' : ', says that no change was needed'}${checks.length === 0 ? '' : `, and ${howManyHold(checks)}`}`
      : failed.map((check) => check.reason ?? check.what).join('; '),
    quads,
    notes: collected.accepted ? notes : failed.map((check) => `not so: ${check.what}`),
  };
}

function howManyHold(checks: readonly Check[]): string {
  const held = checks.filter(({ outcome }) => outcome === 'passed').length;
  if (held === checks.length)
    return held === 1 ? 'the one check of what it left holds' : `all ${held} checks of what it left hold`;
  return `${held} of ${checks.length} checks of what it left hold; of the others nothing can be told`;
}
