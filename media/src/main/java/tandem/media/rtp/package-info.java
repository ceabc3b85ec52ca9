/** RTP packets, their order and their sources (RFC 3550, RFC 8285, RFC 6464), without sockets. */
@NullMarked
package tandem.media.rtp;

import org.jspecify.annotations.NullMarked;
