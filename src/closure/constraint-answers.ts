// What the queries of sh:sparql constraints answer about each node. Asked for many nodes at once, ahead of the validator,
// which looks at one node after the other and would ask about each alone.
import type { Term } from '@rdfjs/types';
import type { Row } from '../query/ask.ts';
import { askAbout } from '../query/focus.ts';
import type { Graphs } from '../store/graphs.ts';
import { termKey } from '../vocabulary/term-key.ts';
import type { SparqlConstraint } from './sparql-constraints.ts';

/** A constraint whose query came to no answer; nobody knows whether it is met. */
export interface FailedConstraint {
  readonly constraint: SparqlConstraint;
  readonly reason: string;
}

export class ConstraintAnswers {
  readonly #data: Graphs;
  readonly #known = new Map<SparqlConstraint, Map<string, readonly Row[]>>();
  readonly #wanted = new Map<SparqlConstraint, Map<string, Term>>();
  readonly #failed = new Map<SparqlConstraint, string>();

  constructor(data: Graphs) {
    this.#data = data;
  }

  get failed(): readonly FailedConstraint[] {
    return Array.from(this.#failed, ([constraint, reason]) => ({ constraint, reason }));
  }

  /** The rows about a node; undefined, and noted as wanted, where nobody has asked yet. */
  rows(constraint: SparqlConstraint, node: Term): readonly Row[] | undefined {
    const rows = this.#known.get(constraint)?.get(termKey(node));
    if (!rows) this.want(constraint, node);
    return rows;
  }

  want(constraint: SparqlConstraint, node: Term): void {
    if (this.#known.get(constraint)?.has(termKey(node))) return;
    let nodes = this.#wanted.get(constraint);
    if (!nodes) this.#wanted.set(constraint, (nodes = new Map()));
    nodes.set(termKey(node), node);
  }

  /** Asks all that is wanted; whether there was anything. */
  async ask(): Promise<boolean> {
    const wanted = [...this.#wanted];
    this.#wanted.clear();
    for (const [constraint, byKey] of wanted) {
      const nodes = [...byKey.values()];
      const answers = await this.#answers(constraint, nodes);
      let known = this.#known.get(constraint);
      if (!known) this.#known.set(constraint, (known = new Map()));
      for (const [index, node] of nodes.entries()) known.set(termKey(node), answers[index] ?? []);
    }
    return wanted.length > 0;
  }

  async #answers(constraint: SparqlConstraint, nodes: readonly Term[]): Promise<readonly (readonly Row[])[]> {
    if (this.#failed.has(constraint)) return [];
    try {
      const answers = await askAbout(this.#data, constraint.query, nodes);
      const signalled = answers.flat().some((row) => row['failure']?.value === 'true');
      if (signalled) this.#failed.set(constraint, 'it says ?failure itself');
      return signalled ? [] : answers;
    } catch (error) {
      this.#failed.set(constraint, (error as Error).message.split('\n')[0]!);
      return [];
    }
  }
}
