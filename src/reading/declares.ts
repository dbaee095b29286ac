// Properties that a class lists as its own and only other things have: those with it as their domain, and those of a list
// that it has of properties (`:Agent ex:properties (:agentName :responsibility)`), whatever the property is called that gives
// the list. Only of a class that things of the specification look like, and where none of them has the property, and nothing
// that has it looks like them.
import type { NamedNode, Quad } from '@rdfjs/types';
import { push } from '../base/push.ts';
import { listMembers, type Graphs } from '../store/graphs.ts';
import { owl, rdf, rdfs } from '../vocabulary/borrowed.ts';
import { read } from '../vocabulary/terms.ts';

type Fact = readonly [Quad['subject'], NamedNode, Quad['object']];

/** A list of fewer names is any list. */
const LISTED_MIN = 3;
/** How many things must have how many of a class's properties to say that there are such things. */
const LIKE_MIN = 2;

/** `class read:listsInVain property`. */
export function listedInVain(graphs: Graphs): Fact[] {
  const facts: Fact[] = [];
  for (const [ofClass, listed] of listedBy(graphs)) {
    const had = new Map<string, Set<string>>();
    const users = new Map<string, string[]>();
    for (const property of listed.values())
      for (const { subject } of graphs.match(null, property)) {
        had.set(subject.value, (had.get(subject.value) ?? new Set()).add(property.value));
        push(users, property.value, subject.value);
      }
    const like = [...had.values()].filter(({ size }) => size >= LIKE_MIN);
    if (like.length < LIKE_MIN) continue;
    for (const property of listed.values())
      if (users.get(property.value)?.every((user) => had.get(user)!.size === 1))
        facts.push([ofClass, read.listsInVain, property]);
  }
  return facts;
}

function listedBy(graphs: Graphs): Map<Quad['subject'], Map<string, NamedNode>> {
  const byClass = new Map<string, [Quad['subject'], Map<string, NamedNode>]>();
  const add = (ofClass: Quad['subject'], property: NamedNode): void => {
    const known = byClass.get(ofClass.value) ?? [ofClass, new Map<string, NamedNode>()];
    known[1].set(property.value, property);
    byClass.set(ofClass.value, known);
  };
  for (const { subject, object } of graphs.match(null, rdfs.domain))
    if (object.termType === 'NamedNode' && subject.termType === 'NamedNode') add(object, subject);
  for (const kind of [owl.Class, rdfs.Class])
    for (const ofClass of graphs.subjects(rdf.type, kind))
      for (const { object } of graphs.match(ofClass)) {
        if (object.termType !== 'BlankNode' || !graphs.object(object, rdf.first)) continue;
        const members = (listMembers(graphs, object) ?? []).filter((member) => member.termType === 'NamedNode');
        if (members.length >= LISTED_MIN) for (const member of members) add(ofClass, member);
      }
  return new Map(byClass.values());
}
