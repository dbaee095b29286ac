// A small project in a folder of its own: a specification, a binding, agents; and the real program to run it with.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { NamedNode, Quad_Subject } from '@rdfjs/types';
import { openEngine } from '../../src/engine.ts';
import { readRecords } from '../../src/executors/records.ts';
import { listRuns, readRun } from '../../src/history/runs.ts';
import type { Graphs } from '../../src/store/graphs.ts';
import { readJournal } from '../../src/store/journal.ts';
import { sx } from '../../src/vocabulary/terms.ts';
import { rdf } from '../../src/vocabulary/borrowed.ts';
import { namedNode } from '../../src/vocabulary/factory.ts';
import { plainEnvironment, scratch, startedWith, until, type Scratch } from './processes.ts';
import { callProgram } from './here.ts';
import { builtProgram, projectFolder } from './program.ts';

export interface TaskGiven {
  readonly id: string;
  /** Tasks, gates or phases. */
  readonly requires?: readonly string[];
  readonly phase?: string;
  /** Makes the artifact `<id>-file` at `out/<id>.json`. */
  readonly makes?: boolean;
  /** Tasks whose file it is given. */
  readonly reads?: readonly string[];
  /** Hands over the key `<id>-key`. */
  readonly hands?: boolean;
  /** Tasks whose key it is given. */
  readonly takes?: readonly string[];
  /** Measures the metric `<id>-metric` (at most 10, in seconds) as this. */
  readonly measures?: number;
  readonly retriesMax?: number;
  /** Milliseconds. */
  readonly delayMs?: number;
  /** Further triples of the task, such as `sx:verification "test"`. */
  readonly more?: string;
  /** The agent's variables over those that follow from the above: a lie, a failure. */
  readonly set?: Readonly<Record<string, string>>;
  /** Whether a person does it. */
  readonly byHand?: boolean;
  /** Another agent than agent.sh. */
  readonly argv?: readonly string[];
}

export interface GateGiven {
  readonly id: string;
  readonly requires?: readonly string[];
  /** The phase that it ends. */
  readonly ends?: string;
  /** A criterion each, in Turtle: `a sx:MetricCriterion ; sx:metric :a-metric`. */
  readonly criteria?: readonly string[];
}

export interface SpecGiven {
  readonly tasks: readonly TaskGiven[];
  readonly gates?: readonly GateGiven[];
  readonly phases?: readonly { readonly id: string; readonly order: number }[];
  /** Whether attempts work in git worktrees of a copied workspace. */
  readonly git?: boolean;
  /** Command name → argv. */
  readonly commands?: Readonly<Record<string, readonly string[]>>;
  /** Further Turtle for plan.ttl. */
  readonly turtle?: string;
  /** Roles that the binding signs for. */
  readonly signs?: readonly string[];
}

const NS = 'https://example.org/small#';
const HEAD = `@prefix : <${NS}> .
@prefix sx: <https://w3id.org/spec-exec/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix unit: <http://qudt.org/vocab/unit/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix earl: <http://www.w3.org/ns/earl#> .
`;

/** A string as a Turtle literal. */
const literal = (text: string): string => JSON.stringify(text);
const names = (list: readonly string[]): string => list.map((name) => `:${name}`).join(' , ');

/** One line of the agents' shared log. */
export interface Ran {
  readonly what: 'begin' | 'end';
  readonly task: string;
  readonly attempt: number;
}

/** What a run came to, without its name and its times: equal for two runs that did the same. */
export interface EndState {
  readonly tasks: Readonly<Record<string, string>>;
  readonly gates: Readonly<Record<string, string>>;
  readonly handOffs: Readonly<Record<string, string>>;
  readonly artifacts: Readonly<Record<string, string>>;
}

export interface Exited {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

/** A program under way. */
export interface Under {
  readonly child: ChildProcess;
  readonly exited: Promise<Exited>;
  /** What it printed so far. */
  out(): string;
  /** Resolves true once so many lines are out, false where it ended before. */
  lines(count: number): Promise<boolean>;
}

/** A project on disk; `remove` takes it away. */
export class Project {
  readonly place: Scratch = scratch('spec-exec-run-');
  readonly folder = this.place.folder;
  readonly log = join(this.folder, 'agents.txt');
  readonly plan = join(this.folder, '.specify', 'specs', 'small', 'plan.ttl');
  readonly given: SpecGiven;

