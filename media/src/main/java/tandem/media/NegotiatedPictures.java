package tandem.media;

import java.util.Optional;

/**
 * What two sides agreed on beside audio.
 *
 * @param main the video of people
 * @param content the video of slides
 * @param floor the control of who sends slides
 */
public record NegotiatedPictures(
        Optional<NegotiatedVideo> main, Optional<NegotiatedVideo> content, Optional<NegotiatedFloor> floor) {
    /** Nothing. */
    public static final NegotiatedPictures NONE =
            new NegotiatedPictures(Optional.empty(), Optional.empty(), Optional.empty());
}
