// The reference specification with the example's agents, in a copy of its own, and its builds at a part of their load.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openEngine, type OpenedRun } from '../../src/engine.ts';
import { plainEnvironment, scratch, startedWith, until, type Scratch } from '../support/processes.ts';
import { builtProgram, projectFolder } from '../support/program.ts';
import type { Exited, Under } from '../support/project.ts';

const SPEC = '.specify/specs/007-optimize-build-times';

/** `load` 1 is the example as it is; `broken` names agents that do their job badly. */
export interface ReferenceGiven {
  readonly load: string;
  readonly broken?: readonly string[];
}

export class Reference {
  readonly place: Scratch = scratch('spec-exec-reference-');
  readonly folder = this.place.folder;
  readonly plan = join(this.folder, SPEC, 'plan.ttl');
  readonly given: ReferenceGiven;

  constructor(given: ReferenceGiven) {
    this.given = given;
    for (const path of [SPEC, 'examples/build-optimization']) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true });
      cpSync(join(projectFolder, path), join(this.folder, path), { recursive: true });
    }
    mkdirSync(join(this.folder, '.specify', 'bindings'), { recursive: true });
    const binding = readFileSync(join(projectFolder, '.specify', 'bindings', 'default.ttl'), 'utf8')
      .replaceAll('"SPEC_EXEC_EXAMPLE_BREAK"', '"SPEC_EXEC_EXAMPLE_BREAK" , "SPEC_EXEC_CLI" , "GGEN_LOAD"')
      .replaceAll(/(sx:command "[^"]+" ;)/g, '$1 sx:passEnvironment "GGEN_LOAD" ;');
    writeFileSync(join(this.folder, '.specify', 'bindings', 'default.ttl'), binding);
  }

  start(...args: readonly string[]): Under {
    const child = spawn(process.execPath, [builtProgram(), ...args], {
      cwd: this.folder,
      env: {
        ...plainEnvironment,
        HOME: this.folder,
        GGEN_LOAD: this.given.load,
        SPEC_EXEC_CLI: builtProgram(),
        SPEC_EXEC_EXAMPLE_BREAK: (this.given.broken ?? []).join(','),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (piece: string) => (out += piece));
    child.stderr.setEncoding('utf8').on('data', (piece: string) => (err += piece));
    const exited = new Promise<Exited>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, signal) => resolve({ code, signal, out, err }));
    });
    return { child, exited, out: () => out, lines: () => Promise.reject(new Error('lines are not counted here')) };
  }

  /** Runs the plan; further words go to the command. */
  run(...more: readonly string[]): Under {
    return this.start('run', this.plan, ...more);
  }

  async opened(): Promise<OpenedRun> {
    const opened = await openEngine().open(this.folder);
    if (!opened.ok) throw new Error(opened.diagnostics.map((one) => one.message).join('\n'));
    return opened.value;
  }

  /** Names of tasks, or of gates, with the state of each. */
  async states(of: 'tasks' | 'gates'): Promise<Record<string, string>> {
    const { plan, state } = await this.opened();
    return Object.fromEntries(plan[of].map((one) => [one.id, state.nodes[one.node]!]));
  }

  left(): number[] {
    return startedWith(this.folder);
  }

  async remove(): Promise<void> {
    await until(`nothing works in ${this.folder} any more`, () => this.left().length === 0, 30_000);
    this.place.remove();
  }
}
