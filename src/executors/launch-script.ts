// Writes the launch script of a job: a few lines of sh, read by supervisor.sh, which runs the command in them.
// Everything of the job is in single quotes, so no byte of it is ever read as shell.
import { accessSync, constants, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { Job } from './job.ts';

/** One word of sh that stands for exactly this text. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Variables that shells own: they may be read-only there or change what a script does, so `env` sets them instead. */
const ownedByShells =
  /^(?:_|_sx_.*|PPID|LINENO|OPTIND|OPTARG|OPTERR|PWD|OLDPWD|SHLVL|U?ID|EUID|GROUPS|IFS|ENV|PS[0-9]|RANDOM|SECONDS|SRANDOM|FUNCNAME|DIRSTACK|HIST.*|EPOCH.*|SHELLOPTS|BASH.*|COLUMNS|LINES|MAIL.*|POSIXLY_CORRECT|COMP_.*)$/;
const plainName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Names of the supervisor's own environment whose values it can hand to a job without their being written anywhere. */
export function handedDown(environment: Readonly<Record<string, string>>): string[] {
  return Object.keys(environment).filter((name) => plainName.test(name) && !ownedByShells.test(name));
}

/**
 * The launch script of a job. A value that `inherited`, the supervisor's own environment, holds too is named and not written, so
 * that values of the orchestrator's environment never reach the disk.
 */
export function launchScript(job: Job, inherited: Readonly<Record<string, string>>): string {
  let set = '';
  let through = '';
  for (const [name, value] of Object.entries(job.env)) {
    if (!plainName.test(name) || ownedByShells.test(name)) through += ` ${quoted(`${name}=${value}`)}`;
    else set += `${name}=${inherited[name] === value ? `"$_sx_given_${name}"` : quoted(value)} `;
  }
  const [command, ...rest] = job.argv;
  const found = isAbsolute(command) || command.includes('/') ? command : alongPath(command, job.env['PATH'], job.cwd);
  // A name without a slash could be one of the shell's own words; `env` looks along PATH, and says what it does not find.
  const env = through === '' && found !== undefined ? '' : `/usr/bin/env${through} `;
  return [
    // Never another job's script.
    `[ "$_sx_id" = ${quoted(job.id)} ] || return 125`,
    `cd ${quoted(job.cwd)} || return 126`,
    `true >>${quoted(job.logFile)} || return 126`,
    'begin || return 125',
    // In a shell of its own, which it becomes: ours keeps its own standard error, where it says which signal ended the job.
    `( ${set}${env}${[found ?? command, ...rest].map(quoted).join(' ')} <${quoted(job.stdinFile ?? '/dev/null')} >>${quoted(job.logFile)} 2>&1 3>&- )`,
    // What stands behind this belongs to a script before it.
    'return',
    '',
  ].join('\n');
}

// Where commands were found last, by the path they were looked for along: most jobs of a run name the same few.
const foundAt = new Map<string, string>();
const FOUND_MAX = 1_000;

/** Where a command is that is named without a slash; undefined where it is not found. */
function alongPath(command: string, path: string | undefined, cwd: string): string | undefined {
  const key = `${path}\0${command}`;
  const before = foundAt.get(key);
  if (before !== undefined && may(before, constants.X_OK)) return before;
  const found = lookAlong(command, path, cwd);
  if (foundAt.size >= FOUND_MAX) foundAt.clear();
  // What is found from the job's own folder is not where it is for another job.
  if (found !== undefined && !/(?:^|:)(?:[^/]|:|$)/.test(path ?? '')) foundAt.set(key, found);
  return found;
}

function lookAlong(command: string, path: string | undefined, cwd: string): string | undefined {
  for (const folder of path?.split(':') ?? []) {
    const file = join(folder === '' ? cwd : folder, command);
    if (isAbsolute(file) && may(file, constants.X_OK) && !isFolder(file)) return file;
  }
  return undefined;
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
