/** The face of the media side: what a leg's media is asked to do, what it reports, and the neutral description of both. */
@NullMarked
package tandem.media;

import org.jspecify.annotations.NullMarked;
