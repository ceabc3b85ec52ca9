/** Where a SIP URI leads (RFC 3263): NAPTR, SRV, A and AAAA asked without blocking, with a cache bounded by their time to live. */
@NullMarked
package tandem.sip.dns;

import org.jspecify.annotations.NullMarked;
