// The graph <run>/status: where each node is now, one triple a node. Rebuilt on replay, never journaled.
import type { NamedNode, Quad } from '@rdfjs/types';
import type { Iri } from '../derive/plan.ts';
import type { Graphs } from '../store/graphs.ts';
import { earl } from '../vocabulary/borrowed.ts';
import { namedNode, quad } from '../vocabulary/factory.ts';
import { sx } from '../vocabulary/terms.ts';
import type { GateOutcome } from './event.ts';
import { statusGraph } from './names.ts';
import type { NodeState, RunState } from './state.ts';

const OUTCOMES: Readonly<Record<GateOutcome, NamedNode>> = {
  passed: earl.passed,
  failed: earl.failed,
  cantTell: earl.cantTell,
  untested: earl.untested,
};

/** EARL's outcome value of a gate's or criterion's judgement. */
export function outcomeTerm(outcome: GateOutcome): NamedNode {
  return OUTCOMES[outcome];
}

export class StatusGraph {
  readonly #graphs: Graphs;
  readonly #graph: NamedNode;
  readonly #shown = new Map<Iri, Quad>();

  constructor(graphs: Graphs, run: string) {
    this.#graphs = graphs;
    this.#graph = statusGraph(run);
  }

  /** Brings the graph up to what the last events changed. */
  update(state: RunState): void {
    for (const index of state.changed) {
      const node = state.plan.nodes[index]!;
      const now = state.nodes[index]!;
      if (node.kind === 'gate') this.outcome(node.iri, now as GateOutcome);
      else
        this.#show(
          node.iri,
          quad(namedNode(node.iri), sx.state, sx[now as Exclude<NodeState, GateOutcome>], this.#graph),
        );
    }
    state.changed = [];
  }

  /** How a gate or criterion is judged now. */
  outcome(iri: Iri, outcome: GateOutcome): void {
    this.#show(iri, quad(namedNode(iri), sx.outcome, outcomeTerm(outcome), this.#graph));
  }

  #show(iri: Iri, triple: Quad): void {
    const before = this.#shown.get(iri);
    if (before?.object.equals(triple.object)) return;
    if (before) this.#graphs.delete(before);
    this.#graphs.add(triple);
    this.#shown.set(iri, triple);
  }
}
