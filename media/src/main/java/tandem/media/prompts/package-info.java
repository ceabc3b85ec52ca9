/** What the gateway itself says and sounds: recordings, tones and silence as samples. */
@NullMarked
package tandem.media.prompts;

import org.jspecify.annotations.NullMarked;
