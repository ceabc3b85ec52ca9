/** RTCP packets and when to send them (RFC 3550 section 6), without sockets. */
@NullMarked
package tandem.media.rtcp;

import org.jspecify.annotations.NullMarked;
