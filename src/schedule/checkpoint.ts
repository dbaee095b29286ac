// Evaluates the criteria of one checkpoint: each asserted, shown in the status graph, and together the checkpoint's own assertion.
import type { Quad } from '@rdfjs/types';
import type { PlanCheckpoint } from '../derive/plan.ts';
import { namedNode } from '../vocabulary/factory.ts';
import { sx } from '../vocabulary/terms.ts';
import { assertion, type Judged, together } from './assertions.ts';
import { evaluate } from './criteria.ts';
import type { GateOutcome } from './event.ts';
import type { Session } from './session.ts';
import type { RunState } from './state.ts';

export interface CheckpointResult {
  readonly outcome: GateOutcome;
  /** How many hold, and what does not. */
  readonly reason: string;
  readonly quads: readonly Quad[];
}

/** `base` is the IRI below which the assertions are named; `name` names log files. */
export async function evaluateCheckpoint(
  session: Session,
  state: RunState,
  checkpoint: PlanCheckpoint,
  base: string,
  name: string,
): Promise<CheckpointResult> {
  const quads: Quad[] = [];
  const judged: Judged[] = [];
  for (const [index, criterion] of checkpoint.criteria.entries()) {
    const verdict = await evaluate(session, state, criterion, { name });
    const iri = namedNode(`${base}/criterion/${index + 1}`);
    const of = [sx.checkpoint, namedNode(checkpoint.iri)] as const;
    quads.push(...assertion(session, iri, sx.CriterionAssertion, criterion.iri, verdict, of));
    session.status.outcome(criterion.iri, verdict.outcome);
    judged.push({ criterion, verdict, iri });
  }
  const outcome = together(judged);
  const missed = judged.filter(({ verdict }) => verdict.outcome !== 'passed');
  const holding = `${judged.length - missed.length} of ${judged.length} criteria hold`;
  const reason = [holding, ...missed.map(({ criterion, verdict }) => `${criterion.title}: ${verdict.checked}`)].join(
    '; ',
  );
  const used = judged.map(({ iri }) => iri.value);
  const own = namedNode(`${base}/assertion`);
  quads.push(...assertion(session, own, sx.CheckpointAssertion, checkpoint.iri, { outcome, checked: reason, used }));
  session.say({ kind: 'note', text: `checkpoint ${checkpoint.title}: ${outcome}, ${reason}` });
  return { outcome, reason, quads };
}
