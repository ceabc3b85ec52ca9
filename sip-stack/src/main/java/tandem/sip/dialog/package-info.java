/**
 * Dialogs, INVITE sessions, session timers and digest authentication above the transactions: no I/O, no SDP. {@link
 * tandem.sip.dialog.DigestServer} is not called yet: it is for devices that register with us.
 */
@NullMarked
package tandem.sip.dialog;

import org.jspecify.annotations.NullMarked;
