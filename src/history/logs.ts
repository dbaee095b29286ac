// What attempts printed: the log of the newest attempt of each task, or of one, as it may be shown.
import type { Term } from '@rdfjs/types';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Secrets } from '../base/secrets.ts';
import type { Plan } from '../derive/plan.ts';
import type { Graphs } from '../store/graphs.ts';
import { namedNode } from '../vocabulary/factory.ts';
import { prov, rdf } from '../vocabulary/borrowed.ts';
import { sx } from '../vocabulary/terms.ts';

export interface Log {
  readonly task: string;
  readonly attempt: string;
  /** Below the run's folder. */
  readonly file: string;
  readonly text: string;
}

/** Logs in the order in which the attempts started. `task` is an IRI; without it all tasks that were tried. */
export function logsOf(
  run: { readonly graphs: Graphs; readonly folder: string },
  plan: Plan,
  secrets: Secrets,
  task?: string,
): Log[] {
  return plan.tasks
    .filter(({ iri }) => task === undefined || iri === task)
    .flatMap(({ iri, id }) => {
      const newest = attemptsOf(run.graphs, iri).at(-1);
      return newest === undefined ? [] : [{ ...newest, task: id }];
    })
    .sort((a, b) => (a.started < b.started ? -1 : 1))
    .map(({ task: id, attempt, file }) => ({ task: id, attempt, file, text: secrets.mask(content(run.folder, file)) }));
}

/** An attempt of a task, and where what it prints stands. */
export interface AttemptLog {
  readonly attempt: string;
  readonly number: number;
  /** Below the run's folder; empty where the record names none. */
  readonly file: string;
  readonly started: string;
  /** `succeeded`, `failed`; undefined where it has not ended. */
  readonly ending: string | undefined;
}

/** All attempts of a task, the first first. */
export function attemptsOf(graphs: Graphs, task: string): AttemptLog[] {
  return graphs
    .subjects(sx.task, namedNode(task))
    .filter((subject) => graphs.has(subject, rdf.type, sx.Attempt))
    .map((subject) => {
      const value = (of: Term): string | undefined => graphs.object(subject, of)?.value;
      const file = value(sx.log) ?? '';
      return {
        attempt: subject.value,
        number: Number(value(sx.attemptNumber)),
        file: LOG_FILE.test(file) ? file : '',
        started: value(prov.startedAtTime) ?? '',
        ending: value(sx.ending)?.replace(/^.*#/, ''),
      };
    })
    .sort((a, b) => a.number - b.number);
}

/** A journal may come from elsewhere, and name other files than those of the run's logs. */
const LOG_FILE = /^logs\/[^/\\]+\.log$/;

function content(folder: string, file: string): string {
  const path = join(folder, file);
  return file !== '' && existsSync(path) ? readFileSync(path, 'utf8') : '';
}
