package tandem.media.sdp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import tandem.media.Feedback;
import tandem.media.VideoDescription;
import tandem.media.VideoDescription.Content;
import tandem.media.VideoDescription.FeedbackLine;
import tandem.media.VideoDescription.Rid;
import tandem.media.VideoDescription.Simulcast;
import tandem.media.VideoDescription.Source;

/**
 * The attributes of video streams alone: a=content (RFC 4796), a=label (RFC 4574), a=rtcp-fb (RFC 4585, RFC 5104), a=ssrc and
 * a=ssrc-group:FID (RFC 5576), a=msid (RFC 8830), a=rid and a=simulcast (RFC 8851, RFC 8853). a=imageattr is passed over.
 */
final class SdpVideo {
    private static final int MAX_FEEDBACK = 256;
    private static final int MAX_SOURCES = 32;
    private static final int MAX_RIDS = 16;
    private static final int MAX_PAYLOAD_TYPE = 127;

    private SdpVideo() {}

    static VideoDescription read(SdpSection media) {
        return new VideoDescription(
                content(media),
                label(media),
                SdpBandwidth.read(media),
                feedback(media),
                sources(media),
                media.value("msid").filter(msid -> !msid.isEmpty()),
                simulcast(media));
    }

    /** The name of a stream (RFC 4574). */
    private static Optional<String> label(SdpSection media) {
        return media.value("label").map(Words::first).filter(label -> !label.isEmpty());
    }

    /** The first tag we know of a list of them. */
    private static Content content(SdpSection media) {
        return media.values("content")
                .flatMap(value -> Arrays.stream(value.split("[, ]", -1)))
                .flatMap(tag -> Arrays.stream(Content.values())
                        .filter(content ->
                                content != Content.UNSAID && content.name().equalsIgnoreCase(tag)))
                .findFirst()
                .orElse(Content.UNSAID);
    }

    private static List<FeedbackLine> feedback(SdpSection media) {
        Set<FeedbackLine> lines = new LinkedHashSet<>();
        media.values("rtcp-fb").limit(MAX_FEEDBACK).forEach(value -> {
            String format = Words.first(value);
            OptionalInt payloadType = Words.number(format, 0, MAX_PAYLOAD_TYPE);
            if (payloadType.isPresent() || format.equals("*")) {
                Feedback.of(String.join(" ", Words.of(Words.rest(value))))
                        .ifPresent(known -> lines.add(new FeedbackLine(payloadType, known)));
            }
        });
        return List.copyOf(lines);
    }

    /** Sources that have a canonical name, and which of them repeats which. */
    private static List<Source> sources(SdpSection media) {
        Map<Long, String> names = new LinkedHashMap<>();
        media.values("ssrc").forEach(value -> {
            String[] parts = Words.rest(value).split(":", 2);
            OptionalLong ssrc = Words.unsigned(Words.first(value));
            String name = parts.length == 2 ? Words.first(parts[1].strip()) : "";
            boolean named = parts[0].equalsIgnoreCase("cname") && !name.isEmpty();
            if (ssrc.isPresent() && named && names.size() < MAX_SOURCES) {
                names.putIfAbsent(ssrc.getAsLong(), name);
            }
        });
        Map<Long, Long> repairs = repairs(media);
        return names.entrySet().stream()
                .map(e -> new Source(e.getKey(), e.getValue(), original(repairs, e.getKey(), names)))
                .toList();
    }

    private static OptionalLong original(Map<Long, Long> repairs, long ssrc, Map<Long, String> names) {
        Optional<Long> original = Optional.ofNullable(repairs.get(ssrc)).filter(names::containsKey);
        return original.isPresent() ? OptionalLong.of(original.get()) : OptionalLong.empty();
    }

