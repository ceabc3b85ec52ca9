package tandem.media;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import tandem.media.CodecParams.OpusParams;
import tandem.media.CodecParams.TelephoneEventParams;
import tandem.media.StreamDescription.Line;

/** Which formats match, under which payload type they go, and how long a packet of them lasts. */
final class NegotiationCodecs {
    /** The events we receive: the sixteen digits (RFC 4733 section 3.2). */
    static final TelephoneEventParams EVENTS = new TelephoneEventParams("0-15");

    private static final int OPUS = 111;
    private static final int EVENTS_8000 = 101;
    private static final int EVENTS_48000 = 110;
    private static final int FIRST_DYNAMIC = 96;
    private static final int LAST_DYNAMIC = 127;
    private static final int SHORTEST_MS = 10;
    private static final int LONGEST_MS = 60;

    private NegotiationCodecs() {}

    /** Which codec of ours a described format is; G.711 and G.722 with more than one channel are none of ours. */
    static Optional<AudioCodec> speak(Codec codec) {
        return codec.audio().filter(audio -> audio == AudioCodec.OPUS || codec.channels() == 1);
    }

    /** The codecs of ours among the formats, in their order, each once. */
    static List<AudioCodec> common(List<Codec> formats, MediaTerms terms) {
        return formats.stream()
                .flatMap(format -> speak(format).stream())
                .filter(terms.audio()::contains)
                .distinct()
                .toList();
    }

    /** The first format that is that codec. */
    static Optional<Codec> of(AudioCodec wanted, List<Codec> formats) {
        return formats.stream()
                .filter(format -> speak(format).filter(c -> c == wanted).isPresent())
                .findFirst();
    }

    /**
     * The telephone-event format to go with a codec: the one with the same clock (RFC 4733 section 2.1), else, as many peers
     * offer only 8000 beside Opus, the first there is.
     */
    static Optional<Codec> events(List<Codec> formats, AudioCodec beside) {
        return formats.stream()
                .filter(f -> f.isTelephoneEvent() && f.clockRate() == beside.clockRate())
                .findFirst()
                .or(() -> formats.stream().filter(Codec::isTelephoneEvent).findFirst());
    }

    /** The comfort noise format of the codec's clock (RFC 3389 section 4); Opus has its own silence. */
    static Optional<Codec> comfortNoise(List<Codec> formats, AudioCodec beside) {
        return formats.stream()
                .filter(f -> beside != AudioCodec.OPUS && f.isComfortNoise() && f.clockRate() == beside.clockRate())
                .findFirst();
    }

    /** What the describing side wants to receive when it is Opus; the defaults of RFC 7587 for any other codec. */
    static OpusParams opus(Codec format) {
        return format.params() instanceof OpusParams opus ? opus : OpusParams.UNSAID;
    }

    /** Our format for a codec under this payload type. */
    static Codec format(AudioCodec codec, int payloadType, OpusParams opus) {
        boolean isOpus = codec == AudioCodec.OPUS;
        return new Codec(
                payloadType,
                codec.encodingName(),
                codec.clockRate(),
                isOpus ? 2 : 1, // RFC 7587 section 7: always 2 in the description
                isOpus ? opus : CodecParams.NONE);
    }

    /** The formats of an offer: codecs in our order, then telephone events at each of their clocks. */
    static List<Codec> offered(MediaTerms terms, OpusParams opus, Map<Integer, Codec> used) {
        Map<Integer, Codec> taken = new HashMap<>(used);
        List<Codec> formats = new ArrayList<>();
        for (AudioCodec codec : terms.audio()) {
            formats.add(place(format(codec, wish(codec), opus), taken));
        }
        if (!terms.digits().events()) {
            return formats;
        }
        terms.audio().stream().map(AudioCodec::clockRate).distinct().sorted().forEach(clock -> {
            int wish = clock == 8_000 ? EVENTS_8000 : EVENTS_48000;
            formats.add(place(new Codec(wish, "TELEPHONE-EVENT", clock, 1, EVENTS), taken));
        });
        return formats;
    }

