// What a run prints while it goes on, for people: a readable line an event.
import pc from 'picocolors';
import { durationText } from '../base/duration.ts';
import { unreachable } from '../base/result.ts';
import type { KnownPlan, RunOptions } from '../engine.ts';
import type { Iri } from '../derive/plan.ts';
import type { RunEvent } from '../schedule/event.ts';
import type { RunResult } from '../schedule/run-input.ts';
import type { Said } from '../schedule/session.ts';
import type { RunState } from '../schedule/state.ts';
import { criteriaLines, signOf } from './criterion-text.ts';
import { jsonLines } from './json-lines.ts';
import { counted, listed, usableWidth, wrapped } from './layout.ts';
import { outline } from './outline.ts';
import type { Output } from './output.ts';
import { revisedLines } from './revised-text.ts';
import { summaryText } from './summary.ts';

export interface Progress {
  readonly listeners: Pick<RunOptions, 'say' | 'onEvent' | 'onStep' | 'onPlan' | 'onRun'>;
  interrupted(again: boolean): void;
  summary(result: RunResult): Promise<void>;
}

export function progress(output: Output, json: boolean): Progress {
  return json ? jsonLines(output) : lines(output);
}

// The clock's column and the two spaces after it.
const MARGIN = 13;

function lines(output: Output): Progress {
  const began = performance.now();
  const paint = pc.createColors(output.color);
  const width = usableWidth(output.columns) - MARGIN;
  const line = (text: string): void =>
    output.out(`${paint.dim(durationText(performance.now() - began).padStart(MARGIN - 2))}  ${text}`);
  const under = (text: string): void => output.out(`${' '.repeat(MARGIN)}${text}`);
  let known: KnownPlan | undefined;
  const name = (iri: Iri): string => known?.entities.title(iri) ?? iri;
  const taskId = (iri: Iri): string => known?.plan.tasks.find((task) => task.iri === iri)?.id ?? name(iri);
  const phasesBegun = new Map<number, number>();
  const waitsSaid = new Map<string, string>();

  const phaseBegins = (phase: number | undefined): void => {
    if (phase === undefined || phasesBegun.has(phase)) return;
    phasesBegun.set(phase, performance.now());
    line(paint.bold(`── ${known!.plan.phases[phase]!.title} ${known!.begun?.has(phase) ? 'goes on' : 'begins'}`));
  };

  const say = (said: Said): void => {
    switch (said.kind) {
      case 'started': {
        phaseBegins(known?.plan.tasks.find((one) => one.iri === said.task)?.phase);
        waitsSaid.delete(said.task);
        const again = said.attempt > 1 ? `, attempt ${said.attempt}` : '';
        const agent = said.agent ? paint.dim(`  by ${name(said.agent)}`) : '';
        return line(`${paint.cyan('▶')} ${paint.bold(taskId(said.task))} starts${again}${agent}`);
      }
      case 'offered':
        phaseBegins(known?.plan.tasks.find((one) => one.iri === said.task)?.phase);
        line(`${paint.yellow('▷')} ${paint.bold(taskId(said.task))} waits for a person to do it`);
        under(paint.dim(`what is to be done  ${said.prompt}`));
        return under(paint.dim(`to work in          ${said.folder}`));
      case 'ended': {
        const good = said.ending === 'succeeded';
        const time = said.elapsedMs === undefined ? '' : ` in ${durationText(said.elapsedMs)}`;
        line(
          `${signOf(good ? 'passed' : 'failed', paint)} ${paint.bold(taskId(said.task))} ${good ? 'succeeded' : paint.red(said.ending)}${time}`,
        );
        if (!good) for (const text of wrapped(said.reason, width)) under(paint.red(text));
        for (const note of notesOf(said.notes))
          for (const [index, text] of wrapped(note, width - 2).entries())
            under(paint.dim(index === 0 ? text : `  ${text}`));
        return;
      }
      case 'judged': {
        const mark =
          said.outcome === 'passed' ? paint.green('◆') : said.outcome === 'failed' ? paint.red('◆') : paint.yellow('◇');
        const hold = said.criteria.filter(({ outcome }) => outcome === 'passed').length;
        const count =
          said.criteria.length > 1
            ? paint.dim(`  ${hold} of ${counted(said.criteria.length, 'criterion', 'criteria')} hold`)
            : '';
        line(`${mark} ${paint.bold(name(said.gate))}: ${said.outcome}${count}`);
        for (const text of criteriaLines(said.criteria, width, paint)) under(text);
        if (said.outcome !== 'passed')
          for (const text of wrapped(said.relapsed ? said.reason : `it stays shut: ${said.reason}`, width))
            under(paint.red(text));
        return;
      }
      case 'integrated': {
        const phase = said.phase ? ` for ${name(said.phase)}` : '';
        return line(
          `${paint.cyan('⑂')} ${counted(said.branches, 'branch', 'branches')} merged${phase}, now at ${said.commit.slice(0, 10)}`,
        );
      }
      case 'phase':
        return line(paint.bold(`── ${name(said.phase)} ${said.what}`));
      case 'waits':
        return line(paint.dim(`… ${taskId(said.task)} waits for ${said.for}`));
      case 'note':
        for (const [index, text] of wrapped(said.text, width).entries()) (index === 0 ? line : under)(paint.dim(text));
        return;
      default:
        unreachable(said);
    }
  };

  /** Says what holds back a ready task, once for each reason. */
  const onStep = (state: RunState): void => {
    for (const task of state.plan.tasks) {
      if (state.nodes[task.node] !== 'ready' || state.stopped || state.over !== 'no') continue;
      const pool = state.pools.lacking(task);
      if (pool === undefined) continue;
      const why = known?.entities.pools.get(pool)?.id ?? (pool.endsWith(':jobs') ? 'a free job' : name(pool));
      if (waitsSaid.get(task.iri) === why) continue;
      waitsSaid.set(task.iri, why);
      phaseBegins(task.phase);
      say({ kind: 'waits', task: task.iri, for: why });
    }
  };

  const onEvent = (event: RunEvent): void => {
    if (event.kind === 'run-resumed') line('the run is taken up again');
    if (event.kind === 'task-skipped') {
      const task = known?.plan.nodes[event.task];
      line(`${paint.dim('–')} ${task ? taskId(task.iri) : 'a task'} skipped: ${event.reason}`);
    }
    if (event.kind === 'attempt-ended' && event.consequence !== undefined) under(paint.dim(consequenceText(event)));
    if (event.kind === 'phase-completed' && known) {
      const of = known.plan.nodes[event.phase]!.of;
      const from = phasesBegun.get(of);
      const time = from === undefined || known.resumed ? '' : ` in ${durationText(performance.now() - from)}`;
      line(paint.bold(`── ${known.plan.phases[of]!.title} complete${time}`));
    }
    if (event.kind === 'run-paused')
      line(
        paint.yellow(
          event.why === 'awaiting'
            ? 'the run waits for a person'
            : event.why === 'diskFull'
              ? 'the disk is full: the run is paused'
              : event.why === 'reached'
                ? 'all that was asked for is done; `spec-exec resume` goes on to the end'
                : 'the run is paused; `spec-exec resume` goes on with it',
        ),
      );
  };

  const onPlan = (plan: KnownPlan): void => {
    known = plan;
    const { met, total } = plan.closure;
    line(paint.bold(plan.plan.title));
    under(paint.dim(`${met === total ? 'closed' : 'not closed'}: ${met} of ${total} obligations met; ${sizeOf(plan)}`));
    if (!plan.resumed) for (const text of outline(plan.plan, width, paint)) under(text);
    if (plan.revised) for (const text of revisedLines(plan.revised, width, paint)) under(text);
  };

  return {
    listeners: {
      say,
      onEvent,
      onStep,
      onRun: ({ iri, folder }) => {
        line(`run ${paint.bold(iri)}`);
        under(paint.dim(folder));
      },
      onPlan,
    },
    interrupted: (again) =>
      line(
        paint.yellow(
          again ? 'leaving at once; `spec-exec resume` goes on' : 'stopping the agents; once more leaves at once',
        ),
      ),
    summary: async (result) => output.out(await summaryText(result, { paint, width: usableWidth(output.columns) })),
  };
}

function consequenceText({ consequence, retryAfterMs }: Extract<RunEvent, { kind: 'attempt-ended' }>): string {
  switch (consequence) {
    case 'tryAgain':
      return retryAfterMs === undefined ? 'it is tried again' : `it is tried again in ${durationText(retryAfterMs)}`;
    case 'useFallback':
      return 'its fallback agent tries now';
    case 'awaitPerson':
      return 'it waits for a person to say whether it is tried again';
    case 'failTask':
    case undefined:
      return 'it is not tried again';
    default:
      return unreachable(consequence);
  }
}

function sizeOf({ plan }: KnownPlan): string {
  return `${counted(plan.tasks.length, 'task')}, ${counted(plan.gates.length, 'gate')}, ${counted(plan.phases.length, 'phase')}`;
}

/** What an attempt left: many files in one line. */
function notesOf(notes: readonly string[]): string[] {
  const made = notes.filter((note) => note.startsWith('made '));
  if (made.length < 3) return [...notes];
  const files = made.map((note) => note.slice('made '.length));
  return [...notes.filter((note) => !note.startsWith('made ')), `made ${files.length} files: ${listed(files, 8)}`];
}
