// What a run is given, and what it comes to.
import type { AssetFolders } from '../base/assets.ts';
import type { Clock, RandomHex, Timer } from '../base/clock.ts';
import type { Binding } from '../derive/binding.ts';
import type { Entities } from '../derive/entities.ts';
import type { Iri, Plan } from '../derive/plan.ts';
import type { Catalogue } from '../query/catalogue.ts';
import type { Graphs } from '../store/graphs.ts';
import type { RunEvent } from './event.ts';
import type { Capacities } from './pools.ts';
import type { Said } from './session.ts';
import type { Policy, RunState } from './state.ts';

/** What is run, and how. `graphs` holds the specification without blank nodes, and the derived edges. */
export interface RunInput {
  readonly graphs: Graphs;
  readonly plan: Plan;
  readonly entities: Entities;
  readonly binding: Binding;
  /** Where it was read from, relative to the project root where it lies below it. */
  readonly bindingFile: string;
  /** SHA-256 of its text. */
  readonly bindingDigest: string;
  readonly catalogue: Catalogue;
  readonly assets: AssetFolders;
  readonly projectRoot: string;
  /** Relative to the project root. */
  readonly specFolder: string;
  /** What was given as the specification, relative to the project root. */
  readonly specPath: string;
  /** The documents of the specification, each with the digest of its text. */
  readonly documents: readonly { readonly iri: string; readonly digest: string }[];
  /** The least closure, per cent, that the specification must have. */
  readonly minClosure: number;
  readonly closure: { readonly met: number; readonly total: number };
  readonly capacities: Capacities;
  readonly policy: Policy;
  /** The step up to which it goes; to its end where none is named. */
  readonly upTo?: Iri | undefined;
  readonly clock: Clock;
  /** Of the system where none is given. */
  readonly timer?: Timer | undefined;
  readonly random: RandomHex;
  readonly interrupt: AbortSignal;
  readonly say: (line: Said) => void;
  /** Called with each event once it is on disk. */
  readonly onEvent: (event: RunEvent, at: number) => void;
  readonly onStep?: (state: RunState) => void | Promise<void>;
  /** Called once the run has its name. */
  readonly onRun?: (run: { readonly iri: string; readonly folder: string }) => void;
}

export type RunStop = Extract<RunEvent, { kind: 'run-ended' | 'run-paused' }>;

export interface RunResult {
  readonly run: string;
  readonly folder: string;
  readonly stop: RunStop;
  /** Length of its journal when it stopped; what is said to it later makes it longer. */
  readonly journalBytes?: number | undefined;
  readonly state: RunState;
  /** The specification, the record and the states, as they stand now. */
  readonly graphs: Graphs;
}
