/** The media side at work: loops, ports, sessions and rooms behind {@link tandem.media.MediaDesk}. */
@NullMarked
package tandem.media.desk;

import org.jspecify.annotations.NullMarked;
