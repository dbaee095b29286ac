// The last lines of a run: what it came to, what was measured, and what to ask next.
import type pc from 'picocolors';
import { relative } from 'node:path';
import { shippedAssets } from '../base/assets.ts';
import { readEntities } from '../derive/entities.ts';
import { openCatalogue } from '../query/catalogue.ts';
import { awaitedIn } from '../schedule/awaited.ts';
import type { RunResult } from '../schedule/run-input.ts';
import { isMet } from '../schedule/state.ts';
import { wrapped } from './layout.ts';
import { metricsTable } from './metrics-table.ts';

export interface SummaryStyle {
  readonly paint: ReturnType<typeof pc.createColors>;
  readonly width: number;
}

export async function summaryText(result: RunResult, { paint, width }: SummaryStyle): Promise<string> {
  const { run, folder, stop, state, graphs } = result;
  const { plan, nodes } = state;
  const entities = readEntities(graphs);
  const catalogue = openCatalogue(shippedAssets.queries);
  const done = plan.tasks.filter((task) => isMet(nodes[task.node]!)).length;
  const passed = plan.gates.filter((gate) => nodes[gate.node] === 'passed').length;
  const rows = [
    '',
    ...headLines(stop, width, paint),
    `  tasks   ${done} of ${plan.tasks.length} done`,
    `  gates   ${passed} of ${plan.gates.length} passed`,
  ];
  if (stop.kind === 'run-paused' && stop.why === 'awaiting')
    for (const { iri, what, command, files } of awaitedIn({ run, folder, plan, entities, state, graphs })) {
      const words = wrapped(`${entities.title(iri)}: ${what}`, width - 10);
      rows.push(...words.map((line, index) => `${index === 0 ? '  waits   ' : '          '}${line}`));
      if (files) rows.push(`          to be done: ${files.prompt}`, `          in:         ${files.folder}`);
      rows.push(`          ${command}, then spec-exec resume`);
    }
  const path = relative(process.cwd(), folder);
  rows.push(`  record  ${path.startsWith('..') ? folder : path}/journal.nq`);
  const metrics = await metricsTable({ graphs, catalogue, run, entities }, width - 2, paint);
  if (metrics.length > 0) rows.push('', ...metrics.map((line) => `  ${line}`));
  const failed = plan.nodes.find(
    (node, index) => node.kind !== 'phase' && (nodes[index] === 'failed' || nodes[index] === 'timedOut'),
  );
  const subject =
    failed?.kind === 'task'
      ? plan.tasks[failed.of]!.id
      : failed?.kind === 'gate'
        ? plan.gates[failed.of]!.id
        : (plan.gates.at(-1)?.id ?? plan.tasks[0]?.id ?? 'TASK');
  const questions = ['spec-exec query gate-status', 'spec-exec query timeline', `spec-exec explain ${subject}`];
  const asked = `Ask it:  ${questions.join('  ·  ')}`;
  rows.push('', ...(asked.length <= width ? [asked] : ['Ask it:', ...questions.map((question) => `  ${question}`)]));
  return rows.join('\n');
}

function headLines(stop: RunResult['stop'], width: number, paint: SummaryStyle['paint']): string[] {
  if (stop.kind === 'run-ended' && stop.ending === 'succeeded')
    return [`${paint.bold('The run')} ${paint.green('succeeded')}`];
  if (stop.kind === 'run-paused' && stop.why === 'reached')
    return [
      `${paint.bold('The run')} ${paint.green('has come as far as it was asked')}`,
      '  `spec-exec resume` goes on to its end',
    ];
  const [word, reason, colour] =
    stop.kind === 'run-ended'
      ? [stop.ending, stop.reason, paint.red]
      : stop.why === 'awaiting'
        ? ['waits for a person', stop.reason, paint.yellow]
        : ['is paused', stop.why === 'diskFull' ? stop.reason : '`spec-exec resume` goes on with it', paint.yellow];
  return [`${paint.bold('The run')} ${colour(word)}`, ...wrapped(reason, width - 2).map((line) => `  ${colour(line)}`)];
}
