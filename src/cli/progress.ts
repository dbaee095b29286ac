// What a run prints while it goes on: a readable line an event for people, one JSON object a line for programs.
import pc from 'picocolors';
import { durationText } from '../base/duration.ts';
import { unreachable } from '../base/result.ts';
import type { RunOptions } from '../engine.ts';
import type { Entities } from '../derive/entities.ts';
import type { Plan } from '../derive/plan.ts';
import type { RunEvent } from '../schedule/event.ts';
import type { RunResult } from '../schedule/run.ts';
import type { Said } from '../schedule/session.ts';
import type { RunState } from '../schedule/state.ts';
import type { Output } from './output.ts';
import { summaryText } from './summary.ts';

export interface Progress {
  readonly listeners: Pick<RunOptions, 'say' | 'onEvent' | 'onStep' | 'onPlan' | 'onRun'>;
  interrupted(again: boolean): void;
  summary(result: RunResult): void;
  close(): void;
}

export function progress(output: Output, json: boolean): Progress {
  return json ? jsonLines(output) : lines(output);
}

function jsonLines(output: Output): Progress {
  const print = (document: object): void => output.out(JSON.stringify(document));
  return {
    listeners: {
      say: (line) => print(line),
      onEvent: (event, at) => print({ at: new Date(at).toISOString(), event }),
      onRun: (run) => print({ kind: 'run', ...run }),
    },
    interrupted: () => print({ kind: 'interrupted' }),
    summary: ({ run, folder, stop }) => print({ kind: 'stopped', run, folder, stop }),
    close: () => undefined,
  };
}

function lines(output: Output): Progress {
  const began = performance.now();
  const paint = pc.createColors(output.color);
  const clock = (): string => paint.dim(durationText(performance.now() - began).padStart(11));
  const line = (text: string): void => output.out(`${clock()}  ${text}`);
  const under = (text: string): void => output.out(`${' '.repeat(13)}${text}`);
  let plan: Plan | undefined;
  let entities: Entities | undefined;
  const name = (iri: string): string => entities?.title(iri) ?? iri;
  const taskId = (iri: string): string => plan?.tasks.find((task) => task.iri === iri)?.id ?? name(iri);
  const begun = new Set<number>();
  const waitsSaid = new Map<string, string>();

  const say = (said: Said): void => {
    switch (said.kind) {
      case 'started': {
        const task = plan?.tasks.find((one) => one.iri === said.task);
        if (task?.phase !== undefined && !begun.has(task.phase)) {
          begun.add(task.phase);
          line(paint.bold(`── ${plan!.phases[task.phase]!.title} begins`));
        }
        waitsSaid.delete(said.task);
        line(
          `${paint.cyan('▶')} ${paint.bold(taskId(said.task))} starts${said.attempt > 1 ? `, attempt ${said.attempt}` : ''}${said.agent ? paint.dim(`  by ${name(said.agent)}`) : ''}`,
        );
        return;
      }
      case 'ended': {
        const good = said.ending === 'succeeded';
        const time = said.elapsedMs === undefined ? '' : ` in ${durationText(said.elapsedMs)}`;
        line(
          `${good ? paint.green('✓') : paint.red('✗')} ${paint.bold(taskId(said.task))} ${said.ending}${time}${good ? '' : `: ${said.reason}`}`,
        );
        for (const note of said.notes) under(paint.dim(note));
        return;
      }
      case 'judged': {
        const mark =
          said.outcome === 'passed' ? paint.green('◆') : said.outcome === 'failed' ? paint.red('◆') : paint.yellow('◆');
        line(`${mark} ${paint.bold(name(said.gate))}: ${said.outcome}`);
        for (const one of said.criteria) {
          const sign =
            one.outcome === 'passed' ? paint.green('✓') : one.outcome === 'failed' ? paint.red('✗') : paint.yellow('?');
          const how = one.outcome === 'passed' ? '' : `  [${one.outcome}, ${one.obligation}]`;
          under(`${sign} ${one.checked}${how}`);
        }
        if (said.outcome !== 'passed') under(paint.red(`it stays shut: ${said.reason}`));
        return;
      }
      case 'integrated':
        line(
          `${paint.cyan('⑂')} ${said.branches} ${said.branches === 1 ? 'branch' : 'branches'} merged${said.phase ? ` for ${name(said.phase)}` : ''}, now at ${said.commit.slice(0, 10)}`,
        );
        return;
      case 'phase':
        line(paint.bold(`── ${name(said.phase)} ${said.what}`));
        return;
      case 'waits':
        line(paint.dim(`… ${taskId(said.task)} waits for ${said.for}`));
        return;
      case 'note':
        line(paint.dim(said.text));
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
      const why = entities?.pools.get(pool)?.id ?? (pool.endsWith(':jobs') ? 'a free job' : name(pool));
      if (waitsSaid.get(task.iri) === why) continue;
      waitsSaid.set(task.iri, why);
      say({ kind: 'waits', task: task.iri, for: why });
    }
  };

  const onEvent = (event: RunEvent): void => {
    if (event.kind === 'run-resumed') line('the run is taken up again');
    if (event.kind === 'run-paused')
      line(
        paint.yellow(
          event.why === 'awaiting'
            ? 'the run waits for a person'
            : 'the run is paused; `spec-exec resume` goes on with it',
        ),
      );
  };

  return {
    listeners: {
      say,
      onEvent,
      onStep,
      onRun: ({ iri, folder }) => line(`run ${paint.bold(iri)}${paint.dim(`  ${folder}`)}`),
      onPlan: (known) => {
        plan = known.plan;
        entities = known.entities;
        line(
          `${paint.bold(known.plan.title)}: closed, ${known.closure.met} of ${known.closure.total} obligations met; ${count(known.plan.tasks.length, 'task')}, ${count(known.plan.gates.length, 'gate')}, ${count(known.plan.phases.length, 'phase')}`,
        );
      },
    },
    interrupted: (again) =>
      line(
        paint.yellow(
          again ? 'leaving at once; `spec-exec resume` goes on' : 'stopping the agents; once more leaves at once',
        ),
      ),
    summary: (result) => output.out(summaryText(result, entities, paint)),
    close: () => undefined,
  };
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
