// Plays the reference story by hand for the tests: a copy of the workspace, a branch and a worktree for each agent, the
// contexts that an orchestrator would give, the merges that it would make.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const EXAMPLE = fileURLToPath(new URL('../../examples/build-optimization/', import.meta.url));
const STUB = fileURLToPath(new URL('./spec-exec-stub.mjs', import.meta.url));

/** What an agent left: its evidence and its hand-off values, and whether it ended well. */
export interface Left {
  readonly status: number | null;
  readonly output: string;
  readonly evidence: Evidence;
  readonly handOffs: Readonly<Record<string, unknown>>;
  readonly seconds: number;
}

/** The parts of the evidence that tests look at. */
export interface Evidence {
  readonly agent: string;
  readonly phase: number;
  readonly duration_hours: number;
  readonly changes: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly verification: Readonly<Record<string, unknown>>;
  readonly measurements?: readonly Measured[];
}

/** One measurement of the evidence. */
export interface Measured {
  readonly metric: string;
  readonly kind: string;
  readonly value?: number;
  readonly status?: string;
}

/** The phases in order, agents in the order in which their branches are merged. */
export const PHASES = [
  ['specification-validator'],
  ['performance-benchmarker', 'system-architect', 'code-analyzer'],
  ['build-config-optimizer', 'incremental-build-optimizer', 'dependency-optimizer', 'code-optimizer', 'test-optimizer'],
  ['production-validator'],
] as const;

/** A story that is under way in temporary folders; `close` takes them away. */
export class Story {
  readonly #folder = mkdtempSync(join(tmpdir(), 'spec-exec-story-'));
  readonly #env: Readonly<Record<string, string>>;
  readonly #handOffs: Record<string, unknown> = {};
  readonly repository = join(this.#folder, 'repository');
  readonly left = new Map<string, Left>();

  constructor({ load, broken = [] }: { readonly load: string; readonly broken?: readonly string[] }) {
    const { PATH = '', HOME = '' } = process.env;
    this.#env = {
      PATH,
      HOME,
      GGEN_LOAD: load,
      SPEC_EXEC_CLI: process.env['STORY_CLI'] ?? STUB,
      SPEC_EXEC_EXAMPLE_BREAK: broken.join(','),
    };
    copyWorkspace(this.repository);
    this.git(this.repository, 'init', '-q', '-b', 'main');
    this.commit(this.repository, 'the workspace');
    const spec = join(this.#folder, 'spec');
    mkdirSync(spec);
    for (const name of ['feature', 'entities', 'plan']) writeFileSync(join(spec, `${name}.ttl`), `# ${name}\n`);
  }

  /** Runs agents on branches of their own from the same base, two at a time, and merges the branches in order. */
  async phase(agents: readonly string[]): Promise<void> {
    const queue = [...agents];
    const worker = async (): Promise<void> => {
      for (let agent = queue.shift(); agent !== undefined; agent = queue.shift())
        this.left.set(agent, await this.#run(agent));
    };
    await Promise.all([worker(), worker()]);
    for (const agent of agents) {
      Object.assign(this.#handOffs, this.left.get(agent)?.handOffs);
      this.git(this.repository, 'merge', '-q', '--no-ff', '-m', `merge ${agent}`, agent);
    }
  }

  async #run(agent: string): Promise<Left> {
    const tree = join(this.#folder, agent);
    this.git(this.repository, 'worktree', 'add', '-q', '-b', agent, tree, 'main');
    const file = (name: string): string => join(this.#folder, `${agent}.${name}`);
    const spec = process.env['STORY_SPEC'] ?? join(this.#folder, 'spec');
    writeFileSync(
      file('context'),
      JSON.stringify({ spec, inputs: [], outputs: [], handoffs: this.#handOffs, metrics: [] }),
    );
    const env = {
      ...this.#env,
      SPEC_EXEC_CONTEXT: file('context'),
      SPEC_EXEC_EVIDENCE: file('evidence'),
      SPEC_EXEC_HANDOFF: file('handoff'),
    };
    const started = performance.now();
    const { status, output } = await runNode([join(EXAMPLE, 'agents', `${agent}.mjs`)], tree, env);
    if (!existsSync(file('evidence'))) throw new Error(`${agent} left no evidence:\n${output}`);
    this.commit(tree, agent);
    return {
      status,
      output,
      evidence: JSON.parse(readFileSync(file('evidence'), 'utf8')) as Evidence,
      handOffs: handOffsIn(file('handoff')),
      seconds: (performance.now() - started) / 1000,
    };
  }

  /** The measurements of an agent by metric. */
  measured(agent: string): ReadonlyMap<string, Measured> {
    return new Map((this.left.get(agent)?.evidence.measurements ?? []).map((each) => [each.metric, each]));
  }

  /** Runs one task of the build tool on what is merged so far. */
  async task(
    name: string,
    args: readonly string[] = [],
    env: Readonly<Record<string, string>> = {},
  ): Promise<BuildReport> {
    const { output } = await runNode(['tools/build.mjs', name, '--json', ...args], this.repository, {
      ...this.#env,
      ...env,
    });
    return JSON.parse(output.split('\n').find((line) => line.startsWith('{')) ?? 'null') as BuildReport;
  }

  commit(tree: string, message: string): void {
    this.git(tree, 'add', '--all');
    this.git(tree, 'commit', '-q', '--allow-empty', '-m', message);
  }

  git(cwd: string, ...args: readonly string[]): string {
    const config = [
      'user.name=story',
      'user.email=story@example.org',
      'commit.gpgsign=false',
      'core.hooksPath=/dev/null',
    ];
    return execFileSync('git', [...config.flatMap((each) => ['-c', each]), ...args], { cwd, encoding: 'utf8' });
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** What the build tool prints with --json, as far as tests look at it. */
export interface BuildReport {
  readonly status: string;
  readonly compiled: readonly string[];
  readonly fresh?: readonly string[];
  readonly errors: readonly string[];
  readonly lockWaits: number;
  readonly peakMemoryBytes: number;
  readonly program?: { readonly path: string; readonly digest: string; readonly bytes: number };
  readonly plan?: { readonly heavyTables: number; readonly genericTables: number; readonly tableBytes: number };
}

/** A copy of the workspace without what was built in it. */
export function copyWorkspace(target: string): void {
  const source = join(EXAMPLE, 'workspace');
  cpSync(source, target, { recursive: true, filter: (path) => path !== join(source, 'target') });
}

function handOffsIn(folder: string): Record<string, unknown> {
  const keys = ['spec-closure', 'baseline-metrics', 'architecture-design'].map((name) => `swarm/build-opt/${name}`);
  const files = keys.map((key) => [key, join(folder, `${encodeURIComponent(key)}.json`)] as const);
  return Object.fromEntries(
    files.filter(([, file]) => existsSync(file)).map(([key, file]) => [key, JSON.parse(readFileSync(file, 'utf8'))]),
  );
}

/** Runs Node with exactly this environment; standard output and error together, in the order they came. */
export function runNode(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly status: number | null; readonly output: string }> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (text: Buffer) => (output += text.toString()));
    child.stderr.on('data', (text: Buffer) => (output += text.toString()));
    child.on('error', fail);
    child.on('close', (status) => done({ status, output }));
  });
}
