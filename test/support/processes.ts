// Small real programs for tests of processes, and counting what they leave behind.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job } from '../../src/executors/job.ts';

/** The environment of children in tests: vitest's own variables would leak otherwise. */
export const plainEnvironment: Readonly<Record<string, string>> = { PATH: process.env['PATH'] ?? '/usr/bin:/bin' };

export interface Scratch {
  readonly folder: string;
  path(...parts: string[]): string;
  remove(): void;
}

export function scratch(name = 'spec-exec-test-'): Scratch {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), name)));
  return {
    folder,
    path: (...parts) => join(folder, ...parts),
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }),
  };
}

/** A job that runs this argv in the scratch folder. */
export function jobIn(place: Scratch, id: string, argv: readonly [string, ...string[]], more: Partial<Job> = {}): Job {
  return {
    id,
    argv,
    cwd: place.folder,
    env: plainEnvironment,
    logFile: place.path(`${id}.log`),
    graceMs: 100,
    ...more,
  };
}

/** A job of a few lines of sh. */
export function shellJob(place: Scratch, id: string, text: string, more: Partial<Job> = {}): Job {
  return jobIn(place, id, ['/bin/sh', '-c', text], more);
}

/** Pids of living processes whose command line holds the text. */
export function living(text: string): number[] {
  const found: number[] = [];
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue;
    try {
      if (readFileSync(`/proc/${name}/cmdline`, 'latin1').includes(text)) found.push(Number(name));
    } catch {
      // it ended
    }
  }
  return found;
}

/** Waits until something is so; fails with what was waited for. */
export async function until(what: string, condition: () => boolean, msMax = 60_000): Promise<void> {
  const end = performance.now() + msMax;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** git for arranging tests, with nothing of this machine's configuration. */
export function git(cwd: string, ...args: readonly string[]): string {
  return execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...plainEnvironment, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' },
  });
}

/** Pids of living processes that were started with the text in their environment or command line. */
export function startedWith(text: string): number[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) return [];
    try {
      if (/^State:\s+[ZX]/m.test(readFileSync(`/proc/${name}/status`, 'latin1'))) return [];
      const said = readFileSync(`/proc/${name}/environ`, 'latin1') + readFileSync(`/proc/${name}/cmdline`, 'latin1');
      return said.includes(text) ? [Number(name)] : [];
    } catch {
      return []; // it ended
    }
  });
}
