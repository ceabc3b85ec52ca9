package tandem.gateway.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tandem.sip.Body;

class InfoDigitTest {
    private static Optional<InfoDigit> read(String type, String text) {
        return InfoDigit.read(new Body(type, text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void readsARelay() {
        assertEquals(
                Optional.of(new InfoDigit('5', 160)), read("application/dtmf-relay", "Signal=5\r\nDuration=160\r\n"));
        assertEquals(
                Optional.of(new InfoDigit('*', 250)), read("application/dtmf-relay", "signal = *\nduration = 250"));
    }

    @Test
    void readsEventNumbersAndLetters() {
        assertEquals(Optional.of(new InfoDigit('*', 160)), read("application/dtmf-relay", "Signal=10"));
        assertEquals(Optional.of(new InfoDigit('#', 160)), read("application/dtmf-relay", "Signal=11"));
        assertEquals(Optional.of(new InfoDigit('D', 160)), read("application/dtmf-relay", "Signal=d"));
    }

    @Test
    void readsABareDigit() {
        assertEquals(Optional.of(new InfoDigit('7', 160)), read("application/dtmf", "7"));
        assertEquals(Optional.of(new InfoDigit('#', 160)), read("application/dtmf", "Signal=#\r\n"));
    }

    @Test
    void aFlashOrNonsenseIsNoDigit() {
        assertEquals(Optional.empty(), read("application/dtmf-relay", "Signal=16\r\nDuration=160"));
        assertEquals(Optional.empty(), read("application/dtmf-relay", ""));
        assertEquals(Optional.empty(), read("application/dtmf", "hello"));
    }

    @Test
    void durationsAreKeptWithinReason() {
        assertEquals(Optional.of(new InfoDigit('1', 40)), read("application/dtmf-relay", "Signal=1\nDuration=1"));
        assertEquals(Optional.of(new InfoDigit('1', 6000)), read("application/dtmf-relay", "Signal=1\nDuration=99999"));
        assertEquals(Optional.of(new InfoDigit('1', 160)), read("application/dtmf-relay", "Signal=1\nDuration=long"));
    }

    @Test
    void whatIsWrittenIsRead() {
        InfoDigit star = new InfoDigit('*', 200);
        assertEquals(Optional.of(star), InfoDigit.read(star.body()));
    }

    @Test
    void knowsItsTypes() {
        assertTrue(InfoDigit.isDtmf(new Body("Application/DTMF-Relay; x=y", new byte[0])));
        assertFalse(InfoDigit.isDtmf(new Body("application/sdp", new byte[0])));
    }
}
