// The compiled plan: what the queries derived, as frozen arrays and indexes. No RDF beyond IRIs in it.

/** An IRI, as text. */
export type Iri = string;

/** Index into `Plan.nodes`. */
export type NodeIndex = number;

/** Everything that can be waited for: a task, a gate, and for each phase a start node and an end node (the phase itself). */
export interface PlanNode {
  readonly iri: Iri;
  readonly kind: 'task' | 'gate' | 'phase-start' | 'phase';
  /** Index into the array of its kind: tasks, gates, or phases. */
  readonly of: number;
}

export interface PlanPhase {
  readonly iri: Iri;
  readonly id: string;
  readonly title: string;
  readonly order: number;
  readonly start: NodeIndex;
  readonly end: NodeIndex;
  readonly endGate: NodeIndex | undefined;
  /** Tasks of the phase, in plan order: what comes first first, then by name; the same wherever the triples came from. */
  readonly tasks: readonly NodeIndex[];
  readonly estimateMs: number | undefined;
  readonly pollEveryMs: number | undefined;
  /** Pool IRI → the most that the phase may use at once, in the pool's base unit (cores, bytes, tokens). */
  readonly budget: Readonly<Record<Iri, number>>;
}

export interface PlanTask {
  readonly iri: Iri;
  /** Short name, unique in the plan: dcterms:identifier, else the local name. File names are its percent-encoding. */
  readonly id: string;
  readonly title: string;
  readonly node: NodeIndex;
  readonly phase: number | undefined;
  readonly agent: Iri | undefined;
  readonly agentType: Iri | undefined;
  readonly prompt: string | undefined;
  readonly command: string | undefined;
  readonly inputs: readonly Iri[];
  readonly outputs: readonly Iri[];
  readonly modifies: readonly Iri[];
  readonly produces: readonly Iri[];
  readonly consumes: readonly Iri[];
  readonly verification: readonly string[];
  readonly evidenceRequired: boolean;
  /** Exit statuses with which its process may end; not empty, in order. */
  readonly successExitStatus: readonly number[];
  /** Whether it has failed where it changed no file. */
  readonly changeRequired: boolean;
  /** Pool IRI → how much of it the task holds while it runs, in the pool's base unit. */
  readonly demands: Readonly<Record<Iri, number>>;
  /** Three-point estimate; PERT mean (o + 4m + p) / 6 where all three are given, else what there is. */
  readonly estimateMs: number | undefined;
  readonly retriesMax: number;
  /** After this long an attempt is stopped. */
  readonly timeoutMs: number | undefined;
  readonly policy: FailurePolicy;
}

/** Why an attempt ended without success: the local names of the sx:Cause individuals. */
export type CauseName =
  | 'badExit'
  | 'overTime'
  | 'idleTooLong'
  | 'overTaskTime'
  | 'notProved'
  | 'nothingChanged'
  | 'secretInOutput'
  | 'notStarted'
  | 'goneWithoutRecord'
  | 'declined';

export type FailureScopeName = 'stopDependents' | 'stopPhase' | 'stopRun';

/** What follows where an attempt was lost with its process. */
export type LossName = 'tryAgain' | 'awaitPerson' | 'failTask';

/** What becomes of a task whose attempts fail (docs/failures.md). */
export interface FailurePolicy {
  /** All attempts together, what lies between them included. */
  readonly taskTimeoutMs: number | undefined;
  /** Without a sign of life for so long, an attempt is stopped. */
  readonly idleTimeoutMs: number | undefined;
  /** Undefined: after every cause. */
  readonly retryOn: readonly CauseName[] | undefined;
  readonly retryDelayMs: number;
  readonly retryBackoff: number;
  readonly retryDelayMaxMs: number | undefined;
  /** From 0 to 1. */
  readonly retryJitter: number;
  /** Who tries once the assigned agent is not tried again. */
  readonly fallback: { readonly agent: Iri; readonly type: Iri | undefined } | undefined;
  /** Undefined: as the run's own policy says. */
  readonly onFailure: FailureScopeName | undefined;
  readonly whenLost: LossName;
}

