// How many things of each kind there are: in all, and in each document. Things of the same name are one.
import { push } from '../base/push.ts';
import { namedNode } from '../vocabulary/factory.ts';
import { integer } from '../vocabulary/literals.ts';
import { read } from '../vocabulary/terms.ts';
import type { Facts } from './facts.ts';
import type { Lexicon } from './lexicon.ts';
import type { Alike } from './names.ts';
import type { Thing, Things } from './things.ts';

export function stateCounts(facts: Facts, things: Things, { same, near }: Alike, lexicon: Lexicon): void {
  const merged = merge(same);
  const fewest = merge([...same, ...near]);
  const byKind = new Map<string, Thing[]>();
  for (const thing of things.all)
    for (const kind of thing.kind === undefined ? [] : lexicon.kindsOf(thing.kind)) push(byKind, kind, thing);
  for (const [kind, members] of byKind) {
    const node = namedNode(kind);
    facts.add(node, read.things, integer(new Set(members.map(merged)).size));
    facts.add(node, read.fewest, integer(new Set(members.map(fewest)).size));
    const documents = new Map<string, Set<Thing>>();
    for (const member of members)
      for (const document of member.documents) {
        const found = documents.get(document) ?? new Set();
        documents.set(document, found.add(merged(member)));
      }
    for (const [document, found] of documents) {
      const count = facts.node('count');
      facts.add(count, read.ofKind, node);
      facts.add(count, read.document, namedNode(document));
      facts.add(count, read.thingsIn, integer(found.size));
    }
  }
}

/** The first of all things that a thing is one with, directly or through others. */
function merge(pairs: readonly (readonly [Thing, Thing])[]): (thing: Thing) => Thing {
  const above = new Map<Thing, Thing>();
  const first = (thing: Thing): Thing => {
    let root = thing;
    for (let next = above.get(root); next; next = above.get(root)) root = next;
    if (root !== thing) above.set(thing, root);
    return root;
  };
  for (const [later, earlier] of pairs) {
    const [a, b] = [first(later), first(earlier)];
    if (a === b) continue;
    if (a.order < b.order) above.set(b, a);
    else above.set(a, b);
  }
  return first;
}
