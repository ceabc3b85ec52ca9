package tandem.sip.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlainValuesTest {
    private static final List<String> PIECES = List.of(
            "SIP/2.0/UDP ",
            "SIP/2.0/TCP ",
            "SIP/2.0/",
            "UDP ",
            "sip:",
            "sips:",
            "\"Ann B\" ",
            "\"",
            "<",
            ">",
            ";",
            "=",
            "@",
            ":",
            "5060",
            "0",
            "65535",
            "65536",
            "alice",
            "+4930",
            "127.0.0.1",
            "example.org",
            "a..b",
            "-a",
            "a-",
            "1",
            ".",
            "_",
            " ",
            ";tag=a1",
            ";branch=z9hG4bKx.y",
            ";rport",
            ";rport=5060",
            ";lr",
            ";transport=tcp",
            ";ttl=1",
            ";maddr=224.2.0.1",
            ";received=10.0.0.1",
            ";Tag=x",
            ";user=phone",
            ";expires=30",
            ";q=0.5",
            "Host",
            "?",
            "%20",
            ",",
            "[::1]");

    @Test
    void readsWhatNearlyAllMessagesCarry() {
        assertTrue(PlainValues.via("SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK1;rport")
                .isPresent());
        assertTrue(
                PlainValues.address("<sip:101@pbx.example.org>;tag=a73kszlfl").isPresent());
        assertTrue(PlainValues.address("\"Ann Bee\" <sip:+4930@127.0.0.1:5060;transport=udp>")
                .isPresent());
        assertTrue(PlainValues.uri("sip:1000@127.0.0.1:5060;user=phone").isPresent());
        assertTrue(PlainValues.uri("sip:gateway.example.org").isPresent());
    }

    @Test
    void leavesTheRestToTheFullParsers() {
        assertTrue(PlainValues.via("SIP / 2.0 / UDP 127.0.0.1").isEmpty());
        assertTrue(PlainValues.via("SIP/2.0/UDP [::1]:5060;branch=z9hG4bK1").isEmpty());
        assertTrue(PlainValues.address("sip:101@example.org;tag=1").isEmpty());
        assertTrue(PlainValues.address("\"A \\\" B\" <sip:a@b>").isEmpty());
        assertTrue(PlainValues.uri("sip:a%20b@example.org").isEmpty());
        assertTrue(PlainValues.uri("").isEmpty());
    }

    @Test
    void readsNothingOtherwiseThanTheFullParsers() {
        Random random = new Random(4);
        int plain = 0;
        for (int i = 0; i < 300_000; i++) {
            String text = heads(random)
                    + random.ints(random.nextInt(6), 0, PIECES.size())
                            .mapToObj(PIECES::get)
                            .reduce("", String::concat);
            plain += PlainValues.via(text).isPresent() ? 1 : 0;
            plain += PlainValues.address(text).isPresent() ? 1 : 0;
            plain += PlainValues.uri(text).isPresent() ? 1 : 0;
            same(text);
        }
        assertTrue(plain > 5_000, plain + " were plain");
    }

    private static String heads(Random random) {
        return Stream.of(
                        "",
                        "SIP/2.0/UDP 127.0.0.1",
                        "<sip:alice@example.org",
                        "<sip:a@b.c>",
                        "sip:101@127.0.0.1:5060",
                        "sip:h1")
                .skip(random.nextInt(6))
                .findFirst()
                .orElse("");
    }

    private static void same(String text) {
        PlainValues.via(text)
                .ifPresent(via -> assertEquals(HeaderParsers.anyVia(text).orElse(null), via, text));
        PlainValues.address(text)
                .ifPresent(
                        address -> assertEquals(HeaderParsers.anyAddress(text).orElse(null), address, text));
        PlainValues.uri(text)
                .ifPresent(uri -> assertEquals(HeaderParsers.anyUri(text).orElse(null), uri, text));
    }
}
