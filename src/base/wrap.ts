// Breaking prose into lines for people.

const HARD_SPACE = '\u00a0';

/** The text as one word for `wrapped`: a number and its unit, a short name. It is printed with ordinary spaces. */
export function unbroken(text: string): string {
  return text.replaceAll(' ', HARD_SPACE);
}

/** Breaks a text between words so that no line is longer than `width` (those after the first: `rest`); a longer word stands alone, whole. */
export function wrapped(text: string, width: number, rest = width): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > (lines.length === 0 ? width : rest)) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.map((one) => one.replaceAll(HARD_SPACE, ' '));
}

/**
 * The same with every line after the first moved in by `indent`; line feeds of the text stay, and the marks that end a statement
 * of Turtle are not left alone on a line.
 */
export function hanging(text: string, width: number, indent: string): string[] {
  return text.split('\n').flatMap((part, at) => {
    const held = part.replace(/ (?=[.;,](?: |$))/g, HARD_SPACE);
    const room = width - indent.length;
    const [first = '', ...rest] = wrapped(held, at === 0 ? width : room, room);
    return [at === 0 ? first : indent + first, ...rest.map((line) => indent + line)];
  });
}
