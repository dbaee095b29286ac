// spec-exec PLAN: runs a plan, a readable line an event.
import type { Diagnostic } from '../../base/diagnostic.ts';
import { nearest } from '../../base/near.ts';
import { openEngine, type RunOptions } from '../../engine.ts';
import { linesOnDisk } from '../../store/lines.ts';
import { projectRoot } from '../../store/project.ts';
import { refuse } from '../findings.ts';
import type { ExitCode, Output } from '../output.ts';
import { onInterrupt } from '../interrupt.ts';
import { progress } from '../progress.ts';
import { showRehearsal } from '../rehearsal-text.ts';
import { leave } from '../leave.ts';
import { exitOfRun, isDiskFull } from '../run-exit.ts';

export interface RunWords {
  readonly bindings: string;
  readonly jobs?: number;
  readonly resources?: string;
  readonly minClosure?: number;
  readonly shapes?: readonly string[];
  readonly until?: string;
  readonly keepGoing?: boolean;
  readonly wait?: boolean;
  readonly lift?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

export async function run(plan: string, words: RunWords, output: Output): Promise<ExitCode> {
  const json = words.json ?? false;
  if (words.dryRun) return rehearsed(plan, words, output);
  const shown = progress(output, json);
  const interrupt = onInterrupt((again) => shown.interrupted(again));
  const options: RunOptions = {
    bindings: words.bindings === 'default' ? undefined : words.bindings,
    jobs: words.jobs,
    resources: words.resources,
    minClosure: words.minClosure,
    shapes: words.shapes,
    until: words.until,
    keepGoing: words.keepGoing,
    wait: words.wait,
    lift: words.lift,
    interrupt: interrupt.signal,
    ...shown.listeners,
  };
  try {
    const result = await openEngine().run(plan, options);
    if (!result.ok) return leave(refuse(meant(plan, result.diagnostics), output, json, linesOnDisk(projectRoot(plan))));
    await shown.summary(result.value);
    const code = exitOfRun(result.value.stop);
    return isDiskFull(result.value.stop) ? leave(code) : code;
  } finally {
    interrupt.release();
  }
}

/** What it would do; nothing is started. */
async function rehearsed(plan: string, words: RunWords, output: Output): Promise<ExitCode> {
  const { bindings, dryRun: _, wait: __, json, ...options } = words;
  const found = await openEngine().rehearse(plan, {
    ...options,
    bindings: bindings === 'default' ? undefined : bindings,
  });
  if (!found.ok) return refuse(meant(plan, found.diagnostics), output, json ?? false, linesOnDisk(projectRoot(plan)));
  return showRehearsal(found.value, output, json ?? false);
}

const COMMANDS = [
  'run',
  'validate',
  'graph',
  'explain',
  'status',
  'logs',
  'cancel',
  'resume',
  'approve',
  'handoff',
  'query',
  'lift',
  'help',
];

/** `spec-exec statsu` is read as a plan; where there is no such file, a command may have been meant. */
function meant(plan: string, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const near = /^[a-z]+$/.test(plan) ? nearest(plan, COMMANDS) : undefined;
  if (near === undefined) return diagnostics;
  return diagnostics.map((one) =>
    one.code === 'store/no-such-file' ? { ...one, help: `Did you mean the command: spec-exec ${near}?` } : one,
  );
}
