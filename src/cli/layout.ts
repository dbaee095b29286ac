// Laying text out for people: wrapping with a hanging indent, columns, lists that are cut where they grow long.

/** Width of lines where nothing is known of the reader's terminal: a pipe or a file. */
export const WIDTH_WITHOUT_TERMINAL = 120;

/** Columns of the terminal, within what can be read. */
export function usableWidth(columns: number | undefined): number {
  return Math.max(40, Math.min(columns ?? WIDTH_WITHOUT_TERMINAL, 160));
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
  return lines;
}

/** `a, b, c`, or `a, b, c and 4 more` where there are more than `most`. */
export function listed(names: readonly string[], most = 6): string {
  if (names.length <= most) return names.join(', ');
  return `${names.slice(0, most - 1).join(', ')} and ${names.length - most + 1} more`;
}

/** `1 task`, `2 tasks` */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
