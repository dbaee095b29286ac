// A changed specification for people: what was changed, what is done again because of it, what is kept.
import type pc from 'picocolors';
import type { Revised, ToldChange, ToldStale } from '../schedule/revision-told.ts';
import { localName } from '../derive/names.ts';
import { counted, cutTo, listed, wrapped } from './layout.ts';

/** So many changes are shown; the query `revisions` has them all. */
const SHOWN_MAX = 8;
const NAMES_MAX = 12;

export function revisedLines(revised: Revised, width: number, paint: ReturnType<typeof pc.createColors>): string[] {
  const { changes, stale, kept, fresh, gone } = revised;
  const count = (kind: ToldChange['kind']): number => changes.filter((one) => one.kind === kind).length;
  const head = `the specification has changed: ${counted(count('added'), 'triple')} added, ${count('removed')} removed`;
  const more = changes.length - SHOWN_MAX;
  return [
    ...wrapped(head, width).map((text) => paint.yellow(text)),
    ...changes.slice(0, SHOWN_MAX).map((one) => changeLine(one, width, paint)),
    ...(more > 0 ? [paint.dim(`  and ${more} more: spec-exec query revisions`)] : []),
    ...(stale.length === 0 ? ['stale: nothing'] : stale.slice(0, NAMES_MAX).flatMap((one) => staleLines(one, width))),
    ...(stale.length > NAMES_MAX ? [`  and ${counted(stale.length - NAMES_MAX, 'step')} more`] : []),
    ...named('kept', kept),
    ...named('new', fresh),
    ...named('no longer there', gone),
  ];

  function named(what: string, names: readonly string[]): string[] {
    return names.length === 0 ? [] : wrapped(`${what}: ${listed([...names], NAMES_MAX)}`, width);
  }
}

function changeLine(
  { kind, subject, predicate, object, at }: ToldChange,
  width: number,
  paint: ReturnType<typeof pc.createColors>,
): string {
  const place = at ? `  ${at.file}:${at.line}` : '';
  const value = /^[a-z][a-z0-9+.-]*:\S+$/i.test(object) ? localName(object) : JSON.stringify(object);
  const triple = `  ${kind === 'added' ? '+' : '-'} ${localName(subject)} ${localName(predicate)} ${value}`;
  const text = cutTo(triple, Math.max(24, width - place.length));
  return `${kind === 'added' ? paint.green(text) : paint.red(text)}${paint.dim(place)}`;
}

function staleLines({ name, changed, after }: ToldStale, width: number): string[] {
  const why = [
    ...(changed.length > 0 ? [`changed: ${changed.join(', ')}`] : []),
    ...(after.length > 0 ? [`after ${listed([...after], 4)}`] : []),
  ];
  return wrapped(`stale: ${name} (${why.join('; ')})`, width);
}
