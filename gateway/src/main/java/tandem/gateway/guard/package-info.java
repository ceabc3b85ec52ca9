/** Keeps strangers who guess from getting anywhere: lock-outs, silence for scanners, limits of rate, and lines that fail2ban reads. */
@NullMarked
package tandem.gateway.guard;

import org.jspecify.annotations.NullMarked;
