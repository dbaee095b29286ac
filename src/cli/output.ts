// Where commands print: results on stdout, findings and progress on stderr where stdout is for programs.
import pc from 'picocolors';
import { printable } from '../base/printable.ts';

export interface Output {
  /** Whether stdout is a terminal that takes colour. */
  readonly color: boolean;
  readonly isTerminal: boolean;
  /** Width of the terminal; undefined where there is none. */
  readonly columns: number | undefined;
  out(text: string): void;
  err(text: string): void;
  /** Empties the screen, where stdout is one. */
  clear?(): void;
}

const color = pc.isColorSupported && Boolean(process.stdout.isTTY || process.env['FORCE_COLOR']);

/** Text as it may be shown on a terminal: titles, reasons and agents' words in it can change its colours at most. */
export function forTerminal(text: string, colors: boolean): string {
  if (!colors) return printable(text.replaceAll('\r\n', '\n'));
  return (
    text
      .replaceAll('\r\n', '\n')
      // oxlint-disable-next-line no-control-regex -- they are what is looked for
      .split(/(\u001b\[[\d;]*m)/)
      .map((part, index) => (index % 2 === 1 ? part : printable(part)))
      .join('')
  );
}

function line(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}

export const processOutput: Output = {
  color,
  isTerminal: Boolean(process.stdout.isTTY),
  columns: process.stdout.isTTY ? process.stdout.columns : undefined,
  // A pipe gets what was said, byte for byte: it may be data.
  out: (text) => void process.stdout.write(line(process.stdout.isTTY ? forTerminal(text, color) : text)),
  err: (text) => void process.stderr.write(line(process.stderr.isTTY ? forTerminal(text, color) : text)),
  ...(process.stdout.isTTY ? { clear: () => void process.stdout.write('\u001b[2J\u001b[H') } : {}),
};

/** Exit codes (design section 9). */
export const EXIT = { ok: 0, failed: 1, unusable: 2, halted: 3, awaiting: 4, interrupted: 130 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Several at once: the first of 2, 130, 3, 1, 4; else 0. */
export function worst(...codes: readonly ExitCode[]): ExitCode {
  return ([2, 130, 3, 1, 4] as const).find((code) => codes.includes(code)) ?? 0;
}
