// spec-exec handoff get|put|list: inside a task it knows its run and attempt from the environment; outside, the newest run.
import { readFileSync } from 'node:fs';
import { unusable } from '../../base/diagnostic.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { type OpenedRun, openEngine } from '../../engine.ts';
import { getHandOff, listHandOffs, noteRead, putHandOff } from '../../evidence/handoff.ts';
import { parseJson } from '../../evidence/json.ts';
import { findRun } from '../../history/runs.ts';
import { otherVersion } from '../../schedule/hand-over.ts';
import { runsFolder } from '../../schedule/folders.ts';
import { keysOf, notReadable, readableKeys } from '../../schedule/reads.ts';
import { projectRoot } from '../../store/project.ts';
import { refuse } from '../findings.ts';
import { EXIT, type ExitCode, type Output } from '../output.ts';

export async function get(key: string, options: { readonly run?: string }, output: Output): Promise<ExitCode> {
  const folder = runFolder(options.run);
  if (!folder.ok) return refuse(folder.diagnostics, output, false);
  const readable = await readableHere();
  if (!readable.ok) return refuse(readable.diagnostics, output, false);
  if (readable.value && !readable.value.has(key)) return refuse([notReadable(key, readable.value)], output, false);
  const found = getHandOff(folder.value, key);
  if (!found.ok) return refuse(found.diagnostics, output, false);
  noteReads([found.value]);
  output.out(JSON.stringify(found.value.value, null, 2));
  return EXIT.ok;
}

export interface PutOptions {
  readonly run?: string;
  readonly as?: string;
  readonly ifVersion?: number;
}

/** Inside a task its value is left where it is looked for once the task is done; outside, a person hands it over. */
export async function put(
  key: string,
  given: string | undefined,
  options: PutOptions,
  output: Output,
): Promise<ExitCode> {
  const folder = process.env['SPEC_EXEC_HANDOFF'];
  if (options.as !== undefined) return handOver(key, given ?? readFileSync(0, 'utf8'), options, output);
  if (folder === undefined)
    return refuse(
      [
        unusable('evidence/not-in-task', 'A value can be handed over only inside a task, or in the name of a person.', {
          help: 'Say who you are: spec-exec handoff put KEY VALUE --as NAME. A task has SPEC_EXEC_HANDOFF in its environment; spec-exec sets it.',
        }),
      ],
      output,
      false,
    );
  const newest = newestVersion(process.env['SPEC_EXEC_RUN_FOLDER'] ?? '', key);
  if (options.ifVersion !== undefined && options.ifVersion !== newest)
    return refuse([otherVersion(key, options.ifVersion, newest)], output, false);
  const done = putHandOff(folder, key, given ?? readFileSync(0, 'utf8'));
  if (done.ok) return EXIT.ok;
  refuse(done.diagnostics, output, false);
  return EXIT.unusable;
}

async function handOver(key: string, given: string, options: PutOptions, output: Output): Promise<ExitCode> {
  const value = parseJson(Buffer.from(given), `the value of "${key}"`);
  if (!value.ok) {
    refuse(value.diagnostics, output, false);
    return EXIT.unusable;
  }
  const words = { name: options.as ?? '', key, value: value.value, ifVersion: options.ifVersion };
  const done = await openEngine().handOver('.', options.run, words);
  if (!done.ok) {
    refuse(done.diagnostics, output, false);
    return EXIT.unusable;
  }
  output.out(
    `${key} is at version ${done.value.value['version'] ?? '?'}, handed over by ${options.as}; it is on record.`,
  );
  return EXIT.ok;
}

function newestVersion(runFolder: string, key: string): number {
  return (
    listHandOffs(runFolder)
      .find((one) => one.key === key)
      ?.versions.at(-1) ?? 0
  );
}

export async function list(
  options: { readonly run?: string; readonly phase?: string; readonly json?: boolean },
  output: Output,
): Promise<ExitCode> {
  const json = options.json ?? false;
  const folder = runFolder(options.run);
  if (!folder.ok) return refuse(folder.diagnostics, output, json);
  const readable = await readableHere();
  if (!readable.ok) return refuse(readable.diagnostics, output, json);
  let wanted: ReadonlySet<string> | undefined;
  if (options.phase !== undefined) {
    const keys = await keysOfPhase(options.run, options.phase);
    if (!keys.ok) return refuse(keys.diagnostics, output, json);
    wanted = keys.value;
  }
  const sets = [readable.value, wanted].filter((one) => one !== undefined);
  const rows = listHandOffs(folder.value).filter(({ key }) => sets.every((keys) => keys.has(key)));
  const values = rows.flatMap(({ key, versions }) => {
    const found = getHandOff(folder.value, key, versions.at(-1));
    return found.ok ? [{ key, version: found.value.version, value: found.value.value }] : [];
  });
  noteReads(values);
  if (json) output.out(JSON.stringify(values, null, 2));
  else
    for (const { key, version, value } of values)
      output.out(`${key}  (version ${version})\n${JSON.stringify(value, null, 2)}`);
  if (!json && values.length === 0) output.out('Nothing has been handed over.');
  return EXIT.ok;
}

/** Inside a task the run's folder is in the environment, and there is no other run. */
function runFolder(run: string | undefined): Result<string> {
  const own = process.env['SPEC_EXEC_RUN_FOLDER'];
  if (own !== undefined && run === undefined) return ok(own);
  const found = findRun(runsFolder(projectRoot(own ?? '.')), run);
  if (!found.ok) return found;
  return own === undefined || found.value.folder === own ? ok(found.value.folder) : fail(otherRun(found.value.name));
}

function otherRun(name: string) {
  return unusable('evidence/not-readable', `The hand-offs of the run ${name} are not this task's to read.`, {
    why: 'What a task is given comes from its own run, whose record says so.',
    help: 'Leave out --run.',
  });
}

/** The run that is meant: inside a task its own. */
function openMeant(run: string | undefined): Promise<Result<OpenedRun>> {
  return openEngine().open(process.env['SPEC_EXEC_RUN_FOLDER'] ?? '.', run ?? process.env['SPEC_EXEC_RUN']);
}

/** The keys that the task in which this is called may read; undefined outside of any, where people read all. */
async function readableHere(): Promise<Result<ReadonlySet<string> | undefined>> {
  const task = process.env['SPEC_EXEC_TASK'];
  if (task === undefined) return ok(undefined);
  const opened = await openMeant(undefined);
  return opened.ok ? ok(readableKeys(opened.value, task)) : opened;
}

/** Inside a task, what it was shown goes on record with its end. */
function noteReads(shown: readonly { readonly key: string; readonly version: number }[]): void {
  const folder = process.env['SPEC_EXEC_HANDOFF'];
  if (folder !== undefined) for (const { key, version } of shown) noteRead(folder, key, version);
}

/** The keys that tasks of a phase read or leave. */
async function keysOfPhase(run: string | undefined, phase: string): Promise<Result<ReadonlySet<string>>> {
  const opened = await openMeant(run);
  if (!opened.ok) return opened;
  const { plan, entities } = opened.value;
  const index = plan.phases.findIndex(({ id, iri }) => id === phase || iri === phase);
  if (index < 0)
    return fail(
      unusable('history/unknown-phase', `The plan has no phase "${phase}".`, {
        help: `It has: ${plan.phases.map(({ id }) => id).join(', ')}.`,
      }),
    );
  return ok(
    keysOf(
      entities,
      plan.tasks.filter((task) => task.phase === index),
    ),
  );
}
