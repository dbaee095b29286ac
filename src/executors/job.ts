// The words of this room: what is started, what is known of a process, and how it ended.

/** What to start. Everything by value and no shell: `argv` reaches exec byte for byte. */
export interface Job {
  /** Unique among all jobs of a run, and safe as a file name: letters, digits and `._~%+-`. One attempt, one id. */
  readonly id: string;
  /** Where `argv[0]` holds no `/`, it is looked for along `env.PATH`. */
  readonly argv: readonly [string, ...string[]];
  /** Absolute path of a folder that exists. */
  readonly cwd: string;
  /** The whole environment; nothing else is added. */
  readonly env: Readonly<Record<string, string>>;
  /** Absolute path; created with mode 0600, appended to, gets stdout and stderr. */
  readonly logFile: string;
  /** Absolute path; without it stdin is empty. */
  readonly stdinFile?: string | undefined;
  /** Between asking it to end and ending it, and whatever it leaves running. */
  readonly graceMs: number;
}

/** A process, known so that its pid being used again does not confuse us. */
export interface ProcessRef {
  readonly pid: number;
  /** Field 22 of /proc/PID/stat in clock ticks since boot; `''` where there is no /proc. */
  readonly startTime: string;
  /** Of the machine's boot; `''` where it cannot be told. */
  readonly bootId: string;
}

/** The session, and the process group, that a process leads. */
export interface Session {
  readonly leader: ProcessRef;
  /** The leader is a supervisor: what counts, and what is ended, is its job alone. */
  readonly supervised: boolean;
}

/** How a job ended. `gone`: it no longer runs, and nobody saw how it ended. */
export type Ending =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'signalled'; readonly signal: string }
  | { readonly kind: 'not-started'; readonly reason: string }
  | { readonly kind: 'gone' };

/** The variable by which a process that left its session is still found. Its value is the attempt's IRI. */
export const markerVariable = 'SPEC_EXEC_ATTEMPT';
