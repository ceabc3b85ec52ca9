/** The SIP door: translation between the SIP stack and calls, and nothing else. */
@NullMarked
package tandem.gateway.sip;

import org.jspecify.annotations.NullMarked;
