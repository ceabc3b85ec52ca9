/** Tests of RFC 3263, on invented time and against a DNS server of their own. */
@NullMarked
package tandem.sip.dns;

import org.jspecify.annotations.NullMarked;
