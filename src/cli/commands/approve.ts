// spec-exec approve: a person's word for or against a gate.
import { openEngine } from '../../engine.ts';
import { refuse } from '../findings.ts';
import { EXIT, type ExitCode, type Output } from '../output.ts';

export interface ApproveOptions {
  readonly as: string;
  readonly reject?: boolean;
  readonly note?: string;
  readonly json?: boolean;
}

export async function approve(run: string, gate: string, options: ApproveOptions, output: Output): Promise<ExitCode> {
  const done = await openEngine().approve('.', run, gate, {
    name: options.as,
    yes: !options.reject,
    note: options.note ?? '',
  });
  if (!done.ok) return refuse(done.diagnostics, output, options.json ?? false);
  const isTask = done.value.value['task'] !== undefined;
  const word = isTask
    ? options.reject
      ? 'given back as not possible'
      : 'said to be done'
    : options.reject
      ? 'rejected'
      : 'approved';
  const { batch, value } = done.value;
  if (options.json)
    output.out(JSON.stringify({ ok: true, ...value, outcome: options.reject ? 'rejected' : 'approved', batch }));
  else {
    const role = value['roleTitle'] === undefined ? '' : ` as ${value['roleTitle']}`;
    output.out(`${value['gate'] ?? value['task'] ?? gate} ${word} by ${options.as}${role}; it is on record.`);
    if (!done.value.held) output.out('`spec-exec resume` goes on with the run.');
  }
  return EXIT.ok;
}
