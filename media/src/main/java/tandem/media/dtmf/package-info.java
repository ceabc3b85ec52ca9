/** Keys pressed: as RFC 4733 events, as tones in band, and the same press counted once. */
@NullMarked
package tandem.media.dtmf;

import org.jspecify.annotations.NullMarked;
