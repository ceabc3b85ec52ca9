/** Measures: CPU per unit of work, latency, memory and start-up of a gateway running as its own process. */
@NullMarked
package tandem.bench;

import org.jspecify.annotations.NullMarked;
