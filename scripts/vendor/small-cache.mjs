// Stands for lru-cache where the engine's expression evaluator makes one for each expression of each query: the package sets
// aside room for a thousand entries at once, which took a tenth of the time of a query; this one takes room as it fills.
export class LRUCache {
  #max;
  #kept = new Map();

  constructor({ max }) {
    this.#max = max;
  }

  get(key) {
    return this.#kept.get(key);
  }

  has(key) {
    return this.#kept.has(key);
  }

  set(key, value) {
    if (this.#kept.size >= this.#max) this.#kept.delete(this.#kept.keys().next().value);
    this.#kept.set(key, value);
    return this;
  }
}
