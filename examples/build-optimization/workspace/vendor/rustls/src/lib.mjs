// rustls: transport security. Its session table is generic: every package that pulls rustls in gets its own.

//# table<crate> RUSTLS_SESSIONS { cells: 80_000_000, work: 170, select: 16 }

/** The ticket of a session, by its number. */
//# inline
export function rustlsTicket(session) {
  return (RUSTLS_SESSIONS[session & 15] ^ session) >>> 0;
}
