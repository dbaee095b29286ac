// Time and chance as arguments, so that a whole run can be tested without waiting.
import { randomBytes } from 'node:crypto';

export interface Clock {
  /** Wall clock, UTC milliseconds since 1970: for timestamps only. */
  now(): number;
  /** Monotonic milliseconds: for durations only. */
  monotonicMs(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
};

/** Calls back once so many milliseconds have passed; what it gives ends the wait. */
export type Timer = (ms: number, then: () => void) => () => void;

/** Node counts no further than this in one go: 24.8 days. */
const TIMEOUT_MAX_MS = 2_147_483_647;

export const systemTimer: Timer = (ms, then) => {
  const part = (left: number): NodeJS.Timeout =>
    setTimeout(
      () => (left > TIMEOUT_MAX_MS ? (timeout = part(left - TIMEOUT_MAX_MS)) : then()),
      Math.min(left, TIMEOUT_MAX_MS),
    );
  let timeout = part(ms);
  return () => clearTimeout(timeout);
};

/** `n` random lower-case hexadecimal characters. */
export type RandomHex = (n: number) => string;

export const systemRandom: RandomHex = (n) =>
  randomBytes(Math.ceil(n / 2))
    .toString('hex')
    .slice(0, n);

/** A number from 0 up to 1, without 1. */
export function chance(random: RandomHex): number {
  return Number.parseInt(random(8), 16) / 2 ** 32;
}

/** `2026-11-22T15:30:00.123Z` */
export function instant(ms: number): string {
  return new Date(ms).toISOString();
}

/** A run's IRI: `urn:spec-exec:run:20261122T153000Z-4f2a91`; sorts by time. */
export function runIri(ms: number, random: RandomHex): string {
  const stamp = instant(ms).replace(/[-:]/g, '').replace(/\.\d+/, '');
  return `urn:spec-exec:run:${stamp}-${random(6)}`;
}
