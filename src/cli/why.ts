// Why a task, gate or phase of a run is where it is, in sentences: one that says it at once, then everything that holds it back, and
// what is at the end of the chains of what it waits for.
import { durationText } from '../base/duration.ts';
import { unreachable } from '../base/result.ts';
import { baseUnits } from '../derive/amounts.ts';
import { nodeName } from '../derive/graph-text.ts';
import type { NodeIndex } from '../derive/plan.ts';
import type { OpenedRun } from '../engine.ts';
import { type Awaited, type ByHandFiles, awaitedIn, awaitedText } from '../schedule/awaited.ts';
import { type Hindrance, hindrancesOf, rootsOf, unmetOf } from '../schedule/hindrances.ts';
import { JOBS } from '../schedule/pools.ts';
import { prov, rdf } from '../vocabulary/borrowed.ts';
import { namedNode } from '../vocabulary/factory.ts';
import { sx } from '../vocabulary/terms.ts';
import { listed } from './layout.ts';
import type { Condition } from './status-text.ts';

export interface Why {
  readonly sentence: string;
  /** Of a task that waits for a person to do it. */
  readonly files?: ByHandFiles | undefined;
  /** What holds it back beside what it depends on: pools, waits, failures, people, conflicts, a run that nobody drives. */
  readonly hindrances: readonly {
    readonly kind: Hindrance['kind'] | 'approval' | 'person' | 'run';
    readonly text: string;
  }[];
  /** Where a chain of what it waits for ends, nearest first. */
  readonly roots: readonly { readonly name: string; readonly state: string; readonly text: string }[];
}

/** So many ends of chains are said. */
const ROOTS_MAX = 5;

export function whyOf(opened: OpenedRun, node: NodeIndex, condition: Condition): Why {
  const { plan, state } = opened;
  const hindrances: Why['hindrances'][number][] = hindrancesOf(state, node).map((one) => ({
    kind: one.kind,
    text: hindranceText(opened, node, one),
  }));
  const person = personText(opened, node);
  if (person !== undefined)
    hindrances.push({ kind: plan.nodes[node]!.kind === 'gate' ? 'approval' : 'person', text: person });
  const open = !['succeeded', 'skipped', 'passed', 'complete'].includes(state.nodes[node]!);
  if (open && condition !== 'running') hindrances.push({ kind: 'run', text: runText(opened, condition) });
  const direct = new Set(unmetOf(state, node));
  const roots = rootsOf(state, node, ROOTS_MAX)
    .filter((root) => !direct.has(root))
    .map((root) => ({ name: nodeName(plan, root), state: state.nodes[root]!, text: standing(opened, root) }));
  const files = askedOf(opened, node)?.files;
  return { sentence: sentence(opened, node, hindrances), ...(files ? { files } : {}), hindrances, roots };
}

function sentence(opened: OpenedRun, node: NodeIndex, hindrances: Why['hindrances']): string {
  const { plan, state } = opened;
  const at = state.nodes[node]!;
  const name = nodeName(plan, node);
  const first = hindrances[0];
  switch (at) {
    case 'waiting':
    case 'untested': {
      const unmet = unmetOf(state, node).filter((one) => one !== node);
      if (unmet.length === 0) return first ? `${name}: ${first.text}.` : `${name} is to be judged.`;
      const named = unmet.slice(0, 3).map((one) => standing(opened, one));
      const more = unmet.length > 3 ? `, and ${unmet.length - 3} more` : '';
      return `${name} waits for ${named.join('; for ')}${more}.`;
    }
    case 'ready':
      return first ? `${name} is ready, but ${first.text}.` : `${name} is ready, and starts at once.`;
    case 'awaiting':
      return `${personText(opened, node) ?? standing(opened, node)}.`;
    case 'running':
    case 'succeeded':
    case 'skipped':
    case 'failed':
    case 'timedOut':
    case 'cancelled':
    case 'paused':
    case 'complete':
    case 'passed':
    case 'cantTell':
      return `${standing(opened, node)}.`;
    default:
      return unreachable(at);
  }
}

/** A node with its state, and what of it says most: since when it runs, why it failed, what is missing. */
function standing(opened: OpenedRun, node: NodeIndex): string {
  const { plan, state } = opened;
  const { kind } = plan.nodes[node]!;
  const at = state.nodes[node]!;
  const name = `${kind === 'gate' ? 'gate ' : ''}${nodeName(plan, node)}`;
  if (kind === 'gate') return gateStanding(opened, node, name);
  if (kind !== 'task') return at === 'complete' ? `${name} is complete` : `${name}, which is not complete`;
  const attempt = lastAttempt(opened, node);
  const reason = attempt?.reason === undefined ? '' : `: ${attempt.reason}`;
  const number = (state.attempts.get(node) ?? 1) > 1 ? ` in attempt ${state.attempts.get(node)}` : '';
  switch (at) {
    case 'running':
      return `${name}, which runs${attempt?.started ? ` since ${clockText(attempt.started)}` : ''}${number}`;
    case 'succeeded':
      return `${name} succeeded${attempt?.ended ? ` at ${clockText(attempt.ended)}` : ''}${number}`;
    case 'failed':
    case 'timedOut':
    case 'cancelled':
      return `${name}, which ${at === 'timedOut' ? 'timed out' : at === 'failed' ? 'failed' : 'was cancelled'}${number}${reason}`;
    case 'awaiting':
      return `${name}, which waits for ${askedText(opened, node) ?? 'a person'}`;
    case 'skipped':
      return `${name} was skipped: it was up to date`;
    case 'paused':
      return `${name}, which a conflict holds`;
    case 'ready': {
      const held = hindrancesOf(state, node)[0];
      return `${name}, which is ready${held ? `, but ${hindranceText(opened, node, held)}` : ''}`;
    }
    case 'waiting':
    case 'complete':
    case 'untested':
    case 'passed':
    case 'cantTell':
      return `${name}, which waits`;
    default:
      return unreachable(at);
  }
}

