// A way out as a person is told it: words alone, or words and the Turtle to write, which is never broken into lines.

export interface Remedy {
  readonly words: string;
  /** What to write, as it stands. */
  readonly turtle?: string;
}

/** A statement or a part of one begins with a name, and no sentence does. */
const TURTLE = /^(?:(?:[a-z][\w-]*)?:[\w.-]+|<[^<>\s]*>)\s/;

/** `On a task: sx:order 1 ;` and `sx:order 1 ;` hold Turtle; what else there is are words. */
export function remedyOf(help: string): Remedy {
  const [, place, rest] = /^(On [^:]+): (.*)$/s.exec(help) ?? [];
  if (place !== undefined && TURTLE.test(rest!)) return { words: `${place}:`, turtle: rest! };
  return TURTLE.test(help) ? { words: 'Write:', turtle: help } : { words: help };
}

/** The same in one text. */
export function remedyText(help: string): string {
  const { words, turtle } = remedyOf(help);
  return turtle === undefined ? words : `${words} ${turtle}`;
}
