package tandem.sip.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Streams cut into messages, in every way they arrive torn or mis-sized. */
class StreamFramerTest {
    private static final String OPTIONS = "OPTIONS sip:a@b SIP/2.0\r\nContent-Length: 0\r\n\r\n";
    private static final String MESSAGE = "MESSAGE sip:a@b SIP/2.0\r\nl:5\r\n\r\nhello";

    private final List<String> heard = new ArrayList<>();
    private final StreamFramer framer = new StreamFramer(new StreamFramer.Sink() {
        @Override
        public void onMessage(byte[] octets) {
            heard.add(new String(octets, UTF_8));
        }

        @Override
        public void onPing() {
            heard.add("ping");
        }

        @Override
        public void onSkipped(int octets) {
            heard.add("skipped " + octets);
        }

        @Override
        public void onBroken(String why) {
            heard.add("broken: " + why);
        }
    });

    private void feed(String text) {
        byte[] octets = text.getBytes(UTF_8);
        framer.feed(octets, 0, octets.length);
    }

    @Test
    void cutsTwoMessagesThatCameTogether() {
        feed(OPTIONS + MESSAGE + OPTIONS);
        assertEquals(List.of(OPTIONS, MESSAGE, OPTIONS), heard);
    }

    @Test
    void joinsAMessageThatCameOctetByOctet() {
        for (char each : (MESSAGE + "\r\n" + MESSAGE).toCharArray()) {
            feed(String.valueOf(each));
        }
        assertEquals(List.of(MESSAGE, MESSAGE), heard);
        assertFalse(framer.isTorn());
    }

    @Test
    void answersADoubleLineEndButNotASingleOne() {
        feed("\r\n\r\n" + OPTIONS + "\r\n" + OPTIONS + "\r\n");
        feed("\r\n");
        assertEquals(List.of("ping", OPTIONS, OPTIONS, "ping"), heard);
    }

    @Test
    void takesAMissingContentLengthForZero() {
        feed("OPTIONS sip:a@b SIP/2.0\r\nTo: x\r\n\r\n" + OPTIONS);
        assertEquals(List.of("OPTIONS sip:a@b SIP/2.0\r\nTo: x\r\n\r\n", OPTIONS), heard);
    }

    @Test
    void findsTheNextMessageAfterALengthThatWasTooShort() {
        feed("MESSAGE sip:a@b SIP/2.0\r\nContent-Length: 2\r\n\r\nhello\r\nworld\r\n" + OPTIONS);
        assertEquals(
                List.of("MESSAGE sip:a@b SIP/2.0\r\nContent-Length: 2\r\n\r\nhe", "skipped 5", "skipped 7", OPTIONS),
                heard);
    }

    @Test
    void findsTheNextMessageAfterALengthThatWasTooLong() {
        feed("MESSAGE sip:a@b SIP/2.0\r\nContent-Length: 15\r\n\r\nhello");
        assertTrue(framer.isTorn());
        feed(OPTIONS + MESSAGE);
        assertEquals("MESSAGE sip:a@b SIP/2.0\r\nContent-Length: 15\r\n\r\nhelloOPTIONS si", heard.get(0));
        assertEquals(MESSAGE, heard.getLast());
        assertFalse(framer.isTorn());
    }

    @Test
    void handsOnTheHeadAndEndsWhereALengthCannotBeRead() {
        for (String value : List.of("-999", "abc", "99999999999999999999", "1\r\nl: 2", "")) {
            heard.clear();
            StreamFramerTest fresh = new StreamFramerTest();
            String head = "MESSAGE sip:a@b SIP/2.0\r\nContent-Length: " + value + "\r\n\r\n";
            fresh.feed(head + OPTIONS);
            assertEquals(List.of(head, "broken: Content-Length that cannot be read"), fresh.heard, value);
        }
    }

    @Test
    void readsAFoldedContentLengthWithSpaceBeforeTheColon() {
        feed("MESSAGE sip:a@b SIP/2.0\r\ncOnTeNt-LeNgTh \t:\r\n 5  \r\n\r\nhello" + OPTIONS);
        assertEquals(2, heard.size());
        assertTrue(heard.get(0).endsWith("hello"));
    }

    @Test
    void endsAtOnceWhereTheFirstLineIsNoSip() {
        feed("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        assertEquals(List.of("broken: no SIP on a stream"), heard);
        feed(OPTIONS);
        assertEquals(1, heard.size());
    }

    @Test
    void endsWhereALineOrAHeaderSectionHasNoEnd() {
        feed("x".repeat(5000));
        assertEquals(List.of("broken: no SIP on a stream"), heard);
        StreamFramerTest fresh = new StreamFramerTest();
        fresh.feed("OPTIONS sip:a@b SIP/2.0\r\n");
        for (int i = 0; i < 700; i++) {
            fresh.feed("X: " + "y".repeat(95) + "\r\n");
        }
        assertEquals(List.of("broken: header section too long"), fresh.heard);
    }

    @Test
    void doesNotSkipForEver() {
        feed(OPTIONS);
        for (int i = 0; i < 1000; i++) {
            feed("garbage that is no start line\n");
        }
        assertEquals("broken: no SIP on a stream", heard.getLast());
        assertTrue(heard.size() < 600);
    }

    @Test
    void refusesAMessageBeyond64KilobytesByItsHead() {
        String head = "MESSAGE sip:a@b SIP/2.0\r\nContent-Length: 65536\r\n\r\n";
        feed(head);
        assertEquals(List.of(head, "broken: message too long"), heard);
    }
}
