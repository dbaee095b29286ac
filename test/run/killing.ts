// One run that is killed at random points, again and again, until it is let through: what the kill tests and the longer
// script share. All that is random comes from the seed; when exactly a kill strikes is the machine's.
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readRecords } from '../../src/executors/records.ts';
import { prov, rdf } from '../../src/vocabulary/borrowed.ts';
import { sx } from '../../src/vocabulary/terms.ts';
import { openEngine } from '../../src/engine.ts';
import { Project, type Exited, type SpecGiven } from '../support/project.ts';
import { until } from '../support/processes.ts';
import { endGraph } from './end-graph.ts';

/** Numbers in [0, 1) that follow from the seed alone (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Whom a kill strikes: the orchestrator alone, it and its supervisors, or agents too. */
export type Victims = 'orchestrator' | 'with supervisor' | 'with agents';

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

/** Plans that are different kinds of work for the scheduler. */
export const SHAPES: Readonly<Record<string, SpecGiven>> = {
  wide: {
    tasks: numbers(8).map((n) => ({ id: `w${n}`, delayMs: 20 + 8 * n, makes: n % 2 === 0, hands: n % 3 === 0 })),
  },
  chain: {
    tasks: numbers(6).map((n) => ({
      id: `c${n}`,
      delayMs: 20,
      makes: true,
      hands: true,
      ...(n > 1 && { reads: [`c${n - 1}`], takes: [`c${n - 1}`] }),
    })),
  },
  layered: {
    tasks: numbers(3).flatMap((layer) =>
      numbers(3).map((n) => ({
        id: `l${layer}${n}`,
        delayMs: 20 + 10 * n,
        makes: true,
        ...(layer > 1 && { reads: numbers(3).map((m) => `l${layer - 1}${m}`) }),
      })),
    ),
  },
  gated: {
    phases: [
      { id: 'first', order: 1 },
      { id: 'second', order: 2 },
    ],
    tasks: [
      { id: 'measure', phase: 'first', delayMs: 40, measures: 3, makes: true },
      { id: 'design', phase: 'first', delayMs: 20, makes: true, hands: true },
      { id: 'review', phase: 'first', delayMs: 30, takes: ['design'], reads: ['measure'] },
      { id: 'build', phase: 'second', delayMs: 40, reads: ['design'], makes: true },
      { id: 'test', phase: 'second', delayMs: 30, takes: ['design'], hands: true },
    ],
    gates: [
      {
        id: 'first-gate',
        ends: 'first',
        requires: ['review'],
        criteria: [
          'a sx:MetricCriterion ; sx:metric :measure-metric',
          'a sx:ArtifactCriterion ; sx:artifact :design-file',
          'a sx:CommandCriterion ; sx:command "check"',
        ],
      },
      {
        id: 'second-gate',
        ends: 'second',
        requires: ['build', 'test'],
        criteria: ['a sx:HandOffCriterion ; sx:handOff :test-hand-off', 'a sx:ApprovalCriterion ; sx:role :signer'],
      },
    ],
    turtle: ':signer a sx:Role ; dcterms:title "signer" .\n',
    signs: ['signer'],
    commands: {
      check: [
        '/bin/sh',
        '-c',
        'echo "begin check:0 x:0" >>"$TEST_LOG"; sleep 0.05; echo "end check:0 x:0" >>"$TEST_LOG"',
      ],
    },
  },
};

/** A shape as it goes undisturbed, and the run as it stood on disk when nothing had been started yet. */
export interface Undisturbed {
  readonly given: SpecGiven;
  /** Lines of its end graph. */
  readonly end: readonly string[];
  /** Lines that `--json` prints in all. */
  readonly lines: number;
  readonly opening: { readonly run: string; readonly journal: Buffer };
}

/** Runs a shape to its end, undisturbed. */
export async function undisturbed(given: SpecGiven): Promise<Undisturbed> {
  const project = new Project(given);
  try {
    const ran = await project.cli('run', project.plan, '--min-closure', '0', '--jobs', '4', '--json');
    if (ran.code !== 0) throw new Error(`the undisturbed run exited with ${ran.code}:\n${ran.out}${ran.err}`);
    const bytes = readFileSync(project.journal());
    const closing = bytes.indexOf('\n# batch 1 ');
    return {
      given,
      end: await endOf(project),
      lines: ran.out.trim().split('\n').length,
      opening: {
        run: basename(project.runFolder()!),
        journal: bytes.subarray(0, bytes.indexOf('\n', closing + 1) + 1),
      },
    };
  } finally {
    await project.remove();
  }
}

export interface Killing {
  readonly seed: number;
  readonly shape: string;
  readonly git: boolean;
  readonly victims: Victims;
  readonly kills: number;
  /** Whether the first kill strikes `run` itself; otherwise the run is as a kill right after its first batch leaves it. */
  readonly fromTheStart: boolean;
}