function gateStanding(opened: OpenedRun, node: NodeIndex, name: string): string {
  const { plan, state, graphs } = opened;
  const at = state.nodes[node]!;
  const asked = askedText(opened, node);
  if (at === 'untested' && asked !== undefined) return `${name}, which waits for ${asked}`;
  if (at === 'untested') return `${name}, which is not judged yet`;
  const decided = graphs
    .subjects(sx.gate, namedNode(plan.nodes[node]!.iri))
    .filter((one) => graphs.has(one, rdf.type, sx.GateDecided))
    .sort(
      (a, b) => Number(graphs.object(b, sx.eventNumber)?.value) - Number(graphs.object(a, sx.eventNumber)?.value),
    )[0];
  const reason = decided && graphs.object(decided, sx.reason)?.value;
  const words = { passed: 'passed', failed: 'failed', cantTell: 'cannot be told' }[at as string] ?? at;
  const when = decided && graphs.object(decided, prov.atTime)?.value;
  return at === 'passed'
    ? `${name} passed${when ? ` at ${clockText(when)}` : ''}`
    : `${name}, which ${words}${reason ? `: ${reason}` : ''}`;
}

function hindranceText(opened: OpenedRun, node: NodeIndex, hindrance: Hindrance): string {
  const { plan, entities } = opened;
  const named = (nodes: readonly NodeIndex[]): string =>
    listed(
      nodes.map((one) => nodeName(plan, one)),
      4,
    );
  switch (hindrance.kind) {
    case 'pool': {
      const { pool, wanted, used, capacity, phase, holders } = hindrance;
      const unit = baseUnits(entities.pools.get(pool)?.unit);
      const of = pool === JOBS ? 'tasks at once' : entities.title(pool);
      const whose = phase === undefined ? '' : ` of what ${plan.phases[phase]!.title} may use`;
      const held = holders.length > 0 ? `, held by ${named(holders)}` : '';
      return `it wants ${wanted / unit} of ${of}, and ${Math.max(0, capacity - used) / unit} of ${capacity / unit}${whose} are free${held}`;
    }
    case 'behind':
      return `${nodeName(plan, hindrance.first)} comes first and waits for more of ${hindrance.pool === JOBS ? 'what runs at once' : entities.title(hindrance.pool)}`;
    case 'backoff': {
      const ended = lastAttempt(opened, node)?.ended;
      const until =
        ended === undefined ? '' : `, at ${clockText(new Date(Date.parse(ended) + hindrance.delayMs).toISOString())}`;
      return `it failed, and is tried again ${durationText(hindrance.delayMs)} after that${until}`;
    }
    case 'failure':
      return `nothing more starts${hindrance.scope === 'phase' ? ' in its phase' : ''} since ${named(hindrance.failed)} failed`;
    case 'not-asked':
      return 'only other tasks were asked for';
    case 'conflict':
      return 'a critical conflict keeps it shut';
    default:
      return unreachable(hindrance);
  }
}

/** What a person is asked for, and the command that says yes; undefined where nobody is. */
function personText(opened: OpenedRun, node: NodeIndex): string | undefined {
  const asked = askedOf(opened, node);
  return asked && `${awaitedText(asked)}: ${asked.command}`;
}

function askedText(opened: OpenedRun, node: NodeIndex): string | undefined {
  const asked = askedOf(opened, node);
  return asked && `${asked.what}: ${asked.command}`;
}

function askedOf({ plan, ref, ...opened }: OpenedRun, node: NodeIndex): Awaited | undefined {
  return awaitedIn({ ...opened, plan, run: ref.iri, folder: ref.folder }).find(
    (one) => one.iri === plan.nodes[node]!.iri,
  );
}

function runText({ lastEvent, ref }: OpenedRun, condition: Condition): string {
  if (lastEvent?.kind === 'run-ended') return `the run has ended: ${lastEvent.reason}`;
  const goOn = `\`spec-exec resume ${ref.iri.slice(-6)}\` goes on`;
  if (condition === 'awaiting') return `the run waits for a person; then ${goOn}`;
  if (condition === 'reached') return `the run has come as far as it was asked: ${goOn}`;
  return condition === 'interrupted' ? `the run was interrupted: ${goOn}` : `nobody is at work on the run: ${goOn}`;
}

interface Attempted {
  readonly started: string | undefined;
  readonly ended: string | undefined;
  readonly reason: string | undefined;
}

function lastAttempt({ plan, graphs }: OpenedRun, node: NodeIndex): Attempted | undefined {
  const number = (one: Parameters<typeof graphs.object>[0]): number =>
    Number(graphs.object(one, sx.attemptNumber)?.value ?? 0);
  const newest = graphs
    .subjects(sx.task, namedNode(plan.nodes[node]!.iri))
    .filter((one) => graphs.has(one, rdf.type, sx.Attempt))
    .sort((a, b) => number(b) - number(a))[0];
  const value = (predicate: Parameters<typeof graphs.object>[1]): string | undefined =>
    newest && graphs.object(newest, predicate)?.value;
  return newest && { started: value(prov.startedAtTime), ended: value(prov.endedAtTime), reason: value(sx.reason) };
}

/** Hours and minutes, UTC; with the day where that is not today's. */
function clockText(iso: string): string {
  const time = `${iso.slice(11, 16)} UTC`;
  return iso.slice(0, 10) === new Date().toISOString().slice(0, 10) ? time : `${iso.slice(0, 10)} ${time}`;
}
