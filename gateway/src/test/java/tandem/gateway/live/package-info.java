/** Tests against a whole gateway on loopback: HTTP, reload. */
@NullMarked
package tandem.gateway.live;

import org.jspecify.annotations.NullMarked;
