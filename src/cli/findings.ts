// Prints findings for people or programs, and says which exit code they mean.
import pc from 'picocolors';
import type { Diagnostic } from '../base/diagnostic.ts';
import { type Palette, plain, printDiagnostics } from '../base/print-diagnostic.ts';
import { EXIT, type ExitCode, type Output } from './output.ts';

export type LineText = (file: string, line: number) => string | undefined;

export function paletteOf(output: Output): Palette {
  if (!output.color) return plain;
  return { error: pc.red, warning: pc.yellow, info: pc.cyan, bold: pc.bold, dim: pc.dim };
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
  else output.err(printDiagnostics(diagnostics, { palette: paletteOf(output), ...(lineText ? { lineText } : {}) }));
  return exitOf(diagnostics) || EXIT.unusable;
}
