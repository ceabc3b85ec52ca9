/** SIP (RFC 3261 and what builds on it): its face towards a door that knows calls. */
@NullMarked
package tandem.sip;

import org.jspecify.annotations.NullMarked;
