package tandem.media.sdp;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import tandem.media.Ice;

/** The attributes of ICE: a=ice-ufrag, a=ice-pwd, a=ice-lite and a=candidate (RFC 8839, RFC 6544 for TCP). */
public final class SdpIce {
    /** Candidates of a stream that are read; the rest is passed over. */
    public static final int MAX_CANDIDATES = 64;

    private static final int MAX_CREDENTIAL = 256;
    private static final int MAX_FOUNDATION = 32;
    private static final int LEAST_WORDS = 8; // foundation component transport priority address port typ TYPE
    private static final int MAX_PRIORITY_DIGITS = 10;
    private static final long MAX_PRIORITY = 0xFFFF_FFFFL;

    private SdpIce() {}

    /** What a stream says of ICE, or its session does for it; empty where either credential is missing. */
    static Optional<Ice> read(SdpSection session, SdpSection media) {
        Optional<String> ufrag = credential("ice-ufrag", session, media);
        Optional<String> password = credential("ice-pwd", session, media);
        if (ufrag.isEmpty() || password.isEmpty()) {
            return Optional.empty();
        }
        List<Ice.Candidate> candidates = media.values("candidate")
                .limit(MAX_CANDIDATES)
                .flatMap(value -> candidate(value).stream())
                .toList();
        boolean more = !media.has("end-of-candidates");
        return Optional.of(new Ice(ufrag.get(), password.get(), session.has("ice-lite"), candidates, more));
    }

    /** What a fragment of a description says of ICE (RFC 8840 section 9); of several streams the first. */
    public static Optional<Ice> fragment(String text) {
        SdpSection all = new SdpSection(new SdpSection.Line(0, ""));
        text.lines()
                .limit(SdpReader.MAX_LINES)
                .map(line -> Words.plain(line).strip())
                .filter(line -> line.startsWith("a="))
                .forEach(line -> all.add('a', new SdpSection.Line(0, line.substring(2))));
        return read(all, all);
    }

    /** A fragment with our credentials and candidates, for the stream of that identification (RFC 8840 section 9). */
    public static String fragment(Ice ice, String mid) {
        StringBuilder text = new StringBuilder(ice.lite() ? "a=ice-lite\r\n" : "");
        text.append("m=audio 9 UDP/TLS/RTP/SAVPF 0\r\n");
        if (!mid.isEmpty()) {
            text.append("a=mid:").append(mid).append("\r\n");
        }
        write(ice).forEach(line -> text.append("a=").append(line).append("\r\n"));
        return text.toString();
    }

    private static Optional<String> credential(String name, SdpSection session, SdpSection media) {
        return media.value(name)
                .or(() -> session.value(name))
                .map(Words::first)
                .filter(text -> !text.isEmpty() && text.length() <= MAX_CREDENTIAL);
    }

    /** The value of an a=candidate line, with or without that word in front of it; empty where it cannot be read. */
    public static Optional<Ice.Candidate> candidate(String value) {
        String plain = Words.plain(value).strip();
        List<String> words = Words.of(plain.startsWith("candidate:") ? plain.substring("candidate:".length()) : plain);
        if (words.size() < LEAST_WORDS || words.getFirst().length() > MAX_FOUNDATION) {
            return Optional.empty();
        }
        OptionalInt component = Words.number(words.get(1), 1, 256);
        Optional<Long> priority = priority(words.get(3));
        Optional<InetSocketAddress> address =
                Address.of(words.get(4)).flatMap(host -> port(words.get(5)).map(host::at));
        Optional<Ice.Type> type = type(words.get(7));
        Optional<Ice.Tcp> tcp = tcp(words);
        boolean known =
                words.get(2).equalsIgnoreCase("udp") || (words.get(2).equalsIgnoreCase("tcp") && tcp.isPresent());
        if (!known || component.isEmpty() || priority.isEmpty() || address.isEmpty() || type.isEmpty()) {
            return Optional.empty();
        }
        Optional<Ice.Tcp> way = words.get(2).equalsIgnoreCase("tcp") ? tcp : Optional.empty();
        return Optional.of(new Ice.Candidate(
                words.getFirst(), component.getAsInt(), way, priority.get(), address.get(), type.get()));
    }

    private static Optional<Integer> port(String word) {
        return Words.number(word, 0, 65_535).stream().boxed().findFirst();
    }

    private static Optional<Long> priority(String word) {
        if (!Words.isDigits(word) || word.length() > MAX_PRIORITY_DIGITS) {
            return Optional.empty();
        }
        long value = Long.parseLong(word);
        return value <= MAX_PRIORITY ? Optional.of(value) : Optional.empty();
    }

    private static Optional<Ice.Type> type(String word) {
        return Stream.of(Ice.Type.values())
                .filter(type -> type.name().equalsIgnoreCase(word))
                .findFirst();
    }

    private static Optional<Ice.Tcp> tcp(List<String> words) {
        for (int i = LEAST_WORDS; i + 1 < words.size(); i += 2) {
            String value = words.get(i + 1);
            if (words.get(i).equalsIgnoreCase("tcptype")) {
                return Stream.of(Ice.Tcp.values())
                        .filter(type -> type.name().equalsIgnoreCase(value))
                        .findFirst();
            }
        }
        return Optional.empty();
    }

    /** The attributes of a stream, without {@code a=} before them; they say whether candidates follow (RFC 8840 section 4.1.1). */
    static List<String> write(Ice ice) {
        List<String> lines = new ArrayList<>();
        lines.add("ice-ufrag:" + ice.ufrag());
        lines.add("ice-pwd:" + ice.password());
        ice.candidates().forEach(candidate -> lines.add(line(candidate)));
        lines.add(ice.more() ? "ice-options:trickle" : "end-of-candidates");
        return lines;
    }

    /** A candidate as a description and as trickle ICE (RFC 8840) write it, without {@code a=} before it. */
    public static String line(Ice.Candidate candidate) {
        String host = candidate.address().isUnresolved()
                ? candidate.address().getHostString()
                : NetUtil.toAddressString(
                        Objects.requireNonNull(candidate.address().getAddress()));
        String type = candidate.type().name().toLowerCase(Locale.ROOT);
        String any = candidate.type() == Ice.Type.HOST
                ? ""
                : (host.indexOf(':') < 0 ? " raddr 0.0.0.0 rport 0" : " raddr :: rport 0");
        String tcp = candidate
                .tcp()
                .map(how -> " tcptype " + how.name().toLowerCase(Locale.ROOT))
                .orElse("");
        return "candidate:" + candidate.foundation() + " " + candidate.component() + " "
                + (candidate.tcp().isPresent() ? "tcp" : "udp") + " " + candidate.priority() + " " + host + " "
                + candidate.address().getPort() + " typ " + type + any + tcp;
    }
}
