// The part of a structured file that a rule watches: `tasks.*`, `workspace.members`, `target."cfg(unix)".dependencies.*`, `**.features[]`.

export interface Selector {
  /** A key, `*` for any one, `**` for any number of them. */
  readonly keys: readonly (string | typeof ANY | typeof ANY_DEPTH)[];
  /** A list that it selects holds each item once, in whatever order. */
  readonly isSet: boolean;
}

const ANY = Symbol('*');
const ANY_DEPTH = Symbol('**');

/** Every text is a selector: a quote that nobody closes stands for itself. */
export function selectorOf(text: string): Selector {
  const isSet = text.endsWith('[]');
  const keys: Selector['keys'][number][] = [];
  for (const [, quoted, bare] of (isSet ? text.slice(0, -2) : text).matchAll(/"((?:[^"\\]|\\.)*)"(?=\.|$)|([^.]+)/g))
    if (bare !== undefined) keys.push(bare === '*' ? ANY : bare === '**' ? ANY_DEPTH : bare);
    else keys.push((quoted ?? '').replace(/\\(.)/g, '$1'));
  return { keys, isSet };
}

/** How a place in a file stands to a selector: it is what is selected, or above it, so that one must look further down; or neither. */
export type Reach = 'selected' | 'above' | 'beside';

export function reachOf({ keys }: Selector, at: readonly string[]): Reach {
  let reached = new Set(closure(keys, 0));
  for (const key of at) {
    const further = new Set<number>();
    for (const index of reached)
      if (keys[index] === ANY_DEPTH) for (const next of closure(keys, index)) further.add(next);
      else if (keys[index] === ANY || keys[index] === key)
        for (const next of closure(keys, index + 1)) further.add(next);
    reached = further;
  }
  return reached.has(keys.length) ? 'selected' : reached.size > 0 ? 'above' : 'beside';
}

/** `**` may stand for no key at all. */
function closure(keys: Selector['keys'], index: number): readonly number[] {
  return keys[index] === ANY_DEPTH ? [index, ...closure(keys, index + 1)] : [index];
}
