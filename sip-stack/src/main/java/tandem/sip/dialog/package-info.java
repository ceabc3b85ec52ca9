/** Dialogs, INVITE sessions, session timers and digest authentication above the transactions: no I/O, no SDP. */
@NullMarked
package tandem.sip.dialog;

import org.jspecify.annotations.NullMarked;
