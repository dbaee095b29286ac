// Prints findings for people or programs, and says which exit code they mean.
import pc from 'picocolors';
import type { Diagnostic } from '../base/diagnostic.ts';
import { type Palette, plain, type PrintOptions } from '../base/print-diagnostic.ts';
import { printDiagnostics } from '../base/print-findings.ts';
import { EXIT, type ExitCode, type Output } from './output.ts';

export type LineText = (file: string, line: number) => string | undefined;

/** Of many findings of one code in one file, so many are shown in full. */
const IN_FULL = 3;

export function paletteOf(output: Output): Palette {
  if (!output.color) return plain;
  return { error: pc.red, warning: pc.yellow, info: pc.cyan, bold: pc.bold, dim: pc.dim };
}

/** How findings are printed here: wrapped to the terminal's width; where there is none, to COLUMNS of the environment, or to 80. */
export function printingOf(output: Output, lineText?: LineText, all = false): PrintOptions {
  return {
    palette: paletteOf(output),
    inFull: all ? undefined : IN_FULL,
    ...(lineText ? { lineText } : {}),
    ...widthsOf(output.columns),
  };
}

function widthsOf(columns: number | undefined): Pick<PrintOptions, 'width' | 'lineWidth'> {
  // Longer lines of prose are hard to read; lines of source may take what there is.
  if (columns) return { width: Math.max(40, Math.min(columns, 120)), lineWidth: Math.max(40, columns) };
  const asked = Number(process.env['COLUMNS']);
  return asked >= 40 ? { width: asked } : {};
}

/** 2 where the command could not run at all; 1 where there is an error; else 0. */
export function exitOf(diagnostics: readonly Diagnostic[]): ExitCode {
  if (diagnostics.some((one) => one.exit === 2)) return EXIT.unusable;
  return diagnostics.some((one) => one.severity === 'error') ? EXIT.failed : EXIT.ok;
}

/** Prints findings (on stderr, or as one JSON document on stdout) and gives the exit code. */
export function refuse(
  diagnostics: readonly Diagnostic[],
  output: Output,
  json: boolean,
  lineText?: LineText,
): ExitCode {
  if (json) output.out(JSON.stringify({ ok: false, diagnostics }, null, 2));
  else output.err(printDiagnostics(diagnostics, printingOf(output, lineText)));
  return exitOf(diagnostics) || EXIT.unusable;
}
