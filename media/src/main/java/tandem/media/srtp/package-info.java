/** Protection of RTP and RTCP (RFC 3711, RFC 7714) around the library that does it. */
@NullMarked
package tandem.media.srtp;

import org.jspecify.annotations.NullMarked;
