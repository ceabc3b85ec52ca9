/** The program: configuration, doors, trunks, registrar, guard, records and HTTP API, wired. */
@NullMarked
package tandem.gateway;

import org.jspecify.annotations.NullMarked;
