// Steps that must not overlap.

/** Runs the steps that are handed to it one after another, in the order asked. A step that fails does not stop those after it. */
export type Turns = <T>(step: () => Promise<T>) => Promise<T>;

export function turns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return (step) => {
    const mine = last.then(step, step);
    last = mine.catch(() => undefined);
    return mine;
  };
}
