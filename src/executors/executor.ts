// What every way of running an agent has in common: a plain task goes in, a plain outcome comes out. A process, an
// agent CLI, an HTTP service, a module, a person and a queue all look like this to the engine.

/** One attempt at one task, with everything that it needs, by value. */
export interface Work {
  /** Safe as a file name and unique in the run: the task's file name and the attempt's number, `build.2`. */
  readonly id: string;
  /** IRIs of the run, the task and the attempt; the attempt's is the marker of its processes. */
  readonly run: string;
  readonly task: string;
  readonly attempt: string;
  /** IRI of who does it; undefined where nobody is named. */
  readonly agent?: string | undefined;
  /** Absolute path of the working folder, where it exists and is the attempt's own. */
  readonly folder: string;
  /** Absolute path of the log, mode 0600. */
  readonly logFile: string;
  /** The task's prompt as text; empty where it has none. */
  readonly prompt: string;
  /** Absolute path of a file with the same text. */
  readonly promptFile: string;
  /** `SPEC_EXEC_*` and whatever else this attempt alone is given. */
  readonly variables: Readonly<Record<string, string>>;
  /** After this long it is ended and has timed out; undefined: never. */
  readonly timeoutMs?: number | undefined;
  /** After this long without a sign of life it is ended and has timed out; undefined: never. */
  readonly idleTimeoutMs?: number | undefined;
  /** Absolute paths of files and folders, there or not yet, whose change is a sign of life, as are the log and its folder. */
  readonly signsOfLife?: readonly string[] | undefined;
  /** Between asking it to end and ending it. */
  readonly graceMs: number;
}

/** How an attempt ended. Whether its outputs are good is not asked here. */
export type Outcome =
  | { readonly kind: 'done'; readonly durationMs: number }
  | {
      readonly kind: 'failed';
      /** A sentence: "exited with 3", "was ended by SIGSEGV". */
      readonly reason: string;
      readonly exitCode?: number | undefined;
      readonly signal?: string | undefined;
      readonly durationMs: number;
    }
  | {
      readonly kind: 'timed-out';
      /** `time`: it took too long; `idle`: it gave no sign of life for so long. */
      readonly limit: 'time' | 'idle';
      readonly afterMs: number;
      readonly durationMs: number;
    }
  | { readonly kind: 'cancelled'; readonly durationMs: number }
  | { readonly kind: 'not-started'; readonly reason: string }
  /** It no longer runs, and nobody saw how it ended: the machine went down, or somebody killed everything. */
  | { readonly kind: 'gone'; readonly reason: string };

/** An attempt under way. */
export interface Running {
  /** Never rejects for what an agent did; for a disk that is full (`ENOSPC`) it does. */
  readonly outcome: Promise<Outcome>;
  /** Asks it to end, and after the grace ends it. Resolves with the outcome; cancelling twice is once. */
  cancel(): Promise<Outcome>;
}

export interface Executor {
  /** `process`, `agent-cli`, `http`, `module`, `human`, `queue`: the words of a binding. */
  readonly kind: string;
  /** Starts it; where that fails, `outcome` says why. */
  start(work: Work): Promise<Running>;
  /** Takes up an attempt that an earlier orchestrator of the run started; undefined where it cannot be taken up. */
  attach(work: Work, earlier: EarlierStart): Promise<Running | undefined>;
  /** Nothing will be started any more. What runs, runs on. */
  close(): Promise<void>;
}

/** What the journal knows of an attempt that was started before a crash. */
export interface EarlierStart {
  /** How long it had been running when the orchestrator took over, by the wall clock; for its timeout. */
  readonly elapsedMs: number;
}
