package tandem.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PinMaskTest {
    @ParameterizedTest
    @CsvSource({
        "INVITE sip:1000.2580@host SIP/2.0, INVITE sip:1000.***@host SIP/2.0",
        "ACK sips:1000.2580@[::1]:5061;transport=tls SIP/2.0, ACK sips:1000.***@[::1]:5061;transport=tls SIP/2.0",
        "INVITE SIP:1000%2E2580@host SIP/2.0, INVITE SIP:1000%2E***@host SIP/2.0",
        "INVITE sip:%31000.%32580@host SIP/2.0, INVITE sip:%31000.***@host SIP/2.0",
        "INVITE sip:ann:word@host SIP/2.0, INVITE sip:ann:***@host SIP/2.0",
        "INVITE sip:1000.2580:x@host SIP/2.0, INVITE sip:1000.***@host SIP/2.0",
        "1000.2580@host, 1000.***@host",
        "from sip:1.2@a to sip:3.4@b, from sip:1.***@a to sip:3.***@b",
    })
    void hidesThePinThatCameWithAnAddress(String text, String shown) {
        assertEquals(shown, PinMask.of(text));
    }

    @ParameterizedTest
    @CsvSource({
        "INVITE sip:1000@192.168.1.1 SIP/2.0",
        "INVITE sip:ann.lee@host SIP/2.0",
        "INVITE sip:12.lee@host SIP/2.0",
        "SIP/2.0 200 OK",
        "BYE sip:10.0.0.1:5060 SIP/2.0",
        "sip:1000.@host",
        "@",
    })
    void leavesTheRestAsItIs(String text) {
        assertEquals(text, PinMask.of(text));
    }

    /** The letter grows when it is made small, and what is counted in the one text lies elsewhere in the other. */
    @Test
    void lettersThatChangeTheirLengthAreNoTrouble() {
        assertEquals("\u0130\u0130\u0130sip:1000.***@h", PinMask.of("\u0130\u0130\u0130sip:1000.2580@h"));
    }

    @Test
    void aLineFullOfAddressesCostsNoMoreThanItsLength() {
        String line = "sip:" + "@".repeat(100_000);
        assertTimeout(Duration.ofSeconds(1), () -> assertEquals(line, PinMask.of(line)));
    }

    @Test
    void textWithoutAnAddressIsNotCopied() {
        String line = "SIP/2.0 180 Ringing";
        assertSame(line, PinMask.of(line));
    }
}
