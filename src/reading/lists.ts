// Lists that two documents give of the same things, and what one of the two leaves out.
import { push } from '../base/push.ts';
import { namedNode } from '../vocabulary/factory.ts';
import { integer } from '../vocabulary/literals.ts';
import { read } from '../vocabulary/terms.ts';
import type { Facts } from './facts.ts';
import type { Alike } from './names.ts';
import type { Thing, Things } from './things.ts';

/** Fewer things in common, or a smaller share of a document's things, are no list that was meant to be the same. */
const MATCHED_MIN = 3;
const SHARE_MIN = 2 / 3;

/** `thing read:missingIn ?m`, with the document, how many of how many of its kind are repeated there, and one that is. */
export function stateLists(facts: Facts, things: Things, { same, near }: Alike): void {
  const alike = new Map<Thing, Thing[]>();
  for (const [a, b] of [...same, ...near]) {
    push(alike, a, b);
    push(alike, b, a);
  }
  if (alike.size === 0) return;
  const lists = new Map<string, Thing[]>();
  for (const thing of things.all)
    for (const document of thing.documents) {
      const key = `${thing.kind} ${document}`;
      if (thing.kind === undefined) continue;
      push(lists, key, thing);
    }
  for (const list of lists.values()) {
    const repeated = new Map<string, Map<Thing, Thing>>();
    for (const thing of list)
      for (const copy of [thing, ...(alike.get(thing) ?? [])])
        for (const document of copy.kind === thing.kind ? copy.documents : [])
          repeated.set(document, (repeated.get(document) ?? new Map<Thing, Thing>()).set(thing, copy));
    for (const [document, copies] of repeated) {
      if (copies.size < MATCHED_MIN || copies.size === list.length || copies.size < SHARE_MIN * list.length) continue;
      for (const thing of list)
        if (!copies.has(thing)) {
          const node = facts.node('missing');
          facts.add(thing.node, read.missingIn, node);
          facts.add(node, read.document, namedNode(document));
          facts.add(node, read.things, integer(copies.size));
          facts.add(node, read.count, integer(list.length));
          facts.add(node, read.like, [...copies.values()][0]!.node);
        }
    }
  }
}
