// spec-exec logs: what the newest attempts of a run printed.
import { unusable } from '../../base/diagnostic.ts';
import { nearest } from '../../base/near.ts';
import { type OpenedRun, openEngine } from '../../engine.ts';
import { nodeMeant } from '../../history/explain.ts';
import { logsOf } from '../../history/logs.ts';
import { paletteOf, refuse } from '../findings.ts';
import { follow } from '../follow.ts';
import { onInterrupt } from '../interrupt.ts';
import { listed } from '../layout.ts';
import { EXIT, type ExitCode, forTerminal, type Output } from '../output.ts';

export interface LogsOptions {
  readonly run?: string;
  readonly follow?: boolean;
  readonly json?: boolean;
}

export async function logs(task: string | undefined, options: LogsOptions, output: Output): Promise<ExitCode> {
  const json = options.json ?? false;
  const engine = openEngine();
  const opened = await engine.open('.', options.run);
  if (!opened.ok) return refuse(opened.diagnostics, output, json);
  const { plan, graphs, ref } = opened.value;
  const node = task === undefined ? undefined : nodeMeant(plan, task);
  const meant = node === undefined ? undefined : plan.nodes[node]!;
  if (task !== undefined && meant?.kind !== 'task') {
    const names = plan.tasks.map(({ id }) => id);
    const near = nearest(task, names);
    const help = near ? `Did you mean "${near}"?` : `It has: ${listed(names, 20)}.`;
    return refuse([unusable('history/unknown-node', `The plan has no task "${task}".`, { help })], output, json);
  }
  const secrets = await engine.secrets('.', opened.value);
  if (!secrets.ok) return refuse(secrets.diagnostics, output, json);
  if (options.follow) {
    if (!meant) return refuse([nothingToFollow(opened.value)], output, json);
    const interrupt = onInterrupt(() => undefined);
    try {
      return await follow(engine, opened.value, plan.tasks[meant.of]!, secrets.value, output, interrupt.signal);
    } finally {
      interrupt.release();
    }
  }
  const found = logsOf({ graphs, folder: ref.folder }, plan, secrets.value, meant?.iri);
  if (json) {
    output.out(JSON.stringify({ run: ref.iri, logs: found }, null, 2));
    return EXIT.ok;
  }
  if (found.length === 0) output.out(task === undefined ? 'No task was started yet.' : `${task} was not started yet.`);
  const { bold } = paletteOf(output);
  for (const { file, text } of found) {
    // What an agent printed is shown, and drives no terminal, also one that a pipe leads to.
    output.out(`${bold(file)}\n${text === '' ? '(nothing was printed)' : forTerminal(text, false)}`);
  }
  return EXIT.ok;
}

function nothingToFollow({ plan, state }: OpenedRun) {
  const running = plan.tasks.filter(({ node }) => state.nodes[node] === 'running').map(({ id }) => id);
  return unusable('cli/usage', 'One task is followed at a time: name it.', {
    help: running.length === 0 ? 'None runs now.' : `These run now: ${listed(running, 20)}.`,
  });
}
