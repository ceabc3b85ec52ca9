/** SIP transports (RFC 3261 section 18): datagrams, connections and frames on the signalling loop; knows no transaction. */
@NullMarked
package tandem.sip.transport;

import org.jspecify.annotations.NullMarked;
