// Which exit code the end of a run means (design section 9).
import { unreachable } from '../base/result.ts';
import type { RunStop } from '../schedule/run-input.ts';
import { EXIT, type ExitCode } from './output.ts';

/** Whether it stopped for a full disk: then agents may still be at work. */
export function isDiskFull(stop: RunStop): boolean {
  return stop.kind === 'run-paused' && stop.why === 'diskFull';
}

export function exitOfRun(stop: RunStop): ExitCode {
  if (stop.kind === 'run-paused')
    return stop.why === 'awaiting' ? EXIT.awaiting : stop.why === 'reached' ? EXIT.ok : EXIT.interrupted;
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
