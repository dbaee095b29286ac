// Loops in what waits for what: the strongly connected components (Tarjan), and the shortest loop in each.
// Not found by a query: Comunica answers `?t :p+ ?t` wrongly.

/** Components with a loop in them, each as its members in ascending order; a node is in one exactly when it reaches itself. */
export function loopedComponents(next: readonly (readonly number[])[]): number[][] {
  const index = new Int32Array(next.length).fill(-1);
  const low = new Int32Array(next.length);
  const onStack = new Uint8Array(next.length);
  const stack: number[] = [];
  const found: number[][] = [];
  let counter = 0;
  // The walk keeps its own stack: a chain of 100,000 tasks must not exhaust the engine's.
  for (let root = 0; root < next.length; root++) {
    if (index[root] !== -1) continue;
    const walk: { node: number; edge: number }[] = [{ node: root, edge: 0 }];
    while (walk.length > 0) {
      const at = walk.at(-1)!;
      if (at.edge === 0) {
        index[at.node] = low[at.node] = counter++;
        stack.push(at.node);
        onStack[at.node] = 1;
      }
      const to = next[at.node]![at.edge++];
      if (to !== undefined) {
        if (index[to] === -1) walk.push({ node: to, edge: 0 });
        else if (onStack[to]) low[at.node] = Math.min(low[at.node]!, index[to]!);
        continue;
      }
      walk.pop();
      const above = walk.at(-1);
      if (above) low[above.node] = Math.min(low[above.node]!, low[at.node]!);
      if (low[at.node] !== index[at.node]) continue;
      const component: number[] = [];
      let member: number;
      do {
        member = stack.pop()!;
        onStack[member] = 0;
        component.push(member);
      } while (member !== at.node);
      if (component.length > 1 || next[at.node]!.includes(at.node)) found.push(component.sort((a, b) => a - b));
    }
  }
  return found.sort((a, b) => a[0]! - b[0]!);
}

// Every member is tried as the start of a loop up to so many; beyond, the shortest through these is short enough to show.
const STARTS_MAX = 200;

/** The shortest loop in a component: each member waits for the next, and the last for the first. */
export function shortestLoop(next: readonly (readonly number[])[], component: readonly number[]): number[] {
  const members = new Set(component);
  let best: number[] | undefined;
  for (const start of component.slice(0, STARTS_MAX)) {
    const loop = loopFrom(next, members, start, best?.length ?? Infinity);
    if (loop) best = loop;
    if (best && best.length === 1) break;
  }
  return best ?? [...component];
}

function loopFrom(
  next: readonly (readonly number[])[],
  members: ReadonlySet<number>,
  start: number,
  below: number,
): number[] | undefined {
  const from = new Map<number, number>();
  let frontier = [start];
  for (let length = 1; frontier.length > 0 && length < below; length++) {
    const reached: number[] = [];
    for (const node of frontier)
      for (const to of next[node]!) {
        if (to === start) return wayTo(node, start, from);
        if (!members.has(to) || from.has(to)) continue;
        from.set(to, node);
        reached.push(to);
      }
    frontier = reached;
  }
  return undefined;
}

function wayTo(end: number, start: number, from: ReadonlyMap<number, number>): number[] {
  const way = [end];
  while (way[0] !== start) way.unshift(from.get(way[0]!)!);
  return way;
}
