// Hooks that ask another machine. Only where the package has rustls.

//# cfg feature = "rustls"
import { rustlsTicket } from 'rustls';

//# cfg feature = "rustls"
/** The ticket under which a remote hook is called. */
export function remoteTicket(session) {
  return `ticket-${rustlsTicket(session).toString(16)}`;
}