/** What the seed stands for. */
export function killingOf(seed: number): Killing {
  const random = randomFrom(seed);
  const shapes = Object.keys(SHAPES);
  const one = random();
  return {
    seed,
    shape: shapes[seed % shapes.length]!,
    git: seed % 3 === 0,
    victims: one < 0.7 ? 'orchestrator' : one < 0.85 ? 'with supervisor' : 'with agents',
    kills: [1, 1, 1, 1, 1, 1, 2, 2, 2, 3][Math.floor(random() * 10)]!,
    fromTheStart: seed % 10 === 9,
  };
}

/** Runs it through all kills, lets it finish, and gives in sentences what is not as it must be. */
export async function killAndResume(killing: Killing, calm: Undisturbed): Promise<string[]> {
  const random = randomFrom(killing.seed + 1_000_003);
  const project = new Project({ ...calm.given, git: killing.git });
  const wrong: string[] = [];
  let keep = false;
  try {
    if (!killing.fromTheStart) {
      const folder = join(project.folder, '.specify', 'runs', calm.opening.run);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'journal.nq'), calm.opening.journal);
    }
    // A run of which nothing is on record yet is refused; then the plan is started anew.
    let anew = false;
    const words = (): string[] =>
      anew || project.runFolder() === undefined
        ? ['run', project.plan, '--min-closure', '0', '--jobs', '4', '--json']
        : ['resume', '--jobs', '4', '--json'];
    const history: string[] = [];
    for (let kill = 0; kill < killing.kills; kill++) {
      const begun = beginsOf(project);
      const done = project.done();
      const under = project.start(...words());
      // Some strike before it has said anything: while it loads, takes the lock, replays.
      const early = kill > 0 && random() < 0.15;
      const [line, pause] = early
        ? [0, random() * 400]
        : [1 + Math.floor(random() * (calm.lines / killing.kills)), random() * 30];
      await under.lines(line);
      await new Promise((resolve) => setTimeout(resolve, pause));
      strike(project, under.child.pid!, killing.victims);
      const { signal, code, out, err } = await under.exited;
      const [word] = words();
      anew = isEmptyRun(project, { signal, code, out, err });
      wrong.push(...unkept(project, out));
      history.push(`${word} ended by ${signal ?? code} after ${out.split('\n').length - 1} lines`);
      if (signal === null && code !== 0 && !anew) wrong.push(`it exited with ${code} by itself:\n${out}${err}`);
      for (const [task, count] of beginsOf(project))
        if (done.has(task) && count > (begun.get(task) ?? 0))
          wrong.push(`${task} began again although its success was on record`);
    }
    const before = { begun: beginsOf(project), done: project.done() };
    const last = await letThrough(project, anew || project.runFolder() === undefined);
    if (last !== undefined) wrong.push(`the last resume came to this: ${last}`);
    for (const [task, count] of beginsOf(project))
      if (before.done.has(task) && count > (before.begun.get(task) ?? 0))
        wrong.push(`${task} began again although its success was on record`);
    wrong.push(...together(project, killing.victims), ...differences(calm.end, await endOf(project)));
    if (killing.git) wrong.push(...mergesMissing(project, killing.shape === 'gated'));
    if (killing.victims === 'orchestrator')
      for (const [task, count] of beginsOf(project))
        if (count > 1 && task !== 'check:0')
          wrong.push(`${task} began ${count} times although no agent was ever killed`);
    await until('no process is left', () => project.left().length === 0, 10_000).catch((error: Error) =>
      wrong.push(`${error.message}: ${project.left().join(', ')}`),
    );
    if (wrong.length > 0) wrong.unshift(history.join('; '));
    keep = wrong.length > 0 && process.env['SPEC_EXEC_TEST_KEEP'] !== undefined;
    if (keep) cpSync(project.folder, `${process.env['SPEC_EXEC_TEST_KEEP']}/${killing.seed}`, { recursive: true });
    return wrong;
  } finally {
    await project.remove();
  }
}

function isEmptyRun(project: Project, { code, out, err }: Exited): boolean {
  return code === 2 && project.ran().length === 0 && /history\/(empty-run|no-run)/.test(out + err);
}

/** Kills, all at once as far as that goes. */
export function strike(project: Project, orchestrator: number, victims: Victims): void {
  kill(orchestrator);
  if (victims === 'orchestrator') return;
  const folder = project.runFolder();
  if (folder === undefined) return;
  const supervisors = join(folder, 'supervisors');
  let files: string[] = [];
  try {
    files = readdirSync(supervisors).filter((name) => name.endsWith('.log'));
  } catch {
    return; // it had none yet
  }
  for (const name of files) {
    const records = readRecords(join(supervisors, name));
    // Its agent is in the group that it leads.
    const pid = records.supervisor?.pid;
    if (pid !== undefined && isOurs(pid, project.folder)) kill(victims === 'with agents' ? -pid : pid);
  }
}

