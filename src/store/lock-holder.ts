// What both kinds of lock say: who holds a run, and how it is given free.

/** Who holds a run: its process id, and when that process started (UTC). */
export interface Holder {
  readonly pid: number;
  readonly since: string;
}

export interface RunLock {
  /** Gives the run free. A second call does nothing. */
  release(): Promise<void>;
}

/** The answer to a lock that is taken; the holder is not known where it does not answer. */
export interface Taken {
  readonly holder: Holder | undefined;
}
