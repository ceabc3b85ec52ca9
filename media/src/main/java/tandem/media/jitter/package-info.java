/** From packets as they arrive to samples as they are played: reordering, concealment, adaptive depth, clock drift. */
@NullMarked
package tandem.media.jitter;

import org.jspecify.annotations.NullMarked;
