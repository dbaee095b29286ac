// What the operating system says about processes: who is alive, which processes belong to an attempt, and ending them.
// Linux answers from /proc; elsewhere only pids and groups are known, and a process that left its group is not found.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { markerVariable, type ProcessRef, type Session } from './job.ts';

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
  if (stat !== undefined) return { pid, startTime: stat.startTime, bootId: bootId() };
  return !procFs && answers(pid) ? { pid, startTime: '', bootId: '' } : undefined;
}

/** Whether exactly this process runs: same boot, same pid, same start. A zombie does not run. */
export function isAlive(ref: ProcessRef): boolean {
  if (!procFs) return answers(ref.pid);
  if (ref.bootId !== '' && ref.bootId !== bootId()) return false;
  const stat = livingStat(ref.pid);
  if (stat === undefined) return false;
  return ref.startTime === '' || stat.startTime === ref.startTime;
}

/**
 * The living processes of an attempt: those whose environment at their start held the marker, and those of the session or
 * group. Never this process or pid 1. A daemon that was started with an emptied environment in a session of its own is not found.
 */
export function processesOf(marker: string | undefined, session: Session | undefined): ProcessRef[] {
  if (!procFs) return session !== undefined && !session.supervised && groupLives(session) ? [session.leader] : [];
  const found: ProcessRef[] = [];
  const belongs = membership(session);
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid <= 1 || pid === process.pid) continue;
    const stat = livingStat(pid);
    if (stat !== undefined && (belongs(pid, stat) || hasMarker(pid, marker)))
      found.push({ pid, startTime: stat.startTime, bootId: bootId() });
  }
  return found;
}

/** Tells members of a session or its leader's group. A group outlives its leader; while it does, its number cannot belong to somebody else. */
function membership(session: Session | undefined): (pid: number, stat: Stat) => boolean {
  if (session === undefined) return () => false;
  const { leader, supervised } = session;
  if (leader.bootId !== '' && leader.bootId !== bootId()) return () => false;
  const now = statOf(leader.pid);
  // The leader's pid is another process now, so that the number says nothing any more.
  if (now !== undefined && leader.startTime !== '' && now.startTime !== leader.startTime) return () => false;
  return (pid, stat) =>
    // The supervisor is left alone: it has the end to record.
    !(supervised && pid === leader.pid) &&
    (pid === leader.pid || stat.group === leader.pid || stat.session === leader.pid) &&
    // A member cannot be older than the leader.
    notBefore(stat.startTime, leader.startTime);
}

/** The newest pid that the system gave; undefined where it does not say. */
export function newestPid(): number | undefined {
  const last = Number(read('/proc/loadavg')?.toString('latin1').split(' ')[4] ?? 0);
  return last > 0 ? last : undefined;
}

/**
 * Whether a supervisor's session has others than itself now, when `newest` is the newest pid, where it had none when `since` was: then
 * only pids after that one can have come to it. Cheap enough to be asked at each end.
 */
export function hasCompany(leader: ProcessRef, since: number | undefined, newest: number | undefined): boolean {
  const session = { leader, supervised: true };
  if (!procFs || since === undefined || newest === undefined || newest < since || newest - since > PIDS_MAX)
    return processesOf(undefined, session).length > 0;
  for (let pid = since + 1; pid <= newest; pid++) {
    const stat = existsSync(`/proc/${pid}`) ? livingStat(pid) : undefined;
    if (stat !== undefined && membership(session)(pid, stat)) return true;
  }
  return false;
}

/** Beyond so many it is quicker to look at all processes there are. */
const PIDS_MAX = 200;

/**
 * Ends all processes of an attempt: TERM, then after the grace KILL, looked for up to three times, since a process may
 * fork while it is looked at. Gives what is left alive, which is nothing but for processes that hide their environment.
 */
export async function killTree(
  marker: string | undefined,
  session: Session | undefined,
  graceMs: number,
): Promise<readonly ProcessRef[]> {
  let alive = processesOf(marker, session);
  if (alive.length === 0 && (procFs || session === undefined)) return alive;
  // A supervisor passes TERM over; what has left the group, or never had it, is told by its pid.
  const told = session !== undefined && send(-session.leader.pid, 'SIGTERM');
  for (const one of alive) if (!told || statOf(one.pid)?.group !== session.leader.pid) send(one.pid, 'SIGTERM');
  const until = performance.now() + graceMs;
  while (performance.now() < until) {
    await delay(Math.min(50, graceMs));
    if (!alive.some(isAlive) && (alive = processesOf(marker, session)).length === 0 && procFs) return alive;
  }
  for (let round = 0; round < 3; round++) {
    alive = processesOf(marker, session);
    if (alive.length === 0 && procFs) return alive;
    // Without /proc its members are not known one by one: the supervisor goes with them.
    if (!procFs && session !== undefined) send(-session.leader.pid, 'SIGKILL');
    for (const one of alive) if (isAlive(one)) send(one.pid, 'SIGKILL');
    for (let wait = 0; wait < 20 && alive.some(isAlive); wait++) await delay(10);
  }
  return processesOf(marker, session);
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

/** Whether the group of a session's leader has members, the leader included. */
export function groupLives({ leader }: Session): boolean {
  return answers(-leader.pid);
}

/** Says whether there was somebody to send it to. */
function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false; // It ended meanwhile, or never was ours to signal; who is left is asked again anyway.
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

function hasMarker(pid: number, marker: string | undefined): boolean {
  if (marker === undefined || marker === '') return false;
  const environment = read(`/proc/${pid}/environ`);
  if (environment === undefined) return false;
  const wanted = Buffer.from(`${markerVariable}=${marker}\0`);
  const at = environment.indexOf(wanted);
  return at === 0 || (at > 0 && environment.includes(Buffer.concat([Buffer.of(0), wanted])));
}

/** Of a process that runs: a zombie does not. */
function livingStat(pid: number): Stat | undefined {
  const stat = statOf(pid);
  return stat === undefined || stat.state === 'Z' || stat.state === 'X' ? undefined : stat;
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
