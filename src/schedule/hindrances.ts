// Everything that keeps a task or gate from going on now, beyond what it depends on; and what is at the end of the chains of those
// dependencies. A calculation over the state of a run, the same for one that goes on, is paused, or has ended.
import { isAsked } from './asked.ts';
import type { Iri, NodeIndex } from '../derive/plan.ts';
import { before } from './order.ts';
import { type Lack, Pools } from './pools.ts';
import { isMet, type NodeState, type RunState } from './state.ts';

export type Hindrance =
  /** No room in a pool; who holds it. */
  | ({ readonly kind: 'pool'; readonly holders: readonly NodeIndex[] } & Lack)
  /** There is room, but a task that comes first wants the same pool and waits for more of it. */
  | { readonly kind: 'behind'; readonly first: NodeIndex; readonly pool: Iri }
  /** It failed, and is tried again so long after its last attempt ended. */
  | { readonly kind: 'backoff'; readonly delayMs: number }
  /** Nothing more starts (in its phase, or at all), since these failed. */
  | { readonly kind: 'failure'; readonly scope: 'run' | 'phase'; readonly failed: readonly NodeIndex[] }
  /** Only other tasks were asked for. */
  | { readonly kind: 'not-asked' }
  /** A critical conflict keeps the gate shut. */
  | { readonly kind: 'conflict' };

export function hindrancesOf(state: RunState, node: NodeIndex): Hindrance[] {
  const { plan } = state;
  const { kind, of } = plan.nodes[node]!;
  if (kind === 'gate') return state.conflicted.has(node) ? [{ kind: 'conflict' }] : [];
  if (kind !== 'task' || (state.nodes[node] !== 'ready' && state.nodes[node] !== 'waiting')) return [];
  const task = plan.tasks[of]!;
  const found: Hindrance[] = [];
  const stoppedPhase = task.phase !== undefined && state.stoppedPhases.has(task.phase);
  if (state.stopped || stoppedPhase)
    found.push({
      kind: 'failure',
      scope: state.stopped ? 'run' : 'phase',
      failed: failedTasks(state).filter((one) => state.stopped || phaseOf(state, one) === task.phase),
    });
  if (!isAsked(state, node)) found.push({ kind: 'not-asked' });
  if (state.nodes[node] !== 'ready') return found;
  const delayMs = state.backoff.get(node);
  if (delayMs !== undefined) found.push({ kind: 'backoff', delayMs });
  const lacks = state.pools.lacks(task);
  for (const lack of lacks) found.push({ kind: 'pool', ...lack, holders: holdersOf(state, lack) });
  if (lacks.length === 0) found.push(...behind(state, node));
  return found;
}

/** The nodes at the end of what the node waits for, nearest first, `most` at the most: they wait for nothing that is in the plan. */
export function rootsOf(state: RunState, node: NodeIndex, most: number): NodeIndex[] {
  const seen = new Set([node]);
  const roots: NodeIndex[] = [];
  for (let ring = [node]; ring.length > 0 && roots.length < most;) {
    const next: NodeIndex[] = [];
    for (const one of ring) {
      const unmet = unmetOf(state, one);
      if (one !== node && (unmet.length === 0 || isAnEnd(state.nodes[one]!))) roots.push(one);
      else
        for (const earlier of unmet)
          if (!seen.has(earlier)) {
            seen.add(earlier);
            next.push(earlier);
          }
    }
    ring = next;
  }
  return roots.slice(0, most);
}

export function unmetOf({ plan, nodes }: RunState, node: NodeIndex): NodeIndex[] {
  return plan.dependencies[node]!.filter((dependency) => !isMet(nodes[dependency]!));
}

/** States that nothing but time, a person or another run changes: what comes before explains no more. */
function isAnEnd(state: NodeState): boolean {
  return ['running', 'failed', 'timedOut', 'cancelled', 'awaiting', 'paused', 'cantTell'].includes(state);
}

function failedTasks({ plan, nodes }: RunState): NodeIndex[] {
  return plan.tasks.map((task) => task.node).filter((node) => nodes[node] === 'failed' || nodes[node] === 'timedOut');
}

function phaseOf({ plan }: RunState, node: NodeIndex): number | undefined {
  return plan.tasks[plan.nodes[node]!.of]!.phase;
}

function holdersOf(state: RunState, { pool, phase }: Lack): NodeIndex[] {
  return [...state.running.keys()].filter((node) => {
    const task = state.plan.tasks[state.plan.nodes[node]!.of]!;
    return (phase === undefined || task.phase === phase) && Pools.demandsOf(task).some(([one]) => one === pool);
  });
}

/** As `next` does it: a task that finds no room keeps the pool that it lacks from those after it. */
function behind(state: RunState, node: NodeIndex): Hindrance[] {
  const { plan } = state;
  const wanted = new Set(Pools.demandsOf(plan.tasks[plan.nodes[node]!.of]!).map(([pool]) => pool));
  for (const task of plan.tasks) {
    if (state.nodes[task.node] !== 'ready' || task.node === node || !before(plan, task.node, node)) continue;
    const lack = state.pools.lacks(task).find(({ pool }) => wanted.has(pool));
    if (lack) return [{ kind: 'behind', first: task.node, pool: lack.pool }];
  }
  return [];
}
