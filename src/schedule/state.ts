// Where a run is: an index of the graph, kept by counters so that each event costs what it changes.
import type { Iri, NodeIndex, Plan, PlanCheckpoint } from '../derive/plan.ts';
import type { GateOutcome } from './event.ts';
import { Heap } from './heap.ts';
import { Pools, type Capacities } from './pools.ts';

/** Where a node is. Tasks: waiting … skipped; gates: the EARL outcomes; phases and their starts: waiting, complete. */
export type NodeState =
  | 'waiting'
  | 'ready'
  | 'running'
  | 'succeeded'
  | 'failed'
  | 'timedOut'
  | 'cancelled'
  | 'skipped'
  | 'awaiting'
  | 'paused'
  | 'complete'
  | 'untested'
  | 'passed'
  | 'cantTell';

/** States in which whoever waits for the node may go on. */
const MET: ReadonlySet<NodeState> = new Set(['succeeded', 'skipped', 'complete', 'passed']);

export function isMet(state: NodeState): boolean {
  return MET.has(state);
}

export interface Policy {
  /** Whether tasks that do not depend on a failure still start. */
  readonly keepGoing: boolean;
  /** Tasks that a person does. */
  readonly byHand?: ReadonlySet<NodeIndex> | undefined;
  /** Those whose fallback agent is a person. */
  readonly fallbackByHand?: ReadonlySet<NodeIndex> | undefined;
}

/**
 * The scheduler's memory. `next` owns it: it is changed in place, in time proportional to what an event changes, and the
 * same state must not be used again by the caller. Everything in it can be rebuilt by applying the journal's events.
 */
export interface RunState {
  readonly plan: Plan;
  readonly policy: Policy;
  readonly pools: Pools;
  readonly nodes: NodeState[];
  /** Node → how many of its dependencies are not met. */
  readonly unmet: Int32Array;
  /** Node → how many of its dependencies have not ended, well or badly. */
  readonly pending: Int32Array;
  readonly ended: Uint8Array;
  /** Ready tasks, in one heap for each kind of demand; an entry may be stale and is then dropped when met. */
  readonly ready: Map<string, Heap>;
  /** Task node → attempts started so far. */
  readonly attempts: Map<NodeIndex, number>;
  /** Task name → attempts started of it before the specification was last revised, also where the plan no longer has it. */
  readonly formerAttempts: Map<string, number>;
  /**
   * Tasks (and, while a revision is carried over, gates) whose results from before it count again as soon as all that they wait for is
   * met: until then they wait like the others.
   */
  readonly kept: Map<NodeIndex, NodeState>;
  /** Task node → attempts that count against `retriesMax`. */
  readonly failures: Map<NodeIndex, number>;
  /** Task node → attempts that were lost with their process. */
  readonly losses: Map<NodeIndex, number>;
  /** Tasks that their fallback agent does now. */
  readonly fellBack: Set<NodeIndex>;
  /** Ready tasks that may not start yet → how long it is waited since their last attempt ended, ms. They hold no pool. */
  readonly backoff: Map<NodeIndex, number>;
  readonly running: Map<NodeIndex, number>;
  /** Task node → the attempt that a person does: awaiting their word, or running while what they left is checked. */
  readonly byHand: Map<NodeIndex, number>;
  readonly judging: Set<NodeIndex>;
  /** Gates that are due, or must be judged again because something they may read has changed. */
  readonly toJudge: Set<NodeIndex>;
  /** Passed gates of which a criterion reads what has changed since: looked at again before anything starts. */
  readonly unsettled: Set<NodeIndex>;
  /** Those that are being looked at again; they are under judgement too. */
  readonly looking: Set<NodeIndex>;
  /** Checkpoints (by their index in the plan) that no gate asks for, and that have fallen due. */
  readonly due: Set<number>;
  /** Those under evaluation. */
  readonly evaluating: Set<number>;
  /** How those were evaluated last. */
  readonly checked: Map<number, GateOutcome>;
  /** Gates that an open critical conflict keeps shut. */
  readonly conflicted: Set<NodeIndex>;
  /** Gates judged, but not passed: judged again when something changes. */
  readonly shut: Set<NodeIndex>;
  /** Approvals that are waited for until a time: `waitKey` → which, and when the wait is over (UTC ms). */
  readonly waits: Map<string, { readonly gate: NodeIndex; readonly criterion: Iri; readonly untilMs: number }>;
  /** Nodes whose state the last events changed; the status graph is brought up to date from it. */
  changed: NodeIndex[];
  /** The step up to which the run goes, and what that needs; without one it goes to its end. */
  upTo: Iri | undefined;
  asked: ReadonlySet<NodeIndex> | undefined;
  /** Whether a task failed for good, and nothing new starts. */
  stopped: boolean;
  /** Phases of which nothing more starts, since a task of theirs failed for good. */
  readonly stoppedPhases: Set<number>;
  /** Whether somebody asked the run to stop: nothing new starts, and no gate is judged. */
  held: boolean;
  over: 'no' | 'paused' | 'ended';
}

