/** Trunks: lines to other systems, registered with or asked whether they are there, and the calls that go and come by them. */
@NullMarked
package tandem.gateway.trunks;

import org.jspecify.annotations.NullMarked;
