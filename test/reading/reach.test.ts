// What leads to what, held against a slow and simple reckoning on random graphs, cycles among them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reachFacts } from '../../src/reading/reach.ts';
import { Graphs } from '../../src/store/graphs.ts';
import { rdf } from '../../src/vocabulary/borrowed.ts';
import { namedNode, quad } from '../../src/vocabulary/factory.ts';
import { read, sx } from '../../src/vocabulary/terms.ts';

const TASKS = 6;
const named = (name: string) => namedNode(`urn:x:spec#${name}`);

/** Tasks t0…, the gates `release` and `other`, and who requires whom. */
function facts(edges: readonly (readonly [later: string, earlier: string])[]) {
  const graphs = new Graphs();
  const graph = named('document');
  const add = (name: string, kind: typeof sx.Task | typeof sx.Gate) => {
    graphs.add(quad(named(name), rdf.type, kind, graph));
    graphs.add(quad(named(name), rdf.type, read.Foreign, graph));
  };
  for (let index = 0; index < TASKS; index++) add(`t${index}`, sx.Task);
  for (const gate of ['release', 'other']) add(gate, sx.Gate);
  for (const [later, earlier] of edges) graphs.add(quad(named(later), sx.requires, named(earlier), graph));
  return reachFacts(graphs).map(([subject, predicate, object]) => [
    subject.value.replace('urn:x:spec#', ''),
    predicate.value.replace(/^.*#/, ''),
    object.value.replace('urn:x:spec#', ''),
  ]);
}

/** Whether one leads to the other in one step or more: by squaring, as in a school book. */
function leads(edges: readonly (readonly [string, string])[]): (earlier: string, later: string) => boolean {
  const nodes = [...new Set(edges.flat())];
  const known = new Set(edges.filter(([a, b]) => a !== b).map(([later, earlier]) => `${earlier} ${later}`));
  for (const middle of nodes)
    for (const from of nodes)
      for (const to of nodes)
        if (known.has(`${from} ${middle}`) && known.has(`${middle} ${to}`)) known.add(`${from} ${to}`);
  return (earlier, later) => known.has(`${earlier} ${later}`);
}

const node = fc.constantFrom('t0', 't1', 't2', 't3', 't4', 't5', 'release', 'other');
const graph = fc.array(fc.tuple(node, node), { maxLength: 14 });
const tasks = Array.from({ length: TASKS }, (_, index) => `t${index}`);

describe('what leads to what', () => {
  it('counts before the last gate just the tasks from which it can be reached', () => {
    fc.assert(
      fc.property(graph, (edges) => {
        const found = facts(edges);
        const last = found.find(([, predicate]) => predicate === 'tasksBehind');
        if (!last) return;
        const reach = leads(edges);
        expect(Number(last[2])).toBe(tasks.filter((task) => reach(task, last[0]!)).length);
        for (const [, , task] of found.filter(([, predicate]) => predicate === 'besideTask'))
          expect([reach(task!, last[0]!), reach(last[0]!, task!)]).toEqual([false, false]);
      }),
    );
  });

  it('takes for the last gate one that tasks lead to and no gate comes after', () => {
    fc.assert(
      fc.property(graph, (edges) => {
        const gates = facts(edges).filter(
          ([, predicate, object]) => predicate === 'type' && object?.endsWith('LastGate'),
        );
        const reach = leads(edges);
        const open = ['release', 'other'].filter(
          (gate) =>
            tasks.some((task) => reach(task, gate)) && !['release', 'other'].some((other) => reach(gate, other)),
        );
        // Without names only one that is alone is the last.
        expect(gates.map(([gate]) => gate)).toEqual(open.length === 1 ? open : []);
      }),
    );
  });

  it('ends a chain only at a task that no task follows and that leads to no gate, behind one that does', () => {
    fc.assert(
      fc.property(graph, (edges) => {
        const reach = leads(edges);
        const toGate = (task: string) => reach(task, 'release') || reach(task, 'other');
        const expected = tasks.flatMap((task) =>
          toGate(task) || tasks.some((other) => reach(task, other))
            ? []
            : edges.filter(([later, earlier]) => later === task && earlier.startsWith('t') && toGate(earlier)),
        );
        const found = facts(edges).filter(([, predicate]) => predicate === 'endsAfter');
        expect(new Set(found.map(([task, , earlier]) => `${task} ${earlier}`))).toEqual(
          new Set(expected.map((edge) => edge.join(' '))),
        );
      }),
    );
  });
});
