// One finding for people: what is wrong, the place with its own line and carets, why it matters, what to do.
// Says nothing by colour alone; whoever calls decides about colour. print-findings.ts prints many.
import type { Diagnostic, Span } from './diagnostic.ts';
import { frame, type FrameStyle } from './frame.ts';
import { printable } from './printable.ts';
import { hanging } from './wrap.ts';

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
  /** Columns that sentences are wrapped to: 80 where nothing is said. Lines of files are not wrapped. */
  readonly width?: number | undefined;
  /** Columns that a line of a file may take; what is longer is cut around the marked words. 120 where nothing is said. */
  readonly lineWidth?: number | undefined;
}

export const WIDTH = 80;
const LINE_WIDTH = 120;

/** One finding, without a line break at its end. */
export function printDiagnostic(diagnostic: Diagnostic, options: PrintOptions = {}): string {
  const palette = options.palette ?? plain;
  const paint = palette[diagnostic.severity];
  const width = options.width ?? WIDTH;
  const style: FrameStyle = {
    mark: paint,
    dim: palette.dim,
    width,
    lineWidth: options.lineWidth ?? LINE_WIDTH,
    lineText: options.lineText,
  };
  const blocks = [headline(diagnostic, palette, width)];
  const { at: main } = diagnostic;
  // A related place that is the place itself says more about it: it is shown once, with those words.
  const told = main && (diagnostic.related ?? []).some(({ at }) => samePlace(at, main));
  if (main && !told) blocks.push(frame(main, undefined, style));
  for (const { at, message } of diagnostic.related ?? [])
    blocks.push(frame(at, message, { ...style, mark: palette.info }));
  const advice = [diagnostic.why, diagnostic.help].flatMap((text) =>
    text ? hanging(printable(text), width - 2, '').map((line) => `  ${line}`) : [],
  );
  if (advice.length) blocks.push(advice.join('\n'));
  return blocks.join('\n\n');
}

/** `error[room/problem] What is wrong.`, wrapped, painted after it is known where the lines end. */
function headline({ severity, code, message }: Diagnostic, palette: Palette, width: number): string {
  const tag = `${severity}[${code}]`;
  const [first = '', ...rest] = hanging(`${tag} ${printable(message)}`, width, '  ');
  const said = first.slice(tag.length + 1);
  const head = said === '' ? palette[severity](tag) : `${palette[severity](tag)} ${palette.bold(said)}`;
  return [head, ...rest.map((line) => palette.bold(line))].join('\n');
}

function samePlace(a: Span, b: Span): boolean {
  return a.file === b.file && a.line === b.line && a.column === b.column;
}
