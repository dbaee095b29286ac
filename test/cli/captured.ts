// Commands called in the test's own process, and what they print.
import type { Output } from '../../src/cli/output.ts';

export interface Captured extends Output {
  readonly said: { out: string; err: string; clears: number };
}

const line = (text: string): string => (text.endsWith('\n') ? text : `${text}\n`);

/** An output that keeps what is said to it; `onSay` is called after each. */
export function captured(columns?: number, onSay: () => void = () => undefined): Captured {
  const said = { out: '', err: '', clears: 0 };
  return {
    said,
    color: false,
    isTerminal: columns !== undefined,
    columns,
    out: (text) => {
      said.out += line(text);
      onSay();
    },
    err: (text) => {
      said.err += line(text);
      onSay();
    },
    clear: () => void said.clears++,
  };
}
