// Plain calculations over what waits for what, on graphs without loops.

/** Nodes so that each comes after all that it waits for; ties by index. Nodes in a loop are left out. */
export function topological(
  dependencies: readonly (readonly number[])[],
  dependents: readonly (readonly number[])[],
): number[] {
  const unmet = dependencies.map((list) => list.length);
  const order = unmet.flatMap((count, node) => (count === 0 ? [node] : []));
  for (let next = 0; next < order.length; next++)
    for (const later of dependents[order[next]!]!) if (--unmet[later]! === 0) order.push(later);
  return order;
}

/** For each node, the number of steps on the longest way to it; 0 where it waits for nothing. */
export function levels(dependencies: readonly (readonly number[])[]): number[] {
  const level = dependencies.map(() => 0);
  for (const node of topological(dependencies, reversed(dependencies)))
    for (const earlier of dependencies[node]!) level[node] = Math.max(level[node]!, level[earlier]! + 1);
  return level;
}

/** For each node, the cost of the dearest way from its start to the end of the plan, its own cost included. */
export function distanceToEnd(
  dependencies: readonly (readonly number[])[],
  dependents: readonly (readonly number[])[],
  costs: readonly number[],
): number[] {
  const distance = [...costs];
  for (const node of topological(dependencies, dependents).reverse()) {
    let longest = 0;
    for (const later of dependents[node]!) longest = Math.max(longest, distance[later]!);
    distance[node] = costs[node]! + longest;
  }
  return distance;
}

function reversed(edges: readonly (readonly number[])[]): number[][] {
  const back: number[][] = edges.map(() => []);
  for (const [from, list] of edges.entries()) for (const to of list) back[to]!.push(from);
  return back;
}
