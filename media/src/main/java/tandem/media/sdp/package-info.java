/** Between SDP (RFC 8866) and the neutral description of media: a lenient reader, a strict writer. */
@NullMarked
package tandem.media.sdp;

import org.jspecify.annotations.NullMarked;