    private static int wish(AudioCodec codec) {
        return codec == AudioCodec.OPUS ? OPUS : codec.staticPayloadType();
    }

    /** The format under the number it already has in this session, else the one wished for, else the next free one. */
    private static Codec place(Codec format, Map<Integer, Codec> taken) {
        OptionalInt known = taken.values().stream()
                .filter(other -> sameFormat(other, format))
                .mapToInt(Codec::payloadType)
                .min();
        int payloadType = known.orElseGet(() -> taken.containsKey(format.payloadType())
                ? IntStream.rangeClosed(FIRST_DYNAMIC, LAST_DYNAMIC)
                        .filter(n -> !taken.containsKey(n))
                        .findFirst()
                        .orElse(format.payloadType())
                : format.payloadType());
        Codec placed = format.withPayloadType(payloadType);
        taken.put(payloadType, placed);
        return placed;
    }

    private static boolean sameFormat(Codec one, Codec other) {
        return one.name().equals(other.name()) && one.clockRate() == other.clockRate();
    }

    /** What may arrive: what we described, and under numbers still free what the peer described and we speak. */
    static Map<Integer, Codec> receive(List<Codec> ours, List<Codec> theirs) {
        Map<Integer, Codec> receive = new HashMap<>();
        ours.forEach(format -> receive.put(format.payloadType(), format));
        theirs.stream()
                .filter(f -> speak(f).isPresent() || f.isTelephoneEvent() || f.isComfortNoise())
                .forEach(format -> receive.putIfAbsent(format.payloadType(), format));
        return receive;
    }

    /** The packet time to send: what the peer prefers, within what it bears and we can do. */
    static int ptimeMs(AudioCodec codec, StreamDescription theirs, int preferredMs) {
        int most = Math.min(LONGEST_MS, theirs.maxPtimeMs().orElse(LONGEST_MS));
        int wanted = Math.min(most, theirs.ptimeMs().orElse(preferredMs));
        int tens = Math.max(SHORTEST_MS, wanted / SHORTEST_MS * SHORTEST_MS);
        if (codec != AudioCodec.OPUS) {
            return tens;
        }
        return tens >= 60
                ? 60
                : tens >= 40 ? 40 : Math.min(tens, 20); // RFC 6716 section 2.1.4: frames of 10, 20, 40, 60
    }

    /** The id the peer gave the audio level extension. */
    static OptionalInt audioLevel(StreamDescription stream) {
        return stream.extensions().entrySet().stream()
                .filter(e -> e.getValue().equals(NegotiatedAudio.AUDIO_LEVEL))
                .mapToInt(Map.Entry::getKey)
                .filter(id -> id <= 14) // one-byte header (RFC 8285 section 4.2)
                .min();
    }

    /** The stream with its formats as words only: all that a refused m-line repeats. */
    static StreamDescription bare(StreamDescription stream) {
        Line line = stream.line();
        List<String> formats = line.formats().isEmpty()
                ? stream.codecs().stream()
                        .map(c -> Integer.toString(c.payloadType()))
                        .toList()
                : line.formats();
        return new StreamDescription(
                stream.kind(),
                stream.direction(),
                stream.rtp(),
                stream.rtcp(),
                stream.rtcpMux(),
                stream.transport(),
                List.of(),
                stream.ptimeMs(),
                stream.maxPtimeMs(),
                stream.extensions(),
                new Line(line.media(), line.profile(), formats, line.mid(), line.bundled()),
                Optional.empty());
    }

    /** The stream as one in which nothing flows, on the way of the audio it is bundled with. */
    static StreamDescription idle(StreamDescription stream, StreamDescription audio) {
        return new StreamDescription(
                stream.kind(),
                Direction.INACTIVE,
                audio.rtp(),
                Optional.empty(),
                /* rtcpMux= */ true,
                audio.transport(),
                stream.codecs().subList(0, 1),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Map.of(),
                stream.line(),
                audio.ice());
    }
}
