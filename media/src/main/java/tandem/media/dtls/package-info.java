/** DTLS-SRTP handshakes (RFC 5763, RFC 5764) off the media loop. */
@NullMarked
package tandem.media.dtls;

import org.jspecify.annotations.NullMarked;
