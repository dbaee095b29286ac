// Runs a command that the plan names (check, test, slo-check) as the binding says, in a folder of the run.
import { join } from 'node:path';
import { durationText } from '../base/duration.ts';
import { unreachable } from '../base/result.ts';
import { alwaysAllowed, environmentFor } from '../executors/environment.ts';
import { runCommand } from '../executors/run-command.ts';
import { fillAll } from './context.ts';
import { fileName } from './names.ts';
import type { Session } from './session.ts';

/** After this long a command of a criterion or verification is stopped. */
export const COMMAND_TIMEOUT_MS = 600_000;

export type CommandRun =
  | { readonly kind: 'ran'; readonly passed: boolean; readonly text: string }
  | { readonly kind: 'cannot-run'; readonly text: string };

/** How the markers of a run's commands begin. */
export function commandMarker(run: string): string {
  return `${run}:command:`;
}

/** `owner` names who asks, in the log's file name: logs/<owner>.<command>.log. */
export async function runBoundCommand(
  session: Session,
  name: string,
  folder: string,
  owner: string,
): Promise<CommandRun> {
  const bound = session.binding.commands.get(name);
  if (!bound) return { kind: 'cannot-run', text: `the binding does not say what "${name}" runs` };
  const marker = `${commandMarker(session.run)}${fileName(owner)}:${fileName(name)}`;
  const log = `${fileName(owner)}.${fileName(name)}.log`;
  const result = await runCommand(
    {
      argv: bound.verbatim ? bound.argv : fillAll(bound.argv, { project: session.projectRoot }),
      cwd: folder,
      env: environmentFor(
        [...alwaysAllowed, ...bound.passEnvironment],
        {
          ...bound.setEnvironment,
          SPEC_EXEC_PROJECT: session.projectRoot,
          SPEC_EXEC_RUN: session.run,
          SPEC_EXEC_RUN_FOLDER: session.folders.root,
          SPEC_EXEC_ATTEMPT: marker,
        },
        process.env,
      ),
      timeoutMs: COMMAND_TIMEOUT_MS,
      logFile: join(session.folders.logs, log),
      signal: session.interrupt,
    },
    session.clock,
  );
  const see = `; see logs/${log}`;
  switch (result.kind) {
    case 'exited':
      return result.code === 0
        ? { kind: 'ran', passed: true, text: `${name} passed in ${durationText(result.durationMs)}` }
        : {
            kind: 'ran',
            passed: false,
            text: `${name} exited with ${result.code}: ${lastLine(session.secrets.mask(result.tail))}${see}`,
          };
    case 'signalled':
      return { kind: 'ran', passed: false, text: `${name} was ended by ${result.signal}${see}` };
    case 'timed-out':
      return { kind: 'ran', passed: false, text: `${name} took longer than ${durationText(COMMAND_TIMEOUT_MS)}${see}` };
    case 'cancelled':
      return { kind: 'cannot-run', text: `${name} was stopped with the run` };
    case 'not-started':
      return { kind: 'cannot-run', text: `${name} could not be started: ${result.reason}` };
    default:
      return unreachable(result);
  }
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1)?.slice(0, 200) ?? '';
}
