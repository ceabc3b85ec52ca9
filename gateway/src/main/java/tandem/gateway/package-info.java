/** The program: configuration, doors and HTTP API. */
@NullMarked
package tandem.gateway;

import org.jspecify.annotations.NullMarked;
