// Where commands print: results on stdout, findings and progress on stderr where stdout is for programs.
import pc from 'picocolors';

export interface Output {
  /** Whether stdout is a terminal that takes colour. */
  readonly color: boolean;
  readonly isTerminal: boolean;
  /** Width of the terminal; undefined where there is none. */
  readonly columns: number | undefined;
  out(text: string): void;
  err(text: string): void;
}

export const processOutput: Output = {
  color: pc.isColorSupported && Boolean(process.stdout.isTTY || process.env['FORCE_COLOR']),
  isTerminal: Boolean(process.stdout.isTTY),
  columns: process.stdout.isTTY ? process.stdout.columns : undefined,
  out: (text) => void process.stdout.write(text.endsWith('\n') ? text : `${text}\n`),
  err: (text) => void process.stderr.write(text.endsWith('\n') ? text : `${text}\n`),
};

/** Exit codes (design section 9). */
export const EXIT = { ok: 0, failed: 1, unusable: 2, halted: 3, awaiting: 4, interrupted: 130 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Several at once: the first of 2, 130, 3, 1, 4; else 0. */
export function worst(...codes: readonly ExitCode[]): ExitCode {
  return ([2, 130, 3, 1, 4] as const).find((code) => codes.includes(code)) ?? 0;
}
