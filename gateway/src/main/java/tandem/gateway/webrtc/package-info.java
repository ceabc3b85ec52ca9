/** The browsers' door: the room protocol, WHIP and WHEP, between their WebSockets and requests and the call core. */
@NullMarked
package tandem.gateway.webrtc;

import org.jspecify.annotations.NullMarked;
