// The number, for people: how much is closed, in all and by class.
import type { Closure } from './close.ts';
import { shortName } from './names.ts';
import { percentMet } from './obligations.ts';
import { namedNode } from '../vocabulary/factory.ts';

/** `closed: 100 % (412 of 412 obligations met)`, and, where it is not closed, a line for each class that lacks something. */
export function closureText({
  met,
  total,
  percent,
  conforms,
  byClass,
}: Pick<Closure, 'met' | 'total' | 'percent' | 'conforms' | 'byClass'>): string {
  // Where every obligation is met and it still does not hold together, the finding above (a loop, say) tells why.
  const word = conforms ? 'closed' : percent >= 100 ? 'closed, but it gives no plan' : 'not closed';
  const head = `${word}: ${percent} % (${met} of ${total} obligations met)`;
  const open = byClass.filter((one) => one.met < one.total).map((one) => ({ ...one, name: classText(one.class) }));
  const width = Math.max(0, ...open.map(({ name }) => name.length));
  const lines = open.map((one) => {
    const percentOf = `${percentMet(one.met, one.total)} %`.padStart(7);
    return `  ${one.name.padEnd(width)} ${percentOf}  ${one.met} of ${one.total}`;
  });
  return [head, ...lines].join('\n');
}

/** What a class of obligations is called: `sx:Task`; `document` for what files as such must meet. */
export function classText(iri: string): string {
  return iri.startsWith('urn:spec-exec:') ? iri.slice('urn:spec-exec:'.length) : shortName(namedNode(iri));
}
