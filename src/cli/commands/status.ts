// spec-exec status: where a run is.
import { openEngine, type OpenedRun } from '../../engine.ts';
import { refuse } from '../findings.ts';
import { EXIT, type ExitCode, type Output } from '../output.ts';
import { exitOfRun } from '../run-exit.ts';
import { runCondition, statusDocument, statusText } from '../status-text.ts';

export async function status(
  run: string | undefined,
  options: { readonly exitCode?: boolean; readonly json?: boolean },
  output: Output,
): Promise<ExitCode> {
  const opened = await openEngine().open('.', run);
  if (!opened.ok) return refuse(opened.diagnostics, output, options.json ?? false);
  const condition = await runCondition(opened.value);
  output.out(
    options.json
      ? JSON.stringify(statusDocument(opened.value, condition), null, 2)
      : statusText(opened.value, condition, output),
  );
  return options.exitCode ? codeOf(opened.value) : EXIT.ok;
}

function codeOf({ lastEvent }: OpenedRun): ExitCode {
  if (lastEvent?.kind === 'run-ended' || lastEvent?.kind === 'run-paused') return exitOfRun(lastEvent);
  return EXIT.interrupted;
}
