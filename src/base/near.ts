// "Did you mean …?": the nearest known name, where one is close enough to be a slip.

/** Edit distance (optimal string alignment: insert, delete, replace, swap neighbours), given up past `limit`. */
export function editDistance(a: string, b: string, limit = 3): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  // What both begin and end with costs nothing; names of one specification share most of themselves.
  let start = 0;
  let [endA, endB] = [a.length, b.length];
  while (start < endA && start < endB && a[start] === b[start]) start++;
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) [endA, endB] = [endA - 1, endB - 1];
  return limit === 0 && endA > start ? 1 : distance(a.slice(start, endA), b.slice(start, endB), limit);
}

function distance(a: string, b: string, limit: number): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, before[j - 2]! + 1);
      row.push(best);
    }
    if (Math.min(...row) > limit) return limit + 1;
    before = last;
    last = row;
  }
  return last[b.length]!;
}

/** The known name nearest to `name`, at most a third of its length away, the first of several as near; undefined where none is near. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase();
  let best: string | undefined;
  // Of one or two letters every other such name is near.
  let limit = Math.min(3, Math.floor(name.length / 3));
  for (const candidate of known) {
    // A name of another length is no nearer than the difference, and lowering its case costs more than to see that.
    if (Math.abs(candidate.length - name.length) > limit) continue;
    const found = editDistance(wanted, candidate.toLowerCase(), limit);
    if (found > limit) continue;
    if (found === 0) return candidate;
    [best, limit] = [candidate, found - 1];
  }
  return best;
}

/** Comparisons in all after which it is given up: of thousands of names that nobody knows, none is a slip for another. */
const COMPARISONS_MAX = 5_000_000;

/** `nearest` among the same names again and again: each name is looked for once, and where very many are, the last ones in vain. */
export function nearestAmong(known: readonly string[]): (name: string) => string | undefined {
  const found = new Map<string, string | undefined>();
  return (name) => {
    if (!found.has(name))
      found.set(name, found.size * known.length > COMPARISONS_MAX ? undefined : nearest(name, known));
    return found.get(name);
  };
}
