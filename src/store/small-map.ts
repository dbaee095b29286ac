// As much of a Map as an index asks for. Its first entry is kept in itself; a real Map is made for the second.

export class SmallMap<K extends number, V> implements Iterable<[K, V]> {
  private key: K | undefined;
  private value: V | undefined;
  private more: Map<K, V> | undefined;

  get size(): number {
    return this.more?.size ?? (this.key === undefined ? 0 : 1);
  }

  has(key: K): boolean {
    return this.more === undefined ? this.key === key : this.more.has(key);
  }

  get(key: K): V | undefined {
    if (this.more !== undefined) return this.more.get(key);
    return this.key === key ? this.value : undefined;
  }

  set(key: K, value: V): this {
    if (this.more !== undefined) this.more.set(key, value);
    else if (this.key === undefined || this.key === key) {
      this.key = key;
      this.value = value;
    } else {
      this.more = new Map<K, V>().set(this.key, this.value as V).set(key, value);
      this.key = this.value = undefined;
    }
    return this;
  }

  delete(key: K): boolean {
    if (this.more !== undefined) return this.more.delete(key);
    if (this.key !== key) return false;
    this.key = this.value = undefined;
    return true;
  }

  keys(): IterableIterator<K> {
    return (
      this.more?.keys() ??
      this.only()
        .map(([key]) => key)
        .values()
    );
  }

  values(): IterableIterator<V> {
    return (
      this.more?.values() ??
      this.only()
        .map(([, value]) => value)
        .values()
    );
  }

  [Symbol.iterator](): IterableIterator<[K, V]> {
    return this.more?.[Symbol.iterator]() ?? this.only().values();
  }

  private only(): [K, V][] {
    return this.key === undefined ? [] : [[this.key, this.value as V]];
  }
}
