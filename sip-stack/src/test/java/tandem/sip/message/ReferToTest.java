package tandem.sip.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whom a REFER names (RFC 3515 2.1, RFC 3891 3). */
class ReferToTest {
    private static final Map<String, String> REPLACES = Map.of("Replaces", "a@h;to-tag=1;from-tag=2");

    private static ReferTo read(String value) {
        return ReferTo.read(value).orElseThrow();
    }

    @Test
    void theMethodAndTheHeadersAreNotPartOfTheTarget() {
        ReferTo to = read(
                "\"Ben <1>\" <sip:ben@h:5070;transport=tcp;method=INVITE?Replaces=a%40h%3Bto-tag%3D1%3Bfrom-tag%3D2>;x=y");
        assertEquals("sip:ben@h:5070;transport=tcp", to.target().toString());
        assertEquals("INVITE", to.method());
        assertEquals(REPLACES, to.headers());
    }

    @Test
    void bracketsMayBeForgotten() {
        assertEquals("sip:ben@h", read("sip:ben@h;x=y").target().toString());
        assertEquals(
                REPLACES,
                read("sip:ben@h?Replaces=a%40h%3Bto-tag%3D1%3Bfrom-tag%3D2").headers());
    }

    @Test
    void whatHidesALineEndIsNotTaken() {
        assertEquals(Optional.empty(), ReferTo.read("<sip:ben@h?Subject=a%0D%0AX:%20y>"));
        assertEquals(Optional.empty(), ReferTo.read("sip:ben@h?Subject=a%0AX:%20y"));
        assertEquals(Optional.empty(), ReferTo.read("sip:ben@h?" + "a=1&".repeat(40)));
    }
}
