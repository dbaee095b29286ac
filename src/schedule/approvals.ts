// Somebody's word for or against: given by a person, or by the binding in the name of an automated role.
import type { Quad } from '@rdfjs/types';
import { localName } from '../derive/names.ts';
import type { Iri, PlanGate } from '../derive/plan.ts';
import { earl, prov, rdf } from '../vocabulary/borrowed.ts';
import { namedNode } from '../vocabulary/factory.ts';
import { boolean, dateTime, text } from '../vocabulary/literals.ts';
import { sx } from '../vocabulary/terms.ts';
import { approvedKey } from './ledger.ts';
import { fileName } from './names.ts';
import { about } from './record.ts';
import type { Session } from './session.ts';

/** The sign-offs that the binding gives by itself, once for each role; recorded as automated. */
export function automatedApprovals(
  session: Session,
  gate: PlanGate | undefined,
  base: string,
  criteria = gate?.criteria ?? [],
): Quad[] {
  const roles = new Set(
    criteria.flatMap((one) =>
      one.kind === 'approval' && !session.ledger.approved.has(approvedKey(one.role, gate?.iri)) ? [one.role] : [],
    ),
  );
  return [...roles].flatMap((role) => {
    const given = session.binding.approvals.find((approval) => approval.role === role);
    if (!given) return [];
    return approvalQuads(session.run, `${base}/approval/${fileName(localName(role))}`, {
      role,
      gate: gate?.iri,
      name: given.name,
      automated: true,
      yes: true,
      note: 'signed by the binding of this environment',
      at: session.clock.now(),
    });
  });
}

export interface ApprovalWords {
  /** Undefined where it is the word of one who does a task. */
  readonly role?: Iri | undefined;
  readonly gate?: Iri | undefined;
  /** The task that they say is to be tried again, or not. */
  readonly task?: Iri | undefined;
  /** The attempt that they did by hand. */
  readonly attempt?: Iri | undefined;
  readonly name: string;
  readonly automated: boolean;
  readonly yes: boolean;
  readonly note: string;
  /** The user of the operating system, and the message by which it came; undefined where the binding signs. */
  readonly systemUser?: string | undefined;
  readonly messageId?: string | undefined;
  /** UTC milliseconds. */
  readonly at: number;
}

export function approvalQuads(run: string, iri: string, words: ApprovalWords): Quad[] {
  const self = namedNode(iri);
  const result = namedNode(`${iri}/result`);
  return [
    ...about(
      run,
      self,
      [rdf.type, sx.Approval],
      [sx.inRun, namedNode(run)],
      ...(words.role === undefined ? [] : [[sx.role, namedNode(words.role)] as const]),
      ...(words.task === undefined ? [] : [[sx.task, namedNode(words.task)] as const]),
      ...(words.attempt === undefined ? [] : [[sx.attempt, namedNode(words.attempt)] as const]),
      ...(words.gate === undefined ? [] : [[sx.gate, namedNode(words.gate)] as const]),
      [sx.approverName, text(words.name)],
      [sx.automated, boolean(words.automated)],
      ...(words.note === '' ? [] : [[sx.note, text(words.note)] as const]),
      ...(words.systemUser === undefined ? [] : [[sx.systemUser, text(words.systemUser)] as const]),
      ...(words.messageId === undefined ? [] : [[sx.messageId, text(words.messageId)] as const]),
      [earl.result, result],
      [prov.generatedAtTime, dateTime(words.at)],
    ),
    ...about(run, result, [rdf.type, earl.TestResult], [earl.outcome, words.yes ? earl.passed : earl.failed]),
  ];
}
