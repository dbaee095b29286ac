// A person's approval, put on record where nobody holds the run.
import { join } from 'node:path';
import { userInfo } from 'node:os';
import type { Clock } from '../base/clock.ts';
import { unusable } from '../base/diagnostic.ts';
import { nearest } from '../base/near.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { localName } from '../derive/names.ts';
import type { Iri, Plan, PlanGate } from '../derive/plan.ts';
import { openJournal, readJournal } from '../store/journal.ts';
import { lockRun } from '../store/lock.ts';
import { approvalQuads } from './approvals.ts';
import { approvedKey, emptyLedger, enter, ownQuads } from './ledger.ts';
import { eventQuads, eventsOf, lastEventNumber } from './record.ts';

export interface ApprovalInput {
  readonly run: Iri;
  readonly folder: string;
  readonly plan: Plan;
  /** Short name or IRI. */
  readonly gate: string;
  readonly name: string;
  readonly yes: boolean;
  readonly note: string;
  readonly clock: Clock;
}

/** Findings where the gate asks for no approval, the run has ended, or somebody holds it. On disk when it resolves. */
export async function approveGate(
  input: ApprovalInput,
): Promise<Result<{ readonly gate: string; readonly role: Iri }>> {
  const { plan, run, folder } = input;
  if (process.env['SPEC_EXEC_TASK'] !== undefined)
    return fail(
      unusable('schedule/approve-in-task', 'A task cannot approve a gate of its own run.', {
        help: 'A person approves, outside the run.',
      }),
    );
  const asked = whatIsAsked(plan, input.gate);
  if (!asked.ok) return asked;
  const { id, roles, gate } = asked.value;
  const lock = await lockRun(folder);
  if (!lock.ok) return lock;
  try {
    const file = join(folder, 'journal.nq');
    const replay = readJournal(file);
    if (!replay.ok) return replay;
    const events = replay.value.batches.flatMap((batch) => eventsOf(plan, batch.quads));
    const last = events.at(-1);
    if (!last || last.event.kind === 'run-ended')
      return fail(
        unusable('schedule/run-over', 'The run has ended; an approval changes nothing.', {
          help: 'Start the plan anew: spec-exec PLAN.ttl',
        }),
      );
    const ledger = emptyLedger();
    for (const batch of replay.value.batches) enter(ledger, ownQuads(run, batch.quads));
    // Where several must agree, the first that has not spoken yet; where all have, the first takes a word back.
    const role = roles.find((one) => !ledger.approved.has(approvedKey(one, gate?.iri))) ?? roles[0];
    const epoch = replay.value.epoch + 1;
    const journal = await openJournal(file, { epoch });
    if (!journal.ok) return journal;
    const at = input.clock.now();
    const number = lastEventNumber(replay.value.batches) + 1;
    journal.value.append({
      quads: [
        ...eventQuads(plan, { kind: 'approved', gate: gate?.node }, { run, number, epoch, at }),
        ...approvalQuads(run, `${run}/approval/${number}`, {
          role,
          gate: gate?.iri,
          name: input.name,
          automated: false,
          yes: input.yes,
          note: `${input.note}${input.note ? ' ' : ''}(operating system user ${systemUser()})`,
          at,
        }),
      ],
    });
    await journal.value.flushed();
    await journal.value.close();
    return ok({ gate: id, role });
  } finally {
    await lock.value.release();
  }
}

/** By name, or by number where the system has no name for it, as in containers. */
function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'unknown');
  }
}

interface Asked {
  readonly id: string;
  /** Who is asked, in the plan's order. */
  readonly roles: readonly [Iri, ...Iri[]];
  /** Undefined for a checkpoint before execution, which is approved as such. */
  readonly gate: PlanGate | undefined;
}

/** The gate, or the checkpoint before execution, that goes by this name and asks for an approval. */
function whatIsAsked(plan: Plan, name: string): Result<Asked> {
  const before = plan.checkpoints.filter(({ when }) => when === 'beforeExecution');
  const known = [
    ...plan.gates.map((gate) => ({ id: gate.id, iri: gate.iri, criteria: gate.criteria, gate })),
    ...before.map(({ iri, criteria }) => ({ id: localName(iri), iri, criteria, gate: undefined })),
  ];
  const meant = known.find(({ id, iri }) => id === name || iri === name);
  if (!meant) {
    const near = nearest(
      name,
      known.map(({ id }) => id),
    );
    const help = near ? `Did you mean "${near}"?` : `It has: ${known.map(({ id }) => id).join(', ')}.`;
    return fail(unusable('schedule/unknown-gate', `The plan has no gate "${name}".`, { help }));
  }
  const [role, ...others] = meant.criteria.flatMap((one) => (one.kind === 'approval' ? [one.role] : []));
  if (role !== undefined) return ok({ id: meant.id, roles: [role, ...others], gate: meant.gate });
  return fail(
    unusable('schedule/no-approval-asked', `The gate "${meant.id}" asks for no approval.`, {
      help: 'It is judged by its criteria alone.',
    }),
  );
}