/** Where a plan says nothing of failures. */
export const PLAIN_POLICY: FailurePolicy = {
  taskTimeoutMs: undefined,
  idleTimeoutMs: undefined,
  retryOn: undefined,
  retryDelayMs: 0,
  retryBackoff: 2,
  retryDelayMaxMs: undefined,
  retryJitter: 0.2,
  fallback: undefined,
  onFailure: undefined,
  whenLost: 'tryAgain',
};

export interface PlanGate {
  readonly iri: Iri;
  readonly id: string;
  readonly title: string;
  readonly node: NodeIndex;
  /** The phase it ends, or belongs to. */
  readonly phase: number | undefined;
  readonly endsPhase: boolean;
  readonly owner: Iri | undefined;
  /** Its own criteria, then those of its checkpoints; each by name. */
  readonly criteria: readonly Criterion[];
}

export type ObligationName = 'mandatory' | 'expected' | 'acceptable';

interface CriterionBase {
  readonly iri: Iri;
  readonly title: string;
  readonly obligation: ObligationName;
}

/** One union for all kinds of criterion (design section 6). */
export type Criterion = CriterionBase &
  (
    | { readonly kind: 'step'; readonly steps: readonly Iri[] }
    | { readonly kind: 'artifact'; readonly artifacts: readonly Iri[] }
    | { readonly kind: 'metric'; readonly metrics: readonly Iri[] }
    | { readonly kind: 'factor'; readonly metrics: readonly Iri[] }
    | { readonly kind: 'measured'; readonly metrics: readonly Iri[]; readonly measurement: 'baseline' | 'actual' }
    /** All metrics where it names none. */
    | { readonly kind: 'regression'; readonly metrics: readonly Iri[] }
    | { readonly kind: 'hand-off'; readonly handOffs: readonly Iri[] }
    | { readonly kind: 'closure'; readonly minimumPercent: number }
    | { readonly kind: 'conflict'; readonly severity: 'minor' | 'major' | 'critical'; readonly conflictsMax: number }
    | { readonly kind: 'command'; readonly command: string }
    | { readonly kind: 'ask'; readonly query: string }
    | {
        readonly kind: 'approval';
        readonly role: Iri;
        /** Whether who owns an agent whose work the gate judges may not give it. */
        readonly excludesOwners: boolean;
        /** How long the gate waits for it once all else holds; undefined: without end. */
        readonly waitAtMostMs: number | undefined;
        readonly outcomeAfterWait: 'passed' | 'failed' | 'cantTell';
      }
    | { readonly kind: 'progress' }
    | { readonly kind: 'clean-tree' }
    | { readonly kind: 'rollback'; readonly command: string }
  );

export interface PlanCheckpoint {
  readonly iri: Iri;
  readonly title: string;
  readonly when: 'beforeExecution' | 'periodic' | 'atCompletion' | 'final';
  readonly phase: number | undefined;
  /** Whether a gate asks for it, and so evaluates it when it is judged. */
  readonly ofGate: boolean;
  readonly criteria: readonly Criterion[];
}

/** A derived edge: `later` waits for `earlier`, because `query` says so. */
export interface PlanEdge {
  readonly later: NodeIndex;
  readonly earlier: NodeIndex;
  /** Name of the query that found it, such as `derive/artifacts`; an edge found by several queries stands once for each. */
  readonly query: string;
}

export interface Plan {
  readonly iri: Iri;
  readonly title: string;
  readonly feature: Iri | undefined;
  readonly nodes: readonly PlanNode[];
  readonly indexOf: ReadonlyMap<Iri, NodeIndex>;
  readonly tasks: readonly PlanTask[];
  readonly gates: readonly PlanGate[];
  readonly phases: readonly PlanPhase[];
  readonly checkpoints: readonly PlanCheckpoint[];
  readonly edges: readonly PlanEdge[];
  /** Node → the nodes it waits for, each once. */
  readonly dependencies: readonly (readonly NodeIndex[])[];
  /** Node → the nodes that wait for it, each once. */
  readonly dependents: readonly (readonly NodeIndex[])[];
  /** Node → the longest estimated way from its start to the end of the plan, ms; the priority of ready tasks. */
  readonly remainingMs: readonly number[];
}
