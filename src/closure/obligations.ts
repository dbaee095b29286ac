// Closure is counted in obligations: a node of the specification and one named condition that it has to meet.
import type { Term } from '@rdfjs/types';
import { unreachable } from '../base/result.ts';
import type { Graphs } from '../store/graphs.ts';
import { rdf } from '../vocabulary/borrowed.ts';
import type { Target, TopShape } from './shapes.ts';

/** How much of one class is closed. */
export interface ClassScore {
  readonly class: string;
  readonly met: number;
  readonly total: number;
}

interface Obligation {
  readonly ofClass: string;
  met: boolean;
}

/** All obligations of a specification; each counts once, however often it is found wanting. */
export class Obligations {
  readonly #all = new Map<string, Obligation>();

  /** States an obligation; the first to state it says to which class it counts. */
  add(focus: Term | string, condition: string, ofClass: string, met = true): void {
    const key = keyOf(focus, condition);
    const known = this.#all.get(key);
    if (!known) this.#all.set(key, { ofClass, met });
    else if (!met) known.met = false;
  }

  /** Says that an obligation is not met; false where there is no such obligation. */
  miss(focus: Term | string, condition: string): boolean {
    const known = this.#all.get(keyOf(focus, condition));
    if (known) known.met = false;
    return known !== undefined;
  }

  get total(): number {
    return this.#all.size;
  }

  get met(): number {
    let met = 0;
    for (const one of this.#all.values()) if (one.met) met++;
    return met;
  }

  /** By class, sorted by its IRI. */
  byClass(): ClassScore[] {
    const scores = new Map<string, { met: number; total: number }>();
    for (const one of this.#all.values()) {
      const score = scores.get(one.ofClass) ?? { met: 0, total: 0 };
      score.total++;
      if (one.met) score.met++;
      scores.set(one.ofClass, score);
    }
    return Array.from(scores, ([ofClass, score]) => ({ class: ofClass, ...score })).sort((a, b) =>
      a.class < b.class ? -1 : 1,
    );
  }
}

/** Per cent of obligations met, rounded down to a tenth, so that only all of them make 100. */
export function percentMet(met: number, total: number): number {
  return total === 0 ? 100 : Math.floor((met * 1000) / total) / 10;
}

/** A node that a shape obliges, and the class by which that is counted. */
export interface Focus {
  readonly node: Term;
  readonly ofClass: string;
}

/** The nodes that a top shape obliges, each once; of several target classes the first that has the node counts. */
export function focusNodes(top: TopShape, graphs: Graphs): Focus[] {
  const found = new Map<string, Focus>();
  for (const target of top.targets)
    for (const node of targetNodes(target, graphs)) {
      const key = `${node.termType} ${node.value}`;
      const ofClass = target.kind === 'class' ? target.classes[0]!.value : top.holder.value;
      if (!found.has(key)) found.set(key, { node, ofClass });
    }
  return [...found.values()];
}

function targetNodes(target: Target, graphs: Graphs): Term[] {
  switch (target.kind) {
    case 'class':
      return target.classes.flatMap((one) => graphs.subjects(rdf.type, one));
    case 'node':
      return [target.node];
    case 'subjects-of':
      return Array.from(graphs.match(null, target.property), ({ subject }) => subject);
    case 'objects-of':
      return Array.from(graphs.match(null, target.property), ({ object }) => object);
    default:
      return unreachable(target);
  }
}

function keyOf(focus: Term | string, condition: string): string {
  const node = typeof focus === 'string' ? focus : `${focus.termType} ${focus.value}`;
  return `${node}\n${condition}`;
}
