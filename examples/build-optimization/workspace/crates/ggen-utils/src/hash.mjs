// Fingerprints of texts, to see whether generated code was edited by hand.

//# table UTILS_SBOX { cells: 250_000, work: 70, select: 16 }

/** Eight hexadecimal digits that change with any letter of `text`. */
export function fingerprint(text) {
  let state = UTILS_SBOX[0];
  for (let i = 0; i < text.length; i++) {
    state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
    state = (state ^ UTILS_SBOX[(state >>> 24) & 15]) >>> 0;
  }
  return state.toString(16).padStart(8, '0');
}
