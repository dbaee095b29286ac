// How far a run was asked to go: up to a task, a gate or the end of a phase, with all that it waits for and nothing else.
import type { Iri, NodeIndex, Plan } from '../derive/plan.ts';
import type { RunEvent } from './event.ts';
import type { RunState } from './state.ts';

/** The node, and all that it waits for. */
export function neededFor(plan: Plan, node: NodeIndex): ReadonlySet<NodeIndex> {
  const needed = new Set([node]);
  // Those that are added meanwhile are come to, too.
  for (const one of needed) for (const earlier of plan.dependencies[one]!) needed.add(earlier);
  return needed;
}

/** From here on the run goes up to this step; without one, to its end. */
export function ask(state: RunState, upTo: Iri | undefined): void {
  const node = upTo === undefined ? undefined : state.plan.indexOf.get(upTo);
  state.upTo = node === undefined ? undefined : upTo;
  state.asked = node === undefined ? undefined : neededFor(state.plan, node);
}

export function isAsked({ asked }: RunState, node: NodeIndex): boolean {
  return asked === undefined || asked.has(node);
}

/** How far a run that is taken up goes where nothing is said: on to where it was asked to go, and to its end once it was there. */
export function stillAsked(state: RunState, lastEvent: RunEvent | undefined): Iri | undefined {
  return lastEvent?.kind === 'run-paused' && lastEvent.why === 'reached' ? undefined : state.upTo;
}
