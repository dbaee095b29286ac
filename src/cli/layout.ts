// Laying text out for people: wrapping with a hanging indent, columns, lists that are cut where they grow long.

/** Width of lines where nothing is known of the reader's terminal: a pipe or a file. */
export const WIDTH_WITHOUT_TERMINAL = 120;

/** Columns of the terminal, within what can be read. */
export function usableWidth(columns: number | undefined): number {
  return Math.max(40, Math.min(columns ?? WIDTH_WITHOUT_TERMINAL, 160));
}

const HARD_SPACE = '\u00a0';

/** The text as one word for `wrapped`: a number and its unit, a short name. It is printed with ordinary spaces. */
export function unbroken(text: string): string {
  return text.replaceAll(' ', HARD_SPACE);
}

/** Breaks a text between words so that no line is longer than `width`; a longer word stands alone, whole. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.map((one) => one.replaceAll(HARD_SPACE, ' '));
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
