/** Video payload formats, what a forwarder rewrites in them, and how fast a path can be sent on; nothing is coded or sent here. */
@NullMarked
package tandem.media.video;

import org.jspecify.annotations.NullMarked;
