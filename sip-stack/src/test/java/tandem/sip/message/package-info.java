/** Tests of SIP messages in wire octets. */
@NullMarked
package tandem.sip.message;

import org.jspecify.annotations.NullMarked;
