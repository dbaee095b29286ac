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
      const newest = newestAttempt(run.graphs, iri);
      return newest === undefined ? [] : [{ ...newest, task: id }];
    })
    .sort((a, b) => (a.started < b.started ? -1 : 1))
    .map(({ task: id, attempt, file }) => ({ task: id, attempt, file, text: secrets.mask(content(run.folder, file)) }));
}

function newestAttempt(graphs: Graphs, task: string): { attempt: string; file: string; started: string } | undefined {
  return graphs
    .subjects(sx.task, namedNode(task))
    .filter((subject) => graphs.has(subject, rdf.type, sx.Attempt))
    .map((subject) => {
      const value = (of: Term): string => graphs.object(subject, of)?.value ?? '';
      return { attempt: subject.value, file: value(sx.log), started: value(prov.startedAtTime) };
    })
    .sort((a, b) => (a.started < b.started ? 1 : -1))[0];
}

/** Nothing where the record names no file of the run's logs: a journal may come from elsewhere. */
function content(folder: string, file: string): string {
  if (!/^logs\/[^/\\]+\.log$/.test(file)) return '';
  const path = join(folder, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
