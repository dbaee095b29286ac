// spec-exec resume: goes on with a run where its journal ends.
import { openEngine } from '../../engine.ts';
import { linesOnDisk } from '../../store/lines.ts';
import { projectRoot } from '../../store/project.ts';
import { refuse } from '../findings.ts';
import { onInterrupt } from '../interrupt.ts';
import type { ExitCode, Output } from '../output.ts';
import { progress } from '../progress.ts';
import { leave } from '../leave.ts';
import { showRehearsal } from '../rehearsal-text.ts';
import { exitOfRun, isDiskFull } from '../run-exit.ts';
import type { RunWords } from './run.ts';

export async function resume(
  run: string | undefined,
  words: Omit<RunWords, 'bindings' | 'shapes'> & {
    readonly bindings?: string;
    readonly strict?: boolean;
    readonly asRecorded?: boolean;
    readonly whole?: boolean;
  },
  output: Output,
): Promise<ExitCode> {
  const { json = false, dryRun = false, ...options } = words;
  if (dryRun) {
    const found = await openEngine().rehearseResume('.', run, options);
    if (!found.ok) return refuse(found.diagnostics, output, json, linesOnDisk(projectRoot('.')));
    return showRehearsal(found.value, output, json);
  }
  const shown = progress(output, json);
  const interrupt = onInterrupt((again) => shown.interrupted(again));
  try {
    const result = await openEngine().resume('.', run, {
      ...options,
      interrupt: interrupt.signal,
      ...shown.listeners,
    });
    if (!result.ok) return leave(refuse(result.diagnostics, output, json, linesOnDisk(projectRoot('.'))));
    await shown.summary(result.value);
    const code = exitOfRun(result.value.stop);
    return isDiskFull(result.value.stop) ? leave(code) : code;
  } finally {
    interrupt.release();
  }
}
