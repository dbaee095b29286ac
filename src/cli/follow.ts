// spec-exec logs -f: what a task prints, as it prints it, over all its attempts, until it is finished. It reads the run's folder alone,
// so it goes on where the orchestrator was killed and the agent was not.
import { closeSync, existsSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Secrets } from '../base/secrets.ts';
import type { PlanTask } from '../derive/plan.ts';
import type { Engine, OpenedRun } from '../engine.ts';
import { isAlive } from '../executors/processes.ts';
import { readRecords } from '../executors/records.ts';
import { attemptsOf, type AttemptLog } from '../history/logs.ts';
import { runFolders } from '../schedule/folders.ts';
import { attemptName } from '../schedule/names.ts';
import { recordedBytes } from '../schedule/stay.ts';
import { isHeld } from '../store/lock.ts';
import { paletteOf, refuse } from './findings.ts';
import { EXIT, type ExitCode, forTerminal, type Output } from './output.ts';

const LOOK_MS = 200;
const PIECE_BYTES = 64 * 1024;

export async function follow(
  engine: Engine,
  first: OpenedRun,
  task: PlanTask,
  secrets: Secrets,
  output: Output,
  interrupt: AbortSignal,
): Promise<ExitCode> {
  const { folder, iri } = first.ref;
  const { bold } = paletteOf(output);
  let opened = first;
  let bytes = 0;
  let next = 0;
  let tail: Tail | undefined;
  const show = (attempt: AttemptLog, final: boolean): void => {
    if (attempt.file === '') return;
    if (!tail) {
      tail = new Tail(join(folder, attempt.file), secrets);
      output.out(bold(attempt.file));
    }
    const text = tail.read(final);
    if (text !== '') output.out(forTerminal(text, false));
  };
  for (; !interrupt.aborted; await sleep(LOOK_MS, undefined, { signal: interrupt }).catch(() => undefined)) {
    // Asked before the record is read: whoever let go of the run has written all.
    const held = await isHeld(folder);
    const now = recordedBytes(folder);
    if (now !== bytes) {
      const read = await engine.open('.', iri);
      if (!read.ok) return refuse(read.diagnostics, output, false);
      opened = read.value;
      bytes = now;
    }
    const attempts = attemptsOf(opened.graphs, task.iri);
    for (; attempts[next]?.ending !== undefined; next++) {
      show(attempts[next]!, true);
      output.err(`${attemptName(task, attempts[next]!.number)}: ${attempts[next]!.ending}`);
      tail = undefined;
    }
    const current = attempts[next];
    const works = held || (current !== undefined && stillWorks(folder, attemptName(task, current.number)));
    if (current) show(current, !works);
    const node = opened.plan.indexOf.get(task.iri);
    const state = node === undefined ? undefined : opened.state.nodes[node];
    if (!current && !(state === 'waiting' || state === 'ready' || state === 'running')) {
      if (state === 'awaiting') output.err(`${task.id} waits for a person: spec-exec explain ${task.id}`);
      return EXIT.ok;
    }
    if (!works) {
      output.err(
        opened.lastEvent?.kind === 'run-ended'
          ? `the run has ended: ${opened.lastEvent.reason}`
          : 'nobody is at work on the run: spec-exec resume goes on',
      );
      return EXIT.ok;
    }
  }
  return EXIT.interrupted;
}

/** Whether an attempt of a run that nobody holds is still at work, by the records of the supervisor that started it. */
function stillWorks(folder: string, job: string): boolean {
  const { supervisors } = runFolders(folder);
  if (!existsSync(supervisors)) return false;
  return readdirSync(supervisors)
    .filter((name) => name.endsWith('.log'))
    .some((name) => {
      const { jobs, supervisor } = readRecords(join(supervisors, name));
      const record = jobs.get(job);
      return record !== undefined && record.ended === undefined && supervisor !== undefined && isAlive(supervisor);
    });
}

/** A file that grows: whole lines, each once, as they may be shown. */
class Tail {
  readonly #file: string;
  readonly #secrets: Secrets;
  readonly #decoder = new StringDecoder('utf8');
  #at = 0;
  #pending = '';

  constructor(file: string, secrets: Secrets) {
    this.#file = file;
    this.#secrets = secrets;
  }

  /** What has come since; `final`: nothing comes after it. */
  read(final: boolean): string {
    this.#pending += this.#fresh();
    const all = this.#pending;
    const { mask, heldBack } = this.#secrets;
    let cut = final ? all.length : all.lastIndexOf('\n', all.length - heldBack(all) - 1) + 1;
    // A value may go over several lines: it is not cut in two.
    while (cut > 0 && mask(all.slice(0, cut)) + mask(all.slice(cut)) !== mask(all))
      cut = cut === 1 ? 0 : all.lastIndexOf('\n', cut - 2) + 1;
    this.#pending = all.slice(cut);
    return mask(all.slice(0, cut));
  }

  #fresh(): string {
    let file: number;
    try {
      file = openSync(this.#file, 'r');
    } catch {
      return '';
    }
    try {
      const piece = Buffer.alloc(PIECE_BYTES);
      let text = '';
      for (let read = 0; (read = readSync(file, piece, 0, piece.length, this.#at)) > 0; this.#at += read)
        text += this.#decoder.write(piece.subarray(0, read));
      return text;
    } finally {
      closeSync(file);
    }
  }
}
