// spec-exec approve: a person's word for or against a gate.
import type { Result } from '../../base/result.ts';
import { type Engine, openEngine } from '../../engine.ts';
import { type Outcome, outcomeOfWord } from '../await-outcome.ts';
import { refuse } from '../findings.ts';
import { onInterrupt } from '../interrupt.ts';
import { EXIT, type ExitCode, type Output } from '../output.ts';

export interface ApproveOptions {
  readonly as: string;
  readonly reject?: boolean;
  readonly note?: string;
  readonly wait?: boolean;
  readonly json?: boolean;
}

export async function approve(run: string, gate: string, options: ApproveOptions, output: Output): Promise<ExitCode> {
  const json = options.json ?? false;
  const engine = openEngine();
  const done = await engine.approve('.', run, gate, {
    name: options.as,
    yes: !options.reject,
    note: options.note ?? '',
  });
  if (!done.ok) return refuse(done.diagnostics, output, json);
  const isTask = done.value.value['task'] !== undefined;
  const word = isTask
    ? options.reject
      ? 'given back as not possible'
      : 'said to be done'
    : options.reject
      ? 'rejected'
      : 'approved';
  const { batch, value } = done.value;
  const subject = String(value['gate'] ?? value['task'] ?? gate);
  if (!json) {
    const role = value['roleTitle'] === undefined ? '' : ` as ${value['roleTitle']}`;
    output.out(`${subject} ${word} by ${options.as}${role}; it is on record.`);
    if (!done.value.held) output.out('`spec-exec resume` goes on with the run.');
  }
  const came = options.wait ? await outcome(engine, run, subject, batch) : undefined;
  if (came && !came.ok) return refuse(came.diagnostics, output, json);
  const state = came?.value.state;
  if (json) {
    const said = options.reject ? 'rejected' : 'approved';
    output.out(JSON.stringify({ ok: true, ...value, outcome: said, batch, ...(came ? { state } : {}) }));
  } else if (came) output.out(`${subject} is ${state}.`);
  return came?.value.code ?? EXIT.ok;
}

/** What comes of the word, unless Ctrl-C ends the wait: the word stays on record. */
async function outcome(engine: Engine, run: string, subject: string, batch: number): Promise<Result<Outcome>> {
  const interrupt = onInterrupt(() => undefined);
  try {
    return await outcomeOfWord(engine, run, subject, batch, interrupt.signal);
  } finally {
    interrupt.release();
  }
}
