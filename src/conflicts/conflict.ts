// What goes in and what comes out: the changes of agents side by side, the rules that watch them, and where they meet.

/** A file that was not read, since it is binary or too large: all that can be told of two is whether they are the same. */
export interface Unread {
  readonly id: string;
}

/** What a file holds; null where there is none. */
export type Content = string | Unread | null;

export interface Change {
  readonly content: Content;
  /** When the agent first changed the file, in whatever counts up; who was first keeps what is there. */
  readonly since: number;
}

/** An agent with every file that differs from the base, by path. */
export interface Side {
  readonly agent: string;
  readonly files: ReadonlyMap<string, Change>;
}

/** What each file held before anybody changed it. A path that is not there was no file. */
export type Base = ReadonlyMap<string, Content>;

export type Severity = 'minor' | 'major' | 'critical';

/** Detectors that compare what files hold. Others, such as a trial merge, need more than that and are not in this room. */
export type DetectorName = 'structure' | 'features' | 'members' | 'lines';

export interface Rule {
  readonly id: string;
  /** Patterns of paths, such as `crates/**`. */
  readonly paths: readonly string[];
  /** Parts of a structured file, such as `tasks.*`; the whole file where there is none. */
  readonly selectors: readonly string[];
  readonly detector: DetectorName;
  /** Agents that the rule compares with one another; all where it names none. */
  readonly between: readonly string[];
  readonly severity: Severity;
}

/** Some lines of a file and, where it is structured, what they are. */
export interface Region {
  readonly path: string;
  /** `base` for what is gone, and for what nobody touched: it stands in the file as it was. */
  readonly in: 'side' | 'base';
  /** From 1, both included; 0 and 0 where there is no text to point into. */
  readonly firstLine: number;
  readonly lastLine: number;
  /** Dotted path inside the file. */
  readonly at: string | null;
  readonly change: 'added' | 'changed' | 'removed' | 'unchanged';
}

/** What one agent has in a conflict; null for the base, which nobody wrote in this phase. */
export interface Stake {
  readonly agent: string | null;
  readonly regions: readonly Region[];
}

export interface Conflict {
  readonly detector: DetectorName;
  readonly path: string;
  /** What they met in, as a dotted path; null where the file has no structure that was looked at. */
  readonly at: string | null;
  /** Who was first stands first; a change that breaks what was there before has the base beside it. */
  readonly stakes: readonly [Stake, Stake];
  readonly severity: Severity;
  /** The rule that gave the severity; null where no rule watches it and it is minor for that. */
  readonly rule: string | null;
  /** One sentence for people. */
  readonly message: string;
  /** Packages that need what was taken away. */
  readonly dependents: readonly string[];
}

/** What is worth knowing and is no conflict. */
export type Note =
  /** A file of a structured format that could not be read as one, so its lines were compared. */
  | {
      readonly kind: 'unparsed';
      readonly agent: string | null;
      readonly path: string;
      readonly line: number;
      readonly column: number;
      readonly message: string;
    }
  /** Changes that fit together, and yet share lines: git will ask about them, and keeping both is right. */
  | {
      readonly kind: 'shared-lines';
      readonly path: string;
      readonly stakes: readonly [Stake, Stake];
    };

export interface Comparison {
  readonly conflicts: readonly Conflict[];
  readonly notes: readonly Note[];
}
