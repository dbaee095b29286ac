// A small project in a folder of its own (the toast of test/cases/cli/toy, its binding, its agents), and the program run in it:
// what people see on standard output and error, and the exit status.
import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { plainEnvironment, scratch } from '../support/processes.ts';
import { callProgram } from '../support/here.ts';
import { builtProgram, projectFolder } from '../support/program.ts';

export interface Shown {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface HowToRun {
  readonly env?: Readonly<Record<string, string>>;
  /** Below the project; the project itself where nothing is said. */
  readonly cwd?: string;
  readonly input?: string;
  /** Another user, where the tests run as root: root may read everything. */
  readonly asNobody?: boolean;
}

export interface Under {
  readonly child: ChildProcess;
  readonly ended: Promise<Shown>;
  out(): string;
}

export const NOBODY = 65_534;
export const isRoot = process.getuid?.() === 0;

/** What each agent does, as agent.mjs understands it. */
export type Script = Readonly<Record<string, unknown>>;

const SCRIPTS: Readonly<Record<string, Script>> = {
  'time-toaster': {
    files: { 'notes.md': 'It is cold.\n' },
    handoffs: { 'toast/recipe': { seconds: 55 } },
    measure: [{ metric: 'toast-time', kind: 'baseline', value: 121 }],
    evidence: { agent: 'scout' },
  },
  'make-toast': {
    measure: [{ metric: 'toast-time', kind: 'actual', value: 54.5 }],
    evidence: { agent: 'baker' },
  },
  'wipe-table': { evidence: { agent: 'scout' } },
};

export interface Kitchen {
  readonly folder: string;
  /** The specification's folder, below the project. */
  readonly spec: string;
  path(...parts: string[]): string;
  read(path: string): string;
  write(path: string, text: string | Buffer): void;
  /** Puts a text in place of another, which must be there. */
  change(path: string, from: string | RegExp, to: string): void;
  /** Makes an agent do otherwise. */
  script(task: string, script: Script): void;
  /** Runs the program to its end: in this process, where nothing that is asked for takes one of its own. */
  cli(args: readonly string[], how?: HowToRun): Promise<Shown>;
  /** Starts it as a process, and gives what it prints so far. */
  start(args: readonly string[], how?: HowToRun): Under;
  /** Names of the runs on disk, oldest first. */
  runs(): string[];
  remove(): void;
}

export function kitchen(name = 'spec-exec-cli-', spec = '.specify/specs/toast'): Kitchen {
  const place = scratch(name);
  const scripts = { ...SCRIPTS };
  const path = (...parts: string[]): string => place.path(...parts);
  const write = (file: string, text: string | Buffer): void => {
    mkdirSync(dirname(path(file)), { recursive: true });
    writeFileSync(path(file), text);
  };
  const bind = (): void => write('.specify/bindings/default.ttl', bindingOf(scripts));
  cpSync(join(projectFolder, 'test/cases/cli/toy'), path(spec), { recursive: true });
  bind();
  // Wide, so that a sentence looked for is on one line.
  const environment = (how: HowToRun): Record<string, string> => ({
    ...plainEnvironment,
    HOME: place.folder,
    COLUMNS: '160',
    ...how.env,
  });
  const start = (args: readonly string[], how: HowToRun = {}): Under => {
    const child = spawn(process.execPath, [builtProgram(), ...args], {
      cwd: path(how.cwd ?? '.'),
      env: environment(how),
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(how.asNobody && isRoot ? { uid: NOBODY, gid: NOBODY } : {}),
    });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (piece: string) => (out += piece));
    child.stderr.setEncoding('utf8').on('data', (piece: string) => (err += piece));
    // A program that ends before it has read all is no fault of the test's.
    child.stdin.on('error', () => undefined);
    child.stdin.end(how.input ?? '');
    const ended = new Promise<Shown>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, out, err }));
    });
    return { child, ended, out: () => out };
  };
  return {
    folder: place.folder,
    spec,
    path,
    read: (file) => readFileSync(path(file), 'utf8'),
    write,
    change(file, from, to) {
      const before = readFileSync(path(file), 'utf8');
      const after = before.replace(from, to);
      if (after === before) throw new Error(`${file} does not hold ${String(from)}`);
      writeFileSync(path(file), after);
    },
    script(task, script) {
      scripts[task] = script;
      bind();
    },
    cli: (args, how = {}) =>
      args.length === 0 || how.asNobody || how.input !== undefined
        ? start(args, how).ended
        : callProgram(args, path(how.cwd ?? '.'), environment(how)),
    start,
    runs: () => (existsSync(path('.specify/runs')) ? readdirSync(path('.specify/runs')).sort() : []),
    remove: () => place.remove(),
  };
}

function bindingOf(scripts: Readonly<Record<string, Script>>): string {
  const agent = join(projectFolder, 'test/support/agent.mjs');
  const rules = Object.entries(scripts).map(
    ([task, script]) => `:${task}
    a sx:AgentBinding ;
    sx:binds spec:${task} ;
    sx:executor sx:processExecutor ;
    sx:argv ( "node" ${JSON.stringify(agent)} ${JSON.stringify(JSON.stringify(script))} ) .
`,
  );
  return `@prefix : <https://example.org/kitchen#> .
@prefix spec: <https://example.org/toast#> .
@prefix sx: <https://w3id.org/spec-exec/ns#> .

:kitchen
    a sx:Binding ;
    sx:agentBinding ${Object.keys(scripts)
      .map((task) => `:${task}`)
      .join(' , ')} .

${rules.join('\n')}`;
}

/** Codes of the findings that people were shown, in order. */
export function codesOf(shown: Shown): string[] {
  return [...`${shown.err}\n${shown.out}`.matchAll(/^(?:error|warning|info)\[([a-z]+\/[a-z0-9-]+)\]/gm)].map(
    (found) => found[1]!,
  );
}

/** What must be so of whatever the program prints when it refuses. */
export function flaws(shown: Shown): string[] {
  const all = `${shown.out}\n${shown.err}`;
  return [
    ...(/^\s+at .+:\d+:\d+\)?$/m.test(all) ? ['a stack trace'] : []),
    ...(/this is a bug in spec-exec|\[object Object\]|\bundefined\b|\bNaN\b/.test(all) ? ['an internal word'] : []),
    // oxlint-disable-next-line no-control-regex -- it is what is looked for
    ...(/\u001b/.test(all) ? ['an escape code'] : []),
  ];
}
