/**
 * SIP transports (RFC 3261 section 18): datagrams, connections and frames on the signalling loop; knows no transaction. Frames ({@link
 * tandem.sip.transport.FrameFlow}) are not adopted by anybody yet: they are for SIP over WebSocket.
 */
@NullMarked
package tandem.sip.transport;

import org.jspecify.annotations.NullMarked;
