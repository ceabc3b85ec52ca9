/** One browser's transport: ICE in front of media's DTLS-SRTP. Knows no call. */
@NullMarked
package tandem.webrtc;

import org.jspecify.annotations.NullMarked;
