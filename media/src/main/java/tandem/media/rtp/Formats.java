package tandem.media.rtp;

import java.util.List;
import tandem.media.AudioCodec;
import tandem.media.Codec;

/** The formats one side takes, by payload type and by what they carry. Never changed. */
public final class Formats {
    /** None agreed on. */
    public static final Formats NONE = new Formats(List.of());

    private final Format[] formats;

    /** The formats of a description, in its order. */
    public Formats(List<Codec> described) {
        formats = described.stream()
                .map(Format::of)
                .filter(f -> f.kind() != Format.Kind.UNKNOWN)
                .toArray(Format[]::new);
    }

    /** The format of that payload type, or {@link Format#UNKNOWN}. */
    public Format of(int payloadType) {
        for (Format format : formats) {
            if (format.payloadType() == payloadType) {
                return format;
            }
        }
        return Format.UNKNOWN;
    }

    /** The first format of that codec, or {@link Format#UNKNOWN}. */
    public Format of(AudioCodec codec) {
        for (Format format : formats) {
            if (format.codec().isPresent() && format.codec().get() == codec) {
                return format;
            }
        }
        return Format.UNKNOWN;
    }

    /** Events or noise at that clock, else at any, or {@link Format#UNKNOWN}. */
    public Format of(Format.Kind kind, int clockRate) {
        Format other = Format.UNKNOWN;
        for (Format format : formats) {
            if (format.kind() == kind && format.clockRate() == clockRate) {
                return format;
            }
            if (format.kind() == kind && other.unknown()) {
                other = format;
            }
        }
        return other;
    }

    /** The first that carries audio, or {@link Format#UNKNOWN}. */
    public Format audio() {
        for (Format format : formats) {
            if (format.kind() == Format.Kind.AUDIO) {
                return format;
            }
        }
        return Format.UNKNOWN;
    }
}
