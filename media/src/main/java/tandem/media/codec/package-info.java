/** Audio codecs, concealment of losses, resampling and levels: pure computation on samples. */
@NullMarked
package tandem.media.codec;

import org.jspecify.annotations.NullMarked;