  constructor(given: SpecGiven) {
    this.given = given;
    this.write('.specify/specs/small/feature.ttl', featureText(given));
    this.write('.specify/specs/small/entities.ttl', entitiesText(given));
    this.write('.specify/specs/small/plan.ttl', planText(given));
    this.write('.specify/bindings/default.ttl', this.bindingText());
    if (given.git) this.write('workspace/README.md', 'A workspace.\n');
  }

  write(path: string, text: string): void {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  private environment(): Record<string, string> {
    return { ...plainEnvironment, TEST_LOG: this.log, COLUMNS: '160' };
  }

  /** Starts the program here as a process, with an environment of ours alone. */
  start(...args: readonly string[]): Under {
    const child = spawn(process.execPath, [builtProgram(), ...args], {
      cwd: this.folder,
      env: this.environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    let over = false;
    let heard: () => void = () => undefined;
    child.stdout.setEncoding('utf8').on('data', (piece: string) => {
      out += piece;
      heard();
    });
    child.stderr.setEncoding('utf8').on('data', (piece: string) => (err += piece));
    const exited = new Promise<Exited>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, signal) => {
        over = true;
        heard();
        resolve({ code, signal, out, err });
      });
    });
    const lines = async (count: number): Promise<boolean> => {
      while (out.split('\n').length - 1 < count) {
        if (over) return false;
        await new Promise<void>((resolve) => (heard = resolve));
      }
      return true;
    };
    return { child, exited, out: () => out, lines };
  }

  /** Runs the program here to its end, in the test's own process. */
  async cli(...args: readonly string[]): Promise<Exited> {
    return { ...(await callProgram(args, this.folder, this.environment())), signal: null };
  }

