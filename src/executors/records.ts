// Reads what supervisors have written: which jobs were taken, started and ended. supervisor.sh documents the lines.
import { constants as os } from 'node:os';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ending, ProcessRef } from './job.ts';

/** What the records say about one job. */
export interface JobRecord {
  /** Read from the pipe by the supervisor; a job that is not taken when the supervisor has ended never runs. */
  taken: boolean;
  /** All but the command itself has worked: it is alone in the session that the supervisor leads. */
  started: boolean;
  ended?: Ending;
}

/** What one records file says. Grows while it is read. */
export interface Records {
  readonly file: string;
  readonly jobs: Map<string, JobRecord>;
  /** Who writes the file; undefined until its first line is there. */
  supervisor?: ProcessRef;
  /** The job that it has taken, and that has not ended. It is given the next one only after that. */
  current?: string | undefined;
  /** The supervisor will start nothing any more. */
  eof: boolean;
}

export function emptyRecords(file: string): Records {
  return { file, jobs: new Map(), eof: false };
}

/** Where the launch script and the notes of the jobs of a records file are. */
export function jobsFolderOf(recordsFile: string): string {
  return `${recordsFile.replace(/\.log$/, '')}.jobs`;
}

/** All that a records file says now. A file that is not there says nothing. */
export function readRecords(file: string): Records {
  const records = emptyRecords(file);
  if (!existsSync(file)) return records;
  const text = readFileSync(file, 'utf8');
  for (const line of text.slice(0, text.lastIndexOf('\n') + 1).split('\n')) takeLine(records, line);
  return records;
}

/** Takes one whole line in; gives the id of the job that it tells about. Lines that mean nothing are passed over. */
export function takeLine(records: Records, line: string): string | undefined {
  const [word = '', id = '', third = '', fourth = ''] = line.split(' ');
  switch (word) {
    case 'supervisor':
      records.supervisor = { pid: Number(id), startTime: known(third), bootId: known(fourth) };
      return undefined;
    case 'eof':
      records.eof = true;
      return undefined;
    case 'take':
      jobOf(records, id).taken = true;
      records.current = id;
      return id;
    case 'start': {
      const job = jobOf(records, id);
      job.taken = true;
      job.started = true;
      return id;
    }
    case 'end': {
      const job = jobOf(records, id);
      job.ended = job.started ? ending(third, fourth) : { kind: 'not-started', reason: noteOf(records.file, id) };
      records.current = undefined;
      return id;
    }
    default:
      return undefined;
  }
}

function jobOf(records: Records, id: string): JobRecord {
  const known = records.jobs.get(id) ?? { taken: false, started: false };
  records.jobs.set(id, known);
  return known;
}

function known(field: string): string {
  return field === '-' ? '' : field;
}

function ending(how: string, value: string): Ending {
  return how === 'signal'
    ? { kind: 'signalled', signal: signalName(Number(value)) }
    : { kind: 'exited', code: Number(value) };
}

const namesOfSignals = new Map(Object.entries(os.signals).map(([name, number]) => [number as number, name]));

function signalName(number: number): string {
  return namesOfSignals.get(number) ?? `signal ${number}`;
}

/** What the shell said where a launch script failed before its command began. */
function noteOf(recordsFile: string, id: string): string {
  const file = join(jobsFolderOf(recordsFile), `${id}.note`);
  const note = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  return note === ''
    ? 'The launch script failed before the command began.'
    : note.replace(/^.*job\.sh: (?:line \d+: )?/s, '');
}
