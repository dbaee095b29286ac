// A place in a file as people are shown it: the file, line and column, the line itself, and carets under what is meant.
import type { Span } from './diagnostic.ts';
import { printable, printableName } from './printable.ts';

/** Which columns a frame may take, and how it is painted. */
export interface FrameStyle {
  /** Paints the carets. */
  readonly mark: (text: string) => string;
  /** Paints the place and the line's number. */
  readonly dim: (text: string) => string;
  /** Columns of prose. */
  readonly width: number;
  /** Columns of a source line with its number; a longer one is cut around what is marked. */
  readonly lineWidth: number;
  readonly lineText: ((file: string, line: number) => string | undefined) | undefined;
}

/** Whether a place means a file as such, and nothing in it: the empty place at its start. */
export function isWholeFile(at: Span): boolean {
  return at.line === 1 && at.column === 1 && at.endLine === 1 && at.endColumn <= 1;
}

/** A line for the place (with what is said of it), and two for the source where there is something to show. */
export function frame(at: Span, message: string | undefined, style: FrameStyle): string {
  const { lineText, dim, mark, width } = style;
  const place = printableName(`${at.file}:${at.line}:${at.column}`);
  const head = placeLine(place, message, dim, width);
  const text = isWholeFile(at) ? undefined : lineText?.(at.file, at.line);
  // A line of a binary file tells nobody anything.
  if (text === undefined || text.trim() === '' || text.includes('\0')) return head;
  const number = String(at.line);
  const { before, marked, after } = cut(at, text, Math.max(30, style.lineWidth - number.length - 5));
  const gutter = ' '.repeat(number.length);
  const carets = '^'.repeat(Math.max(1, widthOf(printable(marked))));
  return [
    head,
    `  ${dim(`${number} |`)} ${printable(before)}${printable(marked)}${printable(after)}`.trimEnd(),
    `  ${dim(`${gutter} |`)} ${' '.repeat(widthOf(printable(before)))}${mark(carets)}`,
  ].join('\n');
}

function placeLine(place: string, message: string | undefined, dim: (text: string) => string, width: number): string {
  if (message === undefined) return `  ${dim(place)}`;
  const said = printable(message);
  const fits = 2 + place.length + 2 + said.length <= width;
  return `  ${dim(place)}${fits ? '  ' : '\n  '}${said}`;
}

/** The line in three parts, none so long that the whole passes `most`. */
function cut(at: Span, text: string, most: number): { before: string; marked: string; after: string } {
  // A place over several lines is marked to the end of its first.
  const end = at.endLine > at.line ? text.length + 1 : Math.min(at.endColumn, text.length + 1);
  let before = text.slice(0, at.column - 1);
  let marked = text.slice(at.column - 1, Math.max(end, at.column) - 1);
  let after = text.slice(Math.max(end, at.column) - 1);
  const half = Math.floor(most / 2);
  if (before.length + marked.length + after.length > most) {
    if (before.length > half) before = `…${before.slice(1 - half)}`;
    if (marked.length > most - before.length) marked = `${marked.slice(0, most - before.length - 1)}…`;
    const left = most - before.length - marked.length;
    if (after.length > left) after = left > 0 ? `${after.slice(0, left - 1)}…` : '';
  }
  return { before, marked, after };
}

/** Columns that a text takes on a terminal: wide characters two, marks that join the one before none. */
function widthOf(text: string): number {
  let width = 0;
  for (const char of text) {
    const code = char.codePointAt(0)!;
    if (/\p{Mn}|\p{Me}|\p{Cf}/u.test(char)) continue;
    width += /\p{Emoji_Presentation}/u.test(char) || wide.some(([from, to]) => code >= from && code <= to) ? 2 : 1;
  }
  return width;
}

const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x20000, 0x3fffd],
];
