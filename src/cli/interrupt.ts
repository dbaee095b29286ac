// Ctrl-C: the first asks the run to stop (agents are stopped, the record is closed, the run can be resumed); the second leaves at once.
import { EXIT } from './output.ts';

export interface Interrupt {
  readonly signal: AbortSignal;
  release(): void;
}

export function onInterrupt(say: (again: boolean) => void): Interrupt {
  const controller = new AbortController();
  const handler = (): void => {
    say(controller.signal.aborted);
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    controller.abort();
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, handler);
  return {
    signal: controller.signal,
    release: () => {
      for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(name, handler);
    },
  };
}
