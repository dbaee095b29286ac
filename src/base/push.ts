// Lists by key: what stands under a key is added to in place, so that a key with very many values costs no more than each value.

/** Adds a value to the list of its key. */
export function push<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
