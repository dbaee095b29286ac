// Leaving while agents are at work: they run on under their supervisor, and nobody here waits for how they end.
import type { ExitCode } from './output.ts';

/** Ends the program with this status once what was printed is out. */
export function leave(code: ExitCode): ExitCode {
  process.stdout.write('', () => process.exit(code));
  return code;
}
