// Which properties a class lists as its own: those with it as their domain, and those of a list that it has of properties
// (`:Agent ex:properties (:agentName :responsibility)`), whatever the property is called that gives the list.
import type { NamedNode, Quad } from '@rdfjs/types';
import { listMembers, type Graphs } from '../store/graphs.ts';
import { owl, rdf, rdfs } from '../vocabulary/borrowed.ts';
import { read } from '../vocabulary/terms.ts';

type Fact = readonly [Quad['subject'], NamedNode, Quad['object']];

/** A list of fewer names is any list. */
const LISTED_MIN = 3;

/** `class read:declares property`. */
export function declaresFacts(graphs: Graphs): Fact[] {
  const facts: Fact[] = [];
  for (const { subject, object } of graphs.match(null, rdfs.domain))
    if (object.termType === 'NamedNode') facts.push([object, read.declares, subject]);
  for (const kind of [owl.Class, rdfs.Class])
    for (const ofClass of graphs.subjects(rdf.type, kind))
      for (const { object } of graphs.match(ofClass)) {
        if (object.termType !== 'BlankNode' || !graphs.object(object, rdf.first)) continue;
        const members = listMembers(graphs, object) ?? [];
        if (members.length < LISTED_MIN || !members.every(({ termType }) => termType === 'NamedNode')) continue;
        // Names that nothing uses as a property may be names of anything.
        const used = members.filter((member) => isUsed(graphs, member));
        if (used.length > 1) for (const member of used) facts.push([ofClass, read.declares, member]);
      }
  return facts;
}

function isUsed(graphs: Graphs, property: Quad['object']): boolean {
  for (const _ of graphs.match(null, property)) return true;
  return false;
}
