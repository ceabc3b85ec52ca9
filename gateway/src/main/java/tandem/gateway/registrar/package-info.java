/** Who of our phones and terminals is reachable where: their accounts, their registrations, the ways to them. */
@NullMarked
package tandem.gateway.registrar;

import org.jspecify.annotations.NullMarked;
