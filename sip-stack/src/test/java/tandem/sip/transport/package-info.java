/** Tests of SIP transports over loopback sockets. */
@NullMarked
package tandem.sip.transport;

import org.jspecify.annotations.NullMarked;