    /** {@code FID 1 2}: 2 sends again what 1 sent (RFC 4588 section 8.8). */
    private static Map<Long, Long> repairs(SdpSection media) {
        Map<Long, Long> repairs = new LinkedHashMap<>();
        media.values("ssrc-group").limit(MAX_SOURCES).map(Words::of).forEach(words -> {
            if (words.size() == 3 && words.getFirst().equalsIgnoreCase("FID")) {
                OptionalLong original = Words.unsigned(words.get(1));
                OptionalLong repair = Words.unsigned(words.get(2));
                if (original.isPresent() && repair.isPresent()) {
                    repairs.putIfAbsent(repair.getAsLong(), original.getAsLong());
                }
            }
        });
        return repairs;
    }

    private static Simulcast simulcast(SdpSection media) {
        Map<String, Rid> rids = new LinkedHashMap<>();
        media.values("rid").limit(MAX_RIDS).map(Words::of).forEach(words -> {
            if (words.size() >= 2 && isRid(words.getFirst()) && isDirection(words.get(1))) {
                String restrictions = String.join(" ", words.subList(2, words.size()));
                rids.putIfAbsent(
                        words.getFirst(),
                        new Rid(words.getFirst(), words.get(1).equalsIgnoreCase("send"), restrictions));
            }
        });
        List<String> words = media.value("simulcast").map(Words::of).orElse(List.of());
        return new Simulcast(List.copyOf(rids.values()), streams(words, "send"), streams(words, "recv"));
    }

    private static boolean isDirection(String word) {
        return word.equalsIgnoreCase("send") || word.equalsIgnoreCase("recv");
    }

    /** RFC 8851 section 10: letters, digits, and the two that older browsers use too. */
    private static boolean isRid(String id) {
        return !id.isEmpty()
                && id.chars().allMatch(c -> c < 0x80 && (Character.isLetterOrDigit(c) || c == '-' || c == '_'));
    }

    private static List<String> streams(List<String> words, String direction) {
        for (int i = 0; i + 1 < words.size(); i += 2) {
            if (words.get(i).equalsIgnoreCase(direction)) {
                return Arrays.stream(words.get(i + 1).split(";", -1))
                        .filter(stream -> !stream.isEmpty())
                        .limit(MAX_RIDS)
                        .toList();
            }
        }
        return List.of();
    }

    /** The attributes, each as the value of an a= line. */
    static List<String> write(VideoDescription video) {
        List<String> lines = new ArrayList<>();
        for (FeedbackLine line : video.feedback()) {
            String format =
                    line.payloadType().isPresent() ? "" + line.payloadType().getAsInt() : "*";
            lines.add("rtcp-fb:" + format + " " + line.feedback().words());
        }
        if (video.content() != Content.UNSAID) {
            lines.add("content:" + video.content().name().toLowerCase(Locale.ROOT));
        }
        video.label().ifPresent(label -> lines.add("label:" + label));
        video.msid().ifPresent(msid -> lines.add("msid:" + msid));
        for (Source source : video.sources()) {
            source.repairs().ifPresent(first -> lines.add("ssrc-group:FID " + first + " " + source.ssrc()));
            lines.add("ssrc:" + source.ssrc() + " cname:" + source.cname());
        }
        writeSimulcast(video.simulcast(), lines);
        return lines;
    }

    private static void writeSimulcast(Simulcast simulcast, List<String> lines) {
        for (Rid rid : simulcast.rids()) {
            String restrictions = rid.restrictions().isEmpty() ? "" : " " + rid.restrictions();
            lines.add("rid:" + rid.id() + (rid.send() ? " send" : " recv") + restrictions);
        }
        String both = Map.of("send", simulcast.send(), "recv", simulcast.receive()).entrySet().stream()
                .filter(e -> !e.getValue().isEmpty())
                .sorted(Map.Entry.<String, List<String>>comparingByKey().reversed())
                .map(e -> e.getKey() + " " + String.join(";", e.getValue()))
                .collect(Collectors.joining(" "));
        if (!both.isEmpty()) {
            lines.add("simulcast:" + both);
        }
    }
}
