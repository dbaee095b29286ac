// One finding for people: what is wrong, the place with its own line and carets, why it matters, what to do.
// Says nothing by colour alone; whoever calls decides about colour. print-findings.ts prints many.
import type { Diagnostic, Span } from './diagnostic.ts';
import { frame, type FrameStyle } from './frame.ts';
import { printable, printableName } from './printable.ts';
import { remedyOf } from './remedy.ts';
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
  /** How many of what is alike are shown in full; of the others the lines are told. All where nothing is said. */
  readonly inFull?: number | undefined;
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
  const inFull = options.inFull ?? Infinity;
  const related = relatedParts(diagnostic.related ?? [], inFull);
  // Of a loop, whose places are the finding itself, the edges are shown with their lines, as far as anybody reads; of what only
  // belongs to it, the first few. The rest is told by its places.
  const withSource = (told ? 16 : 2) * inFull;
  const further: string[] = [];
  for (const [index, part] of related.entries()) {
    if (part.kind === 'folded')
      further.push(palette.dim(`  ${hanging(placesText(part.more), width - 2, '  ').join('\n  ')}`));
    else if (index < withSource) blocks.push(frame(part.at, part.message, { ...style, mark: palette.info }));
    else further.push(frame(part.at, part.message, { ...style, lineText: undefined }));
  }
  if (further.length > 0) blocks.push(further.join('\n'));
  const why = diagnostic.why ? hanging(printable(diagnostic.why), width - 2, '') : [];
  const help = diagnostic.help ? helpLines(printable(diagnostic.help), width - 2) : [];
  const advice = [...why, ...help];
  if (advice.length) blocks.push(advice.map((line) => `  ${line}`).join('\n'));
  return blocks.join('\n\n');
}

type RelatedPart =
  | { readonly kind: 'shown'; readonly at: Span; readonly message: string }
  | { readonly kind: 'folded'; readonly more: readonly Span[] };

/** Related places; of those that say the same words only the first few are shown (each edge of a loop has words of its own). */
function relatedParts(related: NonNullable<Diagnostic['related']>, inFull: number): RelatedPart[] {
  const seen = new Map<string, { shown: number; readonly more: Span[] }>();
  const parts: RelatedPart[] = [];
  for (const { at, message } of related) {
    const same = seen.get(message) ?? { shown: 0, more: [] };
    seen.set(message, same);
    if (same.shown >= inFull) same.more.push(at);
    else {
      parts.push({ kind: 'shown', at, message });
      // The list is filled while the rest is walked through.
      if (++same.shown === inFull) parts.push({ kind: 'folded', more: same.more });
    }
  }
  return parts.filter((part) => part.kind === 'shown' || part.more.length > 0);
}

/** `… and 3 more: plan.ttl:4:1, plan.ttl:9:1, feature.ttl:2:1` */
function placesText(more: readonly Span[]): string {
  return `… and ${more.length} more: ${more.map(({ file, line, column }) => printableName(`${file}:${line}:${column}`)).join(', ')}`;
}

/** `error[room/problem] What is wrong.`, wrapped, painted after it is known where the lines end. */
function headline({ severity, code, message }: Diagnostic, palette: Palette, width: number): string {
  const tag = `${severity}[${code}]`;
  const [first = '', ...rest] = hanging(`${tag} ${printable(message)}`, width, '  ');
  const said = first.slice(tag.length + 1);
  const head = said === '' ? palette[severity](tag) : `${palette[severity](tag)} ${palette.bold(said)}`;
  return [head, ...rest.map((line) => palette.bold(line))].join('\n');
}

/** Words are wrapped; Turtle to be copied stands behind them where there is room, else on a line of its own, whole. */
function helpLines(help: string, width: number): string[] {
  const { words, turtle } = remedyOf(help);
  if (turtle === undefined) return hanging(words, width, '');
  const one = `${words} ${turtle}`;
  return one.length <= width && !turtle.includes('\n')
    ? [one]
    : [words, ...turtle.split('\n').map((line) => `  ${line}`)];
}

function samePlace(a: Span, b: Span): boolean {
  return a.file === b.file && a.line === b.line && a.column === b.column;
}
