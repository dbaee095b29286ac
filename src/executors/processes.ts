// What the operating system says about processes: who is alive, which processes belong to an attempt, and ending them.
// Linux answers from /proc; elsewhere only pids and groups are known, and a process that left its group is not found.
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { markerVariable, type ProcessRef } from './job.ts';

interface Stat {
  readonly state: string;
  readonly group: number;
  readonly session: number;
  readonly startTime: string;
}

const procFs = statOf(process.pid) !== undefined;

const thisBoot = read('/proc/sys/kernel/random/boot_id')?.toString('utf8').trim() ?? '';

/** The machine's boot, `''` where it cannot be told. */
export function bootId(): string {
  return thisBoot;
}

/** A living process by its pid. */
export function processRef(pid: number): ProcessRef | undefined {
  const stat = statOf(pid);
  if (stat !== undefined) return { pid, startTime: stat.startTime, bootId: bootId(), group: stat.group };
  return !procFs && answers(pid) ? { pid, startTime: '', bootId: '', group: pid } : undefined;
}

/** Whether exactly this process runs: same boot, same pid, same start. A zombie does not run. */
export function isAlive(ref: ProcessRef): boolean {
  if (!procFs) return answers(ref.pid);
  if (ref.bootId !== '' && ref.bootId !== bootId()) return false;
  const stat = statOf(ref.pid);
  if (stat === undefined || stat.state === 'Z' || stat.state === 'X') return false;
  return ref.startTime === '' || stat.startTime === ref.startTime;
}

/** Whether a shell of ours with this pid still waits to write into this records file. */
export function isWrapperAlive(pid: number, recordsFile: string): boolean {
  if (!procFs) return answers(pid);
  return read(`/proc/${pid}/cmdline`)?.includes(`\0${recordsFile}\0`) ?? false;
}

/**
 * The living processes of an attempt: those whose environment at their start held the marker, and those of the
 * session or group that the job leads. Never this process or pid 1. A daemon that was started with an emptied
 * environment in a session of its own is not found.
 */
export function processesOf(marker: string | undefined, ref: ProcessRef | undefined): ProcessRef[] {
  if (!procFs) return ref !== undefined && answers(-ref.group) ? [ref] : [];
  const boot = bootId();
  // A group outlives its leader; only while it does can its number not belong to somebody else.
  const led = ref !== undefined && (ref.bootId === '' || ref.bootId === boot) ? ref : undefined;
  const found: ProcessRef[] = [];
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid <= 1 || pid === process.pid) continue;
    const stat = statOf(pid);
    if (stat === undefined || stat.state === 'Z' || stat.state === 'X') continue;
    // Where the group is the wrapper's, the wrapper is left alone: it has the end to record.
    const isWrapper = led !== undefined && led.pid !== led.group && pid === led.group;
    const inGroup = led !== undefined && !isWrapper && (stat.group === led.group || stat.session === led.pid);
    const isJob = led !== undefined && pid === led.pid && stat.startTime === led.startTime;
    // A member of the group cannot be older than the job: then the number was used again by somebody else.
    if (
      isJob ||
      (inGroup && notBefore(stat.startTime, led.startTime) && !takenOver(led, pid, stat)) ||
      hasMarker(pid, marker)
    )
      found.push({ pid, startTime: stat.startTime, bootId: boot, group: stat.group });
  }
  return found;
}

/**
 * Ends all processes of an attempt: TERM, then after the grace KILL, looked for up to three times, since a process may
 * fork while it is looked at. Gives what is left alive, which is nothing but for processes that hide their environment.
 */
export async function killTree(
  marker: string | undefined,
  ref: ProcessRef | undefined,
  graceMs: number,
): Promise<readonly ProcessRef[]> {
  let alive = processesOf(marker, ref);
  if (alive.length === 0) return alive;
  const wholeGroup = ref !== undefined && isAlive(ref);
  if (wholeGroup) send(-ref.group, 'SIGTERM');
  for (const one of alive) if (!wholeGroup || one.group !== ref.group) send(one.pid, 'SIGTERM');
  const until = performance.now() + graceMs;
  while (performance.now() < until) {
    await delay(Math.min(50, graceMs));
    if (!alive.some(isAlive) && (alive = processesOf(marker, ref)).length === 0) return alive;
  }
  for (let round = 0; round < 3; round++) {
    alive = processesOf(marker, ref);
    if (alive.length === 0) return alive;
    if (!procFs && ref !== undefined) send(-ref.group, 'SIGKILL');
    for (const one of alive) if (isAlive(one)) send(one.pid, 'SIGKILL');
    for (let wait = 0; wait < 20 && alive.some(isAlive); wait++) await delay(10);
  }
  return processesOf(marker, ref);
}

/** Ends, as `killTree` does, all processes whose marker begins so: what somebody who died may have left at work. */
export async function killMarked(prefix: string, graceMs: number): Promise<readonly ProcessRef[]> {
  const markers = new Set<string>();
  const wanted = `${markerVariable}=${prefix}`;
  for (const name of procFs ? readdirSync('/proc') : []) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue;
    const environment = read(`/proc/${name}/environ`)?.toString('utf8').split('\0') ?? [];
    for (const line of environment) if (line.startsWith(wanted)) markers.add(line.slice(markerVariable.length + 1));
  }
  const left = await Promise.all([...markers].map((marker) => killTree(marker, undefined, graceMs)));
  return left.flat();
}

/** Whether a process group has members; cheap enough to be asked at each end. */
export function groupLives(group: number): boolean {
  return answers(-group);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended meanwhile, or never was ours to signal; who is left is asked again anyway.
  }
}

function answers(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function notBefore(startTime: string, of: string): boolean {
  return of === '' || BigInt(startTime) >= BigInt(of);
}

/** The job's pid is now another process, so that its group number says nothing any more. */
function takenOver(led: ProcessRef, pid: number, stat: Stat): boolean {
  if (pid === led.pid) return stat.startTime !== led.startTime;
  const leader = statOf(led.pid);
  return leader !== undefined && leader.startTime !== led.startTime;
}

function hasMarker(pid: number, marker: string | undefined): boolean {
  if (marker === undefined || marker === '') return false;
  const environment = read(`/proc/${pid}/environ`);
  if (environment === undefined) return false;
  const wanted = Buffer.from(`${markerVariable}=${marker}\0`);
  const at = environment.indexOf(wanted);
  return at === 0 || (at > 0 && environment.includes(Buffer.concat([Buffer.of(0), wanted])));
}

function statOf(pid: number): Stat | undefined {
  const text = read(`/proc/${pid}/stat`)?.toString('latin1');
  if (text === undefined) return undefined;
  // The second field is a name in parentheses, which may itself hold blanks and parentheses.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state = '', , group = '', session = ''] = fields;
  return { state, group: Number(group), session: Number(session), startTime: fields[19] ?? '' };
}

function read(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