  /** What the agents wrote of when they began and ended, in order. */
  ran(): Ran[] {
    if (!existsSync(this.log)) return [];
    return readFileSync(this.log, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const [what = '', task = '', attempt = ''] = line.split(' ');
        return { what: what as Ran['what'], task: task.replace(NS, ''), attempt: Number(attempt.split(':').at(-1)) };
      });
  }

  /** The folder of the newest run; undefined where there is none. */
  runFolder(): string | undefined {
    return listRuns(join(this.folder, '.specify', 'runs'))[0]?.folder;
  }

  journal(): string {
    return join(this.runFolder()!, 'journal.nq');
  }

  /** Tasks of which the journal on disk says that an attempt succeeded. */
  done(): Set<string> {
    const folder = this.runFolder();
    const replay = folder === undefined ? undefined : readJournal(join(folder, 'journal.nq'));
    if (!replay?.ok) return new Set();
    const quads = replay.value.batches.flatMap((batch) => [...batch.quads]);
    const ends = new Set(
      quads
        .filter((one) => one.predicate.equals(rdf.type) && one.object.equals(sx.AttemptEnded))
        .map((one) => one.subject.value),
    );
    const good = new Set(
      quads
        .filter(
          (one) => ends.has(one.subject.value) && one.predicate.equals(sx.ending) && one.object.equals(sx.succeeded),
        )
        .map((one) => one.subject.value),
    );
    return new Set(
      quads
        .filter((one) => good.has(one.subject.value) && one.predicate.equals(sx.task))
        .map((one) => one.object.value.replace(NS, '')),
    );
  }

  /** What the newest run's record says it came to. */
  async end(): Promise<EndState> {
    const opened = await openEngine().open(this.folder);
    if (!opened.ok) throw new Error(opened.diagnostics.map((one) => one.message).join('\n'));
    const { plan, state, graphs } = opened.value;
    const of = (type: NamedNode, key: NamedNode, value: NamedNode): Record<string, string> =>
      Object.fromEntries(
        graphs
          .subjects(rdf.type, type)
          .flatMap((one) => {
            const name = graphs.object(one, key)?.value;
            return name === undefined ? [] : [[name.replace(NS, ''), graphs.object(one, value)?.value ?? ''] as const];
          })
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      );
    return {
      tasks: Object.fromEntries(plan.tasks.map((task) => [task.id, state.nodes[task.node]!])),
      gates: Object.fromEntries(plan.gates.map((gate) => [gate.id, state.nodes[gate.node]!])),
      handOffs: of(sx.HandOffValue, sx.key, sx.jsonValue),
      artifacts: of(sx.Evidence, sx.artifact, sx.sha256),
    };
  }

  /** The record of the newest run: the specification, and all that happened. */
  record(): Graphs {
    const recorded = readRun(listRuns(join(this.folder, '.specify', 'runs'))[0]!);
    if (!recorded.ok) throw new Error(recorded.diagnostics.map((one) => one.message).join('\n'));
    return recorded.value.graphs;
  }

  /** How each attempt of a task ended, in order: `lost`, `succeeded`. */
  endings(task: string): string[] {
    const graphs = this.record();
    const attempts = graphs
      .subjects(rdf.type, sx.Attempt)
      .filter((one) => graphs.has(one, sx.task, namedNode(NS + task)));
    const number = (one: Quad_Subject): number => Number(graphs.object(one, sx.attemptNumber)?.value);
    return attempts
      .sort((a, b) => number(a) - number(b))
      .map((one) => graphs.object(one, sx.ending)?.value.replace(/^.*#/, '') ?? 'open');
  }

  /** Pid of the newest supervisor; undefined where there is none yet. */
  supervisor(): number | undefined {
    const folder = join(this.runFolder() ?? this.folder, 'supervisors');
    const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.log')) : [];
    return readRecords(join(folder, `supervisor-${names.length - 1}.log`)).supervisor?.pid;
  }

  /** Living processes that the runs of this project started. */
  left(): number[] {
    return startedWith(this.folder);
  }

  async remove(): Promise<void> {
    // Supervisors end a moment after the program that drives them.
    await until(`nothing works in ${this.folder} any more`, () => this.left().length === 0);
    this.place.remove();
  }

  private bindingText(): string {
    const { given } = this;
    const agents = given.tasks.map((task) => {
      if (task.byHand) return `[ a sx:AgentBinding ; sx:binds :${task.id} ; sx:executor sx:humanExecutor ]`;
      const set = { ...variablesOf(task), TEST_LOG: this.log, ...task.set };
      const variables = Object.entries(set).map(([name, value]) => literal(`${name}=${value}`));
      const argv = task.argv ?? ['/bin/sh', join(projectFolder, 'test', 'support', 'agent.sh')];
      return `[ a sx:AgentBinding ; sx:binds :${task.id} ; sx:executor sx:processExecutor ; sx:argv ( ${argv.map(literal).join(' ')} ) ; sx:setEnvironment ${variables.join(' , ')} ]`;
    });
    const commands = Object.entries(given.commands ?? {}).map(
      ([name, argv]) =>
        `[ a sx:CommandBinding ; sx:command ${literal(name)} ; sx:argv ( ${argv.map(literal).join(' ')} ) ; sx:setEnvironment ${literal(`TEST_LOG=${this.log}`)} ]`,
    );
    const signs = (given.signs ?? []).map(
      (role) => `[ a sx:AutomatedApproval ; sx:signsFor :${role} ; sx:approverName "test-automation" ]`,
    );
    const lists = [
      ['sx:agentBinding', agents],
      ['sx:commandBinding', commands],
      ['sx:automatedApproval', signs],
    ] as const;
    const lines = lists
      .filter(([, items]) => items.length > 0)
      .map(([predicate, items]) => ` ;\n  ${predicate} ${items.join(' ,\n    ')}`);
    return `${HEAD}:binding a sx:Binding${given.git ? ' ; sx:workspace "workspace"' : ''}${lines.join('')} .\n`;
  }
}

function variablesOf(task: TaskGiven): Record<string, string> {
  const needs = [
    ...(task.reads ?? []).map((one) => `out/${one}.json`),
    ...(task.takes ?? []).map((one) => `"from": "${one}-key"`.replaceAll(' ', '.')),
  ];
  const metric = { metric: `${task.id}-metric`, kind: 'actual', value: task.measures, unit: 'SEC', method: 'made up' };
  return {
    TEST_DELAY: String((task.delayMs ?? 0) / 1000),
    TEST_NEEDS: needs.join(' '),
    TEST_FILES: task.makes ? `out/${task.id}.json` : '',
    TEST_KEYS: task.hands ? `${task.id}-key` : '',
    TEST_EVIDENCE: task.measures === undefined ? '' : JSON.stringify({ agent: task.id, measurements: [metric] }),
  };
}

function featureText({ tasks }: SpecGiven): string {
  const metrics = tasks
    .filter((task) => task.measures !== undefined)
    .map(
      ({ id }) =>
        `:${id}-metric a sx:Metric ; dcterms:title "time of ${id}" ; sx:comparator sx:atMost ; sx:target 10 ; sx:unit unit:SEC ; sx:actualBy :${id} .\n`,
    );
  return `${HEAD}:feature a sx:Feature ; dcterms:title "A small feature" .\n${metrics.join('')}`;
}

function entitiesText({ tasks, gates = [] }: SpecGiven): string {
  const lines = ['\n:agent a sx:Agent ; dcterms:title "agent" .'];
  for (const { id } of tasks.filter((task) => task.makes))
    lines.push(
      `:${id}-file a sx:Artifact ; dcterms:title "${id}" ; sx:path "out/${id}.json" ; sx:mediaType "application/json" .`,
    );
  for (const { id } of tasks.filter((task) => task.hands)) {
    const consumers = tasks.filter((task) => task.takes?.includes(id)).map((task) => task.id);
    const consumed = consumers.length > 0 ? ` ; sx:consumer ${names(consumers)}` : '';
    lines.push(
      `:${id}-hand-off a sx:HandOff ; dcterms:title "${id}" ; sx:key "${id}-key" ; sx:producer :${id}${consumed} .`,
    );
  }
  for (const gate of gates) {
    const criteria = (gate.criteria ?? []).map((_, index) => `${gate.id}-criterion-${index + 1}`);
    const requires = gate.requires && gate.requires.length > 0 ? ` ; sx:requires ${names(gate.requires)}` : '';
    lines.push(
      `:${gate.id} a sx:Gate ; dcterms:title "${gate.id}"${requires}${criteria.length > 0 ? ` ; sx:criterion ${names(criteria)}` : ''} .`,
    );
    (gate.criteria ?? []).forEach((text, index) =>
      lines.push(`:${gate.id}-criterion-${index + 1} dcterms:title "${gate.id} ${index + 1}" ; ${text} .`),
    );
  }
  return `${HEAD}${lines.join('\n')}\n`;
}

function planText({ tasks, gates = [], phases = [], turtle = '' }: SpecGiven): string {
  const lines = ['\n:plan a sx:Plan ; dcterms:title "A small plan" ; sx:feature :feature .'];
  for (const { id, order } of phases) {
    const end = gates.find((gate) => gate.ends === id);
    lines.push(
      `:${id} a sx:Phase ; dcterms:title "${id}" ; sx:inPlan :plan ; sx:order ${order}${end ? ` ; sx:endGate :${end.id}` : ''} .`,
    );
  }
  for (const task of tasks) {
    const parts = [`:${task.id} a sx:Task ; dcterms:title "Task ${task.id}" ; sx:inPlan :plan`];
    if (task.phase !== undefined) parts.push(`sx:inPhase :${task.phase}`);
    if (task.requires && task.requires.length > 0) parts.push(`sx:requires ${names(task.requires)}`);
    if (task.makes) parts.push(`sx:output :${task.id}-file`);
    if (task.reads && task.reads.length > 0)
      parts.push(`sx:input ${task.reads.map((one) => `:${one}-file`).join(' , ')}`);
    if (task.retriesMax !== undefined) parts.push(`sx:retriesMax ${task.retriesMax}`);
    if (task.measures !== undefined) parts.push('sx:evidenceRequired true');
    if (task.more !== undefined) parts.push(task.more);
    lines.push(`${parts.join(' ; ')} .`);
  }
  return `${HEAD}${lines.join('\n')}\n${turtle}`;
}
