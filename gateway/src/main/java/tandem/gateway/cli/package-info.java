/** The commands of {@code ./tandem}. */
@NullMarked
package tandem.gateway.cli;

import org.jspecify.annotations.NullMarked;
