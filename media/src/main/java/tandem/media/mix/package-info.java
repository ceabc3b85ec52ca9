/** The mixer of a room: the loudest are summed, everybody hears everybody but himself, one encode for all who listen. */
@NullMarked
package tandem.media.mix;

import org.jspecify.annotations.NullMarked;
