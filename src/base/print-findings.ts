// Many findings for people: file by file, what is said often told in full a few times and then by its lines, and a line that counts.
import type { Diagnostic, Severity } from './diagnostic.ts';
import { plain, printDiagnostic, type PrintOptions, WIDTH } from './print-diagnostic.ts';
import { printableName } from './printable.ts';
import { hanging } from './wrap.ts';
import { push } from './push.ts';

/**
 * All findings, a blank line between them, and a closing line that counts. Those of one file stand together, files and findings in
 * the order given; where there are several files, each has a heading. No line break at the end.
 */
export function printDiagnostics(diagnostics: readonly Diagnostic[], options: PrintOptions = {}): string {
  const { bold, dim } = options.palette ?? plain;
  const files = byFile(diagnostics);
  const withHeadings = [...files.keys()].filter((file) => file !== '').length > 1;
  const blocks: string[] = [];
  let folded = 0;
  for (const [file, found] of files) {
    if (withHeadings && file !== '')
      blocks.push(`${dim('──')} ${bold(printableName(file))}  ${dim(countText(found, false))}`);
    for (const group of foldedIn(found, options.inFull ?? Infinity)) {
      if (group.kind === 'shown') blocks.push(printDiagnostic(group.finding, options));
      else {
        folded += group.more.length;
        blocks.push(dim(moreText(group.more, options.width ?? WIDTH)));
      }
    }
  }
  const note = folded > 0 ? `; ${folded} of them by their lines alone: validate --all shows them in full` : '';
  const count = hanging(`${countText(diagnostics)}${note}`, options.width ?? WIDTH, '  ').join('\n');
  return noCommands([...blocks, count].join('\n\n'));
}

/** GitHub takes what begins a line with `::word` or `##[word` for a command to itself, also in what people read. */
function noCommands(text: string): string {
  return text.replace(/^(\s*):(?=:[\w-])/gm, '$1: ').replace(/^(\s*)##(?=\[)/gm, '$1# #');
}

/** `2 errors and 1 warning in 2 files` */
export function countText(diagnostics: readonly Diagnostic[], withFiles = true): string {
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
  const listed = [counted.slice(0, -1).join(', '), ...counted.slice(-1)].filter((part) => part !== '').join(' and ');
  return `${listed}${withFiles && files.size ? ` in ${files.size} file${files.size === 1 ? '' : 's'}` : ''}`;
}

/** Findings without a place stand under ''. */
function byFile(diagnostics: readonly Diagnostic[]): Map<string, Diagnostic[]> {
  const files = new Map<string, Diagnostic[]>();
  for (const one of diagnostics) {
    const file = one.at?.file ?? '';
    push(files, file, one);
  }
  return files;
}

type Group =
  | { readonly kind: 'shown'; readonly finding: Diagnostic }
  | { readonly kind: 'folded'; readonly more: readonly Diagnostic[] };

/** The findings of one file; after the last that is shown of a code, the others of that code. */
function foldedIn(found: readonly Diagnostic[], inFull: number): Group[] {
  const kinds = new Map<string, { shown: number; readonly more: Diagnostic[] }>();
  const groups: Group[] = [];
  for (const finding of found) {
    const key = `${finding.severity} ${finding.code}`;
    const kind = kinds.get(key) ?? { shown: 0, more: [] };
    kinds.set(key, kind);
    if (kind.shown < inFull || finding.at === undefined) {
      groups.push({ kind: 'shown', finding });
      // The list is filled while the rest is walked through.
      if (++kind.shown === inFull) groups.push({ kind: 'folded', more: kind.more });
    } else kind.more.push(finding);
  }
  return groups.filter((group) => group.kind === 'shown' || group.more.length > 0);
}

/** `… and 17 more like it (lint/unused-prefix), at lines 304, 318 (twice), 320` */
function moreText(more: readonly Diagnostic[], width: number): string {
  const times = new Map<number, number>();
  for (const { at } of more) times.set(at!.line, (times.get(at!.line) ?? 0) + 1);
  const lines = Array.from(times, ([line, count]) =>
    count === 1 ? String(line) : `${line}\u00a0(${count === 2 ? 'twice' : `${count}\u00a0times`})`,
  );
  const what = `… and ${more.length} more like ${more.length === 1 ? 'it' : 'these'} (${more[0]!.code})`;
  return hanging(`${what}, at line${times.size === 1 ? '' : 's'} ${lines.join(', ')}`, width, '  ').join('\n');
}
