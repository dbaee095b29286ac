// A run's state for people and for programs.
import pc from 'picocolors';
import type { OpenedRun } from '../engine.ts';
import { isHeld } from '../store/lock.ts';
import { type Awaited, awaitedIn, awaitedText } from '../schedule/awaited.ts';
import { isMet } from '../schedule/state.ts';
import { listed, usableWidth, wrapped } from './layout.ts';
import type { Output } from './output.ts';

/** `running`: somebody holds it now. `stopped`: nobody does and it has not ended: it was killed, and can be resumed. */
export type Condition =
  | 'running'
  | 'stopped'
  | 'interrupted'
  | 'awaiting'
  | 'diskFull'
  | 'reached'
  | 'succeeded'
  | 'failed'
  | 'halted';

export async function runCondition({ lastEvent, ref }: OpenedRun): Promise<Condition> {
  if (lastEvent?.kind === 'run-ended') return lastEvent.ending;
  if (await isHeld(ref.folder)) return 'running';
  return lastEvent?.kind === 'run-paused' ? lastEvent.why : 'stopped';
}

const NEXT: Readonly<Record<Condition, string>> = {
  running: 'an orchestrator is at work on it',
  stopped: 'nobody is at work on it: spec-exec resume goes on',
  interrupted: 'interrupted: spec-exec resume goes on',
  diskFull: 'paused, since the disk was full: make room, then spec-exec resume goes on',
  reached: 'all that was asked for is done: spec-exec resume goes on to the end',
  awaiting: 'waits for a person: spec-exec approve, then spec-exec resume',
  succeeded: 'all tasks succeeded and all gates passed',
  failed: 'failed',
  halted: 'halted by a critical conflict',
};

/** Where a person is waited for: for what, and the command that says yes or no. */
function whatNext({ lastEvent, ...run }: OpenedRun, awaited: readonly Awaited[], condition: Condition): string {
  if (lastEvent?.kind === 'run-ended') return lastEvent.reason;
  const [first, ...others] = awaited;
  if (condition !== 'awaiting' || !first) return NEXT[condition];
  const more = others.length === 0 ? '' : ` (and ${others.length} more wait)`;
  return `${awaitedText(first)}${more}: ${first.command}, then spec-exec resume ${run.ref.iri.slice(-6)}`;
}

export function statusDocument(opened: OpenedRun, condition: Condition) {
  const { ref, plan, state } = opened;
  const awaited = awaitedIn({ ...opened, run: ref.iri, folder: ref.folder });
  return {
    run: ref.iri,
    folder: ref.folder,
    condition,
    reason: whatNext(opened, awaited, condition),
    /** What a person is waited for. */
    awaits: awaited.map(({ kind, id, what, command, files, untilMs }) => ({
      kind,
      id,
      what,
      command,
      until: untilMs === undefined ? null : new Date(untilMs).toISOString(),
      ...(files ? { files } : {}),
    })),
    tasks: plan.tasks.map((task) => ({
      iri: task.iri,
      id: task.id,
      phase: task.phase === undefined ? null : plan.phases[task.phase]!.id,
      state: state.nodes[task.node],
      attempts: state.attempts.get(task.node) ?? 0,
      waitsFor: waitsFor(plan, state, task.node),
    })),
    gates: plan.gates.map((gate) => ({
      iri: gate.iri,
      id: gate.id,
      outcome: state.nodes[gate.node],
      waitsFor: waitsFor(plan, state, gate.node),
    })),
  };
}

function waitsFor(plan: OpenedRun['plan'], state: OpenedRun['state'], node: number): string[] {
  return plan.dependencies[node]!.filter((dependency) => !isMet(state.nodes[dependency]!)).map((dependency) =>
    idOf(plan, dependency),
  );
}

function idOf(plan: OpenedRun['plan'], index: number): string {
  const node = plan.nodes[index]!;
  if (node.kind === 'task') return plan.tasks[node.of]!.id;
  if (node.kind === 'gate') return plan.gates[node.of]!.id;
  return node.kind === 'phase' ? plan.phases[node.of]!.id : `${plan.phases[node.of]!.id} (start)`;
}

export function statusText(run: OpenedRun, condition: Condition, output: Output): string {
  const paint = pc.createColors(output.color);
  const document = statusDocument(run, condition);
  const mark = (state: string | undefined): string => {
    if (state === 'succeeded' || state === 'skipped' || state === 'passed') return paint.green('✓');
    if (state === 'failed' || state === 'timedOut') return paint.red('✗');
    return state === 'running' ? paint.cyan('▶') : paint.dim('·');
  };
  const width = Math.max(...document.tasks.map(({ id }) => id.length), ...document.gates.map(({ id }) => id.length), 4);
  const tail = (waits: readonly string[]): string =>
    waits.length > 0 ? paint.dim(`  waits for ${listed(waits, 4)}`) : '';
  const room = usableWidth(output.columns);
  const lines = [
    `${paint.bold(document.run)} ${condition}`,
    ...wrapped(document.reason, room - 2).map((line) => `  ${line}`),
    paint.dim(`  ${document.folder}`),
  ];
  for (const { id, files } of document.awaits)
    if (files)
      lines.push(
        paint.dim(`  ${id}: what is to be done is in ${files.prompt}`),
        paint.dim(`  ${' '.repeat(id.length)}  work in ${files.folder}`),
        paint.dim(`  ${' '.repeat(id.length)}  its variables, for a shell: . ${files.environment}`),
      );
  const torn = run.replay.tornBytes;
  if (torn > 0 && condition !== 'running')
    lines.push(paint.dim(`  the last ${torn} bytes of its journal were cut short by a crash, and are left out`));
  for (const phase of [...run.plan.phases.map(({ id }) => id), null]) {
    const tasks = document.tasks.filter((task) => task.phase === phase);
    if (tasks.length === 0) continue;
    lines.push('', paint.bold(run.plan.phases.find(({ id }) => id === phase)?.title ?? 'In no phase'));
    for (const task of tasks) {
      const tries = task.attempts > 1 ? `, ${task.attempts} attempts` : '';
      // Where nobody is at work on the run, what was under way has stopped with it, or is stopped when it is resumed.
      const state = task.state === 'running' && condition !== 'running' ? 'was running' : task.state;
      lines.push(`  ${mark(task.state)} ${task.id.padEnd(width)}  ${state}${tries}${tail(task.waitsFor)}`);
    }
  }
  lines.push('', paint.bold('Gates'));
  for (const gate of document.gates)
    lines.push(`  ${mark(gate.outcome)} ${gate.id.padEnd(width)}  ${gate.outcome}${tail(gate.waitsFor)}`);
  return lines.join('\n');
}
