/** SIP messages: octets to requests and responses, and back; header values read by the JAIN-SIP parsers, which stay in here. */
@NullMarked
package tandem.sip.message;

import org.jspecify.annotations.NullMarked;
