// Where two trees that came from one changed the same thing, and not to the same.
import { editsOf, isRemoval, itemEditsOf, type Edit } from './edits.ts';
import { reachOf, type Selector } from './selector.ts';
import { digestOf, entriesOf, same, type Node } from './tree.ts';

export interface Meeting {
  readonly at: readonly string[];
  /** What they met in. */
  readonly three: Three;
  readonly ours: readonly Edit[];
  readonly theirs: readonly Edit[];
}

export interface Three {
  readonly base: Node | undefined;
  readonly ours: Node | undefined;
  readonly theirs: Node | undefined;
}

/** What is looked at. What a selector selects is one thing: two changes inside it meet, whatever keys they are about. */
export interface Watch {
  /** All of the file, key by key, where there is none. */
  readonly selectors: readonly Selector[];
  /** Lists that hold each item once, in any order, whether a rule watches them or not. */
  readonly sets: readonly Selector[];
}

export function meetingsOf(three: Three, watch: Watch, at: readonly string[] = []): readonly Meeting[] {
  const { base, ours, theirs } = three;
  if (same(base, ours) || same(base, theirs) || same(ours, theirs)) return [];
  const selected = watch.selectors.filter((selector) => reachOf(selector, at) === 'selected');
  const above = watch.selectors.some((selector) => reachOf(selector, at) === 'above');
  if (watch.selectors.length > 0 && selected.length === 0 && !above) return [];
  const met = { at, three, ours: editsOf(base, ours, at), theirs: editsOf(base, theirs, at) };
  const isSet = [...selected.filter((one) => one.isSet), ...watch.sets].some((one) => reachOf(one, at) === 'selected');
  if (isSet && isListOrNone(base) && ours?.kind === 'list' && theirs?.kind === 'list')
    return replacedOtherwise(base, ours, theirs)
      ? [{ ...met, ours: itemEditsOf(base, ours, at), theirs: itemEditsOf(base, theirs, at) }]
      : [];
  if (ours === undefined || theirs === undefined) {
    // One took all of it away. Had the other only taken some of it away, nothing is left that they differ in.
    const kept = ours === undefined ? met.theirs : met.ours;
    if (kept.every(isRemoval)) return [];
    return selected.length > 0 || watch.selectors.length === 0 || kept.some((edit) => isWatched(edit, watch))
      ? [met]
      : [];
  }
  const inside = selected.length === 0 || selected.every((one) => one.isSet);
  const tables = [base, ours, theirs].every((node) => node === undefined || node.kind === 'table');
  if (!inside || !tables) return [met];
  const keys = new Set([base, ours, theirs].flatMap((node) => [...entriesOf(node).keys()]));
  const below = selected.length > 0 ? { ...watch, selectors: [] } : watch;
  return [...keys].flatMap((key) =>
    meetingsOf(
      { base: entriesOf(base).get(key), ours: entriesOf(ours).get(key), theirs: entriesOf(theirs).get(key) },
      below,
      [...at, key],
    ),
  );
}

function isListOrNone(node: Node | undefined): boolean {
  return node === undefined || node.kind === 'list';
}

function isWatched({ at, before, after }: Edit, watch: Watch): boolean {
  if (
    watch.selectors.some((selector) => at.some((_, index) => reachOf(selector, at.slice(0, index + 1)) === 'selected'))
  )
    return true;
  // A table that is new, or gone, as a whole: what it holds may be watched.
  return [before, after].some(
    (node) =>
      node?.kind === 'table' &&
      [...node.entries].some(([key, inner]) => isWatched({ at: [...at, key], before: inner, after: undefined }, watch)),
  );
}

/** Both took the same item out of a set, and each put in what the other did not: one thing, changed in two ways. */
function replacedOtherwise(base: Node | undefined, ours: Node, theirs: Node): boolean {
  const [before, mine, yours] = [base, ours, theirs].map(digestsOf) as [Set<string>, Set<string>, Set<string>];
  const gone = [...before].some((item) => !mine.has(item) && !yours.has(item));
  const added = (of: Set<string>, other: Set<string>): boolean =>
    [...of].some((item) => !before.has(item) && !other.has(item));
  return gone && added(mine, yours) && added(yours, mine);
}

function digestsOf(node: Node | undefined): Set<string> {
  return new Set(node?.kind === 'list' ? node.items.map(digestOf) : []);
}
