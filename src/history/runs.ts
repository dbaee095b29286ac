// Finds the runs of a project, and reads what their journals hold.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { unusable } from '../base/diagnostic.ts';
import { nearest } from '../base/near.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { Graphs } from '../store/graphs.ts';
import { readJournal, type Replay } from '../store/journal.ts';
import { takeBatch } from '../store/snapshot.ts';

export interface RunRef {
  /** The part of its IRI after `urn:spec-exec:run:`, and the name of its folder. */
  readonly name: string;
  readonly iri: string;
  readonly folder: string;
}

/** A run as its journal has it: the newest snapshot of the specification, derived edges and everything that happened. */
export interface RecordedRun {
  readonly ref: RunRef;
  readonly graphs: Graphs;
  readonly replay: Replay;
}

/** All runs below `.specify/runs/` of a project, newest first (their names sort by time). */
export function listRuns(runsFolder: string): RunRef[] {
  if (!existsSync(runsFolder)) return [];
  return readdirSync(runsFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(runsFolder, entry.name, 'journal.nq')))
    .map((entry) => ({
      name: entry.name,
      iri: `urn:spec-exec:run:${entry.name}`,
      folder: join(runsFolder, entry.name),
    }))
    .sort((a, b) => (a.name < b.name ? 1 : -1));
}

/** A run by its IRI, its name, or any end of its name that is unique; the newest for no name and for `latest`. */
export function findRun(runsFolder: string, name?: string): Result<RunRef> {
  const runs = listRuns(runsFolder);
  const newest = runs[0];
  if (!newest)
    return fail(
      unusable('history/no-run', `There is no run in ${runsFolder}.`, { help: 'Start one: spec-exec PLAN.ttl' }),
    );
  if (name === undefined || name === 'latest') return ok(newest);
  const short = name.replace(/^urn:spec-exec:run:/, '');
  const exact = runs.find((run) => run.name === short);
  if (exact) return ok(exact);
  const ending = runs.filter((run) => run.name.endsWith(short));
  if (ending.length === 1) return ok(ending[0]!);
  const near = nearest(
    short,
    runs.map((run) => run.name),
  );
  return fail(
    unusable(
      'history/unknown-run',
      ending.length > 1 ? `${ending.length} runs end in "${name}".` : `There is no run "${name}".`,
      {
        help: near ? `Did you mean ${near}?` : `The newest is ${newest.name}; \`spec-exec status\` shows it.`,
      },
    ),
  );
}

/** Reads a run's journal into a dataset of its own. A damaged journal is a finding that names its line. */
export function readRun(ref: RunRef): Result<RecordedRun> {
  const replay = readJournal(join(ref.folder, 'journal.nq'));
  if (!replay.ok) return replay;
  const graphs = new Graphs();
  for (const batch of replay.value.batches) takeBatch(graphs, batch.quads);
  return ok({ ref, graphs, replay: replay.value });
}
