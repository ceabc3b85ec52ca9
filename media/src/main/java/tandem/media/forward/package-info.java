/** What happens to a packet at the end of a receive path: relayed, transcoded, echoed. */
@NullMarked
package tandem.media.forward;

import org.jspecify.annotations.NullMarked;
