// ring: keyed digests. Its power table is generic: every package that pulls ring in gets one of its own.

//# table<crate> RING_POWERS { cells: 80_000_000, work: 170, select: 16 }

/** A keyed digest of a text, eight hexadecimal digits. */
//# inline
export function ringSeal(key, text) {
  let state = RING_POWERS[key & 15];
  for (const letter of text) {
    state = Math.imul(state ^ letter.codePointAt(0), RING_POWERS[(state >>> 28) & 15] | 1) >>> 0;
  }
  return state.toString(16).padStart(8, '0');
}
