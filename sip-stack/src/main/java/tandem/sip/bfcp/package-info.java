/** The Binary Floor Control Protocol (RFC 8855; version 1 is RFC 4582): its octets, transactions, a floor control server and a participant. */
@NullMarked
package tandem.sip.bfcp;

import org.jspecify.annotations.NullMarked;
