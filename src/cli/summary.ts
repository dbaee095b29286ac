// The last lines of a run: what it came to, and what to ask next.
import type pc from 'picocolors';
import type { Entities } from '../derive/entities.ts';
import type { RunResult } from '../schedule/run.ts';
import { isMet } from '../schedule/state.ts';

export function summaryText(
  { run, folder, stop, state }: RunResult,
  entities: Entities | undefined,
  paint: ReturnType<typeof pc.createColors>,
): string {
  const { plan, nodes } = state;
  const done = plan.tasks.filter((task) => isMet(nodes[task.node]!)).length;
  const open = plan.gates.filter((gate) => nodes[gate.node] === 'passed').length;
  const head =
    stop.kind === 'run-ended'
      ? stop.ending === 'succeeded'
        ? paint.green('succeeded')
        : paint.red(`${stop.ending}: ${stop.reason}`)
      : paint.yellow(stop.why === 'awaiting' ? `waits for a person: ${stop.reason}` : 'paused');
  const rows = [
    '',
    `${paint.bold('The run')} ${head}`,
    `  tasks  ${done} of ${plan.tasks.length} done`,
    `  gates  ${open} of ${plan.gates.length} passed`,
  ];
  const waiting = plan.gates.filter((gate) => nodes[gate.node] === 'untested' && state.shut.has(gate.node));
  if (stop.kind === 'run-paused' && stop.why === 'awaiting')
    for (const gate of waiting)
      rows.push(
        `  waits  ${entities?.title(gate.iri) ?? gate.id}: spec-exec approve ${run.slice(-6)} ${gate.id} --as NAME, then spec-exec resume`,
      );
  rows.push(
    `  record ${folder}/journal.nq`,
    '',
    `Ask it:  spec-exec query slo-table   ·   spec-exec query timeline   ·   spec-exec explain ${plan.gates.at(-1)?.id ?? plan.tasks[0]?.id ?? 'TASK'}`,
  );
  return rows.join('\n');
}
