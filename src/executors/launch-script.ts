// Writes the launch script of a job: a few lines of sh, run by supervisor.sh in a subshell which becomes the command.
// Everything of the job is in single quotes, so no byte of it is ever read as shell.
import { accessSync, constants, statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import type { Job } from './job.ts';

/** One word of sh that stands for exactly this text. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Variables that shells own: they may be read-only there or change what a script does, so `env` sets them instead. */
const ownedByShells =
  /^(?:_|_sx_.*|PPID|LINENO|OPTIND|OPTARG|OPTERR|PWD|OLDPWD|SHLVL|U?ID|EUID|GROUPS|IFS|ENV|PS[0-9]|RANDOM|SECONDS|SRANDOM|FUNCNAME|DIRSTACK|HIST.*|EPOCH.*|SHELLOPTS|BASH.*|COLUMNS|LINES|MAIL.*|POSIXLY_CORRECT|COMP_.*)$/;
const plainName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * The launch script of a job. What `inherited`, the supervisor's own environment, holds with the same value is handed
 * down and not written, so that values of the orchestrator's environment never reach the disk.
 */
export function launchScript(job: Job, inherited: Readonly<Record<string, string>>): string {
  const drop = Object.keys(inherited).filter((name) => plainName.test(name) && !Object.hasOwn(job.env, name));
  const set = Object.entries(job.env).filter(([name, value]) => inherited[name] !== value);
  const awkward = set.filter(([name]) => !plainName.test(name) || ownedByShells.test(name));
  const plain = set.filter((entry) => !awkward.includes(entry));
  const words = (entries: readonly (readonly [string, string])[]) =>
    entries.map(([name, value]) => ` ${name}=${quoted(value)}`).join('');
  const argv = job.argv.map((word) => ` ${quoted(word)}`).join('');
  const through = awkward.map(([name, value]) => ` ${quoted(`${name}=${value}`)}`).join('');
  return [
    `cd ${quoted(job.cwd)} || exit 126`,
    `exec <${quoted(job.stdinFile ?? '/dev/null')} >>${quoted(job.logFile)} 2>&1 || exit 126`,
    `begin ${quoted(job.id)}`,
    `unset PWD OLDPWD SHLVL${drop.map((name) => ` ${name}`).join('')}`,
    ...(plain.length === 0 ? [] : [`export${words(plain)}`]),
    `become${through === '' ? '' : ` /usr/bin/env${through}`}${argv}`,
    '',
  ].join('\n');
}

/** The longest single argument or variable that Linux takes, its closing zero byte included. */
const argumentBytesMax = 131_072;

/** Why a job cannot be started, as a sentence; undefined where nothing speaks against it. */
export function whyNot(job: Job): string | undefined {
  if (!/^[A-Za-z0-9._~%+-]{1,200}$/.test(job.id))
    return `"${job.id}" cannot be the id of a job: it is not a plain file name.`;
  const words = [...job.argv, ...Object.entries(job.env).map(([name, value]) => `${name}=${value}`)];
  if ([job.cwd, job.logFile, job.stdinFile ?? '', ...words].some((word) => word.includes('\0')))
    return 'No argument, variable or path can hold a zero byte.';
  for (const word of words)
    if (Buffer.byteLength(word) >= argumentBytesMax)
      return `One argument or variable is ${Buffer.byteLength(word)} bytes long; the system takes ${argumentBytesMax - 1}. Hand it over in a file.`;
  for (const name of Object.keys(job.env))
    if (name === '' || name.includes('=')) return `"${name}" cannot be the name of an environment variable.`;
  for (const path of [job.cwd, job.logFile, ...(job.stdinFile === undefined ? [] : [job.stdinFile])])
    if (!isAbsolute(path)) return `${path} is not an absolute path.`;
  if (!isFolder(job.cwd)) return `The working folder ${job.cwd} does not exist.`;
  if (job.stdinFile !== undefined && !may(job.stdinFile, constants.R_OK)) return `${job.stdinFile} cannot be read.`;
  return whyNotCommand(job.argv[0]);
}

/** Speaks only of commands given as absolute paths: others are found by exec, which answers 127 or 126. */
function whyNotCommand(command: string): string | undefined {
  if (command === '' || command.startsWith('-') || command.includes('=')) return `"${command}" cannot be a command.`;
  if (!isAbsolute(command) || !may(command, constants.F_OK)) return undefined;
  if (isFolder(command)) return `${command} is a folder, not a command.`;
  return may(command, constants.X_OK) ? undefined : `${command} is not executable (chmod +x would make it so).`;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function may(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}
