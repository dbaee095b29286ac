// What a person's word makes of a run as it is now: an approval or rejection, for the gate or checkpoint that asks for it, or of the task
// that waits for a person.
import { unusable } from '../base/diagnostic.ts';
import { nearest } from '../base/near.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { localName } from '../derive/names.ts';
import type { Criterion, Iri, PlanGate, PlanTask } from '../derive/plan.ts';
import { approvalQuads } from './approvals.ts';
import { missing, personQuads } from './by-hand.ts';
import { approvedKey } from './ledger.ts';
import type { ApprovalMessage } from './message.ts';
import { attemptIri } from './names.ts';
import { asDoneNow } from './retry.ts';
import type { Follows, Listening } from './take.ts';
import { mayFill, mayNot, ownedAgent, ownerMayNot } from './who-may.ts';

type ApprovalCriterion = Extract<Criterion, { kind: 'approval' }>;

interface Asked {
  readonly id: string;
  /** What is asked for, in the plan's order. */
  readonly criteria: readonly [ApprovalCriterion, ...ApprovalCriterion[]];
  /** Undefined for a checkpoint before execution, which is approved as such. */
  readonly gate: PlanGate | undefined;
}

/** Findings where nothing of that name asks for an approval, or this person may not give it. */
export function approvalFrom(run: Listening, id: string, message: ApprovalMessage): Result<Follows> {
  const byHand = run.plan.tasks.find(({ id, iri }) => id === message.subject || iri === message.subject);
  if (byHand) return answerFrom(run, id, message, byHand);
  const asked = whatIsAsked(run, message.subject);
  if (!asked.ok) return asked;
  const { gate, criteria } = asked.value;
  const criterion = whose(run, gate, criteria, message.name);
  if (criterion === undefined)
    return fail(
      mayNot(
        run.entities,
        criteria.map(({ role }) => role),
        message.name,
      ),
    );
  const owned = gate && criterion.excludesOwners ? ownedAgent(run.plan, run.entities, gate, message.name) : undefined;
  if (gate && owned !== undefined) return fail(ownerMayNot(run.entities, gate.id, owned, message.name));
  const { role } = criterion;
  return ok({
    event: { kind: 'approved', gate: gate?.node },
    quads: approvalQuads(run.run, `${run.run}/approval/${id}`, {
      ...message,
      role,
      gate: gate?.iri,
      automated: false,
      messageId: id,
      at: run.now,
    }),
    value: { gate: asked.value.id, role, roleTitle: run.entities.title(role) },
  });
}

/** A task that a person does: done, or that it cannot be. */
function answerFrom(run: Listening, id: string, message: ApprovalMessage, task: PlanTask): Result<Follows> {
  const attempt = run.state.byHand.get(task.node);
  const state = run.state.nodes[task.node]!;
  if (state !== 'awaiting') return fail(notAwaited(task, state));
  if (attempt === undefined) return ok(afterLoss(run, id, message, task));
  const { agent } = asDoneNow(run.state, task.node);
  const agents = agent === undefined ? [] : [agent];
  if (!agents.every((agent) => mayFill(run.entities, agent, message.name)))
    return fail(mayNot(run.entities, agents, message.name));
  const left = message.yes ? missing(run, task, attempt) : [];
  if (left.length > 0) return fail(notDone(task, left));
  const self = attemptIri(run.run, task, attempt).value;
  return ok({
    event: { kind: 'attempt-answered', task: task.node, attempt, yes: message.yes },
    quads: [
      ...approvalQuads(run.run, `${run.run}/approval/${id}`, {
        ...message,
        attempt: self,
        automated: false,
        messageId: id,
        at: run.now,
      }),
      ...personQuads(run.run, self, message.name),
    ],
    value: { task: task.id, attempt },
  });
}

/** A task whose attempt was lost: whether it is tried again. */
function afterLoss(run: Listening, id: string, message: ApprovalMessage, task: PlanTask): Follows {
  const reason = `${message.name} says ${message.yes ? 'so' : 'that it is not tried again'}${message.note && `: ${message.note}`}`;
  return {
    event: { kind: 'task-answered', task: task.node, again: message.yes, reason },
    quads: approvalQuads(run.run, `${run.run}/approval/${id}`, {
      ...message,
      task: task.iri,
      automated: false,
      messageId: id,
      at: run.now,
    }),
    value: { task: task.id },
  };
}

function notAwaited(task: PlanTask, state: string) {
  return unusable('schedule/not-awaited', `The task "${task.id}" waits for nobody: it is ${state}.`, {
    help: 'A person answers for a task that the binding gives to sx:humanExecutor, once it is awaiting: spec-exec status',
  });
}

function notDone(task: PlanTask, files: readonly string[]) {
  return unusable('schedule/not-left', `The task "${task.id}" must leave what is not there: ${files.join(', ')}.`, {
    why: 'What a person did is checked as the work of any agent; the task goes on waiting.',
    help: 'Put it there and say it again; or say that it cannot be done: --reject --note WHY',
  });
}

/** For which role the person speaks: where several must agree, one that has not spoken; else the one that the same person spoke for. */
function whose(
  run: Listening,
  gate: PlanGate | undefined,
  criteria: readonly ApprovalCriterion[],
  name: string,
): ApprovalCriterion | undefined {
  const may = criteria.filter(({ role }) => mayFill(run.entities, role, name));
  const word = ({ role }: ApprovalCriterion) => run.ledger.approved.get(approvedKey(role, gate?.iri));
  return may.find((one) => !word(one)) ?? may.find((one) => word(one)?.name === name) ?? may[0];
}

/** The gate, or the checkpoint before execution, that goes by this name and asks for an approval. */
function whatIsAsked({ plan }: Listening, name: string): Result<Asked> {
  const before = plan.checkpoints.filter(({ when }) => when === 'beforeExecution');
  const known: { id: string; iri: Iri; criteria: readonly Criterion[]; gate: PlanGate | undefined }[] = [
    ...plan.gates.map((gate) => ({ id: gate.id, iri: gate.iri, criteria: gate.criteria, gate })),
    ...before.map(({ iri, criteria }) => ({ id: localName(iri), iri, criteria, gate: undefined })),
  ];
  const meant = known.find(({ id, iri }) => id === name || iri === name);
  if (!meant) {
    const near = nearest(name, [...known.map(({ id }) => id), ...plan.tasks.map(({ id }) => id)]);
    const help = near ? `Did you mean "${near}"?` : `It has: ${known.map(({ id }) => id).join(', ')}.`;
    return fail(unusable('schedule/unknown-gate', `The plan has no gate "${name}".`, { help }));
  }
  const [first, ...others] = meant.criteria.filter((one) => one.kind === 'approval');
  if (first) return ok({ id: meant.id, criteria: [first, ...others], gate: meant.gate });
  return fail(
    unusable('schedule/no-approval-asked', `The gate "${meant.id}" asks for no approval.`, {
      help: 'It is judged by its criteria alone.',
    }),
  );
}
