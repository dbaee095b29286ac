// What a task declares that its attempts are held against, and the record of an attempt of which nothing was checked but how it ended.
import type { Quad } from '@rdfjs/types';
import type { PlanTask } from '../derive/plan.ts';
import { type Check, type CheckOutcome, checkQuads } from '../evidence/checks.ts';
import type { ExpectedHandOff, ExpectedOutput } from '../evidence/collect.ts';
import { type Declared, declaredQuestions, withUntested } from '../evidence/declared.ts';
import { listed } from './attempt-ending.ts';
import type { Ending } from './event.ts';
import { attemptIri } from './names.ts';
import type { Session } from './session.ts';

/** In the shapes that what collects the results of an attempt takes. */
export function declaredOf(session: Session, task: PlanTask): Declared {
  const { entities, ledger, workspace } = session;
  return {
    verification: task.verification,
    evidenceRequired: task.evidenceRequired,
    evidenceSchema: entities.evidenceSchema,
    outputs: task.outputs.flatMap((iri): ExpectedOutput[] => {
      const artifact = entities.artifacts.get(iri);
      if (!artifact) return [];
      const { id, path, mediaType, jsonSchema } = artifact;
      return [{ iri, id, path, mediaType, schema: jsonSchema }];
    }),
    handOffs: task.produces.flatMap((iri): ExpectedHandOff[] => {
      const info = entities.handOffs.get(iri);
      const recorded = ledger.handed.get(iri)?.version ?? 0;
      return info ? [{ iri, key: info.key, schema: info.jsonSchema, required: true, recorded }] : [];
    }),
    changeRequired: task.changeRequired,
    changesSeen: workspace.kind === 'git',
  };
}

/** The first check of every attempt: whether it ended as its task declares. */
export function endingCheck(
  task: PlanTask,
  outcome: CheckOutcome,
  { byHand }: { readonly byHand?: boolean | undefined },
  reason?: string,
): Check {
  const what = byHand
    ? 'who did it says that it is done'
    : `it ended with exit status ${listed(task.successExitStatus)}`;
  return { id: 'ending', what, outcome, reason };
}

/** Of an attempt that did not end as declared: how it ended, and all that was therefore not checked. */
export function unreached(session: Session, task: PlanTask, attempt: number, made: readonly Check[]): readonly Quad[] {
  const checks = withUntested(
    made,
    declaredQuestions(declaredOf(session, task)),
    'not reached: the attempt did not come so far',
  );
  return checkQuads(checks, {
    run: session.run,
    attempt: attemptIri(session.run, task, attempt).value,
    task: task.iri,
    at: session.clock.now(),
  });
}

/** Nobody saw how a lost attempt ended. */
export function outcomeOf(ending: Ending): CheckOutcome {
  return ending === 'succeeded' ? 'passed' : ending === 'lost' ? 'cantTell' : 'failed';
}
