// What a run would do, for people and for programs.
import pc from 'picocolors';
import { durationText } from '../base/duration.ts';
import { type AgentBinding, ruleFor } from '../derive/binding.ts';
import { groupedEdges } from '../derive/graph-json.ts';
import { nodeName } from '../derive/graph-text.ts';
import type { NodeIndex } from '../derive/plan.ts';
import type { Rehearsed, Resumes } from '../engine.ts';
import { JOBS } from '../schedule/pools.ts';
import { listed, usableWidth, wrapped } from './layout.ts';
import { EXIT, type ExitCode, type Output } from './output.ts';
import { revisedLines } from './revised-text.ts';

const NAMES_MAX = 12;

function rehearsalDocument(rehearsed: Rehearsed) {
  const { plan, binding, entities, stop, resumes } = rehearsed;
  const after = reasons(rehearsed);
  const pool = (iri: string): string => (iri === JOBS ? 'jobs' : (entities.pools.get(iri)?.id ?? iri));
  return {
    plan: plan.iri,
    ...(resumes ? { resumes: { ...resumes, revised: resumes.revised ?? null } } : {}),
    estimatedMs: rehearsed.totalMs,
    /** Whether all tasks and gates that were asked for are reached. */
    whole: isWhole(rehearsed),
    reason: stop.reason,
    tasks: rehearsed.tasks.map(({ node, startMs, endMs, waitedFor }) => {
      const task = plan.tasks[plan.nodes[node]!.of]!;
      const rule = ruleFor(binding, task);
      return {
        iri: task.iri,
        id: task.id,
        phase: task.phase === undefined ? null : plan.phases[task.phase]!.id,
        agent: task.agent ?? null,
        startMs,
        endMs,
        beside: rehearsed.tasks
          .filter((other) => other.node !== node && other.startMs < endMs && other.endMs > startMs)
          .map((other) => nodeName(plan, other.node)),
        after: after(node),
        waitsForPools: waitedFor.map(pool),
        runs: rule === undefined ? null : howRun(rule),
      };
    }),
    gates: rehearsed.gates.map(({ node, atMs }) => ({
      iri: plan.nodes[node]!.iri,
      id: nodeName(plan, node),
      atMs,
      criteria: plan.gates[plan.nodes[node]!.of]!.criteria.length,
      after: after(node),
    })),
  };
}

/** Prints it, and says with which status the command ends. */
export function showRehearsal(rehearsed: Rehearsed, output: Output, json: boolean): ExitCode {
  output.out(json ? JSON.stringify(rehearsalDocument(rehearsed), null, 2) : rehearsalText(rehearsed, output));
  return isWhole(rehearsed) ? EXIT.ok : EXIT.failed;
}

function isWhole({ stop }: Rehearsed): boolean {
  return stop.kind === 'run-ended' ? stop.ending === 'succeeded' : stop.why === 'reached';
}

/** What a node waits for directly, and the queries that say so. */
function reasons({ plan }: Rehearsed): (node: NodeIndex) => readonly { name: string; queries: readonly string[] }[] {
  const of = new Map<NodeIndex, { name: string; queries: readonly string[] }[]>();
  for (const { later, earlier, queries } of groupedEdges(plan)) {
    const list = of.get(later) ?? [];
    list.push({ name: nodeName(plan, earlier), queries: queries.map((query) => query.replace(/^derive\//, '')) });
    of.set(later, list);
  }
  return (node) => of.get(node) ?? [];
}

function howRun(rule: AgentBinding): { readonly by: string; readonly argv: readonly string[] } {
  if (rule.executor === 'human') return { by: 'a person', argv: [] };
  if (rule.module !== undefined) return { by: `the module ${rule.module}`, argv: [] };
  return { by: rule.verbatim ? 'a shell' : 'a process', argv: rule.argv };
}

/** Tasks and gates in the order of time, each with why it comes then. */
function rehearsalText(rehearsed: Rehearsed, output: Output): string {
  const paint = pc.createColors(output.color);
  const document = rehearsalDocument(rehearsed);
  const { entities, resumes } = rehearsed;
  const room = usableWidth(output.columns);
  const rows = [
    ...document.gates.map((gate) => ({ at: gate.atMs, gate, task: undefined })),
    ...document.tasks.map((task) => ({ at: task.startMs, gate: undefined, task })),
  ].sort((a, b) => a.at - b.at);
  const times = rows.map(({ at }) => (at === 0 ? 'at once' : `+${durationText(at)}`));
  const width = Math.max(...times.map((time) => time.length), 2);
  const indent = ' '.repeat(width + 4);
  const because = (after: readonly { name: string; queries: readonly string[] }[]): string =>
    after.length === 0
      ? 'waits for nothing'
      : `after ${listed(
          after.map(({ name, queries }) => `${name} [${queries.join(', ')}]`),
          6,
        )}`;
  const lines = [
    paint.bold(rehearsed.plan.title),
    ...wrapped(
      `What ${resumes ? '`spec-exec resume`' : 'a run'} would do, were each task as long as it is estimated and each gate passed. Nothing was started.`,
      room,
    ),
    ...(resumes ? resumedLines(resumes, room, paint) : []),
    '',
  ];
  for (const [index, { gate, task }] of rows.entries()) {
    const time = paint.dim(times[index]!.padStart(width));
    const more: string[] = [];
    if (gate) {
      lines.push(`${time}  ◇ ${paint.bold(gate.id)} is judged by ${count(gate.criteria, 'criterion', 'criteria')}`);
      more.push(because(gate.after));
    } else if (task) {
      const who = task.agent === null ? '' : `  ${entities.title(task.agent)}`;
      lines.push(`${time}  ▶ ${paint.bold(task.id)}${who}, ${durationText(task.endMs - task.startMs)}`);
      more.push(resumes?.takenUp.includes(task.id) ? 'was under way, and is taken up' : because(task.after));
      if (task.waitsForPools.length > 0) more.push(`then waits for ${task.waitsForPools.join(' and ')}`);
      if (task.beside.length > 0) more.push(`beside ${listed(task.beside, 4)}`);
      if (task.runs)
        more.push(`by ${[task.runs.by, ...task.runs.argv.map(shown)].join(' ').replace('a process ', '')}`);
    }
    for (const text of more)
      for (const line of wrapped(text, Math.max(20, room - indent.length))) lines.push(paint.dim(`${indent}${line}`));
  }
  lines.push('');
  if (resumes && rows.length === 0 && rehearsed.stop.kind === 'run-ended') {
    lines.push(...wrapped(`The run has ended: ${rehearsed.stop.reason}. Nothing is left to do.`, room));
    return lines.join('\n');
  }
  if (document.whole)
    lines.push(
      `${count(document.tasks.length, 'task', 'tasks')} and ${count(document.gates.length, 'gate', 'gates')}, ${durationText(document.estimatedMs)} by their estimates`,
    );
  else lines.push(...wrapped(`It would not come to its end: ${document.reason}.`, room));
  return lines.join('\n');
}

function resumedLines(resumes: Resumes, room: number, paint: ReturnType<typeof pc.createColors>): string[] {
  const { run, done, takenUp, revised } = resumes;
  const named = (what: string, names: readonly string[]): string[] =>
    names.length === 0 ? [] : wrapped(`${what}: ${listed([...names], NAMES_MAX)}`, room);
  return [
    '',
    paint.bold(run),
    ...named('done', done),
    ...named('under way', takenUp),
    ...(revised ? revisedLines(revised, room, paint) : []),
  ];
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

function shown(word: string): string {
  return /^[\w@%+=:,./{}-]+$/.test(word) ? word : JSON.stringify(word);
}
