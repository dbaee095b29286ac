// The one place that starts git: exact arguments, no shell, and nothing of the user's or the machine's configuration,
// so that hooks, signing, editors, prompts and filters cannot change what a run does.
import { execFile } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { unusable, type Diagnostic } from '../base/diagnostic.ts';
import { fail, ok, type Result } from '../base/result.ts';

export interface GitAnswer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface GitOptions {
  readonly input?: string;
  /** Author and committer date, UTC milliseconds; the present where nothing is said. */
  readonly dateMs?: number | undefined;
  /** Another index file, to look at a work tree without touching its own index. */
  readonly indexFile?: string | undefined;
  /** Looks for the repository above the folder too. Otherwise a folder whose `.git` is gone is no repository, not part of one further up. */
  readonly climb?: boolean | undefined;
}

const settings = [
  'core.hooksPath=/dev/null',
  'core.autocrlf=false',
  'core.fsmonitor=false',
  'commit.gpgsign=false',
  'gc.auto=0', // no collection in the background, which would outlive us
  'maintenance.auto=false',
  'merge.conflictStyle=merge',
  'advice.addEmbeddedRepo=false',
].flatMap((setting) => ['-c', setting]);

const outputBytesMax = 256 * 1024 * 1024;

/** Runs git in a folder, whatever it answers; a finding only where git cannot be run at all. */
export function git(cwd: string, args: readonly string[], options: GitOptions = {}): Promise<Result<GitAnswer>> {
  return new Promise((resolve) => {
    const child = execFile(
      'git',
      [...settings, ...args],
      { cwd, env: environment(cwd, options), encoding: 'utf8', maxBuffer: outputBytesMax },
      (error, out, err) => {
        if (error === null) resolve(ok({ code: 0, out, err }));
        else if (typeof error.code === 'number') resolve(ok({ code: error.code, out, err }));
        else resolve(fail(cannotRun(cwd, error)));
      },
    );
    child.stdin?.on('error', () => undefined); // git ended without reading it all; its exit code says why
    child.stdin?.end(options.input ?? '');
  });
}

/** Runs git where only exit code 0 is an answer; gives its output. `what` completes "git could not …". */
export async function gitOut(
  cwd: string,
  what: string,
  args: readonly string[],
  options: GitOptions = {},
): Promise<Result<string>> {
  const answer = await git(cwd, args, options);
  if (!answer.ok) return answer;
  return answer.value.code === 0 ? ok(answer.value.out) : fail(refused(what, answer.value));
}

/** As `gitOut`, for output that is no text. */
export function gitBytes(
  cwd: string,
  what: string,
  args: readonly string[],
  options: GitOptions = {},
): Promise<Result<Buffer>> {
  return new Promise((resolve) => {
    const child = execFile(
      'git',
      [...settings, ...args],
      { cwd, env: environment(cwd, options), encoding: 'buffer', maxBuffer: outputBytesMax },
      (error, out, err) => {
        if (error === null) resolve(ok(out));
        else if (typeof error.code === 'number')
          resolve(fail(refused(what, { code: error.code, out: '', err: err.toString() })));
        else resolve(fail(cannotRun(cwd, error)));
      },
    );
    child.stdin?.on('error', () => undefined); // as above
    child.stdin?.end(options.input ?? '');
  });
}

/** The finding for a refusal of git, with git's own words. */
export function refused(what: string, answer: GitAnswer): Diagnostic {
  const said = (answer.err.trim() || answer.out.trim()).replace(/^(?:fatal|error): /gm, '');
  return unusable('git/refused', `git could not ${what}: ${said === '' ? `exit code ${answer.code}` : said}`);
}

function cannotRun(cwd: string, error: Error & { code?: unknown }): Diagnostic {
  if (error.code === 'ENOENT')
    return unusable('git/not-runnable', `git cannot be run in ${cwd}: git or that folder is missing.`, {
      why: 'Each attempt works in a git worktree of its own.',
      help: 'Install git 2.39 or newer, so that `git --version` answers.',
    });
  return unusable('git/not-runnable', `git cannot be run in ${cwd}: ${error.message}`);
}

function environment(cwd: string, options: GitOptions): Record<string, string> {
  const pass = (name: string): Record<string, string> => {
    const value = process.env[name];
    return value === undefined ? {} : { [name]: value };
  };
  const who = { NAME: 'spec-exec', EMAIL: 'spec-exec@localhost' };
  const date = options.dateMs === undefined ? undefined : `${Math.floor(options.dateMs / 1000)} +0000`;
  return {
    ...pass('PATH'),
    ...pass('TMPDIR'),
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_EDITOR: 'true',
    GIT_LITERAL_PATHSPECS: '1',
    ...(options.climb ? {} : { GIT_CEILING_DIRECTORIES: ceiling(cwd) }),
    GIT_AUTHOR_NAME: who.NAME,
    GIT_AUTHOR_EMAIL: who.EMAIL,
    GIT_COMMITTER_NAME: who.NAME,
    GIT_COMMITTER_EMAIL: who.EMAIL,
    ...(date === undefined ? {} : { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date }),
    ...(options.indexFile === undefined ? {} : { GIT_INDEX_FILE: options.indexFile }),
  };
}

/** The folder above, which git is not to look into; by its real name, since git compares names. */
function ceiling(cwd: string): string {
  try {
    return dirname(realpathSync(cwd));
  } catch {
    return dirname(resolve(cwd));
  }
}
