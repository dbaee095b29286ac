// What a run waits for a person for: whom, and the command by which they speak. One list for all who tell people.
import { join } from 'node:path';
import { localName } from '../derive/names.ts';
import type { Entities } from '../derive/entities.ts';
import type { Criterion, Iri, Plan, PlanTask } from '../derive/plan.ts';
import type { Graphs } from '../store/graphs.ts';
import { prov, rdf } from '../vocabulary/borrowed.ts';
import { sx } from '../vocabulary/terms.ts';
import { attemptFiles } from './attempt-files.ts';
import { type ToLeave, toLeave } from './by-hand.ts';
import { runFolders } from './folders.ts';
import { attemptIri, attemptName } from './names.ts';
import { asDoneNow } from './retry.ts';
import { type RunState, waitKey } from './state.ts';

export interface ByHandFiles {
  /** What is to be done. */
  readonly prompt: string;
  /** What it is given, as JSON. */
  readonly context: string;
  /** Where it is worked on. */
  readonly folder: string;
  /** The attempt's variables, for a shell. */
  readonly environment: string;
  readonly leaves: readonly ToLeave[];
}

export interface Awaited {
  readonly kind: 'gate' | 'checkpoint' | 'task';
  readonly iri: Iri;
  readonly id: string;
  /** What is waited for, and from whom: "the approval of Release Approver (Ada Lovelace)". */
  readonly what: string;
  /** The command that says yes. */
  readonly command: string;
  /** Where a person finds what they need to do a task. */
  readonly files?: ByHandFiles | undefined;
  /** When it is judged without a word (UTC ms); undefined: never. */
  readonly untilMs?: number | undefined;
}

export interface Waiting {
  readonly run: Iri;
  /** Folder of the run. */
  readonly folder: string;
  readonly plan: Plan;
  readonly entities: Entities;
  readonly state: RunState;
  readonly graphs: Graphs;
}

/** Everything that waits for a word now, in the plan's order. */
export function awaitedIn(run: Waiting): Awaited[] {
  const { plan, state } = run;
  const gates = plan.gates.filter(({ node }) => state.nodes[node] === 'untested' && state.shut.has(node));
  const tasks = plan.tasks.flatMap((task) => byHand(run, task));
  const found = gates.flatMap(({ iri, id, node, criteria }) =>
    approvals(run, { kind: 'gate', iri, id, node }, criteria),
  );
  // Where nothing was started yet, it is a checkpoint that holds everything back.
  found.unshift(...tasks);
  if (found.length > 0 || state.over !== 'paused' || state.attempts.size > 0) return found;
  return plan.checkpoints
    .filter(({ when }) => when === 'beforeExecution')
    .flatMap(({ iri, criteria }) => approvals(run, { kind: 'checkpoint', iri, id: localName(iri) }, criteria));
}

/** One sentence: what waits for whom, until when. */
export function awaitedText({ kind, id, what, untilMs }: Awaited): string {
  const until =
    untilMs === undefined ? '' : `, until ${new Date(untilMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `${kind} ${id} waits for ${what}${until}`;
}

function byHand({ run, folder, entities, state, graphs }: Waiting, task: PlanTask): Awaited[] {
  const attempt = state.byHand.get(task.node);
  if (state.nodes[task.node] !== 'awaiting') return [];
  const { iri, id } = task;
  if (attempt === undefined)
    return [
      {
        kind: 'task',
        iri,
        id,
        what: 'a person to say whether it is tried again, since its last attempt was lost (--reject: it failed)',
        command: approveCommand(run, id, []),
      },
    ];
  const folders = runFolders(folder);
  const { prompt, context, environment } = attemptFiles({ folders }, task, attempt);
  const since = Date.parse(graphs.object(attemptIri(run, task, attempt), prov.startedAtTime)?.value ?? '');
  const { agent } = asDoneNow(state, task.node);
  const who = agent === undefined ? 'a person' : partyText(entities, agent);
  return [
    {
      kind: 'task',
      iri,
      id,
      what: `${who} to do it`,
      command: approveCommand(run, task.id, entities.parties.get(agent ?? '')?.filledBy ?? []),
      files: {
        prompt,
        context,
        folder: join(folders.work, attemptName(task, attempt)),
        environment,
        leaves: toLeave({ folder, entities }, task, attempt),
      },
      untilMs: task.timeoutMs === undefined || Number.isNaN(since) ? undefined : since + task.timeoutMs,
    },
  ];
}

function approvals(
  { run, entities, state, graphs }: Waiting,
  of: { readonly kind: Awaited['kind']; readonly iri: Iri; readonly id: string; readonly node?: number },
  criteria: readonly Criterion[],
): Awaited[] {
  const spoken = new Set(
    graphs
      .subjects(rdf.type, sx.Approval)
      .filter(
        (one) =>
          one.value.startsWith(run) &&
          graphs.object(one, sx.gate)?.value === (of.node === undefined ? undefined : of.iri),
      )
      .map((one) => graphs.object(one, sx.role)?.value),
  );
  const missing = criteria.filter((one) => one.kind === 'approval').filter(({ role }) => !spoken.has(role));
  if (missing.length === 0) return [];
  const names = missing.map(({ role }) => partyText(entities, role));
  const untils = missing.flatMap(({ iri }) => state.waits.get(waitKey(of.node ?? -1, iri))?.untilMs ?? []);
  const only = missing.length === 1 ? entities.parties.get(missing[0]!.role)?.filledBy : undefined;
  const { kind, iri, id } = of;
  return [
    {
      kind,
      iri,
      id,
      what: `the approval${names.length > 1 ? 's' : ''} of ${names.join(' and of ')}`,
      command: approveCommand(run, id, only ?? []),
      untilMs: untils.length === 0 ? undefined : Math.min(...untils),
    },
  ];
}

/** A role or agent with the names of those who may act for it. */
export function partyText(entities: Entities, party: Iri): string {
  const names = entities.parties.get(party)?.filledBy ?? [];
  const title = entities.title(party);
  return names.length === 0 || names.join() === title ? title : `${title} (${names.join(' or ')})`;
}

/** What is typed to say yes; `names` are those who may. */
export function approveCommand(run: Iri, id: string, names: readonly string[]): string {
  const [only] = names;
  const name = names.length !== 1 || only === undefined ? 'NAME' : /^[\w.-]+$/.test(only) ? only : JSON.stringify(only);
  return `spec-exec approve ${run.slice(-6)} ${/^[\w.-]+$/.test(id) ? id : JSON.stringify(id)} --as ${name}`;
}
