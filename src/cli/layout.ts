// Laying text out for people: wrapping, columns, lists that are cut where they grow long.
export { unbroken, wrapped } from '../base/wrap.ts';

/** Width of lines where nothing is known of the reader's terminal: a pipe or a file. */
export const WIDTH_WITHOUT_TERMINAL = 120;

/** Columns of the terminal, within what can be read. */
export function usableWidth(columns: number | undefined): number {
  return Math.max(40, Math.min(columns ?? WIDTH_WITHOUT_TERMINAL, 160));
}

/** `a, b, c`, or `a, b, c and 4 more` where there are more than `most`. */
export function listed(names: readonly string[], most = 6): string {
  if (names.length <= most) return names.join(', ');
  return `${names.slice(0, most - 1).join(', ')} and ${names.length - most + 1} more`;
}

/** At most so many characters; what is cut off is told by `…`. */
export function cutTo(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, Math.max(0, most - 1))}…`;
}

/** `1 task`, `2 tasks` */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