function isOurs(pid: number, folder: string): boolean {
  try {
    return (readFileSync(`/proc/${pid}/environ`, 'latin1') + readFileSync(`/proc/${pid}/cmdline`, 'latin1')).includes(
      folder,
    );
  } catch {
    return false;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it ended by itself
  }
}

function beginsOf(project: Project): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { what, task } of project.ran()) if (what === 'begin') counts.set(task, (counts.get(task) ?? 0) + 1);
  return counts;
}

/** Tasks and commands that were at work twice at once. Who was killed says no end, so there only a begin after a begin with an end between is told. */
function together(project: Project, victims: Victims): string[] {
  const running = new Map<string, number>();
  const wrong: string[] = [];
  for (const { what, task } of project.ran()) {
    const now = (running.get(task) ?? 0) + (what === 'begin' ? 1 : -1);
    running.set(task, now);
    if (now > 1 && victims !== 'with agents') wrong.push(`${task} ran twice at once`);
    if (now < 0) wrong.push(`${task} ended more often than it began`);
  }
  return wrong;
}

/** In git: tasks whose commit, or whose merge where a gate ends the phase, is not on record. */
function mergesMissing(project: Project, merged: boolean): string[] {
  const graphs = project.record();
  const makers = project.given.tasks.filter((task) => task.makes);
  return makers.flatMap(({ id }) => {
    const attempt = graphs
      .subjects(rdf.type, sx.Attempt)
      .find((one) => one.value.includes(`:${id}:`) && graphs.has(one, sx.ending, sx.succeeded))!;
    if (graphs.object(attempt, sx.commit) === undefined) return [`the commit of ${id} is not on record`];
    const merges = graphs.subjects(prov.used, attempt).filter((one) => graphs.has(one, rdf.type, sx.Integration));
    return !merged || merges.length === 1 ? [] : [`the merge of ${id} is ${merges.length} times on record`];
  });
}

/** Isomorphic graphs have the same canonical lines; where they have not, labels of nodes without a name say nothing. */
function differences(calm: readonly string[], end: readonly string[]): string[] {
  if (calm.length === end.length && calm.every((line, index) => line === end[index])) return [];
  const [wanted, got] = [calm, end].map((lines) => lines.map((line) => line.replace(/_:c14n\d+/g, '_')).sort());
  const without = (all: readonly string[], those: readonly string[]): string[] => {
    const rest = [...those];
    return all.filter((line) => !rest.includes(line) || rest.splice(rest.indexOf(line), 1).length === 0);
  };
  return [
    'its end graph is another:',
    ...without(wanted!, got!).map((line) => `it lacks ${line}`),
    ...without(got!, wanted!).map((line) => `it has ${line}`),
  ].slice(0, 12);
}

async function endOf(project: Project): Promise<readonly string[]> {
  const opened = await openEngine().open(project.folder);
  if (!opened.ok) throw new Error(opened.diagnostics.map((one) => one.message).join('\n'));
  return await endGraph(opened.value.graphs, opened.value.ref.iri);
}

/** Resumes it in this process, and lets it go on to its end; says what it came to where that is not a success. */
async function letThrough(project: Project, anew: boolean): Promise<string | undefined> {
  const engine = openEngine();
  const result = anew
    ? await engine.run(project.plan, { minClosure: 0, jobs: 4 })
    : await engine.resume(project.folder, undefined, { jobs: 4 });
  if (!result.ok) {
    const empty = result.diagnostics.some(({ code }) => /history\/(empty-run|no-run)/.test(code));
    if (empty && !anew && project.ran().length === 0) return await letThrough(project, true);
    return result.diagnostics.map((one) => one.message).join('\n');
  }
  const { stop } = result.value;
  return stop.kind === 'run-ended' && stop.ending === 'succeeded' ? undefined : stop.reason;
}

/** What it had said was done, and is not on record: lines of `--json` are acknowledgements. */
function unkept(project: Project, out: string): string[] {
  const done = project.done();
  return (
    out
      .split('\n')
      .slice(0, -1)
      // A run that is refused says so in lines of another kind.
      .filter((line) => line.startsWith('{"'))
      .flatMap((line) => {
        const said = JSON.parse(line) as {
          kind: string;
          task?: string;
          ending?: string;
          event?: { kind: string; task?: string; ending?: string };
        };
        const { task, ending } = said.kind === 'ended' ? said : said.event?.kind === 'attempt-ended' ? said.event : {};
        const id = task?.replace(/^.*#/, '');
        return id === undefined || ending !== 'succeeded' || done.has(id)
          ? []
          : [`${id} was said to have succeeded, and is not on record`];
      })
  );
}
