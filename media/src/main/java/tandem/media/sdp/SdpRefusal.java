package tandem.media.sdp;

/**
 * A session description we cannot take.
 *
 * @param line where, counted from 1; 0 where the whole is meant
 * @param reason in words for a person, without a full stop
 */
public record SdpRefusal(int line, String reason) implements SdpReading {
    @Override
    public String toString() {
        return line == 0 ? reason : "line " + line + ": " + reason;
    }
}
