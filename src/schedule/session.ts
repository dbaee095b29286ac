// Everything that the hands of one run share: what it runs, where, and what it has so far.
import type { Clock } from '../base/clock.ts';
import type { AssetFolders } from '../base/assets.ts';
import type { Secrets } from '../base/secrets.ts';
import type { Binding } from '../derive/binding.ts';
import type { Entities } from '../derive/entities.ts';
import type { Plan } from '../derive/plan.ts';
import type { Executor } from '../executors/executor.ts';
import type { Catalogue } from '../query/catalogue.ts';
import type { Graphs } from '../store/graphs.ts';
import type { RunFolders } from './folders.ts';
import type { Ledger } from './ledger.ts';
import type { StatusGraph } from './status-graph.ts';
import type { Workspace } from './workspace.ts';

export interface Session {
  readonly run: string;
  readonly epoch: number;
  readonly projectRoot: string;
  /** Absolute path of the specification's folder. */
  readonly specFolder: string;
  readonly folders: RunFolders;
  readonly plan: Plan;
  readonly entities: Entities;
  readonly binding: Binding;
  readonly graphs: Graphs;
  readonly status: StatusGraph;
  readonly ledger: Ledger;
  readonly workspace: Workspace;
  readonly executor: Executor;
  readonly catalogue: Catalogue;
  readonly assets: AssetFolders;
  readonly clock: Clock;
  /** What must not be recorded or shown. */
  readonly secrets: Secrets;
  /** Closure of the specification when the run started, per cent. */
  readonly closurePercent: number;
  /** Task name → attempts of it before the specification was last revised. */
  readonly formerAttempts: ReadonlyMap<string, number>;
  /** Gate → how often it was judged by this orchestrator. */
  readonly rounds: Map<string, number>;
  /** Attempt's name → its newest change (UTC ms) at the last look of a progress criterion. */
  readonly lastChange: Map<string, number>;
  /** Aborted when the run is to stop. */
  readonly interrupt: AbortSignal;
  /** Has the run stop as Ctrl-C does, for this reason. */
  readonly cancel: (reason: string) => void;
  /** Says something to people: a sentence about the subject, once it is so. */
  readonly say: (line: Said) => void;
}

/** One thing a run tells people while it goes on; `--json` prints it as it is. */
export type Said =
  | { readonly kind: 'started'; readonly task: string; readonly attempt: number; readonly agent: string | undefined }
  /** A person is asked to do it: they find its files in these folders. */
  | {
      readonly kind: 'offered';
      readonly task: string;
      readonly attempt: number;
      readonly folder: string;
      readonly prompt: string;
    }
  | {
      readonly kind: 'ended';
      readonly task: string;
      readonly attempt: number;
      readonly ending: string;
      readonly reason: string;
      readonly elapsedMs: number | undefined;
      readonly notes: readonly string[];
    }
  | {
      readonly kind: 'judged';
      readonly gate: string;
      readonly outcome: string;
      readonly reason: string;
      /** It had passed. */
      readonly relapsed?: true;
      readonly criteria: readonly SaidCriterion[];
    }
  | {
      readonly kind: 'integrated';
      readonly phase: string | undefined;
      readonly branches: number;
      readonly commit: string;
    }
  | { readonly kind: 'phase'; readonly phase: string; readonly what: 'begins' | 'complete' }
  | { readonly kind: 'waits'; readonly task: string; readonly for: string }
  | { readonly kind: 'note'; readonly text: string };

export interface SaidCriterion {
  readonly criterion: string;
  readonly outcome: string;
  readonly checked: string;
  readonly obligation: string;
}
