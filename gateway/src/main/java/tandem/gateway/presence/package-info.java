/** Tells subscribers how rooms and devices stand: dialog-info for busy-lamp keys (RFC 4235), the conference event package (RFC 4575). */
@NullMarked
package tandem.gateway.presence;

import org.jspecify.annotations.NullMarked;
