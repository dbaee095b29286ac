// Findings for people: what is wrong, the place with its own line and carets, why it matters, what to do.
// Says nothing by colour alone; whoever calls decides about colour.
import type { Diagnostic, Severity, Span } from './diagnostic.ts';
import { printable } from './printable.ts';

type Paint = (text: string) => string;

/** How to paint the parts of a finding; `plain` paints nothing. */
export interface Palette {
  readonly error: Paint;
  readonly warning: Paint;
  readonly info: Paint;
  readonly bold: Paint;
  readonly dim: Paint;
}

const same: Paint = (text) => text;
export const plain: Palette = { error: same, warning: same, info: same, bold: same, dim: same };

export interface PrintOptions {
  readonly palette?: Palette;
  /** A line of a file, counted from 1; undefined where it cannot be had. */
  readonly lineText?: (file: string, line: number) => string | undefined;
}

/** All findings in the order given, a blank line between them, and a closing line that counts. No line break at the end. */
export function printDiagnostics(diagnostics: readonly Diagnostic[], options: PrintOptions = {}): string {
  return [...diagnostics.map((one) => printDiagnostic(one, options)), countText(diagnostics)].join('\n\n');
}

/** One finding, without a line break at its end. */
export function printDiagnostic(diagnostic: Diagnostic, options: PrintOptions = {}): string {
  const palette = options.palette ?? plain;
  const paint = palette[diagnostic.severity];
  const blocks = [
    `${paint(`${diagnostic.severity}[${diagnostic.code}]`)} ${palette.bold(printable(diagnostic.message))}`,
  ];
  const { at: main } = diagnostic;
  // A related place that is the place itself says more about it: it is shown once, with those words.
  const told = main && (diagnostic.related ?? []).some(({ at }) => samePlace(at, main));
  if (main && !told) blocks.push(frame(main, undefined, paint, options));
  for (const { at, message } of diagnostic.related ?? []) blocks.push(frame(at, message, palette.info, options));
  const advice = [diagnostic.why, diagnostic.help].flatMap((text) => (text ? [`  ${printable(text)}`] : []));
  if (advice.length) blocks.push(advice.join('\n'));
  return blocks.join('\n\n');
}

function samePlace(a: Span, b: Span): boolean {
  return a.file === b.file && a.line === b.line && a.column === b.column;
}

/** `2 errors and 1 warning in 2 files` */
export function countText(diagnostics: readonly Diagnostic[]): string {
  const kinds: [Severity, string][] = [
    ['error', 'error'],
    ['warning', 'warning'],
    ['info', 'note'],
  ];
  const counted = kinds.flatMap(([severity, word]) => {
    const count = diagnostics.filter((one) => one.severity === severity).length;
    return count ? [`${count} ${word}${count === 1 ? '' : 's'}`] : [];
  });
  if (!counted.length) return 'no findings';
  const files = new Set(diagnostics.flatMap(({ at }) => at?.file ?? []));
  return `${counted.join(' and ')}${files.size ? ` in ${files.size} file${files.size === 1 ? '' : 's'}` : ''}`;
}

const widthMax = 110;

function frame(
  at: Span,
  message: string | undefined,
  paint: Paint,
  { lineText, palette = plain }: PrintOptions,
): string {
  const place = `  ${palette.dim(printable(`${at.file}:${at.line}:${at.column}`))}${message === undefined ? '' : `  ${printable(message)}`}`;
  const text = lineText?.(at.file, at.line);
  // A line of a binary file tells nobody anything.
  if (text === undefined || text.trim() === '' || text.includes('\0')) return place;
  const number = String(at.line);
  // A place over several lines is marked to the end of its first.
  const end = at.endLine > at.line ? text.length + 1 : Math.min(at.endColumn, text.length + 1);
  let before = text.slice(0, at.column - 1);
  let marked = text.slice(at.column - 1, Math.max(end, at.column) - 1);
  let after = text.slice(Math.max(end, at.column) - 1);
  if (before.length > widthMax / 2) before = `…${before.slice(-widthMax / 2)}`;
  if (marked.length > widthMax / 2) marked = `${marked.slice(0, widthMax / 2)}…`;
  if (before.length + marked.length + after.length > widthMax)
    after = `${after.slice(0, Math.max(0, widthMax - before.length - marked.length))}…`;
  const gutter = ' '.repeat(number.length);
  const carets = '^'.repeat(Math.max(1, widthOf(printable(marked))));
  return [
    place,
    `  ${palette.dim(`${number} |`)} ${printable(before)}${printable(marked)}${printable(after)}`.trimEnd(),
    `  ${palette.dim(`${gutter} |`)} ${' '.repeat(widthOf(printable(before)))}${paint(carets)}`,
  ].join('\n');
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
