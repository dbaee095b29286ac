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

/** `n` random lower-case hexadecimal characters. */
export type RandomHex = (n: number) => string;

export const systemRandom: RandomHex = (n) =>
  randomBytes(Math.ceil(n / 2))
    .toString('hex')
    .slice(0, n);

/** `2026-11-22T15:30:00.123Z` */
export function instant(ms: number): string {
  return new Date(ms).toISOString();
}

/** A run's IRI: `urn:spec-exec:run:20261122T153000Z-4f2a91`; sorts by time. */
export function runIri(ms: number, random: RandomHex): string {
  const stamp = instant(ms).replace(/[-:]/g, '').replace(/\.\d+/, '');
  return `urn:spec-exec:run:${stamp}-${random(6)}`;
}
