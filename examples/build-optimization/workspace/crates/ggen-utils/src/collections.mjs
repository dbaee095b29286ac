// Small things done to lists.

/** The elements of `list` by the key that `keyOf` gives, keys in the order they first came. */
export function groupBy(list, keyOf) {
  const groups = new Map();
  for (const element of list) {
    const key = keyOf(element);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(element);
  }
  return groups;
}

/** A sorted copy, by the text that `keyOf` gives. */
export function sortedBy(list, keyOf) {
  return [...list].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0));
}
