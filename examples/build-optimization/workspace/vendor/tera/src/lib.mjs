// tera: a template engine. Its parser states are a generic table: every package that pulls tera in gets its own.

//# table<crate> TERA_STATES { cells: 80_000_000, work: 170, select: 16 }

/** The next state of the template parser after one letter. */
//# inline
export function teraStep(state, letter) {
  return TERA_STATES[(state ^ letter.codePointAt(0)) & 15] >>> 0;
}