/** A run's state before its first event: nothing ready yet. `run-started` opens it. */
export function initialState(plan: Plan, capacities: Capacities, policy: Policy): RunState {
  const count = plan.nodes.length;
  const degree = Int32Array.from(plan.dependencies, (list) => list.length);
  return {
    plan,
    policy,
    pools: new Pools(plan, capacities),
    nodes: plan.nodes.map((node) => (node.kind === 'gate' ? 'untested' : 'waiting')),
    unmet: degree,
    pending: Int32Array.from(degree),
    ended: new Uint8Array(count),
    ready: new Map(),
    attempts: new Map(),
    formerAttempts: new Map(),
    kept: new Map(),
    failures: new Map(),
    losses: new Map(),
    fellBack: new Set(),
    backoff: new Map(),
    running: new Map(),
    byHand: new Map(),
    judging: new Set(),
    toJudge: new Set(),
    unsettled: new Set(),
    looking: new Set(),
    due: new Set(),
    evaluating: new Set(),
    checked: new Map(),
    shut: new Set(),
    conflicted: new Set(),
    waits: new Map(),
    changed: Array.from({ length: count }, (_, index) => index),
    upTo: undefined,
    asked: undefined,
    stopped: false,
    stoppedPhases: new Set(),
    held: false,
    over: 'no',
  };
}

/** Whether the run's end waits for a checkpoint: for one at completion that no gate asks for. */
export function isAwaited(checkpoint: PlanCheckpoint | undefined): boolean {
  return checkpoint !== undefined && !checkpoint.ofGate && ['atCompletion', 'final'].includes(checkpoint.when);
}

/** The heap of tasks that people do: no pool keeps them back. */
export const BY_HAND = 'by hand';

/** Whether a person does the task, as it is done now: by its own agent, or by the one that stands in for it. */
export function isByHand(state: RunState, node: NodeIndex): boolean {
  const { byHand, fallbackByHand } = state.policy;
  return (state.fellBack.has(node) ? fallbackByHand : byHand)?.has(node) === true;
}

/** Names a wait of `RunState.waits`. */
export function waitKey(gate: NodeIndex, criterion: Iri): string {
  return `${gate} ${criterion}`;
}

/** Whether the task may still start, as far as failures of others go. */
export function mayStart(state: RunState, node: NodeIndex): boolean {
  if (state.stopped) return false;
  const { phase } = state.plan.tasks[state.plan.nodes[node]!.of]!;
  return phase === undefined || !state.stoppedPhases.has(phase);
}

/** The tasks whose dependencies are met and which have not started: before pools, backoff and pauses. */
export function readySet(state: RunState): NodeIndex[] {
  return state.plan.tasks.map((task) => task.node).filter((node) => state.nodes[node] === 'ready');
}
