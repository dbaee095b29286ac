// What criteria read of what a run comes to have, and so which passed gates are looked at again when it changes.
import type { Quad } from '@rdfjs/types';
import { unreachable } from '../base/result.ts';
import type { Criterion, Iri } from '../derive/plan.ts';
import { sx } from '../vocabulary/terms.ts';
import type { RunEvent } from './event.ts';
import type { RunState } from './state.ts';

/**
 * Whether a passed gate is held against this criterion again when something changes. Not so for what runs a program, asks the whole
 * graph or looks at a moment: those were true when the gate was judged.
 */
export function isLookedAtAgain({ kind }: Criterion): boolean {
  return kind === 'approval' || READING.has(kind);
}

const READING: ReadonlySet<Criterion['kind']> = new Set([
  'step',
  'artifact',
  'metric',
  'factor',
  'measured',
  'regression',
  'hand-off',
]);

/** For each passed gate of which a criterion reads what this event changes: the event that says so. */
export function unsettledBy(
  state: RunState,
  event: RunEvent,
  quads: readonly Quad[],
): Extract<RunEvent, { kind: 'gate-unsettled' }>[] {
  const approved = event.kind === 'approved' ? event.gate : undefined;
  const changed = changedBy(event, quads);
  if (approved === undefined && changed.size === 0) return [];
  return state.plan.gates
    .filter(({ node }) => state.nodes[node] === 'passed')
    .filter(({ node, criteria }) => node === approved || criteria.some((criterion) => readsAny(criterion, changed)))
    .map(({ node }) => ({ kind: 'gate-unsettled', gate: node }));
}

/** The metrics that were measured, the artifacts that were made and the hand-offs that were given a value. */
function changedBy(event: RunEvent, quads: readonly Quad[]): ReadonlySet<Iri> {
  if (event.kind === 'handed-over') return new Set([event.handOff]);
  if (event.kind !== 'attempt-ended' || event.ending !== 'succeeded') return new Set();
  const named = quads.filter(({ predicate }) =>
    [sx.metric, sx.artifact, sx.handOff].some((one) => one.equals(predicate)),
  );
  return new Set(named.map(({ object }) => object.value));
}

function readsAny(criterion: Criterion, changed: ReadonlySet<Iri>): boolean {
  const any = (iris: readonly Iri[]): boolean => iris.some((iri) => changed.has(iri));
  switch (criterion.kind) {
    case 'artifact':
      return any(criterion.artifacts);
    case 'metric':
    case 'factor':
    case 'measured':
      return any(criterion.metrics);
    case 'regression':
      return criterion.metrics.length === 0 || any(criterion.metrics);
    case 'hand-off':
      return any(criterion.handOffs);
    case 'step':
    case 'closure':
    case 'conflict':
    case 'command':
    case 'ask':
    case 'approval':
    case 'progress':
    case 'clean-tree':
    case 'rollback':
      return false;
    default:
      return unreachable(criterion);
  }
}
