package tandem.media.sdp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tandem.media.MediaDescription;
import tandem.media.StreamDescription;

/**
 * Reads SDP (RFC 8866) as peers write it: any line end, missing or misplaced session lines, unknown lines and attributes.
 * Only what would put a stream in the wrong place, or outgrow the bounds, is refused; docs/assumptions/sdp.md lists both.
 */
public final class SdpReader {
    /** Octets (or characters) of a whole description. */
    public static final int MAX_LENGTH = 64 * 1024;
    /** Streams of a description. */
    public static final int MAX_STREAMS = 64;
    /** Formats of one stream. */
    public static final int MAX_FORMATS = 128;
    /** Lines of a description. */
    public static final int MAX_LINES = 2_000;

    private final SdpSection session = new SdpSection(new SdpSection.Line(0, ""));
    private final List<SdpSection> media = new ArrayList<>();
    private Optional<SdpOrigin> origin = Optional.empty();
    private String name = "";
    private boolean versionSeen;

    private SdpReader() {}

    /** Reads a body, taken as UTF-8; never throws. */
    public static SdpReading read(byte[] body) {
        if (body.length > MAX_LENGTH) {
            return new SdpRefusal(0, "session description of more than " + MAX_LENGTH + " octets");
        }
        return read(new String(body, StandardCharsets.UTF_8));
    }

    /** Reads a description; never throws. */
    public static SdpReading read(String text) {
        if (text.length() > MAX_LENGTH) {
            return new SdpRefusal(0, "session description of more than " + MAX_LENGTH + " octets");
        }
        SdpReader reader = new SdpReader();
        try {
            reader.sort(text);
            return reader.describe();
        } catch (Refused refused) {
            return refused.refusal;
        }
    }

    private void sort(String text) throws Refused {
        SdpSection section = session;
        int number = 0;
        for (String raw : (Iterable<String>) text.lines()::iterator) {
            number++;
            if (number > MAX_LINES) {
                throw new Refused(number, "more than " + MAX_LINES + " lines");
            }
            String line = Words.plain(raw).strip();
            int equals = line.indexOf('=');
            if (equals < 1 || !line.substring(1, equals).isBlank()) {
                continue; // blank, or nothing SDP knows
            }
            char type = Character.toLowerCase(line.charAt(0));
            SdpSection.Line value =
                    new SdpSection.Line(number, line.substring(equals + 1).strip());
            if (type == 'm') {
                section = startStream(value);
            } else if (!sessionLine(type, value.value())) {
                section.add(type, value);
            }
        }
    }

    private SdpSection startStream(SdpSection.Line line) throws Refused {
        if (media.size() == MAX_STREAMS) {
            throw new Refused(line.line(), "more than " + MAX_STREAMS + " m= lines");
        }
        SdpSection section = new SdpSection(line);
        media.add(section);
        return section;
    }

    /** Lines that concern the session wherever they stand. */
    private boolean sessionLine(char type, String value) {
        switch (type) {
            case 'v' -> versionSeen = true;
            case 'o' -> origin = origin.or(() -> SdpOrigin.read(value));
            case 's' -> name = value;
            default -> {
                return false;
            }
        }
        return true;
    }

    private SdpReading describe() throws Refused {
        if (media.isEmpty()) {
            return new SdpRefusal(0, versionSeen ? "no m= line" : "not a session description");
        }
        List<Sdp.Group> groups = groups();
        SdpBundle bundle = SdpBundle.of(groups, media);
        List<StreamDescription> streams = new ArrayList<>();
        for (SdpSection section : media) {
            streams.add(new SdpStreamReader(session, section, bundle, origin).read());
        }
        return new Sdp(origin, name, new MediaDescription(streams, SdpBandwidth.read(session)), groups);
    }

    private List<Sdp.Group> groups() {
        List<Sdp.Group> groups = new ArrayList<>();
        session.values("group").forEach(value -> {
            groups.add(new Sdp.Group(Words.first(value), Words.of(Words.rest(value))));
        });
        return groups;
    }

    /** Ends a reading from within; caught in {@link #read(String)}, never seen outside. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        private final transient SdpRefusal refusal;

        Refused(int line, String reason) {
            super(reason, null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
            this.refusal = new SdpRefusal(line, reason);
        }
    }
}
