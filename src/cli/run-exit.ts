// Which exit code the end of a run means (design section 9).
import { unreachable } from '../base/result.ts';
import type { RunEvent } from '../schedule/event.ts';
import { EXIT, type ExitCode } from './output.ts';

export function exitOfRun(stop: Extract<RunEvent, { kind: 'run-ended' | 'run-paused' }>): ExitCode {
  if (stop.kind === 'run-paused') return stop.why === 'awaiting' ? EXIT.awaiting : EXIT.interrupted;
  switch (stop.ending) {
    case 'succeeded':
      return EXIT.ok;
    case 'failed':
      return EXIT.failed;
    case 'halted':
      return EXIT.halted;
    default:
      return unreachable(stop.ending);
  }
}
